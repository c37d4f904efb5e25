"""The rota as it really is: plans, what was taken over, gaps, hours. Names of staff, no client."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from lindung.access import queries as access
from lindung.core.acting import missed
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.hotline.codes.rota import DayKind, Gap, Seat, TakeOver
from lindung.hotline.models import Cover, OwnDay, Plan, Shift, StandingCover, Template
from lindung.hotline.policy.rota import COVERS, ON_THE_ROTA, PLANS, ROTA, SEES_ROTA, SHIFTS
from lindung.hotline.queries.reach import ready_staff
from lindung.hotline.rules import days, rota

if TYPE_CHECKING:
    from lindung.directory.models import Unit

PUBLISHED = Q(plan__published_at__isnull=False, plan__withdrawn_at=None)
NEAR = timedelta(days=1)
WEEK = timedelta(days=7)


def may(actor: Actor, unit: "Unit", action: str) -> bool:
    """Say whether `actor` may do `action` with the rota of `unit`. No query.

    A unit is no case, so nobody has a conflict of interest with it; `acting` asks again in full.
    """
    return any(all(c.holds(actor, unit) for c in way) for way in ROTA.rules[action])


def sees(actor: Actor) -> bool:
    """Say whether the rota leads anywhere for `actor`. No query."""
    return bool(actor.roles & set(SEES_ROTA))


def require(actor: Actor, unit: "Unit", action: str) -> None:
    """Raise `NotFound` after noting the attempt, unless `actor` may do `action`."""
    if not may(actor, unit, action):
        raise missed(actor, ROTA, action, str(unit.pk))


def people_for_duty(actor: Actor) -> list[access.Colleague]:
    """Return who may be put on the rota, by name. One query."""
    return access.colleagues(actor, ON_THE_ROTA)


def _duties(rows: Iterable[Shift | Cover]) -> list[rota.Duty]:
    return [rota.Duty(Seat(r.seat), r.staff_id, r.begin_at, r.end_at) for r in rows]


def segments(begin: datetime, end: datetime) -> list[rota.Segment]:
    """Return who has each minute of the unit at work. Two queries."""
    inside = Q(begin_at__lt=end, end_at__gt=begin)
    planned = Shift.objects.filter(PUBLISHED, inside)
    over = Cover.objects.filter(inside, state=TakeOver.AGREED)
    return rota.timeline(_duties(planned), _duties(over), begin, end)


def segments_of_plan(plan: Plan) -> list[rota.Segment]:
    """Return who has each minute of a plan, a draft too. One query."""
    return rota.timeline(_duties(plan.shifts.all()), [], plan.begin_at, plan.end_at)


def gaps_of_plan(plan: Plan) -> list[rota.Uncovered]:
    """Return where nobody would answer in a plan. Two queries."""
    return rota.gaps(segments_of_plan(plan), ready_staff())


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who answers at this moment, for the machine that rings them."""

    duty: UUID | None
    backup: UUID | None
    plan_cover: UUID | None  # named when the rota was published with gaps
    next_change: datetime | None


def on_duty_now(at: datetime) -> OnDuty:
    """Return who answers at `at` in the unit at work. Three queries."""
    parts = segments(at - timedelta(minutes=1), at + NEAR)
    duty, backup = rota.on_duty(parts, at)
    here = next((part for part in parts if part.begin <= at < part.end), None)
    plan = Plan.objects.filter(
        published_at__isnull=False, withdrawn_at=None, begin_at__lte=at, end_at__gt=at
    ).first()
    return OnDuty(
        duty,
        backup,
        plan.standing_cover if plan else None,
        here.end if here and here.end < at + NEAR else None,
    )


def standing_staff() -> list[UUID]:
    """Return the staff who answer when the rota does not, the first one first. One query."""
    rows = StandingCover.objects.filter(ended_at=None, staff_id__isnull=False).order_by("rank")
    return [row.staff_id for row in rows if row.staff_id is not None]


def people_of_rota(at: datetime) -> frozenset[UUID]:
    """Return who is on the rota of the next seven days, and the standing cover. Three queries."""
    parts = segments(at, at + WEEK)
    on = {who for part in parts for who in (part.duty, part.backup) if who is not None}
    return frozenset({*on, *standing_staff()})


def standing(actor: Actor, unit: "Unit") -> list[StandingCover]:
    """Return who answers when the rota does not: staff and institutions."""
    require(actor, unit, "view_rota")
    return list(StandingCover.objects.filter(ended_at=None).order_by("rank"))


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch of the rota on a screen."""

    begin: datetime
    end: datetime
    duty: str
    backup: str
    gap: Gap | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """How many hours somebody has in a week."""

    staff_id: UUID
    name: str
    hours: float


@dataclass(frozen=True, slots=True)
class RotaView:
    """A stretch of the rota with everything that is told about it."""

    rows: list[Row]
    gap_minutes: int
    weeks: list[tuple[datetime, list[Hours]]]
    n_people: int


def view(actor: Actor, unit: "Unit", begin: datetime, end: datetime) -> RotaView:
    """Return the published rota from `begin` to `end`, with gaps and hours. Four queries."""
    require(actor, unit, "view_rota")
    parts = segments(begin, end)
    return _shown(actor, parts, unit, access.names_of(people_in(parts)))


def view_plan(actor: Actor, unit: "Unit", plan: Plan) -> RotaView:
    """Return a plan as it would ring, with gaps and hours. Three queries."""
    require(actor, unit, "view_rota")
    parts = segments_of_plan(plan)
    return _shown(actor, parts, unit, access.names_of(people_in(parts)))


def rows_of(
    actor: Actor, unit: "Unit", parts: list[rota.Segment], names: Mapping[UUID, str]
) -> list[Row]:
    """Return stretches that were read already, with names that were read already. One query."""
    require(actor, unit, "view_rota")
    return _shown(actor, parts, unit, names).rows


def people_in(parts: Iterable[rota.Segment]) -> set[UUID]:
    """Return who is on duty or back-up in some stretches."""
    return {who for part in parts for who in (part.duty, part.backup) if who is not None}


def _shown(
    actor: Actor, parts: list[rota.Segment], unit: "Unit", names: Mapping[UUID, str]
) -> RotaView:
    zone = ZoneInfo(unit.time_zone)
    uncovered = rota.gaps(parts, ready_staff())
    rows = [
        Row(
            part.begin,
            part.end,
            names.get(part.duty, "") if part.duty else "",
            names.get(part.backup, "") if part.backup else "",
            _why(part, uncovered),
            actor.id in {part.duty, part.backup},
        )
        for part in parts
    ]
    weeks = [
        (
            datetime.combine(monday, datetime.min.time(), zone),
            sorted((Hours(w, names.get(w, ""), round(h, 1)) for w, h in who.items()), key=_by_name),
        )
        for monday, who in rota.hours_of_weeks(parts, zone).items()
    ]
    return RotaView(rows, rota.minutes(uncovered), weeks, len(people_in(parts)))


def _by_name(one: Hours) -> str:
    return one.name


def _why(part: rota.Segment, uncovered: Iterable[rota.Uncovered]) -> Gap | None:
    return next((gap.why for gap in uncovered if gap.begin <= part.begin < gap.end), None)


def plans(actor: Actor, unit: "Unit") -> list[Plan]:
    """Return drafts and published rotas that are not over, the next one first. One query."""
    require(actor, unit, "view_rota")
    seen = PLANS.only(actor, "view_plan", Plan.objects.all())
    return list(seen.filter(withdrawn_at=None, end_at__gt=now()).order_by("begin_at"))


def get_plan(actor: Actor, plan_id: UUID, action: str = "view_plan") -> Plan:
    """Return one plan with which `actor` may do `action`, or note it and raise `NotFound`."""
    found = PLANS.only(actor, action, Plan.objects.all()).filter(pk=plan_id).first()
    if found is None:
        raise missed(actor, PLANS, action, str(plan_id))
    return found


def shifts_of(actor: Actor, plan: Plan) -> list[tuple[Shift, str]]:
    """Return the shifts of a plan with who has them. Two queries."""
    rows = list(SHIFTS.only(actor, "view_shift", plan.shifts.order_by("begin_at", "-seat")))
    names = access.names_of(row.staff_id for row in rows)
    return [(row, names.get(row.staff_id, "")) for row in rows]


def get_shift(actor: Actor, shift_id: UUID, action: str = "view_shift") -> Shift:
    """Return one shift with which `actor` may do `action`, or note it and raise `NotFound`."""
    rows = SHIFTS.only(actor, action, Shift.objects.select_related("plan"))
    found = rows.filter(pk=shift_id).first()
    if found is None:
        raise missed(actor, SHIFTS, action, str(shift_id))
    return found


def coming_shifts(actor: Actor, *, mine: bool) -> list[tuple[Shift, str]]:
    """Return published shifts that are not over, one's own or the others', the next first."""
    rows = SHIFTS.only(actor, "view_shift", Shift.objects.filter(PUBLISHED, end_at__gt=now()))
    own = Q(staff_id=actor.id)
    found = list(rows.filter(own if mine else ~own).order_by("begin_at", "-seat")[:60])
    names = access.names_of(row.staff_id for row in found)
    return [(row, names.get(row.staff_id, "")) for row in found]


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that is asked or agreed, in words."""

    cover: Cover
    taker: str
    instead_of: str
    may_decide: bool
    may_withdraw: bool


def covers(actor: Actor, unit: "Unit") -> list[Asked]:
    """Return changes of the rota that are asked or agreed and not over, the next first."""
    require(actor, unit, "view_rota")
    rows = COVERS.only(actor, "view_cover", Cover.objects.filter(end_at__gt=Moment()))
    kept = list(
        rows.filter(state__in=[TakeOver.ASKED, TakeOver.AGREED]).order_by("begin_at", "seat")[:40]
    )
    names = access.names_of(who for row in kept for who in (row.staff_id, row.instead_of))
    return [
        Asked(
            row,
            names.get(row.staff_id, ""),
            names.get(row.instead_of, "") if row.instead_of else "",
            COVERS.allows(actor, "decide_cover", row),
            COVERS.allows(actor, "withdraw_cover", row),
        )
        for row in kept
    ]


def get_cover(actor: Actor, cover_id: UUID, action: str) -> Cover:
    """Return one change with which `actor` may do `action`, or note it and raise `NotFound`."""
    found = COVERS.only(actor, action, Cover.objects.all()).filter(pk=cover_id).first()
    if found is None:
        raise missed(actor, COVERS, action, str(cover_id))
    return found


def templates(actor: Actor, unit: "Unit") -> QuerySet[Template]:
    """Return the patterns a rota may be made of. Two queries."""
    require(actor, unit, "view_rota")
    kept = Template.objects.filter(ended_at=None).prefetch_related("slots")
    return kept.order_by("season", "made_at")


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One day on the table of holidays."""

    on: object
    name: str
    kind: str  # public, joint, off, work
    own_id: UUID | None = None


def holidays(actor: Actor, unit: "Unit", year: int, language: str) -> list[HolidayRow]:
    """Return the days off of a year: the country's, and what the district says of its own."""
    require(actor, unit, "view_rota")
    known = [
        HolidayRow(day.on, day.name, "joint" if day.joint_leave else "public")
        for day in days.public_days(year, language)
    ]
    own = [
        HolidayRow(row.on, row.name, DayKind(row.kind).value, row.pk)
        for row in OwnDay.objects.filter(on__year=year)
    ]
    return sorted([*known, *own], key=lambda row: (str(row.on), row.own_id is None))


def get_own_day(actor: Actor, unit: "Unit", day_id: UUID) -> OwnDay:
    """Return one day of the district's own table, or note the attempt and raise `NotFound`."""
    require(actor, unit, "keep_holidays")
    found = OwnDay.objects.filter(pk=day_id).first()
    if found is None:
        raise missed(actor, ROTA, "keep_holidays", str(day_id))
    return found


def may_on_plan(actor: Actor, plan: Plan) -> set[str]:
    """Return what `actor` may do with a plan, to leave out what they may not."""
    return {action for action in PLANS.rules if PLANS.allows(actor, action, plan)}


def get_template(actor: Actor, unit: "Unit", template_id: UUID) -> Template:
    """Return one pattern that `actor` may end, or note the attempt and raise `NotFound`."""
    require(actor, unit, "make_rota")
    found = Template.objects.filter(pk=template_id, ended_at=None).first()
    if found is None:
        raise missed(actor, ROTA, "make_rota", str(template_id))
    return found
