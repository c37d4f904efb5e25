"""One report: its facts freely, its words only as a noted opening."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lindung.core.acting import missed, opening, refused
from lindung.core.actor import Actor
from lindung.core.files import read_file
from lindung.core.keys import load_keys
from lindung.core.models import Blocked, Trail
from lindung.core.seal import Sealed
from lindung.intake import rules
from lindung.intake.codes import NextLevel
from lindung.intake.models import (
    Attachment,
    Message,
    Party,
    Report,
    ReporterRequest,
    RiskChange,
    Screening,
)
from lindung.intake.policy import POLICY
from lindung.people import queries as people
from lindung.people.codes import ContactChannel, PersonRole, Tri

SEALED = ("words", "place", "needs", "named", "source", "outcome")
DOOR = ("lookup", "idem", "idem_body", "mailbox_box", "decoy_lookup")  # nobody's business


@dataclass(frozen=True, slots=True)
class PartyLine:
    """Somebody of a report, in plain words."""

    id: UUID
    person_id: UUID
    role: str
    role_label: str
    name: str
    phone: str
    safe: str  # the channels she said yes to


@dataclass(frozen=True, slots=True)
class ReportFile:
    """What was told, in plain words."""

    words: str
    place: str
    needs: str
    named: str
    source: str
    outcome: str
    parties: tuple[PartyLine, ...]
    next_levels: tuple[NextLevel, ...]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message of the thread, in plain words."""

    id: UUID
    sender: str
    staff_id: UUID | None
    sent_at: datetime
    read_at: datetime | None
    via_decoy: bool
    words: str


def get_report(actor: Actor, number: str, *, to: str = "view_report") -> Report:
    """Return one report by its number, or note the attempt and raise `NotFound`. One query.

    Args:
        actor: who asks.
        number: of the report.
        to: what is to be done with it, so that a form is shown only to whoever may send it.

    Raises:
        Denied: `actor` sees the report but may not do that; noted as when it is tried.
    """
    rows = Report.objects.select_related("area").defer(*SEALED, *DOOR)
    report = POLICY.only(actor, "view_report", rows).filter(number=number).first()
    if report is None:
        raise missed(actor, POLICY, "view_report", number)
    vars(report)["seen_by"] = actor.id  # so that `allowed` need not ask again who is blocked
    if not POLICY.speaks_for(actor, to, report):
        raise refused(actor, POLICY, to, report.pk)
    return report


def may_enter(actor: Actor) -> bool:
    """Say whether `actor` may enter a report that came by phone, at the door or on paper."""
    return POLICY.speaks_for(actor, "enter_report", Report())


def require_enter(actor: Actor) -> None:
    """Raise `Denied` after noting the attempt unless `actor` may enter reports."""
    if not may_enter(actor):
        raise refused(actor, POLICY, "enter_report", actor.unit_id)


def allowed(actor: Actor, report: Report) -> set[str]:
    """Return what `actor` may do to `report`, for buttons. One query unless seen just now."""
    blocked = Blocked.objects.filter(subject_id=report.pk, staff_id=actor.id)
    if vars(report).get("seen_by") != actor.id and blocked.exists():
        return set()
    return {action for action in POLICY.rules if POLICY.speaks_for(actor, action, report)}


def may_release(actor: Actor, report: Report) -> bool:
    """Say whether `actor` took `report` and nothing was done or opened since. One query."""
    if report.handled_by != actor.id or report.ended_at is not None:
        return False
    lines = Trail.objects.filter(record_id=str(report.pk), refused=False)
    last = lines.order_by("-at", "-id").values_list("actor_id", "action").first()
    return last == (actor.id, "intake.take")


def read_report(actor: Actor, report: Report, *, through_case: bool = False) -> ReportFile:
    """Open what was told and the people of it; each opening is noted.

    Args:
        actor: who reads.
        report: seen before.
        through_case: a case that stands on the report was asked first, by its own policy.
    """
    with opening(actor, POLICY, "read_in_case" if through_case else "read_report", report):
        sealed = Report.objects.only(*SEALED, "data_key_id").get(pk=report.pk)
        plain = {column: _words(getattr(sealed, column)) for column in SEALED}
        levels = rules.next_levels(report.institutions, named=report.institution_named)
        return ReportFile(parties=_party_lines(actor, report), next_levels=levels, **plain)


def _party_lines(actor: Actor, report: Report) -> tuple[PartyLine, ...]:
    rows = list(_parties(report))
    files = {f.id: f for f in people.read_people(actor, [row.person for row in rows])}
    return tuple(
        PartyLine(
            row.pk,
            row.person_id,
            row.role,
            str(PersonRole(row.role).label),
            files[row.person_id].name,
            files[row.person_id].phone,
            _safe(files[row.person_id]),
        )
        for row in rows
        if row.person_id in files
    )


def _safe(person: people.PersonFile) -> str:
    yes = [c.channel for c in person.contacts if c.allowed == Tri.YES]
    return ", ".join(str(ContactChannel(channel).label) for channel in yes)


def _parties(report: Report) -> QuerySet[Party]:
    return Party.objects.filter(report=report).select_related("person").order_by("role", "id")


def parties_of(actor: Actor, report: Report) -> list[Party]:
    """Return who a report is about, unopened, for who may see it. One query."""
    return list(_parties(report).filter(report__in=_seen(actor, report)))


def thread(actor: Actor, report: Report, *, through_case: bool = False) -> list[MessageLine]:
    """Open the messages between reporter and unit, the oldest first; the opening is noted."""
    with opening(actor, POLICY, "read_in_case" if through_case else "read_thread", report):
        rows = list(Message.objects.filter(report=report).order_by("sent_at", "id"))
        load_keys(row.data_key_id for row in rows)
        return [
            MessageLine(
                row.pk,
                row.sender,
                row.staff_id,
                row.sent_at,
                row.read_at,
                row.via_decoy,
                _words(row.words),
            )
            for row in rows
        ]


def read_to_send(actor: Actor, message: Message) -> str:
    """Open one answer that is about to leave by a channel; the opening is noted."""
    with opening(actor, POLICY, "read_to_send", message.report):
        load_keys([message.data_key_id])
        return _words(message.words)


def screenings(actor: Actor, report: Report) -> list[Screening]:
    """Return the answered instruments, the newest first. One query."""
    rows = Screening.objects.filter(report__in=_seen(actor, report))
    return list(rows.order_by("-answered_at", "-id"))


def risk_changes(actor: Actor, report: Report) -> list[RiskChange]:
    """Return each change of the risk, the newest first, the reasons unopened. One query."""
    rows = RiskChange.objects.filter(report__in=_seen(actor, report)).defer("reason")
    return list(rows.order_by("-changed_at", "-id"))


def attachments(actor: Actor, report: Report) -> list[Attachment]:
    """Return the files of a report, unopened, the oldest first. One query."""
    rows = Attachment.objects.filter(report__in=_seen(actor, report)).defer("file_name")
    return list(rows.order_by("added_at", "id"))


def open_request(actor: Actor, report: Report) -> ReporterRequest | None:
    """Return the oldest wish of the reporter nobody decided yet. One query."""
    rows = ReporterRequest.objects.filter(report__in=_seen(actor, report), decided_at=None)
    return rows.order_by("asked_at").first()


def read_attachment(
    actor: Actor, report: Report, attachment_id: UUID, *, through_case: bool = False
) -> tuple[str, str, bytes]:
    """Open one file of this very report: its type, its name, its clean copy where there is one.

    Raises:
        NotFound: it hangs on another report, or nowhere.
    """
    action = "read_in_case" if through_case else "read_attachment"
    rows = Attachment.objects.select_related("original", "clean_copy")
    row = rows.filter(report=report, pk=attachment_id).first()
    if row is None:
        raise missed(actor, POLICY, action, str(attachment_id))
    with opening(actor, POLICY, action, report):
        return row.kind, _words(row.file_name), read_file(row.clean_copy or row.original)


def _seen(actor: Actor, report: Report) -> QuerySet[Report]:
    return POLICY.only(actor, "view_report", Report.objects.filter(pk=report.pk)).only("pk")


def _words(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
