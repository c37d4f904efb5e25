"""The rota from values alone: shifts of a pattern, who has them, gaps, hours. Pure.

Hours are given as aware moments; days are those of the unit's own time zone, which has no summer
time in Indonesia.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from lindung.hotline.codes.rota import Changes, Days, Gap, Seat

SATURDAY = 5
WEEK_HOURS = 168
HEAVY_HOURS = 56  # a third of all hours, on call; [I], no law counts hours on call at home
LONGEST_PLAN = timedelta(days=62)  # [I] so that a rota is looked at again
CODE_LASTS = timedelta(minutes=30)  # of a code that proves a phone; [I]
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Slot:
    """One fixed shift of a pattern; when it ends before it begins, it ends on the next day."""

    starts: time
    ends: time
    days: Days = Days.EVERY


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody has a seat for some hours: planned, or taken over from a colleague."""

    seat: Seat
    staff_id: UUID
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which nothing changes."""

    begin: datetime
    end: datetime
    duty: UUID | None
    backup: UUID | None


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Minutes in which nobody would answer, and why."""

    begin: datetime
    end: datetime
    why: Gap

    @property
    def minutes(self) -> int:
        """Return how many they are."""
        return int((self.end - self.begin).total_seconds() // 60)


def is_day_off(day: date, own: Mapping[date, bool], public: Collection[date]) -> bool:
    """Say whether `day` is no working day: the district's own table outweighs the national one.

    Args:
        day: in the unit's own time zone.
        own: what the district says, day -> off.
        public: national holidays and *cuti bersama*.
    """
    if day in own:
        return own[day]
    return day.weekday() >= SATURDAY or day in public


def spans(
    slots: Iterable[Slot], first: date, last: date, days_off: Collection[date], zone: ZoneInfo
) -> list[Span]:
    """Return the hours of all shifts that begin from `first` to `last`, in their order.

    Raises:
        ValueError: two of them would overlap.
    """
    found = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        kind = Days.OFF if day in days_off else Days.WORK
        for slot in slots:
            if slot.days in {Days.EVERY, kind}:
                until = day + timedelta(days=1) if slot.ends <= slot.starts else day
                begin = datetime.combine(day, slot.starts, zone)
                found.append((begin, datetime.combine(until, slot.ends, zone)))
    found.sort()
    if any(before[1] > after[0] for before, after in pairwise(found)):
        raise ValueError("Two shifts of this pattern overlap.")
    return found


def assign(
    hours: Sequence[Span], people: Sequence[UUID], *, changes: Changes, with_backup: bool
) -> list[Duty]:
    """Give the shifts to people in turn; the back-up is whoever comes next.

    With three or more people and a change at every shift nobody has two shifts in a row, and days
    and nights pass from one to the next.
    """
    if not people:
        return []
    found = []
    for n, (begin, end) in enumerate(hours):
        turn = _turn(n, begin, len(people), changes)
        found.append(Duty(Seat.DUTY, people[turn % len(people)], begin, end))
        if with_backup and len(people) > 1:
            found.append(Duty(Seat.BACKUP, people[(turn + 1) % len(people)], begin, end))
    return found


def _turn(n: int, begin: datetime, n_people: int, changes: Changes) -> int:
    if changes == Changes.DAY:
        return begin.toordinal()
    if changes == Changes.WEEK:
        return (begin.toordinal() - 1) // 7
    return n + n // n_people if n_people > 2 else n  # noqa: PLR2004  # two can only alternate


def timeline(
    planned: Iterable[Duty], taken_over: Iterable[Duty], begin: datetime, end: datetime
) -> list[Segment]:
    """Return who really has each minute from `begin` to `end`: what was taken over outweighs."""
    plan, over = list(planned), list(taken_over)
    edges = {begin, end} | {m for d in (*plan, *over) for m in (d.begin, d.end) if begin < m < end}
    found: list[Segment] = []
    for here, there in pairwise(sorted(edges)):
        duty = _has(Seat.DUTY, here, over) or _has(Seat.DUTY, here, plan)
        backup = _has(Seat.BACKUP, here, over) or _has(Seat.BACKUP, here, plan)
        backup = None if backup == duty else backup  # nobody backs up themselves
        if found and (found[-1].duty, found[-1].backup) == (duty, backup):
            found[-1] = Segment(found[-1].begin, there, duty, backup)
        else:
            found.append(Segment(here, there, duty, backup))
    return found


def _has(seat: Seat, at: datetime, duties: Iterable[Duty]) -> UUID | None:
    return next(
        (d.staff_id for d in duties if d.seat == seat and d.begin <= at < d.end),
        None,
    )


def gaps(segments: Iterable[Segment], ready: Collection[UUID]) -> list[Uncovered]:
    """Return where nobody would answer.

    Args:
        segments: in their order.
        ready: whose phone was confirmed; an unconfirmed officer is a gap.

    Source: HOTLINE section 4 (an unconfirmed officer is a gap in the rota).
    """
    found: list[Uncovered] = []
    for part in segments:
        if part.duty in ready:
            continue
        why = Gap.NOBODY if part.duty is None else Gap.NOT_READY
        if found and found[-1].end == part.begin and found[-1].why == why:
            found[-1] = Uncovered(found[-1].begin, part.end, why)
        else:
            found.append(Uncovered(part.begin, part.end, why))
    return found


def minutes(uncovered: Iterable[Uncovered]) -> int:
    """Return how many minutes are uncovered in all."""
    return sum(gap.minutes for gap in uncovered)


def hours_of_weeks(segments: Iterable[Segment], zone: ZoneInfo) -> dict[date, dict[UUID, float]]:
    """Return for each week, named by its Monday, how many hours each person has; both seats."""
    found: dict[date, Counter[UUID]] = {}
    for part in segments:
        here = part.begin
        while here < part.end:
            monday = here.astimezone(zone).date()
            monday -= timedelta(days=monday.weekday())
            turn = datetime.combine(monday + timedelta(days=7), time(0), zone)
            there = min(part.end, turn)
            for who in {part.duty, part.backup} - {None}:
                week = found.setdefault(monday, Counter())
                week[who] += (there - here).total_seconds() / 3600  # type: ignore[index, assignment]  # None was left out
            here = there
    return {monday: dict(week) for monday, week in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class Load:
    """How many hours a week each person is on call, both ways of covering a day."""

    both: float  # one on duty and one back-up
    single: float  # one on duty, and a standing cover

    @property
    def heavy(self) -> bool:
        """Say whether two at a time is more than people can bear for long."""
        return self.both > HEAVY_HOURS


def load(n_people: int) -> Load:
    """Return the hours a week for `n_people`; for four people that is 84 or 42.

    Source: HOTLINE section 4 (for four people that is 84 h a week each: the screen says so).
    """
    if n_people < 1:
        return Load(0.0, 0.0)
    return Load(min(WEEK_HOURS, 2 * WEEK_HOURS / n_people), WEEK_HOURS / n_people)


def on_duty(segments: Iterable[Segment], at: datetime) -> tuple[UUID | None, UUID | None]:
    """Return who is on duty and who is back-up at a moment."""
    here = next((part for part in segments if part.begin <= at < part.end), None)
    return (here.duty, here.backup) if here else (None, None)


def publish_problem(*, gap_minutes: int, has_cover: bool, published: bool) -> str | None:
    """Return why a rota may not be published, as a code, or None.

    Source: HOTLINE section 4 (an uncovered minute is published only with a named standing cover).
    """
    if published:
        return "already_published"
    if gap_minutes and not has_cover:
        return "gap_without_cover"
    return None
