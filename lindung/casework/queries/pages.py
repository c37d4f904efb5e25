"""One case, as its page shows it: everything that happened, and everything that is promised."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from lindung.access import queries as access
from lindung.casework import rules
from lindung.casework.codes import ConsentPurpose, LineState, NoteKind, Service
from lindung.casework.models import Case, CaseParty, CaseReport, Consent, PlanLine
from lindung.casework.policy import POLICY, allowed, with_facts
from lindung.casework.queries.timeline import Line, opened_by, timeline_of
from lindung.core.acting import missed, refused
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.frame import note
from lindung.core.keys import load_keys
from lindung.core.marks import load_marks
from lindung.core.models import Turn
from lindung.core.trail import line_for
from lindung.people.codes import PersonRole
from lindung.people.queries import initials_of
from lindung.response.queries.missions import MissionRow, missions_in, rows_in

if TYPE_CHECKING:
    from lindung.people.models import Person


@dataclass(frozen=True, slots=True)
class PartyRow:
    """Somebody in the case: as what, by initials."""

    id: UUID  # of the tie between person and case
    person_id: UUID
    role: str
    initials: str  # empty: no name is known, or the reader may not know it
    sex: str
    age_band: str
    guardian_conflict: bool

    @property
    def label(self) -> str:
        """Return the role in the reader's language."""
        return str(PersonRole(self.role).label)


@dataclass(frozen=True, slots=True)
class Promise:
    """Something open: what, who, until when."""

    kind: str  # of the turn: casework.plan_line, casework.case, access.approval
    record_id: UUID
    verb: str
    service: str  # of a plan line: a code of `Service`
    next_staff: UUID | None
    next_name: str
    next_role: str
    next_at: datetime
    late: bool

    @property
    def label(self) -> str:
        """Return what a plan line promises, in the reader's language."""
        return str(Service(self.service).label) if self.service else ""


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit of the case. Which law or decision sets it, is said in `basis`."""

    code: str  # first_service, review
    due_at: datetime
    began_at: datetime
    met_at: datetime | None
    basis: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page of one case shows."""

    case: Case
    initials: str | None  # None: the reader may not know them; empty: *tidak dikenal*
    manager: str
    area: str
    companions: list[Line]
    missions: list[MissionRow]
    parties: list[PartyRow]
    timeline: list[Line]
    promises: list[Promise]
    clocks: list[Clock]
    warnings: list[str]  # codes of `rules.opening_warnings`
    agreed: frozenset[str]  # what may be done today, by consent or another basis: ConsentPurpose
    allowed: frozenset[str]


SERVICE_BASIS = "Permen PPPA 2/2022 (SIPPN 8202366)"
# Source: docs/adr/0010-review-intervals.md.
REVIEW_BASIS = gettext_lazy("House rule: how often her safety is looked at follows from the risk")
CONSENTS = ArraySubquery(
    Consent.objects.filter(case=OuterRef("pk")).values(
        given=JSONObject(purpose="purpose", until_on="until_on", withdrawn_at="withdrawn_at")
    )
)


LIMITS_TOLD = Subquery(
    CaseReport.objects.filter(case=OuterRef("pk"), report__limits_told_at__isnull=False)
    .order_by("report__limits_told_at")
    .values("report__limits_told_at")[:1]
)


# Seen from a part of a part of the case's query.
REPORTS = CaseReport.objects.filter(case=OuterRef(OuterRef("pk"))).values("report_id")


def get_case(actor: Actor, number: str, *, to: str = "view") -> Case:
    """Return one case by its number, or note the attempt and raise `NotFound`. One query.

    Args:
        actor: who asks.
        number: of the case.
        to: what is to be done with it, so that a form is shown only to whoever may send it.

    Raises:
        Denied: `actor` sees the case but may not do that; noted as when it is tried.
    """
    cases = Case.objects.select_related("area", "manager").annotate(
        given_consents=CONSENTS,
        limits_told_at=LIMITS_TOLD,
        known_missions=missions_in(actor, REPORTS),
    )
    seen = POLICY.only(actor, "view", cases)
    case = with_facts(actor, seen).filter(number=number).first()
    if case is None:
        raise missed(actor, POLICY, "view", number)
    if to not in allowed(actor, case):
        raise refused(actor, POLICY, to, case.pk)
    return case


NOTES = {
    NoteKind.ORDINARY: "write_note",
    NoteKind.PSYCHOLOGIST: "write_psychologist_note",
    NoteKind.LEGAL: "write_legal_note",
}


def kinds_of_notes(actor: Actor, case: Case) -> list[NoteKind]:
    """Return which kinds of notes `actor` may write in `case`.

    Raises:
        Denied: none; the attempt is noted.
    """
    may = allowed(actor, case)
    kinds = [kind for kind, action in NOTES.items() if action in may]
    if not kinds:
        raise refused(actor, POLICY, NOTES[NoteKind.ORDINARY], case.pk)
    return kinds


def case_page(actor: Actor, case: Case) -> CasePage:
    """Return all that the page of `case` shows. At most nine queries of its own.

    Initials are opened for those who may know them, and that is noted; everything else stays
    sealed until somebody asks for it.

    Args:
        actor: who reads.
        case: one that `get_case` returned.
    """
    may = allowed(actor, case)
    lines = timeline_of(case)
    # What reporters wait for is open too, for those who may answer.
    reports = [x.id for x in lines if x.kind == "report"] if "read_thread" in may else []
    waiting = Turn.objects.filter(subject_id__in=[case.pk, *reports])
    turns = list(waiting.order_by("next_at", "id"))
    names = access.names_of(
        [*(x for line in lines for x in (line.by, line.who)), *(t.next_staff for t in turns)]
    )
    timeline = [_named(opened_by(line, actor.id, may), names) for line in lines]
    ties = list(CaseParty.objects.filter(case=case).select_related("person").order_by("role", "id"))
    if "read_initials" in may:
        _open_keys(case, ties)
    return CasePage(
        case=case,
        initials=_initials(actor, case, may),
        manager=case.manager.name,
        area=case.area.name,
        missions=rows_in(vars(case).get("known_missions", [])),
        companions=[x for x in timeline if x.kind == "companion" and x.until is None],
        parties=_parties(actor, ties, may),
        timeline=timeline,
        promises=_promises(turns, lines, names),
        clocks=list(_clocks(case, lines)),
        warnings=rules.opening_warnings(
            case.register_class,
            age_band=case.age_band,
            sex=case.sex,
            forms=case.forms,
            tpks=case.tpks,
        ),
        agreed=agreed_today(case),
        allowed=may,
    )


def agreed_today(case: Case) -> frozenset[str]:
    """Return for what the client's consent, or another basis, holds today.

    A consent is for one purpose, until its last day, and not once it was withdrawn. No query for a
    case that `get_case` returned, else one.
    """
    known = vars(case).get("given_consents")
    if known is None:
        known = Case.objects.filter(pk=case.pk).values_list(CONSENTS, flat=True).get()
    given = [
        rules.Given(
            one["purpose"],
            date.fromisoformat(one["until_on"]) if one["until_on"] else None,
            one["withdrawn_at"] is not None,
        )
        for one in known
    ]
    today = localdate(now())
    return frozenset(p for p in ConsentPurpose if rules.consent_holds(given, p, today))


def open_plan_lines(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """Return the open promises of a case as choices: id, and what until when."""
    if not POLICY.allows(actor, "view", case):
        raise missed(actor, POLICY, "view", case.number)
    lines = PlanLine.objects.filter(case=case, state=LineState.OPEN).order_by("due_at")
    return [(str(line.pk), str(Service(line.service).label)) for line in lines.defer("words")]


def service_promised(actor: Actor, case: Case, line_id: str) -> str:
    """Return which service an open promise of this very case is, or nothing. Two queries."""
    if not POLICY.allows(actor, "view", case):
        raise missed(actor, POLICY, "view", case.number)
    open_lines = PlanLine.objects.filter(case=case, state=LineState.OPEN)
    found = {str(pk): service for pk, service in open_lines.values_list("pk", "service")}
    return str(found.get(line_id, ""))


def get_party(actor: Actor, case: Case, person_id: UUID) -> "Person":
    """Return somebody of this very case, or note the attempt and raise `NotFound`."""
    tie = CaseParty.objects.filter(case=case, person_id=person_id).select_related("person").first()
    if tie is None or not POLICY.allows(actor, "read_party", case):
        raise missed(actor, POLICY, "read_party", str(person_id))
    return tie.person


def _open_keys(case: Case, ties: Iterable[CaseParty]) -> None:
    """Open the keys of the whole page at once."""
    key_ids = [case.data_key_id, *(tie.person.data_key_id for tie in ties)]
    load_keys(key_ids)
    load_marks(key_ids)


def _initials(actor: Actor, case: Case, may: frozenset[str]) -> str | None:
    """Open the client's initials for those who may know them, which `allowed` has asked already."""
    if "read_initials" not in may:
        return None
    note(line_for(actor, f"{POLICY.module}.read_initials", case.pk))
    return case.initials.reveal() if case.initials else ""


def _parties(actor: Actor, ties: Iterable[CaseParty], may: frozenset[str]) -> list[PartyRow]:
    people = [tie.person for tie in ties]
    known = initials_of(actor, people) if "read_initials" in may else {}
    return [
        PartyRow(
            tie.pk,
            tie.person_id,
            tie.role,
            known.get(tie.person_id, ""),
            tie.person.sex,
            tie.person.age_band,
            tie.guardian_conflict,
        )
        for tie in ties
    ]


def _named(line: Line, names: dict[UUID, str]) -> Line:
    return replace(
        line,
        by_name=names.get(line.by, "") if line.by else "",
        who_name=names.get(line.who, "") if line.who else "",
    )


def _promises(
    turns: Iterable[Turn], lines: Iterable[Line], names: dict[UUID, str]
) -> list[Promise]:
    services = {line.id: line.code for line in lines if line.kind == "plan_line"}
    here = now()
    return [
        Promise(
            turn.kind,
            turn.record_id,
            turn.verb,
            services.get(turn.record_id, ""),
            turn.next_staff,
            names.get(turn.next_staff, "") if turn.next_staff else "",
            turn.next_role,
            turn.next_at,
            turn.next_at < here,
        )
        for turn in turns
    ]


def _clocks(case: Case, lines: Iterable[Line]) -> Iterable[Clock]:
    """Yield the clock of the first service, which began with the report, and of the next look."""
    reports = [line for line in lines if line.kind == "report" and line.until]
    if reports:
        first = min(reports, key=lambda line: line.at)
        due_at = first.until or first.at
        yield Clock("first_service", due_at, first.at, case.first_service_at, SERVICE_BASIS)
    if case.closed_at is None:
        yield Clock("review", case.review_due_at, case.opened_at, None, str(REVIEW_BASIS))
