"""Calling from values alone: who is called when, and that it never stops."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.hotline.codes.escalation import AlarmState, Severity, Who
from lindung.hotline.rules import escalation as rules
from lindung.hotline.rules.escalation import (
    DEFAULTS,
    Alarm,
    Change,
    Facts,
    LastCall,
    Move,
    People,
    Ring,
    Rung,
    Wanted,
)
from lindung.intake.codes import Risk, State

NOW = datetime(2026, 3, 1, 19, 0, tzinfo=UTC)  # three in the morning of a Monday in WITA
MIN = timedelta(minutes=1)
RINI, WATI, SARI, HADI, OUT = (UUID(int=n) for n in range(1, 6))
ALL = frozenset({RINI, WATI, SARI, HADI})
FOUR = People(
    duty=RINI,
    backup=WATI,
    gap_cover=None,
    standing=(HADI,),
    heads=(SARI,),
    everyone=(RINI, WATI, SARI),
)
EMPTY = People(None, None, None, (HADI,), (SARI,), (RINI, WATI, SARI))


def facts(**more: object) -> Facts:
    known: dict[str, object] = {
        "report_id": uuid4(),
        "number": "P-2603-22222",
        "state": State.RECEIVED,
        "severity": Severity.HIGH,
        "handled_by": None,
        "responded": False,
        "ended": False,
    }
    return Facts(**(known | more))  # type: ignore[arg-type]  # as the test wants


def alarm(**more: object) -> Alarm:
    known: dict[str, object] = {
        "state": AlarmState.RINGING,
        "severity": Severity.HIGH,
        "step": 0,
        "rounds": 0,
        "started_at": NOW,
        "next_due": NOW,
        "mark": "",
    }
    return Alarm(**(known | more))  # type: ignore[arg-type]  # as the test wants


@pytest.mark.parametrize(
    ("risk", "emergency", "severity"),
    [
        (Risk.UNASSESSED, False, Severity.MEDIUM),
        (Risk.LOW, False, Severity.LOW),
        (Risk.MEDIUM, False, Severity.MEDIUM),
        (Risk.HIGH, False, Severity.HIGH),
        (Risk.UNASSESSED, True, Severity.NOW),
        (Risk.LOW, True, Severity.NOW),
    ],
)
def test_not_assessed_rings_as_medium_and_only_now_is_an_emergency(
    risk: str, emergency: bool, severity: Severity
) -> None:
    assert rules.severity_of(risk, emergency=emergency) == severity


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, Wanted.RING),
        ({"state": State.READ}, Wanted.RING),
        ({"state": State.TRIAGED}, Wanted.RING),
        ({"state": State.TRIAGED, "severity": Severity.MEDIUM}, Wanted.NOTHING),
        ({"severity": Severity.MEDIUM}, Wanted.RING),
        ({"handled_by": RINI}, Wanted.WATCH),
        ({"handled_by": RINI, "state": State.TRIAGED}, Wanted.WATCH),
        ({"handled_by": RINI, "responded": True}, Wanted.NOTHING),
        ({"ended": True}, Wanted.NOTHING),
        ({"state": State.IN_CASE}, Wanted.NOTHING),
    ],
)
def test_what_a_report_wants(more: dict[str, object], wanted: Wanted) -> None:
    assert rules.wanted(facts(**more)) == wanted


def test_a_high_risk_calls_duty_then_back_up_then_both_in_turn_for_ever() -> None:
    ladder, one, called = DEFAULTS[Severity.HIGH], alarm(), []
    now = NOW
    for _ in range(12):
        move = rules.next_move(one, ladder, now, rota_empty=False)
        called.append((now - NOW, rules.targets(move, FOUR, may=ALL)))
        one = alarm(step=move.step, rounds=move.rounds, next_due=move.next_due)
        now = move.next_due

    assert called[:5] == [
        (0 * MIN, (RINI,)),
        (5 * MIN, (WATI,)),
        (10 * MIN, (RINI,)),
        (15 * MIN, (WATI,)),
        (20 * MIN, (RINI,)),
    ]
    assert [HADI in who for _, who in called] == [False] * 6 + [True] * 6  # from 30 minutes on


def test_an_emergency_wakes_everybody_within_fifteen_minutes() -> None:
    after = rules.reached_after(DEFAULTS[Severity.NOW], Who.EVERYONE)
    assert after is not None
    assert after <= 15


@given(st.sampled_from(Severity), st.integers(0, 40), st.booleans())
def test_every_step_calls_somebody_and_comes_again(
    severity: Severity, n_steps: int, rota_empty: bool
) -> None:
    ladder, one, now = DEFAULTS[severity], alarm(severity=severity), NOW
    people = EMPTY if rota_empty else FOUR
    for _ in range(n_steps + 1):
        move = rules.next_move(one, ladder, now, rota_empty=people.rota_empty)
        assert rules.targets(move, people, may=ALL)
        assert move.next_due > one.next_due
        one = alarm(severity=severity, step=move.step, rounds=move.rounds, next_due=move.next_due)
        now = max(move.next_due, now + MIN)


def test_an_empty_rota_starts_at_the_last_rung() -> None:
    move = rules.next_move(alarm(), DEFAULTS[Severity.NOW], NOW, rota_empty=EMPTY.rota_empty)

    assert move.who == (Who.EVERYONE,)
    assert set(rules.targets(move, EMPTY, may=ALL)) == {RINI, WATI, SARI}


def test_in_an_uncovered_minute_the_named_cover_is_called() -> None:
    people = People(None, None, SARI, (HADI,), (SARI,), (RINI, WATI, SARI))
    move = rules.next_move(alarm(), DEFAULTS[Severity.HIGH], NOW, rota_empty=people.rota_empty)

    assert rules.targets(move, people, may=ALL) == (SARI,)


def test_who_must_not_know_is_never_called_and_somebody_always_is() -> None:
    move = rules.next_move(alarm(), DEFAULTS[Severity.HIGH], NOW, rota_empty=False)

    assert rules.targets(move, FOUR, may=ALL - {RINI}) == (HADI,)
    assert rules.targets(move, FOUR, may={WATI}) == (WATI,)
    assert rules.targets(move, FOUR, may={OUT}) == (OUT,)


def test_the_last_rung_of_an_emergency_rotates_who_is_called_first() -> None:
    def last(rounds: int) -> tuple[UUID, ...]:
        move = Move((Who.EVERYONE,), False, False, 2, rounds, NOW)
        return rules.targets(move, FOUR, may=ALL)

    assert [last(n)[0] for n in (1, 2, 3)] == [WATI, SARI, RINI]
    assert {frozenset(last(n)) for n in range(6)} == {frozenset({RINI, WATI, SARI})}


def test_after_a_power_cut_it_goes_one_step_at_a_time_and_makes_no_burst() -> None:
    ladder, one = DEFAULTS[Severity.NOW], alarm(severity=Severity.NOW)
    now = NOW + 120 * MIN
    steps = []
    while one.next_due <= now:
        move = rules.next_move(one, ladder, now, rota_empty=False)
        steps.append(move.who)
        one = alarm(
            severity=Severity.NOW, step=move.step, rounds=move.rounds, next_due=move.next_due
        )

    assert [Who.EVERYONE in who for who in steps] == [False, False, True]


@given(st.lists(st.integers(0, 900), min_size=1, max_size=200), st.booleans())
def test_nobody_is_called_more_than_once_in_five_minutes_but_for_one_new_emergency(
    seconds: list[int], emergencies: bool
) -> None:
    last: LastCall | None = None
    rung: list[tuple[datetime, bool]] = []
    due: Ring | None = None
    for at in sorted(NOW + timedelta(seconds=s) for s in seconds):
        if due is not None and due.due_at <= at:
            last = LastCall(due.due_at, due.breaks)
            rung.append((due.due_at, due.breaks))
            due = None
        ring = rules.joined(last, at, new_emergency=emergencies)
        due = ring if due is None or ring.due_at < due.due_at else due
        if due.due_at <= at:
            last = LastCall(at, due.breaks)
            rung.append((at, due.breaks))
            due = None
    plain = [at for at, breaks in rung if not breaks]

    for before, after in pairwise(rung):
        assert after[1] or after[0] - before[0] >= rules.JOIN_WITHIN
        assert not (before[1] and after[1])
    if not emergencies:
        assert len(plain) == len(rung)


@pytest.mark.parametrize(
    ("one", "more", "change"),
    [
        ({}, {}, Change.NONE),
        ({}, {"ended": True}, Change.END),
        ({}, {"handled_by": RINI}, Change.HOLD),
        ({}, {"severity": Severity.NOW}, Change.RESTART),
        ({}, {"severity": Severity.LOW}, Change.RESTART),
        ({}, {"severity": Severity.NOW, "handled_by": RINI}, Change.HOLD),
        ({"state": AlarmState.ACKNOWLEDGED, "acked_by": RINI}, {}, Change.NONE),
        ({"state": AlarmState.ACKNOWLEDGED, "mark": "x"}, {}, Change.RESTART),
    ],
)
def test_an_alarm_follows_its_report(
    one: dict[str, object], more: dict[str, object], change: Change
) -> None:
    assert rules.reconciled(alarm(**one), facts(**more)) == change


def test_a_report_that_stands_still_after_it_was_taken_is_not_held_again() -> None:
    taken = facts(handled_by=RINI)
    ringing_again = alarm(mark=taken.mark)

    assert rules.reconciled(ringing_again, taken) == Change.NONE
    went_on = facts(handled_by=RINI, state=State.TRIAGED)
    assert rules.reconciled(ringing_again, went_on) == Change.HOLD


@given(st.sampled_from(Severity))
def test_a_ladder_comes_back_as_it_was_kept(severity: Severity) -> None:
    ladder = DEFAULTS[severity]
    assert rules.ladder_from_json(rules.ladder_to_json(ladder)) == ladder
    assert rules.ladder_problem(ladder, severity) is None


@pytest.mark.parametrize(
    ("severity", "rungs", "problem"),
    [
        (Severity.LOW, (), "rungs_missing"),
        (Severity.LOW, (Rung((), 5),), "rungs_missing"),
        (Severity.LOW, (Rung((Who.DUTY,), 0),), "wait_out_of_range"),
        (Severity.NOW, (Rung((Who.DUTY,), 16), Rung((Who.EVERYONE,), 5)), "too_slow"),
        (Severity.NOW, (Rung((Who.DUTY,), 5),), "too_slow"),
        (Severity.HIGH, (Rung((Who.DUTY,), 11), Rung((Who.BACKUP,), 5)), "too_slow"),
        (Severity.HIGH, (Rung((Who.DUTY,), 10), Rung((Who.EVERYONE,), 5)), None),
        (Severity.LOW, (Rung((Who.DUTY,), 600),), None),
    ],
)
def test_a_unit_cannot_make_an_emergency_or_a_high_risk_slower_than_the_bar(
    severity: Severity, rungs: tuple[Rung, ...], problem: str | None
) -> None:
    known = rules.ladder_to_json(DEFAULTS[severity]) | {"rungs": []}
    ladder = rules.ladder_from_json(known)
    assert rules.ladder_problem(replace(ladder, rungs=rungs), severity) == problem


def test_an_emergency_without_standing_cover_or_time_limit_is_too_weak() -> None:
    ladder = DEFAULTS[Severity.NOW]
    for weak in (replace(ladder, standing_after=None), replace(ladder, lease=None)):
        assert rules.ladder_problem(weak, Severity.NOW) == "too_weak"


def test_a_night_is_played_as_it_would_ring() -> None:
    night = rules.play_night(DEFAULTS[Severity.HIGH], minutes=40)

    assert [line.after for line in night] == list(range(0, 40, 5))
    assert [line.standing for line in night] == [False] * 6 + [True] * 2
    assert night[0].who == (Who.DUTY,)
    alone = rules.play_night(DEFAULTS[Severity.NOW], minutes=6, rota_empty=True)
    assert [line.after for line in alone] == [0, 5]
