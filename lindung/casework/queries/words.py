"""Opening what is sealed in a case: one thing at a time, each opening noted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lindung.casework.models import (
    Assignment,
    BreakGlass,
    Case,
    CaseParty,
    CaseReport,
    CaseRiskChange,
    Closing,
    Companion,
    Consent,
    Incident,
    Note,
    PlanLine,
    ServiceRecord,
)
from lindung.casework.policy import NOTE_POLICY, POLICY
from lindung.core.acting import missed, opening
from lindung.core.actor import Actor
from lindung.core.seal import Sealed
from lindung.intake import queries as intake

if TYPE_CHECKING:
    from lindung.intake.models import Report


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kind of words is kept, and which permission opens it."""

    model: type[Any]
    column: str
    action: str


TEAM: Mapping[str, type[Any]] = {
    "companion": Companion,
    "assignment": Assignment,
    "party": CaseParty,
}
PLACES: Mapping[str, Place] = {
    "incident": Place(Incident, "account", "read_incident"),
    "consent": Place(Consent, "words", "read_consent"),
    "plan_line": Place(PlanLine, "words", "read_plan_line"),
    "service": Place(ServiceRecord, "words", "read_service"),
    "risk": Place(CaseRiskChange, "reason", "read_risk"),
    "closing": Place(Closing, "words", "read_closing"),
    "glass": Place(BreakGlass, "reason", "read_glass"),
    "note": Place(Note, "words", "read_note"),
}


def get_of_case(actor: Actor, case: Case, what: str, row_id: UUID) -> Any:
    """Return one row of this very case by its id, or note the attempt and raise `NotFound`.

    A row of another case is absent, so nobody acts on it through this one's address.

    Args:
        actor: who asks.
        case: one that `get_case` returned.
        what: a key of `PLACES` or `TEAM`, as the kinds of the timeline.
        row_id: as the timeline has it.
    """
    model = PLACES[what].model if what in PLACES else TEAM[what]
    row = model._default_manager.filter(case=case, pk=row_id).select_related("case").first()
    if row is None:
        raise missed(actor, POLICY, f"view_{what}", str(row_id))
    return row


def read_case_words(actor: Actor, case: Case, what: str, row_id: UUID | None = None) -> str:
    """Open the words of one thing on the timeline, or the summary; the opening is noted.

    Args:
        actor: who reads.
        case: one that `get_case` returned.
        what: `summary`, `report`, or a kind of `PLACES`.
        row_id: of the row or the report; None for the summary.

    Raises:
        Denied: it is another's sealed note, or the actor does not work on the case.
        NotFound: no such row in this case.
    """
    if what == "summary" or row_id is None:
        with opening(actor, POLICY, "read_summary", case):
            return _plain(case.summary)
    if what == "report":
        return _told(actor, case, row_id)
    row = get_of_case(actor, case, what, row_id)
    if what == "note":
        with opening(actor, NOTE_POLICY, "read_note", row):
            return _plain(row.words)
    place = PLACES[what]
    with opening(actor, POLICY, place.action, case):
        return _plain(getattr(row, place.column))


def get_report_of(actor: Actor, case: Case, report_id: UUID, *, to: str) -> "Report":
    """Return a report that this very case stands on, or note the attempt and raise `NotFound`.

    Args:
        actor: who asks.
        case: one that `get_case` returned.
        report_id: as the timeline has it.
        to: what is to be done with it, an action of the case's policy.
    """
    tie = CaseReport.objects.filter(case=case, report_id=report_id).select_related("report").first()
    if tie is None:
        raise missed(actor, POLICY, to, str(report_id))
    return tie.report


def read_thread(actor: Actor, case: Case, report: "Report") -> list[intake.MessageLine]:
    """Open what the reporter and the unit wrote to each other; the opening is noted."""
    with opening(actor, POLICY, "read_thread", case):
        return intake.thread(actor, report, through_case=True)


def _told(actor: Actor, case: Case, report_id: UUID) -> str:
    """Open what was told in a report of this very case, for whoever works on it."""
    report = get_report_of(actor, case, report_id, to="read_report")
    with opening(actor, POLICY, "read_report", case):
        return intake.read_report(actor, report, through_case=True).words


def read_initials(actor: Actor, case: Case) -> str:
    """Open the client's initials, which are empty for *tidak dikenal*; the opening is noted."""
    with opening(actor, POLICY, "read_initials", case):
        return _plain(case.initials)


def _plain(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
