"""Calls on screens and by the address that needs no sign-in; how the unit calls, and a drill."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.codes.escalation import AlarmState, Beat, CallState
from lindung.hotline.engine import beat
from lindung.hotline.models import Alarm, Call, Drill, Heartbeat, LadderVersion, Plan
from lindung.hotline.sender import link_of, send_due
from lindung.intake import services as intake
from lindung.intake.codes import Answer
from tests.conftest import UNIT, at_work
from tests.hotline.calling import alarm_of, emergency, now_duty, round_of, rung, staff_on_duty, told
from tests.proof.cast import browser_of

ROOT = "/meja/piket/panggilan"


def words(page: object) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", page.content.decode())  # type: ignore[attr-defined]  # an answer


def test_whoever_is_called_sees_it_ring_and_answers(
    unit: Unit, plan: Plan, four_ready: list[Staff]
) -> None:
    report = emergency(unit)
    round_of(unit)
    on = staff_on_duty(four_ready)
    browser = browser_of(on)

    page = browser.get(f"{ROOT}/")
    assert 'data-alarm="ring"' in page.content.decode()
    assert "1 pengaduan memanggil Anda" in words(page)
    call = next(c for c in rung() if c.staff_id == on.pk)
    browser.post(f"{ROOT}/{call.pk}/jawab/")

    assert alarm_of(report).state == AlarmState.ACKNOWLEDGED
    assert 'data-alarm="ring"' not in browser.get(f"{ROOT}/").content.decode()


def test_a_call_is_not_answered_by_somebody_else(
    unit: Unit, plan: Plan, four_ready: list[Staff]
) -> None:
    report = emergency(unit)
    round_of(unit)
    call = rung()[0]
    other = next(one for one in four_ready if one.pk != call.staff_id)

    assert browser_of(other).post(f"{ROOT}/{call.pk}/jawab/").status_code == 404
    assert alarm_of(report).state == AlarmState.RINGING


def test_one_tap_answers_without_signing_in_and_merely_looking_answers_nothing(
    unit: Unit, plan: Plan
) -> None:
    report = emergency(unit)
    round_of(unit)
    path = f"/p/{link_of(rung()[0].pk)}/"
    stranger = Client()

    looked = stranger.get(path)
    assert alarm_of(report).state == AlarmState.RINGING
    assert report.number not in looked.content.decode()
    assert "kekerasan" not in words(looked).lower()
    answered = stranger.post(path)

    assert answered.status_code == 200
    assert alarm_of(report).state == AlarmState.ACKNOWLEDGED
    assert Client().get(f"/p/{'x' * 22}/").status_code == 404


def test_who_is_still_at_it_says_so(unit: Unit, plan: Plan, four_ready: list[Staff]) -> None:
    report = emergency(unit)
    round_of(unit)
    on = staff_on_duty(four_ready)
    with at_work(on):
        intake.take(on.actor(), report)
    round_of(unit)
    one = alarm_of(report)
    with frame(UNIT):
        Alarm.objects.filter(pk=one.pk).update(state=AlarmState.RINGING)

    page = browser_of(on).get(f"{ROOT}/")
    assert "Masih saya tangani" in words(page)
    browser_of(on).post(f"{ROOT}/terus/{one.pk}/")

    assert alarm_of(report).state == AlarmState.ACKNOWLEDGED


def test_a_night_is_played_before_a_ladder_is_kept(sari: Staff) -> None:
    browser = browser_of(sari)
    address = f"{ROOT}/aturan/high/"
    sent = {
        "who1": ["duty"],
        "wait1": "7",
        "who2": ["backup", "head"],
        "wait2": "4",
        "standing_after": "20",
        "hold": "10",
        "lease": "60",
        "ways": ["call", "sms"],
    }

    played = browser.post(address, sent | {"play": "1"})
    assert "03.07 petugas cadangan, kepala unit" in words(played).replace("  ", " ")
    with frame(UNIT):
        assert not LadderVersion.objects.exists()
    kept = browser.post(address, sent)
    assert kept.status_code == 302
    with frame(UNIT):
        assert LadderVersion.objects.get().ladder["ways"] == ["call", "sms"]


def test_a_ladder_that_is_too_slow_is_refused_with_the_reason(sari: Staff) -> None:
    sent = {"who1": ["duty"], "wait1": "90", "hold": "10", "ways": []}

    page = browser_of(sari).post(f"{ROOT}/aturan/now/", sent)

    assert "Terlalu lambat" in words(page)
    with frame(UNIT):
        assert not LadderVersion.objects.exists()


def test_a_drill_is_started_answered_and_told(
    unit: Unit, plan: Plan, sari: Staff, rini: Staff
) -> None:
    heads = browser_of(sari)
    heads.post(f"{ROOT}/uji/")
    send_due(unit.pk)
    with frame(UNIT):
        call = Call.objects.get(staff_id=rini.pk)
        assert Drill.objects.count() == 1
    page = browser_of(rini).get(f"{ROOT}/")
    assert "Uji siaga memanggil Anda" in words(page)
    browser_of(rini).post(f"{ROOT}/{call.pk}/jawab/")

    with frame(UNIT):
        assert Call.objects.get(pk=call.pk).state == CallState.ANSWERED
    told = words(heads.get(f"{ROOT}/keadaan/"))
    assert "tidak menjawab" in told
    assert "belum tersambung" in told


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_house_whose_caller_never_spoke_says_so(sari: Staff, language: str) -> None:
    page = browser_of(sari).get(f"{ROOT}/keadaan/?l={language}")

    said = {
        "id": "Ada bagian pemanggil yang berhenti",
        "en": "Something of the calling stands still",
    }
    assert said[language] in words(page)


def test_the_list_of_reports_rings_for_whoever_is_called_though_nobody_assessed_it(
    unit: Unit, plan: Plan, four_ready: list[Staff]
) -> None:
    told(unit, now_danger=Answer.NOT_ASKED)
    round_of(unit)
    on = staff_on_duty(four_ready)
    other = next(one for one in four_ready if one.pk not in now_duty())

    assert 'data-alarm="ring"' in browser_of(on).get("/meja/").content.decode()
    assert 'data-alarm="ring"' not in browser_of(other).get("/meja/").content.decode()


def test_the_wall_rings_when_the_caller_stands_still(unit: Unit, rini: Staff) -> None:
    browser = browser_of(rini)
    browser.post("/meja/piket/")
    beat(Beat.TICK)
    assert 'data-alarm="ring"' not in browser.get("/meja/piket/layar/").content.decode()
    Heartbeat.objects.update(at=Moment() - timedelta(seconds=61))

    page = browser.get("/meja/piket/layar/")

    assert 'data-alarm="ring"' in page.content.decode()
    assert "Pemanggil berhenti" in words(page)


def test_the_wall_rings_for_a_high_risk_before_it_is_late(
    unit: Unit, plan: Plan, rini: Staff
) -> None:
    emergency(unit)
    round_of(unit)
    browser = browser_of(rini)
    browser.post("/meja/piket/")

    assert "1 panggilan mendesak belum dijawab" in words(browser.get("/meja/piket/layar/"))
