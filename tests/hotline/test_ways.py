"""Ways out of the house, drills, and who watches the caller."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline import audit, engine
from lindung.hotline.codes.escalation import (
    AlarmState,
    AttemptState,
    Beat,
    Finding,
)
from lindung.hotline.codes.rota import Way
from lindung.hotline.models import Alarm, Attempt, Call, Plan
from lindung.hotline.queries.reach import ready_staff
from lindung.hotline.sender import link_of, send_due
from lindung.hotline.services import answer, drill
from lindung.hotline.ways import Ring, connect, disconnect
from lindung.intake.codes import Answer
from lindung.intake.models import Report
from tests.conftest import UNIT, at_work
from tests.hotline.calling import emergency, now_duty, round_of, rung, told
from tests.hotline.clock import Clock


class Phone:
    """A channel that keeps what it was given, and sends the same key once."""

    def __init__(self, *, works: bool = True) -> None:
        self.works, self.sent = works, {}  # type: ignore[var-annotated]  # key -> ring

    def connected(self, unit_id: object) -> bool:
        return True

    def send(self, ring: Ring) -> None:
        if not self.works:
            raise OSError("no signal")
        self.sent[ring.key] = ring


def test_what_is_not_connected_says_so_and_never_that_it_was_sent(unit: Unit, plan: Plan) -> None:
    emergency(unit)
    round_of(unit)

    with frame(UNIT):
        states = {(a.way, a.state) for a in Attempt.objects.all()}
    ways = {Way.CALL, Way.WHATSAPP, Way.SMS, Way.EMAIL}
    assert states == {(Way.SCREEN, AttemptState.SENT)} | {
        (way, AttemptState.NOT_CONNECTED) for way in ways
    }


def test_a_way_that_fails_gives_way_to_the_next_at_once(unit: Unit, plan: Plan) -> None:
    emergency(unit)
    connect(Way.CALL, Phone(works=False))
    try:
        round_of(unit)
    finally:
        disconnect(Way.CALL)

    with frame(UNIT):
        states = dict(Attempt.objects.filter(call=rung()[0]).values_list("way", "state"))
    assert states[Way.CALL] == AttemptState.FAILED
    assert states[Way.EMAIL] == AttemptState.NOT_CONNECTED  # the last of them was tried


def test_each_way_is_tried_once_though_the_most_urgent_alarm_of_a_call_changes(
    unit: Unit, plan: Plan
) -> None:
    urgent, other = emergency(unit), told(unit, now_danger=Answer.NOT_ASKED)
    engine.tick(unit.pk)
    with frame(UNIT):  # somebody takes the emergency just before the telephone rings
        mine = Alarm.objects.filter(report_id=urgent.pk)
        mine.update(state=AlarmState.ACKNOWLEDGED, acked_by=now_duty()[0])
    send_due(unit.pk)

    with frame(UNIT):
        call = Call.objects.get(reasons__alarm__report_id=other.pk, rung_at__isnull=False)
        tried = list(call.attempts.order_by("rank").values_list("way", flat=True))
        waiting = Attempt.objects.filter(state=AttemptState.WAITING)
    assert sorted(tried) == sorted({Way.SCREEN, Way.CALL, Way.WHATSAPP, Way.SMS, Way.EMAIL})
    assert not waiting.exists()


def test_a_message_tells_how_many_and_nothing_of_whom(unit: Unit, plan: Plan) -> None:
    report = emergency(unit)
    phone = Phone()
    connect(Way.CALL, phone)
    try:
        round_of(unit)
    finally:
        disconnect(Way.CALL)

    ring = next(iter(phone.sent.values()))
    assert (ring.n_waiting, ring.severity) == (1, "now")
    assert len(ring.pin) == 4
    assert report.number not in str(ring)
    assert "/p/" in ring.link


def test_a_drill_finds_who_does_not_answer_and_that_is_a_gap(
    unit: Unit, plan: Plan, clock: Clock, sari: Staff, four_ready: list[Staff]
) -> None:
    with at_work(sari):
        drill.start_drill(sari.actor(), unit)
        with pytest.raises(RuleBroken):
            drill.start_drill(sari.actor(), unit)
    send_due(unit.pk)
    calls = rung("drill")
    assert {call.staff_id for call in calls} == {one.pk for one in four_ready}
    silent = calls[0].staff_id
    for call in calls[1:]:
        answer.answer_by_link(link_of(call.pk))
    clock.forward(minutes=16)

    with frame(UNIT):
        assert ready_staff() == {one.pk for one in four_ready} - {silent}


def test_the_watcher_sees_a_caller_that_stands_still_and_what_nobody_watches(
    unit: Unit, plan: Plan
) -> None:
    assert audit.look().finding == Finding.STOPPED
    engine.beat(Beat.TICK)
    assert audit.look().finding == Finding.FINE
    report = emergency(unit)
    with frame(UNIT):
        Report.objects.filter(pk=report.pk).update(
            entered_at=report.entered_at - timedelta(seconds=90)
        )
    assert audit.look().finding == Finding.UNWATCHED
    engine.tick(unit.pk)
    assert audit.look().finding == Finding.FINE
    with frame(UNIT):
        Alarm.objects.update(next_due=report.entered_at - timedelta(seconds=90))
    seen = audit.look()
    assert seen.finding == Finding.LATE
    assert seen.late >= timedelta(seconds=90)
