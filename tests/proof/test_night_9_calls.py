"""NIGHTS 9 in the calling: danger and silence out there call people until one of them acts."""

from datetime import timedelta
from uuid import UUID

import pytest

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.directory.models import Unit
from lindung.hotline import elsewhere, engine
from lindung.hotline.models import Alarm, Plan
from lindung.hotline.queries import calling
from lindung.hotline.services import answer
from lindung.intake.codes import Answer
from lindung.intake.models import Report
from lindung.jobs import field_calls
from lindung.response import services
from lindung.response.models import Mission
from tests.conftest import UNIT, at_work
from tests.hotline.calling import now_duty, round_of, rung, told
from tests.hotline.clock import Clock
from tests.hotline.conftest import _clock_functions, clock, four_ready, pattern, plan  # noqa: F401
from tests.proof.cast import browser_of
from tests.response.conftest import high, mission, press, seen, sends, unit  # noqa: F401

# pytest finds the fixtures of both rooms by these names
# ruff: noqa: F811


@pytest.fixture
def out(unit: Unit, plan: Plan, maya: Staff, mission: Mission, clock: Clock) -> Mission:
    """Maya and Psi are under way; their report no longer calls, since help is on its way."""
    press(maya, mission, "en_route")
    round_of(unit)
    with frame(UNIT):
        Report.objects.filter(pk=mission.report_id).update(responded_at=engine.database_now())
    round_of(unit)
    return seen(mission)


def danger(staff: Staff, mission: Mission) -> None:
    with at_work(staff):
        services.say_danger(staff.actor(), seen(mission), place="Belakang balai desa")


def field_alarm(mission: Mission) -> Alarm:
    with frame(UNIT):
        return Alarm.objects.get(mission_id=mission.pk, ended_at=None)


def called_since(n: int) -> set[UUID]:
    return {call.staff_id for call in rung()[n:]}


def test_a_sign_of_danger_calls_duty_back_up_and_the_head_at_once_and_nobody_out_there(
    unit: Unit, out: Mission, maya: Staff, psi: Staff, sari: Staff, clock: Clock
) -> None:
    n = len(rung())
    danger(maya, out)

    round_of(unit)

    one = field_alarm(out)
    assert (one.severity, one.danger, one.state) == ("now", True, "ringing")
    assert called_since(n) >= {*now_duty(), sari.pk}
    for _ in range(15):
        clock.forward(minutes=3)
        round_of(unit)
    assert not called_since(n) & {maya.pk, psi.pk}
    assert field_alarm(out).state == "ringing"


def test_it_breaks_the_joining_of_calls_once(
    unit: Unit, out: Mission, maya: Staff, clock: Clock
) -> None:
    clock.forward(minutes=6)
    told(unit, now_danger=Answer.NOT_ASKED)
    round_of(unit)
    n = len(rung())
    assert n
    clock.forward(seconds=30)
    danger(maya, out)

    round_of(unit)

    assert now_duty()[0] in called_since(n)
    again = len(rung())
    clock.forward(seconds=30)
    round_of(unit)
    assert len(rung()) == again


def test_an_answer_is_a_lease_and_only_what_became_of_it_ends_it(
    unit: Unit, out: Mission, maya: Staff, sari: Staff, clock: Clock
) -> None:
    danger(maya, out)
    round_of(unit)
    mine = next(call for call in rung() if call.staff_id == sari.pk and call.severity == "now")
    with at_work(sari):
        answer.answer_call(sari.actor(), mine)
        held = field_alarm(out)
        assert (held.state, held.acked_by) == ("acked", sari.pk)
        assert calling.alarms(sari.actor())[0].may_go_on
        answer.go_on(sari.actor(), held)
    n = len(rung())
    clock.forward(minutes=19)
    round_of(unit)
    assert len(rung()) == n

    clock.forward(minutes=2)
    round_of(unit)
    assert field_alarm(out).state == "ringing"

    with at_work(sari):
        services.settle_danger(sari.actor(), seen(out), words="Polsek bersama mereka.")
    round_of(unit)
    with frame(UNIT):
        left = Alarm.objects.filter(mission_id=out.pk, ended_at=None, danger=True)
        assert not left.exists()


def test_a_word_that_did_not_come_calls_until_somebody_heard_of_them(
    unit: Unit, out: Mission, maya: Staff, psi: Staff, sari: Staff, clock: Clock
) -> None:
    n = len(rung())
    clock.forward(hours=7)
    round_of(unit)
    one = field_alarm(out)
    assert (one.severity, one.danger) == ("high", False)
    assert called_since(n) == {now_duty()[0]}
    for _ in range(4):
        clock.forward(minutes=5)
        round_of(unit)
    assert set(now_duty()) <= called_since(n)
    assert not called_since(n) & {maya.pk, psi.pk}

    with frame(UNIT):
        Mission.objects.filter(pk=out.pk).update(
            next_check_at=engine.database_now() + timedelta(minutes=30), missed_at=None
        )
    round_of(unit)

    with frame(UNIT):
        assert not Alarm.objects.filter(mission_id=out.pk, ended_at=None).exists()


def test_danger_calls_anew_though_somebody_looks_after_the_silence(
    unit: Unit, out: Mission, maya: Staff, sari: Staff, clock: Clock
) -> None:
    with frame(UNIT):
        Mission.objects.filter(pk=out.pk).update(emergency=True)
    clock.forward(hours=7)
    round_of(unit)
    one = field_alarm(out)
    assert (one.severity, one.danger) == ("now", False)
    call = rung()[-1]
    with frame(UNIT):
        who = Staff.objects.get(pk=call.staff_id)
    with at_work(who):
        answer.answer_call(who.actor(), call)
    assert field_alarm(out).state == "acked"

    danger(maya, out)
    round_of(unit)

    assert (field_alarm(out).danger, field_alarm(out).state) == (True, "ringing")


def test_no_screen_of_those_out_there_shows_that_anybody_is_called(
    unit: Unit, out: Mission, maya: Staff, sari: Staff, clock: Clock
) -> None:
    danger(maya, out)
    round_of(unit)

    shown = browser_of(sari).get("/meja/piket/panggilan/").content.decode()
    hidden = browser_of(maya).get("/meja/piket/panggilan/").content.decode()

    assert f"/penugasan/{out.number}/bahaya/" in shown
    assert out.number not in hidden
    with at_work(maya):
        assert not calling.bell(maya.actor()).wall
    with at_work(sari):
        assert calling.bell(sari.actor()).wall


def test_who_has_a_conflict_of_interest_is_not_called_for_those_in_the_field(
    unit: Unit, out: Mission, maya: Staff, sari: Staff, clock: Clock
) -> None:
    with frame(UNIT):
        Blocked.objects.create(subject_id=out.subject_id, staff_id=sari.pk)
    n = len(rung())
    danger(maya, out)

    for _ in range(5):
        round_of(unit)
        clock.forward(minutes=3)

    assert called_since(n)
    assert sari.pk not in called_since(n)


def test_reports_go_on_calling_when_nobody_can_be_asked_about_the_field(
    unit: Unit, out: Mission, maya: Staff, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    danger(maya, out)
    round_of(unit)
    n = len(rung())

    def broken() -> list[object]:
        raise RuntimeError

    monkeypatch.setattr(elsewhere, "_sources", [broken])
    with frame(UNIT):
        Report.objects.filter(pk=out.report_id).update(responded_at=None)
    clock.forward(minutes=6)
    done = round_of(unit)

    assert done.unasked
    assert field_alarm(out).state == "ringing"
    assert len(rung()) > n
    assert field_calls.from_the_field not in elsewhere._sources
