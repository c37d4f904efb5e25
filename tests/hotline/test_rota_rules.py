"""The rota from values alone: no minute is lost, and what is uncovered is said."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.hotline.codes.rota import Changes, Days, Gap, Seat
from lindung.hotline.rules import days, rota
from lindung.hotline.rules.rota import Duty, Segment, Slot

WITA = ZoneInfo("Asia/Makassar")
RINI, WATI, SARI, HADI = (UUID(int=n) for n in range(1, 5))
FOUR = [RINI, WATI, SARI, HADI]
TWELVE = [Slot(time(7), time(19)), Slot(time(19), time(7))]
MONDAY = date(2026, 3, 2)


def at(hour: float, day: int = 2) -> datetime:
    return datetime(2026, 3, day, tzinfo=WITA) + timedelta(hours=hour)


@given(
    st.integers(1, 6),
    st.integers(1, 21),
    st.sampled_from(Changes),
    st.booleans(),
)
def test_every_minute_of_a_pattern_of_whole_days_has_somebody_and_nobody_sits_twice(
    n: int, n_days: int, changes: Changes, with_backup: bool
) -> None:
    people = [UUID(int=i + 1) for i in range(n)]
    hours = rota.spans(TWELVE, MONDAY, MONDAY + timedelta(days=n_days - 1), set(), WITA)

    duties = rota.assign(hours, people, changes=changes, with_backup=with_backup)
    parts = rota.timeline(duties, [], hours[0][0], hours[-1][1])

    assert rota.gaps(parts, people) == []
    assert all(part.duty != part.backup for part in parts)
    assert all(before.end == after.begin for before, after in pairwise(parts))
    assert (parts[0].begin, parts[-1].end) == (hours[0][0], hours[-1][1])


@given(st.integers(3, 8), st.integers(1, 30))
def test_with_three_or_more_nobody_has_two_shifts_in_a_row(n: int, n_days: int) -> None:
    people = [UUID(int=i + 1) for i in range(n)]
    hours = rota.spans(TWELVE, MONDAY, MONDAY + timedelta(days=n_days), set(), WITA)

    duties = rota.assign(hours, people, changes=Changes.SHIFT, with_backup=False)

    assert all(a.staff_id != b.staff_id for a, b in pairwise(duties))


def test_days_and_nights_pass_from_one_to_the_next() -> None:
    hours = rota.spans(TWELVE, MONDAY, MONDAY + timedelta(days=27), set(), WITA)
    duties = rota.assign(hours, FOUR, changes=Changes.SHIFT, with_backup=False)

    nights = [d.staff_id for d in duties if d.begin.hour == 19]

    assert all(abs(nights.count(who) - 7) <= 1 for who in FOUR)


def test_shifts_differ_on_days_off() -> None:
    office = [Slot(time(8), time(16), Days.WORK), Slot(time(7), time(19), Days.OFF)]

    found = rota.spans(office, MONDAY, date(2026, 3, 3), {date(2026, 3, 3)}, WITA)

    assert [(a.hour, b.hour) for a, b in found] == [(8, 16), (7, 19)]


def test_overlapping_shifts_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        rota.spans([*TWELVE, Slot(time(18), time(20))], MONDAY, MONDAY, set(), WITA)


def test_the_districts_own_table_outweighs_the_country() -> None:
    own = {date(2026, 10, 12): True, date(2026, 3, 19): False}
    public = days.days_off([2026])

    assert rota.is_day_off(date(2026, 10, 12), own, public)
    assert not rota.is_day_off(date(2026, 3, 19), own, public)
    assert rota.is_day_off(date(2026, 3, 18), own, public)  # cuti bersama
    assert rota.is_day_off(date(2026, 3, 7), own, public)  # a Saturday
    assert not rota.is_day_off(date(2026, 3, 2), own, public)


def test_joint_leave_is_known_for_a_decreed_year_only() -> None:
    assert days.joint_leave_known(2026)
    assert not days.joint_leave_known(2029)
    assert {d.name for d in days.public_days(2026, "id")} >= {"Hari Suci Nyepi"}


def test_what_was_taken_over_outweighs_the_plan_for_its_hours_alone() -> None:
    plan = [Duty(Seat.DUTY, RINI, at(7), at(19)), Duty(Seat.BACKUP, WATI, at(7), at(19))]
    over = [Duty(Seat.DUTY, SARI, at(10), at(12))]

    parts = rota.timeline(plan, over, at(7), at(19))

    assert parts == [
        Segment(at(7), at(10), RINI, WATI),
        Segment(at(10), at(12), SARI, WATI),
        Segment(at(12), at(19), RINI, WATI),
    ]


def test_nobody_backs_up_themselves() -> None:
    plan = [Duty(Seat.DUTY, RINI, at(7), at(19)), Duty(Seat.BACKUP, WATI, at(7), at(19))]
    over = [Duty(Seat.DUTY, WATI, at(7), at(19))]

    assert rota.timeline(plan, over, at(7), at(19)) == [Segment(at(7), at(19), WATI, None)]


def test_an_unconfirmed_officer_is_a_gap_beside_an_empty_seat() -> None:
    plan = [Duty(Seat.DUTY, RINI, at(7), at(12)), Duty(Seat.DUTY, WATI, at(12), at(13))]
    parts = rota.timeline(plan, [], at(7), at(14))

    found = rota.gaps(parts, ready={RINI})

    assert [(g.begin, g.end, g.why) for g in found] == [
        (at(12), at(13), Gap.NOT_READY),
        (at(13), at(14), Gap.NOBODY),
    ]
    assert rota.minutes(found) == 120


def test_a_gap_is_published_only_with_a_named_cover() -> None:
    problem = rota.publish_problem
    assert problem(gap_minutes=1, has_cover=False, published=False) == "gap_without_cover"
    assert problem(gap_minutes=1, has_cover=True, published=False) is None
    assert problem(gap_minutes=0, has_cover=False, published=False) is None
    assert problem(gap_minutes=0, has_cover=False, published=True) == "already_published"


def test_four_people_two_at_a_time_are_84_hours_a_week_each_and_the_rule_says_heavy() -> None:
    assert (rota.load(4).both, rota.load(4).single) == (84, 42)
    assert rota.load(4).heavy
    assert not rota.load(6).heavy


@given(st.integers(1, 6), st.integers(1, 40))
def test_hours_of_all_weeks_add_up_to_the_hours_of_all_seats(n: int, n_days: int) -> None:
    people = [UUID(int=i + 1) for i in range(n)]
    hours = rota.spans(TWELVE, MONDAY, MONDAY + timedelta(days=n_days), set(), WITA)
    duties = rota.assign(hours, people, changes=Changes.SHIFT, with_backup=True)
    parts = rota.timeline(duties, [], hours[0][0], hours[-1][1])

    weeks = rota.hours_of_weeks(parts, WITA)

    seats = sum(((d.end - d.begin).total_seconds() / 3600) for d in duties)
    assert sum(h for week in weeks.values() for h in week.values()) == pytest.approx(seats)
    assert all(monday.weekday() == 0 for monday in weeks)
    assert all(h <= 168 for week in weeks.values() for h in week.values())


def test_a_week_ends_at_midnight_where_the_unit_is() -> None:
    sunday_night = [Duty(Seat.DUTY, RINI, at(19, 8), at(31, 8))]
    parts = rota.timeline(sunday_night, [], at(19, 8), at(31, 8))

    assert rota.hours_of_weeks(parts, WITA) == {
        date(2026, 3, 2): {RINI: 5.0},
        date(2026, 3, 9): {RINI: 7.0},
    }


def test_at_a_change_the_next_one_is_on_duty() -> None:
    parts = rota.timeline(
        [Duty(Seat.DUTY, RINI, at(7), at(19)), Duty(Seat.DUTY, WATI, at(19), at(31))],
        [],
        at(7),
        at(31),
    )

    assert rota.on_duty(parts, at(19) - timedelta(seconds=1))[0] == RINI
    assert rota.on_duty(parts, at(19).astimezone(UTC))[0] == WATI
    assert rota.on_duty(parts, at(31)) == (None, None)
