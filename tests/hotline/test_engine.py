"""Alarms in the database: they follow their reports, call people, and only a person stops them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lindung.access.models import Staff
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail
from lindung.directory.models import Unit
from lindung.hotline import engine
from lindung.hotline.codes.escalation import (
    AlarmState,
    CallState,
    Severity,
    Who,
)
from lindung.hotline.models import Alarm, Call, Plan
from lindung.hotline.rules import escalation as rules
from lindung.hotline.sender import link_of
from lindung.hotline.services import answer, ladders, standing
from lindung.intake import services as intake
from lindung.intake.codes import Answer
from lindung.intake.models import Report
from tests.conftest import UNIT, at_work
from tests.hotline.calling import alarm_of, emergency, now_duty, round_of, rung, staff_on_duty, told
from tests.hotline.clock import Clock


def test_an_emergency_rings_duty_and_back_up_at_the_first_tick(
    unit: Unit, plan: Plan, clock: Clock
) -> None:
    report = emergency(unit)

    round_of(unit)

    assert {call.staff_id for call in rung()} == set(now_duty())
    assert alarm_of(report).severity == Severity.NOW
    with frame(UNIT):
        assert Trail.objects.filter(action="hotline.call", record_id=str(report.pk)).count() == 1


def test_a_report_nobody_assessed_rings_too(unit: Unit, plan: Plan, clock: Clock) -> None:
    report = told(unit, now_danger=Answer.NOT_ASKED)

    round_of(unit)

    assert alarm_of(report).severity == Severity.MEDIUM
    assert [call.staff_id for call in rung()] == [now_duty()[0]]


def test_it_goes_on_until_a_person_acts(unit: Unit, plan: Plan, clock: Clock) -> None:
    emergency(unit)
    for _ in range(20):
        round_of(unit)
        clock.forward(minutes=3)

    calls = rung()
    last = max(call.rung_at for call in calls if call.rung_at)
    assert engine.database_now() - last <= timedelta(minutes=9)
    assert len({call.staff_id for call in calls}) == 4


def test_taking_the_report_on_the_desk_stops_the_calling(
    unit: Unit, plan: Plan, clock: Clock, four_ready: list[Staff]
) -> None:
    report = emergency(unit)
    round_of(unit)
    on = staff_on_duty(four_ready)
    with at_work(on):
        intake.take(on.actor(), report)
    n = len(rung())

    clock.forward(minutes=10)
    round_of(unit)

    one = alarm_of(report)
    assert (one.state, one.acked_by) == (AlarmState.ACKNOWLEDGED, on.pk)
    assert len(rung()) == n


def test_what_was_taken_and_stands_still_calls_again(
    unit: Unit, plan: Plan, clock: Clock, four_ready: list[Staff]
) -> None:
    report = emergency(unit)
    on = staff_on_duty(four_ready)
    round_of(unit)
    with at_work(on):
        intake.take(on.actor(), report)
    round_of(unit)
    clock.forward(minutes=21)
    round_of(unit)
    clock.forward(seconds=2)
    round_of(unit)

    one = alarm_of(report)
    assert (one.state, one.n_reopened) == (AlarmState.RINGING, 1)
    assert on.pk in {call.staff_id for call in rung()[2:]}
    with at_work(on):
        answer.go_on(on.actor(), one)
    assert alarm_of(report).state == AlarmState.ACKNOWLEDGED


def test_only_who_handles_it_says_that_it_goes_on(
    unit: Unit, plan: Plan, clock: Clock, four_ready: list[Staff]
) -> None:
    report = emergency(unit)
    on = staff_on_duty(four_ready)
    round_of(unit)
    with at_work(on):
        intake.take(on.actor(), report)
    round_of(unit)
    other = next(one for one in four_ready if one.pk != on.pk)

    with at_work(other), pytest.raises(Denied):
        answer.go_on(other.actor(), alarm_of(report))


def test_an_answer_by_link_keeps_it_still_only_until_it_must_be_taken(
    unit: Unit, plan: Plan, clock: Clock
) -> None:
    report = emergency(unit)
    round_of(unit)
    call = rung()[0]

    assert answer.is_open(link_of(call.pk))
    assert answer.answer_by_link(link_of(call.pk)) == 1
    assert answer.answer_by_link(link_of(call.pk)) == 0  # again: nothing more
    one = alarm_of(report)
    assert (one.state, one.acked_by) == (AlarmState.ACKNOWLEDGED, call.staff_id)
    with frame(UNIT):
        assert Report.objects.get(pk=report.pk).handled_by is None
        assert Trail.objects.filter(actor_id=call.staff_id, action="hotline.answer_call").exists()

    clock.forward(minutes=5, seconds=1)
    round_of(unit)
    assert alarm_of(report).state == AlarmState.RINGING


def test_an_answer_by_digits_counts_from_their_own_phone_alone(
    unit: Unit, plan: Plan, clock: Clock, four_ready: list[Staff]
) -> None:
    report = emergency(unit)
    round_of(unit)
    call = next(c for c in rung() if c.staff_id == now_duty()[0])
    on = staff_on_duty(four_ready)
    other = next(one for one in four_ready if one.pk not in now_duty())

    with at_work(other), pytest.raises(RuleBroken):
        answer.answer_by_pin(other.actor(), unit, pin=call.pin)
    with at_work(on):
        assert answer.answer_by_pin(on.actor(), unit, pin=call.pin) == 1
    assert alarm_of(report).state == AlarmState.ACKNOWLEDGED


def test_a_link_is_over_after_half_an_hour_or_never_was(unit: Unit, plan: Plan) -> None:
    emergency(unit)
    round_of(unit)
    call = rung()[0]
    with frame(UNIT):
        Call.objects.filter(pk=call.pk).update(open_until=call.rung_at)

    for link in (link_of(call.pk), "x" * 22):
        assert not answer.is_open(link)
        with pytest.raises(NotFound):
            answer.answer_by_link(link)


def test_a_flood_of_two_hundred_is_one_call_that_says_how_many(
    unit: Unit, plan: Plan, clock: Clock
) -> None:
    for _ in range(20):  # the door itself is slow; the rest are alarms alone
        told(unit, now_danger=Answer.NOT_ASKED)
    for _ in range(4):
        round_of(unit)
        clock.forward(minutes=1)
    assert len(rung()) == 1
    assert rung()[0].n_waiting == 20

    emergency(unit)
    round_of(unit)
    on, _ = now_duty()
    assert [c.staff_id for c in rung()].count(on) == 2  # a new emergency breaks it once
    emergency(unit)
    round_of(unit)
    assert [c.staff_id for c in rung()].count(on) == 2
    clock.forward(minutes=5)
    round_of(unit)
    assert [c.staff_id for c in rung()].count(on) == 3
    with frame(UNIT):
        assert Alarm.objects.filter(ended_at=None).count() == 22  # every one is kept


def test_an_alarm_ends_with_its_report(
    unit: Unit, plan: Plan, clock: Clock, four_ready: list[Staff]
) -> None:
    report = told(unit)
    round_of(unit)
    on = staff_on_duty(four_ready)
    with at_work(on):
        intake.take(on.actor(), report)
        Report.objects.filter(pk=report.pk).update(state="informed", ended_at=report.received_at)
    round_of(unit)

    with frame(UNIT):
        assert not Alarm.objects.filter(report_id=report.pk, ended_at=None).exists()


def test_a_report_that_becomes_an_emergency_starts_anew(
    unit: Unit, plan: Plan, clock: Clock, wati: Staff
) -> None:
    report = told(unit)
    round_of(unit)
    clock.forward(minutes=1)
    with at_work(wati):
        intake.raise_risk(wati.actor(), report, risk="high", emergency=True)
    round_of(unit)

    assert alarm_of(report).severity == Severity.NOW
    assert {call.staff_id for call in rung()} >= set(now_duty())


def test_whoever_must_not_know_is_not_called(unit: Unit, plan: Plan, clock: Clock) -> None:
    report = emergency(unit)
    duty, _ = now_duty()
    with frame(UNIT):
        Blocked.objects.create(subject_id=report.pk, staff_id=duty)
    for _ in range(10):
        round_of(unit)
        clock.forward(minutes=5)

    assert duty not in {call.staff_id for call in rung()}
    assert len({call.staff_id for call in rung()}) == 3


def test_without_any_rota_everybody_is_called(unit: Unit, rini: Staff, wati: Staff) -> None:
    emergency(unit)
    round_of(unit)

    assert {call.staff_id for call in rung()} == {rini.pk, wati.pk}


def test_the_standing_cover_joins_after_half_an_hour(
    unit: Unit, plan: Plan, clock: Clock, sari: Staff, hadi: Staff
) -> None:
    with at_work(sari):
        standing.name_standing(sari.actor(), unit, staff=[hadi.pk], instances=["police"])
    emergency(unit)
    for _ in range(7):
        round_of(unit)
        clock.forward(minutes=4)
    assert hadi.pk not in {call.staff_id for call in rung()}
    for _ in range(3):
        round_of(unit)
        clock.forward(minutes=4)

    assert hadi.pk in {call.staff_id for call in rung()}


def test_editing_a_ladder_strands_no_live_alarm(
    unit: Unit, plan: Plan, clock: Clock, sari: Staff
) -> None:
    first = emergency(unit)
    round_of(unit)
    kept = alarm_of(first).ladder
    quick = rules.Ladder((rules.Rung((Who.EVERYONE,), 1),), False, 30, 5, 20, ())
    with at_work(sari):
        ladders.set_ladder(sari.actor(), unit, severity="now", ladder=quick)
    second = emergency(unit)
    round_of(unit)

    assert alarm_of(first).ladder == kept
    assert alarm_of(second).ladder == rules.ladder_to_json(quick)


def test_an_officer_may_not_set_how_the_unit_calls(unit: Unit, rini: Staff) -> None:
    with at_work(rini), pytest.raises(Denied):
        ladders.set_ladder(rini.actor(), unit, severity="now", ladder=rules.DEFAULTS[Severity.NOW])


def test_the_database_itself_refuses_an_open_alarm_without_a_due_time(
    unit: Unit, plan: Plan
) -> None:
    report = emergency(unit)
    engine.tick(unit.pk)
    with frame(UNIT):
        with pytest.raises(IntegrityError, match="open_is_due"), transaction.atomic():
            Alarm.objects.filter(report_id=report.pk).update(next_due=None)
        one = alarm_of(report)
        with pytest.raises(IntegrityError, match="one_a_report"), transaction.atomic():
            Alarm.objects.create(
                report_id=report.pk,
                number="x",
                severity="now",
                ladder={},
                started_at=one.started_at,
                next_due=one.started_at,
            )


def test_calls_that_are_no_longer_needed_are_dropped(
    unit: Unit, plan: Plan, clock: Clock, four_ready: list[Staff]
) -> None:
    report = emergency(unit)
    engine.tick(unit.pk)
    on = staff_on_duty(four_ready)
    with at_work(on):
        intake.take(on.actor(), report)
    round_of(unit)

    with frame(UNIT):
        assert set(Call.objects.values_list("state", flat=True)) == {CallState.DROPPED}
