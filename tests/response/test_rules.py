"""Who goes, in what company, by which clock: decided from values alone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.intake.codes import Institution
from lindung.response import rules
from lindung.response.codes import Escort, Interval, PartnerKind, Signal, Stamp, Why

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PEOPLE = [UUID(int=n) for n in range(1, 6)]
minutes = st.integers(min_value=-600, max_value=600)
moments = minutes.map(lambda n: AT + timedelta(minutes=n))
facts: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "on_duty": st.booleans(),
        "trained": st.booleans(),
        "vehicle": st.booleans(),
        "away": st.booleans(),
        "sex": st.sampled_from(["", "F", "M"]),
        "back_at": st.none() | moments.filter(lambda at: at <= AT),
        "area": st.sampled_from(["", "64.08.11"]),
        "area_at": st.none() | moments.filter(lambda at: at <= AT),
    }
)
many = st.lists(facts, min_size=1, max_size=5).map(
    lambda rows: [rules.Candidate(id=PEOPLE[n], name=f"N{n}", **row) for n, row in enumerate(rows)]
)
needs = st.builds(
    rules.Need, area=st.sampled_from(["", "64.08.11"]), sex=st.sampled_from(["", "F", "M"])
)
entries = st.lists(
    st.builds(
        rules.Entry,
        stamp=st.sampled_from(list(Stamp)),
        at=moments,
        by=st.sampled_from(PEOPLE[:2]),
        entered_at=moments,
    ),
    max_size=12,
)


@given(many, needs, st.randoms())
def test_the_order_does_not_depend_on_who_was_read_first(people, need, dice) -> None:  # type: ignore[no-untyped-def]  # strategies
    shuffled = list(people)
    dice.shuffle(shuffled)

    assert rules.rank(shuffled, need, AT) == rules.rank(people, need, AT)


@given(many, needs)
def test_the_points_are_what_the_reasons_say_and_nothing_else(people, need) -> None:  # type: ignore[no-untyped-def]  # strategies
    ranked = rules.rank(people, need, AT)

    assert [one.points for one in ranked] == sorted((o.points for o in ranked), reverse=True)
    assert all(o.points == sum(rules.WEIGHTS[w] for w in o.reasons) for o in ranked)


@given(facts, needs, st.sampled_from(["on_duty", "trained", "vehicle"]))
def test_one_more_good_fact_never_lowers_anybody(known, need, better) -> None:  # type: ignore[no-untyped-def]  # strategies
    plain, good = (
        rules.rank([rules.Candidate(PEOPLE[0], "N", **known | {better: yes})], need, AT)[0].points
        for yes in (False, True)
    )
    assert good > plain


def test_a_place_older_than_half_an_hour_counts_for_nothing() -> None:
    need = rules.Need(area="64.08.11")

    def near(age: timedelta) -> bool:
        one = rules.Candidate(PEOPLE[0], "N", area="64.08.11", area_at=AT - age)
        return Why.NEAR in rules.rank([one], need, AT)[0].reasons

    assert near(timedelta(minutes=30))
    assert not near(timedelta(minutes=30, seconds=1))


def test_what_is_not_known_counts_neither_way() -> None:
    one = rules.rank([rules.Candidate(PEOPLE[0], "N")], rules.Need(sex="F"), AT)[0]

    assert (one.points, one.reasons) == (0, ())


@pytest.mark.parametrize(
    ("n_people", "escort", "signed", "risk", "emergency", "problem"),
    [
        (0, Escort.NONE, False, "low", False, "nobody_goes"),
        (1, Escort.NONE, False, "low", False, None),
        (1, Escort.NONE, False, "medium", False, None),
        (1, Escort.NONE, False, "high", False, "alone"),
        (1, Escort.NONE, False, "unassessed", False, "alone"),
        (1, Escort.NONE, False, "low", True, "alone"),
        (2, Escort.NONE, False, "high", True, None),
        (1, Escort.POLICE, False, "high", False, None),
        (1, Escort.NONE, True, "high", False, None),
        (0, Escort.POLICE, True, "high", False, "nobody_goes"),
    ],
)
def test_nobody_goes_alone_where_it_is_high_or_not_known(  # one line of the table
    n_people: int, escort: str, signed: bool, risk: str, emergency: bool, problem: str | None
) -> None:
    company = rules.Company(n_people, escort, signed=signed)

    assert rules.company_problem(company, risk, emergency=emergency) == problem


@pytest.mark.parametrize(
    ("signal", "back", "route", "contact", "problem"),
    [
        ("yes", None, True, True, "return_by_missing"),
        ("yes", -1, True, True, "return_by_past"),
        ("yes", 2, False, False, None),
        ("no", 2, False, True, "route_missing"),
        ("no", 2, True, False, "village_contact_missing"),
        ("unknown", 2, True, False, "village_contact_missing"),
        ("no", 2, True, True, None),
    ],
)
def test_the_plan_without_signal_is_whole_before_departure(
    signal: str, back: int | None, route: bool, contact: bool, problem: str | None
) -> None:
    by = None if back is None else AT + timedelta(hours=back)
    plan = rules.Plan(signal, by, has_route=route, has_village_contact=contact)

    assert rules.plan_problem(plan, AT) == problem


@given(st.sampled_from(list(Signal)), minutes)
def test_the_next_word_is_always_ahead_and_never_later_than_the_plan(
    signal: Signal, back: int
) -> None:
    by = AT + timedelta(minutes=back)
    due = rules.next_check(AT, signal, by)

    assert due > AT
    assert due <= max(by, AT + rules.CHECK_EVERY)
    assert signal != Signal.YES or due <= AT + rules.CHECK_EVERY


@given(entries, st.randoms())
def test_moments_do_not_depend_on_the_order_in_which_phones_sent_them(rows, dice) -> None:  # type: ignore[no-untyped-def]  # strategies
    shuffled = list(rows)
    dice.shuffle(shuffled)

    assert rules.timeline(shuffled) == rules.timeline(rows)


def test_a_correction_counts_and_of_two_who_pressed_the_earlier() -> None:
    def entry(by: int, at: int, entered: int) -> rules.Entry:
        later = [AT + timedelta(minutes=m) for m in (at, entered)]
        return rules.Entry(Stamp.ON_SCENE, later[0], PEOPLE[by], later[1])

    assert rules.timeline([entry(0, 5, 6), entry(0, 30, 31)]) == {
        Stamp.ON_SCENE: AT + timedelta(minutes=30)
    }
    assert rules.timeline([entry(0, 30, 31), entry(1, 10, 40)]) == {
        Stamp.ON_SCENE: AT + timedelta(minutes=10)
    }


@given(entries)
def test_no_length_is_ever_negative_and_disorder_is_told_instead(rows) -> None:  # type: ignore[no-untyped-def]  # strategies
    times = rules.timeline(rows)

    lengths = rules.intervals(AT, times)

    assert all(length >= timedelta(0) for length in lengths.values())
    assert all(times[first] > times[second] for first, second in rules.disorder(times))
    there, left = times.get(Stamp.ON_SCENE), times.get(Stamp.EN_ROUTE)
    if there and left and there < left:
        assert Interval.EN_ROUTE not in lengths
        assert rules.disorder(times)


@given(entries)
def test_parts_are_no_longer_than_the_whole_when_all_stand_in_order(rows) -> None:  # type: ignore[no-untyped-def]  # strategies
    times = rules.timeline(rows)
    lengths = rules.intervals(AT, times)
    inner = [lengths[i] for i in (Interval.ACTIVATION, Interval.EN_ROUTE) if i in lengths]

    if not rules.disorder(times) and Interval.TOTAL_INCIDENT in lengths and len(inner) > 1:
        assert sum(inner, timedelta(0)) <= lengths[Interval.TOTAL_INCIDENT]


@pytest.mark.parametrize(
    ("stamp", "at", "departed", "problem"),
    [
        (Stamp.EN_ROUTE, 1, False, "stamp_future"),
        (Stamp.EN_ROUTE, 0, False, None),
        (Stamp.EN_ROUTE, -61, False, "stamp_before_report"),
        (Stamp.ON_SCENE, -10, False, None),
        (Stamp.COMPLETE, 0, False, "not_departed"),
        (Stamp.COMPLETE, 0, True, None),
    ],
)
def test_a_moment_may_be_written_down_late_and_never_early(
    stamp: Stamp, at: int, departed: bool, problem: str | None
) -> None:
    asked = AT + timedelta(minutes=at)
    since = AT - timedelta(hours=1)

    assert rules.stamp_problem(stamp, asked, now=AT, since=since, departed=departed) == problem


def test_the_institution_of_the_reported_person_is_left_out() -> None:
    assert rules.left_out([Institution.POLICE]) == {PartnerKind.POLICE}
    assert Escort.POLICE not in rules.escorts([Institution.POLICE])
    assert Escort.HEALTH in rules.escorts([Institution.POLICE])
    assert rules.left_out([]) == frozenset()
    assert PartnerKind.POLDA not in rules.left_out(list(Institution))


def test_danger_never_lights_up_on_a_phone_in_the_field() -> None:
    head = rules.Colleague(PEOPLE[0], frozenset({"unit_head"}))
    out = rules.Colleague(PEOPLE[1], frozenset({"unit_head", "companion"}), in_field=True)
    manager = rules.Colleague(PEOPLE[2], frozenset({"case_manager"}))

    assert rules.who_acts([head, manager]) == ("unit_head", None)
    assert rules.who_acts([head, out, manager]) == ("", PEOPLE[0])
    assert rules.who_acts([out, manager]) == ("case_manager", None)
    blocked = rules.Colleague(PEOPLE[0], frozenset({"unit_head"}), blocked=True)
    assert rules.who_acts([blocked, manager]) == ("case_manager", None)
