"""Missions as codes and clocks: no name of a client, no place but the kecamatan, no key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import JSONObject

from lindung.core.acting import missed, refused
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.paging import Page, page_of
from lindung.response import moves, rules
from lindung.response.codes import Interval, MissionState, Stamp
from lindung.response.models import Crew, FieldEntry, Mission
from lindung.response.policy import MISSIONS, on_it, was_on_it
from lindung.response.services.sending import SEALED as PLAN

SEALED = (*PLAN, "alone_reason", "settled_words", "end_words", "result")
SOONEST_FIRST = ("depart_due_at", "id")
NEWEST_FIRST = ("-made_at", "id")


@dataclass(frozen=True, slots=True)
class MissionRow:
    """One mission of a list."""

    id: UUID
    number: str
    kind: str
    state: str
    risk: str
    emergency: bool
    depart_due_at: datetime
    next_check_at: datetime | None
    made_at: datetime
    ended_at: datetime | None
    mine: bool  # the reader goes along
    danger: bool  # shown to those who stay


def missions(
    actor: Actor, *, tab: str = "open", after: str | None = None, limit: int = 25
) -> Page[MissionRow]:
    """Return a page of missions. One query.

    Args:
        actor: who looks.
        tab: `open`, `mine` (open, the reader goes along), or `over`, the newest first.
        after: a cursor of the page before.
        limit: rows of a page.
    """
    rows = missions_seen(actor)
    order: Sequence[str] = SOONEST_FIRST
    if tab == "over":
        rows, order = rows.filter(ended_at__isnull=False), NEWEST_FIRST
    else:
        rows = rows.filter(ended_at=None)
        if tab == "mine":
            rows = rows.filter(on_it.rows(actor))
    return page_of(rows, order, after=after, limit=limit).shown_as(row_of)


def missions_of(actor: Actor, subject_id: UUID, *more: UUID) -> list[MissionRow]:
    """Return the missions for a report, or for a case and its reports, the newest first.

    One query; a report's own page shows what was sent for it.
    """
    ids = [subject_id, *more]
    rows = missions_seen(actor).filter(Q(subject_id__in=ids) | Q(report_id__in=ids))
    return [row_of(mission) for mission in rows.order_by(*NEWEST_FIRST)]


KNOWN = (
    "id", "number", "kind", "state", "risk", "emergency", "depart_due_at", "next_check_at",
    "made_at", "ended_at", "mine", "duress_at", "settled_at",
)  # fmt: skip
MOMENTS = ("depart_due_at", "next_check_at", "made_at", "ended_at")


def missions_in(actor: Actor, reports: QuerySet[Any]) -> ArraySubquery:
    """Return the missions for some reports as a part of another query, so that it costs none.

    Args:
        actor: who looks.
        reports: the ids of reports, seen from inside this part: `OuterRef(OuterRef("pk"))`.
    """
    rows = missions_seen(actor).filter(report_id__in=reports).order_by(*NEWEST_FIRST)
    return ArraySubquery(rows.values(one=JSONObject(**{name: name for name in KNOWN})))


def rows_in(found: Sequence[Mapping[str, Any]]) -> list[MissionRow]:
    """Return what `missions_in` brought along as rows of a list. No query."""
    return [_row_in(dict(one)) for one in found]


def _row_in(one: dict[str, Any]) -> MissionRow:
    duress_at, settled_at = one.pop("duress_at"), one.pop("settled_at")
    moments = {name: datetime.fromisoformat(one[name]) if one[name] else None for name in MOMENTS}
    danger = duress_at is not None and settled_at is None and not one["mine"]
    return MissionRow(**one | moments | {"id": UUID(one["id"]), "danger": danger})


def open_for(staff_id: UUID, reports: Iterable[UUID]) -> list[Mission]:
    """Return the missions for some reports that are not over and on which somebody goes along."""
    going = Crew.objects.filter(mission_id=OuterRef("pk"), staff_id=staff_id, until=None)
    rows = Mission.objects.filter(report_id__in=list(reports), ended_at=None)
    return list(rows.filter(Exists(going)).select_related("report"))


def row_of(mission: Mission) -> MissionRow:
    """Return a mission that `missions_seen` read as a row of a list. No query."""
    known: Any = mission  # annotated by `missions_seen`
    return MissionRow(
        mission.pk,
        mission.number,
        mission.kind,
        mission.state,
        mission.risk,
        mission.emergency,
        mission.depart_due_at,
        mission.next_check_at,
        mission.made_at,
        mission.ended_at,
        known.mine,
        _open_danger(mission) and not known.mine,
    )


def _open_danger(mission: Mission) -> bool:
    return mission.duress_at is not None and mission.settled_at is None


def missions_seen(actor: Actor, *sealed: str) -> QuerySet[Mission]:
    """Return the missions that `actor` may see, for the queries of this room."""
    closed = [column for column in SEALED if column not in sealed]
    rows = MISSIONS.only(actor, "view_mission", Mission.objects.defer(*closed))
    return rows.annotate(
        mine=ExpressionWrapper(on_it.rows(actor), BooleanField()),
        was_mine=ExpressionWrapper(was_on_it.rows(actor), BooleanField()),
        mine_of=Value(actor.id, output_field=UUIDField()),
    )


_CREW = ArraySubquery(
    Crew.objects.filter(mission_id=OuterRef("pk"), until=None)
    .order_by("-lead", "since", "id")
    .values(one=JSONObject(id="staff_id", name="staff__name", lead="lead"))
)
_ENTRIES = ArraySubquery(
    FieldEntry.objects.filter(mission_id=OuterRef("pk")).values(
        one=JSONObject(outcome="outcome", skew="skew_s")
    )
)


def get_mission(
    actor: Actor, number: str, *, to: str = "view_mission", sealed: Sequence[str] = ()
) -> Mission:
    """Return one mission by its number, or note the attempt and raise `NotFound`. One query.

    Args:
        actor: who asks.
        number: of the mission.
        to: what is to be done with it, so that a form is shown only to whoever may send it.
        sealed: columns to bring along, still closed, since they are about to be opened.

    Raises:
        Denied: `actor` sees the mission but may not do that; noted as when it is tried.
    """
    rows = missions_seen(actor, *sealed).select_related("area", "report").annotate(crew_known=_CREW)
    rows = rows.annotate(entries_known=_ENTRIES)
    found = rows.filter(number=number).first()
    if found is None:
        raise missed(actor, MISSIONS, "view_mission", number)
    if to != "view_mission" and to not in allowed(actor, found):
        raise refused(actor, MISSIONS, to, found.pk)
    return found


def allowed(actor: Actor, mission: Mission) -> set[str]:
    """Return what `actor` may do to a mission that was read for them. No query."""
    return {action for action in MISSIONS.rules if MISSIONS.speaks_for(actor, action, mission)}


@dataclass(frozen=True, slots=True)
class Seat:
    """A colleague on a mission. Never with a phone number: nobody calls the officer first."""

    staff_id: UUID
    name: str
    lead: bool


def crew_seats(actor: Actor, mission: Mission) -> list[Seat]:
    """Return who goes along, who leads first. No query."""
    if "view_mission" not in allowed(actor, mission):
        return []
    known: Any = mission  # read by `get_mission`
    return [Seat(UUID(one["id"]), one["name"], one["lead"]) for one in known.crew_known]


@dataclass(frozen=True, slots=True)
class Moments:
    """The six moments, the seven lengths, and what stands the wrong way round."""

    times: dict[Stamp, datetime]
    lengths: dict[Interval, timedelta]
    disorder: list[tuple[Stamp, Stamp]]
    n_entries: int


def moments_of(actor: Actor, mission: Mission) -> Moments:
    """Return when what happened, as far as it was written down. One query."""
    if "view_mission" not in allowed(actor, mission):
        return Moments({}, {}, [], 0)
    entries = moves.entries_of(mission)
    times = rules.timeline(entries)
    lengths = rules.intervals(mission.asked_at, times)
    return Moments(times, lengths, rules.disorder(times), len(entries))


@dataclass(frozen=True, slots=True)
class FieldAlarms:
    """What is red in the field: signs of danger, and safe words that did not come."""

    n_danger: int
    n_missed: int
    first: str  # the number to begin with

    @property
    def ring(self) -> bool:
        """Say whether screens ring."""
        return bool(self.n_danger or self.n_missed)


CALM = FieldAlarms(0, 0, "")


def field_alarms(actor: Actor) -> FieldAlarms:
    """Return what is red in the field, for those who stay; never on a phone out there. One query.

    A missed word rings by the database's clock, whether or not any worker runs.
    """
    danger = Q(duress_at__isnull=False, settled_at=None)
    late = Q(next_check_at__lt=Moment())
    rows = MISSIONS.only(actor, "see_danger", Mission.objects.filter(danger | late))
    found = list(
        rows.order_by("duress_at", "next_check_at").values_list(
            "number", "duress_at", "settled_at"
        )[:50]
    )
    if not found:
        return CALM
    n_danger = sum(at is not None and settled is None for _, at, settled in found)
    return FieldAlarms(n_danger, len(found) - n_danger, found[0][0])


def overdue_missions() -> list[Mission]:
    """Return missions whose safe word did not come and of which nobody was told. One query."""
    late = Mission.objects.filter(state=MissionState.UNDER_WAY, next_check_at__lt=Moment())
    return list(late.filter(missed_at=None).order_by("next_check_at")[:50])


@dataclass(frozen=True, slots=True)
class Figures:
    """What a service register counts of a completed mission: codes, moments, minutes."""

    mission_id: UUID
    report_id: UUID
    case_id: UUID | None
    kind: str
    lead: UUID
    began_at: datetime
    minutes: int | None


def open_of_case(case_id: UUID) -> list[Mission]:
    """Return the missions of a case that are not over, for the module that knows its risk."""
    return list(Mission.objects.filter(case_id=case_id, ended_at=None).select_related("report"))


def ended_mission(mission_id: UUID) -> Figures | None:
    """Return what is counted of a mission once somebody was there, for the module that counts."""
    mission = Mission.objects.filter(pk=mission_id, state=MissionState.COMPLETE).first()
    return None if mission is None else figures_of(mission)


def ended_of_report(report_id: UUID) -> list[Figures]:
    """Return what is counted of the completed missions of a report."""
    rows = Mission.objects.filter(report_id=report_id, state=MissionState.COMPLETE)
    return [known for mission in rows if (known := figures_of(mission)) is not None]


def figures_of(mission: Mission) -> Figures | None:
    """Return what is counted of a mission; nothing where nobody is said to have arrived."""
    times = moves.times_of(mission)
    there, crew = times.get(Stamp.ON_SCENE), moves.crew_of(mission)
    if there is None or not crew:
        return None
    end = times.get(Stamp.COMPLETE)
    minutes = int((end - there).total_seconds() // 60) if end and end >= there else None
    return Figures(
        mission.pk,
        mission.report_id,
        mission.case_id,
        mission.kind,
        crew[0].staff_id,
        there,
        minutes,
    )
