"""What a watcher outside reads: red when the calling is late or a part of it is silent."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.codes.escalation import Beat, Finding
from lindung.hotline.engine import beat
from lindung.hotline.models import Alarm, Heartbeat
from lindung.hotline.models.telephony import PbxLine
from tests.conftest import UNIT
from tests.hotline.calling import all_speak, emergency, round_of
from tests.proof.cast import browser_of
from tests.web.desk.conftest import seen

HEALTH = "/meja/piket/panggilan/keadaan/"


def told() -> dict[str, Any]:
    answer = Client().get("/healthz")
    assert answer.status_code == 200  # reports are taken all the same
    return dict(answer.json())


def test_a_house_whose_parts_all_speak_is_well(units: dict[str, Unit]) -> None:
    all_speak()

    assert told() | {"index": ""} == {
        "status": "ok",
        "version": told()["version"],
        "oldest_overdue_s": 0,
        "unchained_s": told()["unchained_s"],
        "oldest_call_late_s": 0,
        "silent": [],
        "lines_unheard": 0,
        "index": "",
    }


@pytest.mark.parametrize("part", [Beat.TICK, Beat.SENDER, Beat.AUDITOR])
def test_a_part_that_is_silent_for_a_minute_is_named(units: dict[str, Unit], part: Beat) -> None:
    all_speak()
    Heartbeat.objects.filter(name=part).update(at=Moment() - timedelta(seconds=61))

    assert (told()["status"], told()["silent"]) == ("degraded", [part.value])


def test_what_the_auditor_sees_twice_makes_it_red(units: dict[str, Unit]) -> None:
    all_speak()
    beat(Beat.AUDITOR, finding=Finding.UNWATCHED)

    assert told()["status"] == "degraded"


@pytest.mark.parametrize(("late", "status"), [(40, "ok"), (61, "degraded")])
def test_a_call_that_is_late_by_more_than_a_minute_makes_it_red(
    units: dict[str, Unit], rini: Staff, late: int, status: str
) -> None:
    emergency(units["kutim"])
    round_of(units["kutim"])
    all_speak()
    with frame(UNIT):
        Alarm.objects.update(next_due=Moment() - timedelta(seconds=late))

    found = told()

    assert found["status"] == status
    assert late <= found["oldest_call_late_s"] <= late + 5
    page = seen(browser_of(rini).get(HEALTH).content.decode())
    assert ("Ada bagian pemanggil yang berhenti" in page) == (status == "degraded")


def test_it_tells_nothing_of_anybody(units: dict[str, Unit], rini: Staff) -> None:
    report = emergency(units["kutim"])
    round_of(units["kutim"])

    said = Client().get("/healthz").content.decode()

    assert report.number not in said
    assert rini.name not in said
    assert "Kutai" not in said


def test_the_health_page_knows_the_line_to_the_switchboard(
    units: dict[str, Unit], rini: Staff
) -> None:
    all_speak()
    assert told()["lines_unheard"] == 0
    assert "sentral telepon" not in seen(browser_of(rini).get(HEALTH).content.decode())
    with frame(UNIT):
        PbxLine.objects.create(seen_at=Moment(), up=False)

    assert (told()["status"], told()["lines_unheard"]) == ("degraded", 1)
    page = seen(browser_of(rini).get(HEALTH).content.decode())

    assert "sambungan ke sentral telepon" in page
    assert "Ada bagian pemanggil yang berhenti" in page
