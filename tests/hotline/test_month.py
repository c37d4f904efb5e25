"""A month is lived through on real PostgreSQL, with the database's clock moved from act to act.

Reports come by chance, colleagues answer by chance or not at all, nights without anybody have a
named cover, and once two hundred reports come at a stroke. The bars are those of HOTLINE section 8.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from django.db.models import Min

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.keys import new_key
from lindung.core.models import KeyKind
from lindung.demo.dice import Dice
from lindung.directory.models import Unit
from lindung.hotline import engine
from lindung.hotline.codes.escalation import AlarmState, CallKind, CallState, Severity
from lindung.hotline.models import Alarm, Call, CallFor, Plan
from lindung.hotline.queries.rota import segments
from lindung.hotline.rules import escalation as rules
from lindung.hotline.rules.rota import Segment, Slot
from lindung.hotline.sender import link_of, send_due
from lindung.hotline.services import rota
from lindung.hotline.services.answer import answer_by_link
from lindung.intake.models import Report
from tests.conftest import UNIT, at_work
from tests.hotline.clock import Clock
from tests.hotline.conftest import make_plan

RISKS = {"unassessed": 5.0, "low": 1.0, "medium": 2.0, "high": 2.0, "now": 2.0}
A_DAY = 2.2  # reports; [I] three times what one district's line hears
ANSWERS = 0.12  # of all calls; nobody answers the rest: a bad month
MORNING_UTC = 2  # ten o'clock where the unit is: it begins alike whenever the tests run
FLOOD = 200
LAST_RUNG_WITHIN = timedelta(minutes=15)  # Source: HOTLINE section 8
BACKUP_WITHIN = timedelta(minutes=10)  # as above
TICK = timedelta(seconds=2)
DAY = timedelta(days=1)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def nights_with_cover(
    unit: Unit, sari: Staff, hadi: Staff, four_ready: list[Staff], clock: Clock
) -> Plan:
    """A rota of thirty-odd days whose nights nobody keeps: Hadi is named to be called then."""
    with at_work(sari):
        days = rota.make_template(
            sari.actor(), unit, season="ordinary", slots=(Slot(time(6), time(22)),)
        )
    plan = make_plan(sari, unit, days, four_ready, n_days=34)
    with at_work(sari):
        rota.publish_plan(sari.actor(), plan, standing_cover=hadi.pk)
        return Plan.objects.get(pk=plan.pk)


@dataclass
class Month:
    """What happens, and what was seen of it."""

    unit: Unit
    clock: Clock
    dice: Dice
    events: list[tuple[datetime, str, UUID]] = field(default_factory=list)
    told: list[UUID] = field(default_factory=list)
    deaf_until: datetime = NEVER  # a hall without signal, a storm

    def live(self, days: int, flood_after: int, a_day: float) -> None:
        """Let time pass from one thing to the next, as the worker would see it."""
        begin = at = engine.database_now()
        end = begin + days * DAY
        while (at := at + timedelta(days=1 / a_day) * (0.1 + 1.8 * self.share())) < end:
            self.events.append((at, "tell", uuid4()))
        self.events.append((begin + flood_after * DAY + timedelta(hours=4), "flood", uuid4()))
        while (now := engine.database_now()) < end:
            due = self.next_due()
            until = min((one for one in (due, *self.times()) if one is not None), default=end)
            step = max(until - now, timedelta(0)) + TICK * self.share()  # a tick may be that late
            self.clock.forward(seconds=step.total_seconds())
            self.happen(engine.database_now())
            engine.tick(self.unit.pk)
            send_due(self.unit.pk)
            self.hear()
            self.look()

    def share(self) -> float:
        return self.dice.number(0, 10_000) / 10_000

    def times(self) -> Iterable[datetime]:
        return (at for at, _, _ in self.events)

    def next_due(self) -> datetime | None:
        with frame(UNIT):
            alarm = Alarm.objects.filter(ended_at=None).aggregate(at=Min("next_due"))["at"]
            call = Call.objects.filter(state=CallState.WAITING).aggregate(at=Min("due_at"))["at"]
        return min((one for one in (alarm, call) if one is not None), default=None)

    def happen(self, now: datetime) -> None:
        ripe = [one for one in self.events if one[0] <= now]
        self.events = [one for one in self.events if one[0] > now]
        for _, what, what_id in sorted(ripe):
            getattr(self, what)(what_id, now)

    def tell(self, report_id: UUID, now: datetime) -> None:
        if self.dice.happens(0.3):
            self.deaf_until = now + timedelta(minutes=45)
        self.write([(report_id, self.dice.weighted(RISKS))], now)

    def flood(self, _: UUID, now: datetime) -> None:
        self.deaf_until = now + timedelta(minutes=25)
        self.write([(uuid4(), self.dice.weighted(RISKS)) for _ in range(FLOOD)], now)

    def write(self, reports: list[tuple[UUID, str]], now: datetime) -> None:
        """Write reports as the door does, without words: the calling reads none."""
        with frame(UNIT):
            key = new_key(KeyKind.CASE)
            Report.objects.bulk_create(
                Report(
                    id=report_id,
                    number=f"P-26-{len(self.told) + n:05d}",
                    channel="web",
                    about="other",
                    received_at=now,
                    entered_at=now,
                    look_due_at=now,
                    risk="high" if risk == "now" else risk,
                    emergency=risk == "now",
                    data_key=key,
                )
                for n, (report_id, risk) in enumerate(reports)
            )
        gone = now + timedelta(minutes=30 + 90 * self.share())
        self.told += [report_id for report_id, _ in reports]
        self.events += [(gone, "end", report_id) for report_id, _ in reports]

    def end(self, report_id: UUID, now: datetime) -> None:
        """In the end somebody writes down what became of it."""
        with frame(UNIT):
            Report.objects.filter(pk=report_id).update(state="informed", ended_at=now)

    def hear(self) -> None:
        """Let those who were just called decide whether they will answer, and when."""
        now = engine.database_now()
        known = {one for _, what, one in self.events if what in {"answer", "deaf"}}
        with frame(UNIT):
            rung = Call.objects.filter(state=CallState.RUNG, rung_at__gt=now - timedelta(minutes=1))
            fresh = [one for one in rung.order_by("rung_at", "id") if one.pk not in known]
        for call in fresh:
            hears = now >= self.deaf_until and self.dice.happens(ANSWERS)
            will = "answer" if hears else "deaf"
            later = self.dice.minutes(2) if will == "answer" else timedelta(minutes=2)
            self.events.append((now + later, will, call.pk))

    def answer(self, call_id: UUID, now: datetime) -> None:
        """Answer by the address; half of those who do then take nothing on the desk."""
        answer_by_link(link_of(call_id))
        if self.dice.happens(0.5):
            with frame(UNIT):
                staff_id = Call.objects.get(pk=call_id).staff_id
                waits = Report.objects.filter(ended_at=None, handled_by=None)
                waits.filter(
                    pk__in=CallFor.objects.filter(call_id=call_id).values("alarm__report_id")
                ).update(handled_by=staff_id, looked_at=now)

    def deaf(self, _call_id: UUID, _now: datetime) -> None:
        """Somebody's telephone lay in another room."""

    def look(self) -> None:
        """Assert what must hold at every moment of an emergency that nobody answered."""
        now = engine.database_now()
        with frame(UNIT):
            old = Alarm.objects.filter(
                state=AlarmState.RINGING,
                severity=Severity.NOW,
                n_reopened=0,
                started_at__lte=now - LAST_RUNG_WITHIN,
            )
            for alarm in old:
                assert alarm.rounds >= 1, "an emergency is not at the last rung"


def pieces(month_begin: datetime, month_end: datetime) -> list[Segment]:
    with frame(UNIT):
        return segments(month_begin, month_end)


def at(parts: list[Segment], moment: datetime) -> Segment:
    return next(part for part in parts if part.begin <= moment < part.end)


def morning(clock: Clock) -> datetime:
    """Let it be ten o'clock of the next day."""
    now = engine.database_now()
    ten = (now + DAY).replace(hour=MORNING_UTC, minute=0, second=0)
    clock.forward(seconds=(ten - now).total_seconds())
    return engine.database_now()


@dataclass
class Heard:
    """One alarm in the end: who was rung for it and when, and until when nobody answered."""

    alarm: Alarm
    rung: list[tuple[datetime, UUID]]
    answered: list[datetime]

    @property
    def silent_for(self) -> timedelta:
        """Return how long nobody answered: here nobody takes a report but by answering."""
        known = [*self.answered, *([self.alarm.ended_at] if self.alarm.ended_at else [])]
        return min(known) - self.alarm.started_at if known else DAY

    def within(self, length: timedelta) -> set[UUID]:
        begin = self.alarm.started_at
        return {who for when, who in self.rung if when - begin <= length}


def all_heard() -> list[Heard]:
    with frame(UNIT):
        heard = {alarm.pk: Heard(alarm, [], []) for alarm in Alarm.objects.all()}
        for pair in CallFor.objects.filter(call__rung_at__isnull=False).select_related("call"):
            call, one = pair.call, heard[pair.alarm_id]
            if call.rung_at is not None:
                one.rung.append((call.rung_at, call.staff_id))
            if call.answered_at is not None:
                one.answered.append(call.answered_at)
    return list(heard.values())


def hold_the_bars(month: Month, parts: list[Segment], cover: Staff, everyone: list[Staff]) -> None:
    """Assert, of all that was lived through, what HOTLINE section 8 asks."""
    heard = all_heard()
    assert {one.alarm.report_id for one in heard} == set(month.told)  # nothing without an alarm
    # Joined calls, and two ticks: one that moves the alarm, one that lets the call ring.
    joined = rules.JOIN_WITHIN + 2 * TICK
    n_nights = n_last = n_backup = 0
    for one in (h for h in heard if h.silent_for > joined):
        part = at(parts, one.alarm.started_at)
        assert (part.duty or cover.pk) in one.within(joined), "nobody who is on duty was rung"
        n_nights += part.duty is None
    for one in (h for h in heard if h.alarm.severity == Severity.NOW):
        if one.silent_for > LAST_RUNG_WITHIN:
            assert {colleague.pk for colleague in everyone} <= one.within(LAST_RUNG_WITHIN)
            n_last += 1
    for one in (h for h in heard if h.alarm.severity == Severity.HIGH):
        begin, within = one.alarm.started_at, BACKUP_WITHIN + 2 * TICK
        backup = at(parts, begin + timedelta(minutes=5)).backup
        if at(parts, begin).duty and backup and one.silent_for > within:
            assert backup in one.within(within), "the back-up did not hear of it"
            n_backup += 1
    assert min(n_nights, n_last, n_backup) > 0, "nothing of it happened: choose another seed"


def nobody_is_rung_too_often() -> None:
    by_staff: dict[UUID, list[Call]] = {}
    with frame(UNIT):
        rows = Call.objects.filter(kind=CallKind.ALARM, rung_at__isnull=False)
        for call in rows.order_by("rung_at"):
            by_staff.setdefault(call.staff_id, []).append(call)
    for theirs in by_staff.values():
        for before, after in pairwise(theirs):
            assert before.rung_at is not None
            assert after.rung_at is not None
            apart = after.rung_at - before.rung_at
            assert apart >= rules.JOIN_WITHIN or (after.breaks and not before.breaks)


@pytest.mark.long
def test_a_day_and_its_night_are_lived_through_with_a_flood_in_them(
    unit: Unit,
    clock: Clock,
    nights_with_cover: Plan,
    hadi: Staff,
    four_ready: list[Staff],
) -> None:
    begin = morning(clock)
    month = Month(unit, clock, Dice("a day"))
    month.live(days=1, flood_after=0, a_day=12)

    assert len(month.told) > FLOOD
    hold_the_bars(month, pieces(begin, engine.database_now() + DAY), hadi, four_ready)
    nobody_is_rung_too_often()


@pytest.mark.long
@pytest.mark.parametrize("seed", ["a", "b"])
def test_a_whole_month_is_lived_through(
    unit: Unit,
    clock: Clock,
    nights_with_cover: Plan,
    hadi: Staff,
    four_ready: list[Staff],
    seed: str,
) -> None:
    begin = morning(clock)
    parts = pieces(begin, begin + 31 * DAY)
    # Every minute of the month has somebody on duty, or the named cover.
    assert all(x.end == y.begin for x, y in pairwise(parts))
    assert any(part.duty is None for part in parts)
    assert nights_with_cover.standing_cover == hadi.pk

    month = Month(unit, clock, Dice(seed))
    month.live(days=30, flood_after=11, a_day=A_DAY)

    assert len(month.told) > FLOOD + 30
    hold_the_bars(month, parts, hadi, four_ready)
    nobody_is_rung_too_often()
