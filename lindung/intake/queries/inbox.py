"""The inbox: what waits, the most urgent first. No name, no place, no key, no trail line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from lindung.core.acting import refused
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.paging import Page, page_of
from lindung.intake.codes import Risk
from lindung.intake.models import Report
from lindung.intake.policy import POLICY, SEE_REPORTS
from lindung.intake.queries.report import SEALED

URGENT_FIRST = ("-emergency", "look_due_at", "id")
NEWEST_FIRST = ("-received_at", "id")
OPEN = Q(ended_at=None)
UNTAKEN = OPEN & Q(handled_by=None)
OVERDUE_HIGH = Q(risk=Risk.HIGH, emergency=False, look_due_at__lt=Moment())  # late means now > due


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of a list: codes and clocks, nothing that tells of anybody."""

    id: UUID
    number: str
    channel: str
    about: str
    state: str
    risk: str
    risk_set_by: str
    emergency: bool
    flood: bool
    area_id: str | None
    received_at: datetime
    look_due_at: datetime
    looked_at: datetime | None
    respond_due_at: datetime | None
    responded_at: datetime | None
    handled_by: UUID | None
    waiting_for_reporter: bool
    ended_at: datetime | None


COLUMNS = tuple(ReportRow.__slots__)


def inbox(
    actor: Actor, *, tab: str = "waiting", after: str | None = None, limit: int = 25
) -> Page[ReportRow]:
    """Return a page of the inbox. One query.

    Args:
        actor: who looks.
        tab: `waiting` for somebody who handles it, `mine`, `flood` (*arus deras*), `open`
            for all that has not ended, or `all`, the ended ones too, the newest first.
        after: a cursor of the page before.
        limit: rows of a page.
    """
    rows = _seen(actor).only(*COLUMNS)
    order: tuple[str, ...] = URGENT_FIRST
    if tab == "mine":
        rows = rows.filter(OPEN, handled_by=actor.id)
    elif tab == "flood":
        rows = rows.filter(OPEN, flood=True)
    elif tab == "open":
        rows = rows.filter(OPEN)
    elif tab == "all":
        order = NEWEST_FIRST
    else:
        rows = rows.filter(UNTAKEN, flood=False)
    return page_of(rows, order, after=after, limit=limit).shown_as(row_of)


def has_inbox(actor: Actor) -> bool:
    """Say whether `actor` may ever see a report, so that an inbox leads anywhere. No query."""
    return bool(actor.roles & SEE_REPORTS)


def require_inbox(actor: Actor) -> None:
    """Raise `Denied` after noting the attempt unless `actor` has an inbox."""
    if not has_inbox(actor):
        raise refused(actor, POLICY, "view_report", actor.unit_id)


def inbox_counts(actor: Actor) -> dict[str, int]:
    """Return how many open reports each tab holds; nothing for who may see none. One query."""
    if not has_inbox(actor):
        return {}
    return (
        _seen(actor)
        .filter(OPEN)
        .aggregate(
            waiting=Count("pk", filter=UNTAKEN & Q(flood=False)),
            mine=Count("pk", filter=Q(handled_by=actor.id)),
            flood=Count("pk", filter=Q(flood=True)),
            open=Count("pk"),
        )
    )


@dataclass(frozen=True, slots=True)
class Alarms:
    """What makes the wall red: nobody said *Saya tangani* yet."""

    n_emergency: int
    n_overdue_high: int
    oldest: datetime | None

    @property
    def ring(self) -> bool:
        """Say whether the wall is red."""
        return bool(self.n_emergency or self.n_overdue_high)


def alarms(actor: Actor) -> Alarms:
    """Return what waits and must not: emergencies, and high risks whose first look is late.

    A flood is joined into its own tab; whatever shows a red flag is never part of one. One query.
    """
    urgent = Q(emergency=True) | OVERDUE_HIGH
    found = (
        _seen(actor)
        .filter(UNTAKEN)
        .aggregate(
            n_emergency=Count("pk", filter=Q(emergency=True)),
            n_overdue_high=Count("pk", filter=OVERDUE_HIGH),
            oldest=Min("received_at", filter=urgent),
        )
    )
    return Alarms(**found)


@dataclass(frozen=True, slots=True)
class Glance:
    """What a console says of the inbox at a glance."""

    n_waiting: int
    n_mine: int
    alarms: Alarms


def glance(actor: Actor) -> Glance:
    """Return how many wait, how many `actor` handles, and what is red. One query."""
    urgent = UNTAKEN & (Q(emergency=True) | OVERDUE_HIGH)
    found = (
        _seen(actor)
        .filter(OPEN)
        .aggregate(
            n_waiting=Count("pk", filter=UNTAKEN & Q(flood=False)),
            n_mine=Count("pk", filter=Q(handled_by=actor.id)),
            n_emergency=Count("pk", filter=UNTAKEN & Q(emergency=True)),
            n_overdue_high=Count("pk", filter=UNTAKEN & OVERDUE_HIGH),
            oldest=Min("received_at", filter=urgent),
        )
    )
    n_waiting, n_mine = found.pop("n_waiting"), found.pop("n_mine")
    return Glance(n_waiting, n_mine, Alarms(**found))


def reports_by_ids(actor: Actor, ids: Iterable[UUID]) -> list[ReportRow]:
    """Return rows of these reports, as far as `actor` may see them, the newest first. One query."""
    rows = _seen(actor).filter(pk__in=list(ids)).only(*COLUMNS).order_by(*NEWEST_FIRST)
    return [row_of(report) for report in rows]


def _seen(actor: Actor) -> QuerySet[Report]:
    return POLICY.only(actor, "view_report", Report.objects.defer(*SEALED))


def row_of(report: Report) -> ReportRow:
    """Return a report as a row of a list."""
    return ReportRow(*(getattr(report, column) for column in COLUMNS))
