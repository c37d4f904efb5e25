"""The console and its wall: what waits, rings, is out there and stands still, in few statements."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.core.keys import new_key
from lindung.core.models import Blocked, KeyKind
from lindung.directory.models import Unit
from lindung.hotline.codes.escalation import Beat
from lindung.hotline.engine import beat
from lindung.hotline.models import Heartbeat, Plan
from lindung.hotline.models.contact import CallBack
from lindung.hotline.models.lines import ChannelLine
from lindung.hotline.models.telephony import PbxLine
from lindung.hotline.services import contact as contacts
from lindung.response.models import Mission
from tests.browser import OpenPage, sign_in, violations
from tests.conftest import UNIT, at_work
from tests.hotline.calling import emergency, round_of, staff_on_duty, told
from tests.proof.cast import browser_of
from tests.response.conftest import press
from tests.web.desk.conftest import seen, statements

CONSOLE, WALL = "/meja/piket/papan/", "/meja/piket/layar/"


def missed_call(staff: Staff, key: str = "missed-1") -> str:
    """Write down a call nobody took. Return its number."""
    with at_work(staff):
        made = contacts.open_contact(staff.actor(), channel="phone", key=key, answered=False)
    return made.number


def talk(staff: Staff) -> str:
    """Take a call. Return its number."""
    with at_work(staff):
        return contacts.open_contact(staff.actor(), channel="phone", key="talk-1").number


def words(staff: Staff, path: str = CONSOLE) -> str:
    return seen(browser_of(staff).get(path).content.decode())


@pytest.mark.usefixtures("plan")
def test_one_screen_holds_waiting_missed_talks_missions_duty_and_health(
    four_ready: list[Staff],
    rini: Staff,
    mission: Mission,
) -> None:
    lost, spoken = missed_call(rini), talk(rini)
    beat(Beat.TICK)

    shown = words(rini)

    assert {lost, spoken, mission.number} <= set(re.findall(r"[HTP]-\d{4}-\w{5}", shown))
    assert staff_on_duty(four_ready).name in shown
    assert "pemanggil hidup" in shown
    assert "pengirim diam atau rusak" in shown  # it never spoke


def test_a_decision_that_is_late_and_a_mission_that_is_late_catch_the_eye(
    unit: Unit,
    rini: Staff,
    mission: Mission,
) -> None:
    lost = missed_call(rini)
    with frame(UNIT):
        CallBack.objects.update(due_at=Moment() - timedelta(minutes=1))
        Mission.objects.filter(pk=mission.pk).update(depart_due_at=Moment() - timedelta(minutes=1))

    page = browser_of(rini).get(CONSOLE).content.decode()

    for number in (lost, mission.number):
        row = next(
            li for li in re.findall(r"<li data-row.*?</li>", page, re.DOTALL) if number in li
        )
        assert 'class="is-now"' in row


def test_the_phone_of_those_out_there_does_not_betray_them(
    unit: Unit,
    rini: Staff,
    maya: Staff,
    mission: Mission,
) -> None:
    press(maya, mission, "en_route")
    with frame(UNIT):
        Mission.objects.update(duress_at=Moment(), duress_by=maya.pk)

    assert f"/{mission.number}/bahaya/" in browser_of(rini).get(CONSOLE).content.decode()
    assert "/bahaya/" not in browser_of(maya).get(CONSOLE).content.decode()


def test_a_colleague_with_a_conflict_of_interest_sees_none_of_it(
    unit: Unit, rini: Staff, dewi: Staff
) -> None:
    report = told(unit)
    with frame(UNIT):
        Blocked.objects.create(subject_id=report.pk, staff_id=dewi.pk)

    assert report.number in words(rini)
    shown = words(dewi)
    assert report.number not in shown
    assert "0 pengaduan menunggu" in shown


def test_the_wall_shows_what_waits_and_no_name_of_anybody(
    unit: Unit, plan: Plan, four_ready: list[Staff], rini: Staff
) -> None:
    lost = missed_call(rini)
    emergency(unit)
    round_of(unit)
    browser = browser_of(rini)
    browser.post("/meja/piket/")

    page = seen(browser.get(WALL).content.decode())

    assert "Piket: terisi" in page
    assert "1 darurat menunggu" in page
    assert lost in page
    assert not [one.name for one in four_ready if re.search(rf"\b{one.name}\b", page)]


def test_an_emergency_rings_the_wall_though_the_caller_never_spoke(unit: Unit, rini: Staff) -> None:
    emergency(unit)
    browser = browser_of(rini)
    browser.post("/meja/piket/")

    assert 'data-alarm="ring"' in browser.get(WALL).content.decode()


@pytest.mark.parametrize(("up", "old"), [(False, 0), (True, 121)])
def test_a_switchboard_that_is_not_listened_to_is_said(
    unit: Unit, rini: Staff, up: bool, old: int
) -> None:
    said = "sambungan ke sentral telepon diam atau rusak"
    assert "sentral telepon" not in words(rini)  # a unit without one is not told that it is broken
    with frame(UNIT):
        PbxLine.objects.create(seen_at=Moment() - timedelta(seconds=old), up=up)
    assert said in words(rini)
    with frame(UNIT):
        PbxLine.objects.update(seen_at=Moment(), up=True)
    assert said not in words(rini)


def test_a_channel_that_is_open_and_not_heard_is_said_and_a_closed_one_is_not(
    unit: Unit, rini: Staff
) -> None:
    with frame(UNIT):
        line = ChannelLine.objects.create(
            channel="sms",
            driver="gammu",
            data_key=new_key(KeyKind.SEALED),
            changed_at=Moment(),
            changed_by=rini.pk,
        )
    assert "SMS" not in words(rini)
    with frame(UNIT):
        ChannelLine.objects.filter(pk=line.pk).update(
            opened_at=Moment(), opened_by=rini.pk, looked_at=Moment(), seen_at=Moment(), up=True
        )
    assert "SMS hidup" in words(rini)
    with frame(UNIT):
        ChannelLine.objects.update(seen_at=Moment() - timedelta(seconds=121))
    assert "SMS diam atau rusak" in words(rini)


def test_the_console_and_the_wall_open_in_few_statements(
    unit: Unit,
    plan: Plan,
    rini: Staff,
    mission: Mission,
) -> None:
    for n in range(4):
        missed_call(rini, f"missed-{n}")
        emergency(unit)
    round_of(unit)
    browser = browser_of(rini)
    browser.get(CONSOLE)

    assert statements(browser, CONSOLE) <= 12
    browser.post("/meja/piket/")
    assert statements(browser, WALL) <= 12


def test_the_console_is_worked_by_keys_and_renews_itself(
    page: Page, units: dict[str, Unit], rini: Staff
) -> None:
    unit = units["kutim"]
    report = told(unit)
    sign_in(page, rini)
    page.goto(CONSOLE)
    expect(page.get_by_role("link", name=report.number)).to_be_visible()

    lost = missed_call(rini)  # somewhere else, meanwhile
    expect(page.get_by_role("link", name=lost)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=lost)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(lost))


@pytest.mark.parametrize(("width", "dark"), [(320, False), (768, True), (1440, True)])
def test_the_console_fits_every_screen(
    open_page: OpenPage, units: dict[str, Unit], rini: Staff, width: int, dark: bool
) -> None:
    emergency(units["kutim"])
    missed_call(rini)
    Heartbeat.objects.create(name=Beat.TICK, at=Moment())
    page = open_page(width=width, dark=dark)
    sign_in(page, rini)

    page.goto(CONSOLE)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
