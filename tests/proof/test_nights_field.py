"""NIGHTS 9, played: an officer in danger. Source: NIGHTS 9; HOTLINE section 7."""

from datetime import timedelta

import pytest
from django.test import Client

import lindung.casework.handlers  # noqa: F401  # the worker finds its subscribers alike
from lindung.access.models import Staff
from lindung.casework import services as casework
from lindung.casework.models import Case, ServiceRecord
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.intake.models import Report
from lindung.jobs.field import look_after_units
from lindung.jobs.outbox import drain
from lindung.response.models import Mission
from tests.conftest import UNIT, at_work
from tests.proof.cast import browser_of
from tests.response.conftest import high, pass_time, press, seen, sends, unit, whole  # noqa: F401

LIST = "/meja/penugasan/"


def sent(browser: Client, report: Report, *people: Staff, **more: str) -> Mission:
    """Send people out on the screen, with a plan for a village without signal."""
    back = now() + timedelta(hours=14)  # six hours from now, where the unit is
    said = {
        "kind": "outreach",
        "crew": [str(one.id) for one in people],
        "escort": "none",
        "signal": "no",
        "return_by": f"{back:%Y-%m-%dT%H:%M}",
        "route": "Speedboat dari Sangkulirang, dua jam",
        "village_contact": "Pak RT Anwar 0812-0000-0001",
        "area": "64.08.11",
    }
    answer = browser.post(f"{LIST}untuk/{report.number}/", said | more)
    assert answer.status_code == 302
    with frame(UNIT):
        return Mission.objects.latest("made_at")


def rings(staff: Staff) -> bool:
    """Say whether the inbox of somebody rings because of the field."""
    page = browser_of(staff).get("/meja/").content.decode()
    return "/bahaya/" in page and 'data-alarm="ring"' in page


def test_night_9_nobody_goes_alone_and_nobody_leaves_without_a_plan(
    rini: Staff,
    maya: Staff,
    psi: Staff,
    sari: Staff,
    high: Report,  # noqa: F811
) -> None:
    alone = sent(browser_of(rini), high, maya)
    browser_of(maya).post(f"{LIST}{alone.number}/saat/en_route/")
    assert seen(alone).state == "prepared"
    browser_of(rini).post(f"{LIST}{alone.number}/petugas/", {"staff_id": str(psi.id)})
    with frame(UNIT):
        Mission.objects.filter(pk=alone.pk).update(route=None)
    browser_of(maya).post(f"{LIST}{alone.number}/saat/en_route/")
    assert seen(alone).state == "prepared"

    page = browser_of(maya).get(f"{LIST}{alone.number}/rencana/")
    assert page.status_code == 200
    back = now() + timedelta(hours=14)
    browser_of(maya).post(
        f"{LIST}{alone.number}/rencana/",
        {
            "signal": "no",
            "escort": "none",
            "return_by": f"{back:%Y-%m-%dT%H:%M}",
            "route": "Lewat darat",
            "area": "64.08.11",
        },
    )
    browser_of(maya).post(f"{LIST}{alone.number}/saat/en_route/")

    assert seen(alone).state == "under_way"


def test_night_9_the_sign_of_danger_reaches_those_who_stayed_and_no_phone_out_there(
    rini: Staff,
    maya: Staff,
    psi: Staff,
    sari: Staff,
    high: Report,  # noqa: F811
) -> None:
    mission = sent(browser_of(rini), high, maya, psi)
    phone, address = browser_of(maya), f"{LIST}{mission.number}/"
    phone.post(f"{address}saat/en_route/")
    phone.post(f"{address}kabar/", {"kind": "safe", "place": "Dermaga Sandaran"})
    assert not rings(sari)

    phone.post(f"{address}kabar/", {"kind": "duress", "place": "Belakang balai desa"})

    assert rings(sari)
    assert rings(rini)
    for out in (maya, psi):
        page = browser_of(out).get(address).content.decode()
        assert "/bahaya/" not in page
        assert browser_of(out).get(f"{address}bahaya/").status_code == 404
    shown = browser_of(sari).get(f"{address}bahaya/").content.decode()
    assert shown.index("tel:110") < shown.index("Belakang balai desa")
    assert shown.index("Belakang balai desa") < shown.index("Dermaga Sandaran")
    assert "Pak RT Anwar" in shown
    for officer in (maya, psi):
        assert officer.email not in shown
    phone.post(f"{address}kabar/", {"kind": "safe"})
    phone.post(f"{address}saat/complete/")
    assert rings(sari)  # whoever was forced may be forced again
    browser_of(sari).post(f"{address}bahaya/selesai/", {"words": "Polsek bersama mereka."})
    assert not rings(sari)


def test_night_9_a_word_that_does_not_come_rings_until_somebody_heard_of_them(
    rini: Staff,
    maya: Staff,
    psi: Staff,
    sari: Staff,
    high: Report,  # noqa: F811
) -> None:
    mission = sent(browser_of(rini), high, maya, psi)
    press(maya, mission, "en_route")
    pass_time(mission, timedelta(hours=7))

    assert rings(sari)
    assert look_after_units() == 1
    assert look_after_units() == 0
    drain()
    page = browser_of(sari).get(f"{LIST}{mission.number}/bahaya/").content.decode()
    assert page.index("Pak RT Anwar") < page.index("tel:110")
    browser_of(rini).post(f"{LIST}{mission.number}/kabar/", {"kind": "safe", "place": "Pak RT"})
    assert not rings(sari)


@pytest.mark.parametrize("case_first", [False, True])
def test_what_was_done_is_counted_once_in_the_case_however_late_it_is_opened(
    case_first: bool,  # a line of the table
    rini: Staff,
    wati: Staff,
    maya: Staff,
    psi: Staff,
    high: Report,  # noqa: F811
) -> None:
    mission = sent(browser_of(rini), high, maya, psi)

    def opened() -> None:
        with at_work(wati):
            casework.open_case(
                wati.actor(),
                Report.objects.get(pk=high.pk),
                register_class="ktp",
                initials="M.",
                sex="F",
                age_band="25-44",
                area="64.08.11",
                forms=["physical"],
                relation="spouse",
                risk="high",
                manager=wati.id,
                companions=[maya.id],
            )

    def done() -> None:
        for stamp in ("en_route", "on_scene", "complete"):
            press(maya, mission, stamp)

    for step in (opened, done) if case_first else (done, opened):
        step()
        drain()
    press(maya, mission, "on_scene")
    drain()

    with frame(UNIT):
        line = ServiceRecord.objects.get()
        assert (line.service, line.given_by, line.pk) == ("outreach_visit", maya.id, mission.pk)
        assert Case.objects.get().first_service_at is not None
