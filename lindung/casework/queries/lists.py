"""Lists of cases and tasks. No key is used and nothing is opened."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from lindung.access import queries as access
from lindung.casework.codes import Stage
from lindung.casework.models import Assignment, Case, CaseParty, CaseReport, Companion
from lindung.casework.policy import POLICY
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.models import Turn
from lindung.core.paging import Page, page_of
from lindung.core.policy import not_blocked
from lindung.core.turns import turns_of

View = Literal["mine", "open", "closed", "all"]
OPEN_FIRST, NEWEST_FIRST = ("review_due_at", "id"), ("-opened_at", "id")
MOST_TASKS = 200
APPROVAL = "access.approval"
NOT_CLOSED = ~Q(stage=Stage.CLOSED)


COPIED = (
    "id",
    "number",
    "stage",
    "risk",
    "emergency",
    "register_class",
    "sex",
    "age_band",
    "kdrt",
    "tpks",
    "area_id",
    "manager_id",
    "opened_at",
    "review_due_at",
    "closed_at",
    "close_reason",
)


def _names_of(relation: str) -> QuerySet[Any]:
    target: Any = Case._meta.get_field(relation).related_model
    rows: QuerySet[Any] = target._default_manager.filter(pk=OuterRef(f"{relation}_id"))
    return rows.order_by()


# Looked up for the rows shown, after the limit: a join would let the planner sort every case first.
AREA_NAME = Subquery(_names_of("area").values("name"))
MANAGER_NAME = Subquery(_names_of("manager").values("name"))


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case on a list: no name of a client, no initials, no word."""

    id: UUID
    number: str
    stage: str
    risk: str
    emergency: bool
    register_class: str
    sex: str
    age_band: str
    kdrt: bool
    tpks: bool
    forms: tuple[str, ...]
    area_id: str
    area: str
    manager_id: UUID
    manager: str
    opened_at: datetime
    review_due_at: datetime
    closed_at: datetime | None
    close_reason: str
    close_asked: bool
    next_verb: str  # what waits longest in the case, for this colleague or this role
    next_staff: UUID | None
    next_name: str
    next_role: str
    next_at: datetime | None


def seen(actor: Actor) -> QuerySet[Case]:
    """Return the cases `actor` may know of, their sealed words left in the table."""
    return POLICY.only(actor, "view", Case.objects.defer("initials", "summary"))


def cases_page(
    actor: Actor, *, view: View = "mine", after: str | None = None, limit: int = 25
) -> Page[CaseRow]:
    """Return a page of cases, open ones by when their next look is due, others the newest first.

    At most four queries, however many cases there are.
    """
    rows = seen(actor).annotate(area_name=AREA_NAME, manager_name=MANAGER_NAME)
    if view == "mine":
        rows = rows.filter(NOT_CLOSED, Q(manager_id=actor.id) | Q(pk__in=_beside_manager(actor)))
    elif view == "open":
        rows = rows.filter(NOT_CLOSED)
    elif view == "closed":
        rows = rows.filter(stage=Stage.CLOSED)
    order = OPEN_FIRST if view in {"mine", "open"} else NEWEST_FIRST
    page = page_of(rows, order, after=after, limit=limit)
    return page.shown_as(_rows_with_turns(page.rows))


def get_by_ids(actor: Actor, ids: Collection[UUID]) -> list[Case]:
    """Return those of some cases that `actor` may know of. One query."""
    return list(seen(actor).filter(pk__in=list(ids)).select_related("area", "manager"))


def case_of_report(actor: Actor, report_id: UUID) -> Case | None:
    """Return the case a report stands in, if `actor` may know of it. One query."""
    ties = CaseReport.objects.filter(report_id=report_id)
    return seen(actor).filter(pk__in=ties.values("case_id")).first()


@dataclass(frozen=True, slots=True)
class PartyHit:
    """A case that a person is in, and as what."""

    case: Case
    person_id: UUID
    role: str


def cases_with(actor: Actor, person_ids: Collection[UUID]) -> list[PartyHit]:
    """Return the cases that some people are in, the newest first; one query.

    Neither a case nor a person that `actor` must not know of is among them.
    """
    ties = CaseParty.objects.filter(person_id__in=list(person_ids), case__in=seen(actor))
    rows = not_blocked(actor, ties, "person_id").select_related("case")
    shown = rows.defer("case__initials", "case__summary").order_by("-case__opened_at", "id")
    return [PartyHit(tie.case, tie.person_id, tie.role) for tie in shown]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Something that waits for somebody, from whichever module."""

    kind: str
    record_id: UUID
    subject_id: UUID
    number: str
    verb: str
    next_at: datetime
    next_staff: UUID | None  # None: for whoever holds the role
    next_role: str
    late: bool


def tasks_of(actor: Actor) -> list[TaskRow]:
    """Return what waits for `actor`, the most urgent first, from every module. Two queries.

    What somebody asked waits for their role too, yet never for themselves.
    """
    here = now()
    turns = list(turns_of(actor)[:MOST_TASKS])
    asked = [turn.record_id for turn in turns if turn.kind == APPROVAL]
    mine = access.acts_on_approvals(actor, asked)
    return [
        TaskRow(
            turn.kind,
            turn.record_id,
            turn.subject_id,
            turn.number,
            turn.verb,
            turn.next_at,
            turn.next_staff,
            turn.next_role,
            turn.next_at < here,
        )
        for turn in turns
        if turn.kind != APPROVAL or "decide_approval" in mine.get(turn.record_id, ())
    ]


def _beside_manager(actor: Actor) -> list[UUID]:
    """Return the cases somebody accompanies, or works on with sealed notes: few, so ids."""
    companion = Companion.objects.filter(staff_id=actor.id, until=None).values_list("case_id")
    assigned = Assignment.objects.filter(staff_id=actor.id, until=None).values_list("case_id")
    return [case_id for (case_id,) in companion.union(assigned)]


def _rows_with_turns(cases: Collection[Case]) -> Callable[[Case], CaseRow]:
    """Return how a case becomes a row, with what waits longest in it and for whom. Two queries."""
    waiting = Turn.objects.filter(subject_id__in=[case.pk for case in cases])
    turns = {
        t.subject_id: t for t in waiting.order_by("subject_id", "next_at").distinct("subject_id")
    }
    names = access.names_of(turn.next_staff for turn in turns.values())

    def row(case: Any) -> CaseRow:
        turn = turns.get(case.pk)
        return CaseRow(
            **{name: getattr(case, name) for name in COPIED},
            forms=tuple(case.forms),
            area=case.area_name,
            manager=case.manager_name,
            close_asked=case.close_asked_at is not None,
            next_verb=turn.verb if turn else "",
            next_staff=turn.next_staff if turn else None,
            next_name=names.get(turn.next_staff, "") if turn and turn.next_staff else "",
            next_role=turn.next_role if turn else "",
            next_at=turn.next_at if turn else None,
        )

    return row
