"""The main job in a real browser: a telling becomes a case, and the case ends."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from lindung.access.models import Staff
from lindung.casework.codes import Check
from lindung.casework.models import Case
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.intake.models import Report
from tests.browser import OpenPage, press, sign_in, violations
from tests.conftest import UNIT

pytestmark = pytest.mark.usefixtures("units")
WORDS = "Suami saya memukul saya lagi tadi malam."
WITA = ZoneInfo("Asia/Makassar")
NINE = {
    "register_class": "ktp",
    "initials": "S.A.",
    "sex": "F",
    "age_band": "25-44",
    "area": "64.08.04",
    "forms": "physical",
    "relation": "spouse",
    "risk": "high",
}  # and the manager, who is whoever opens it
INDONESIAN = re.compile(r"\b(?:Anda|dan|yang|tidak|kode|pesan|kami|sudah)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:the|and|you|your|not|we|with|code)\b", re.IGNORECASE)
WALKS = [("id", True), ("en", False)]  # language, and whether scripts run


def tell(page: Page, language: str = "id", *, look: bool = False) -> str:
    """Tell at the public door that there is danger now, and return the report's number."""
    page.goto(f"/pesan/semua/?l={language}")
    reads(page, language, look=look)
    page.locator("#id_words").fill(WORDS)
    page.locator('input[name="danger"][value="yes"]').check()
    page.locator("main form button").first.click()
    expect(page.locator(".code-slip, button[name=send]").first).to_be_visible()
    if page.locator("button[name=send]").count():
        reads(page, language, look=look)
        page.locator("button[name=send]").click()
    expect(page.locator(".code-slip")).to_be_visible()
    reads(page, language, look=look)
    with frame(UNIT):
        return Report.objects.get().number


def reads(page: Page, language: str, *, look: bool) -> None:
    """Find a page of the public door in one language only, and open to everybody."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    words = page.locator("main").inner_text()
    foreign = INDONESIAN if language == "en" else ENGLISH
    assert not foreign.findall(words), page.url
    no_barrier(page, look=look)


def desk(open_page: OpenPage, staff: Staff, language: str, *, javascript: bool) -> Page:
    """Open the desk of somebody who is signed in."""
    page = open_page(javascript=javascript)
    sign_in(page, staff)
    page.goto(f"/meja/?l={language}")
    return page


def go(page: Page, act: str) -> None:
    """Follow the link or button that leads to an address."""
    page.locator(f'main a[href*="{act}"], main form[action*="{act}"] button').first.click()


def choose(page: Page, **fields: str) -> None:
    """Answer fields by their names: lists, choices and texts alike."""
    for name, value in fields.items():
        page.locator(f'main [name="{name}"]').first.wait_for(state="attached")  # counting waits not
        choice = page.locator(f'main input[name="{name}"][value="{value}"]')
        if choice.count():
            choice.check()
        elif page.locator(f'main select[name="{name}"]').count():
            page.locator(f'main select[name="{name}"]').select_option(value)
        else:
            page.locator(f'main [name="{name}"]').fill(value)


def save(page: Page) -> None:
    """Send the form, and find no field wrong."""
    press(page, ".form__end button")
    expect(page.locator(".field--wrong")).to_have_count(0)


def no_barrier(page: Page, *, look: bool = True) -> None:
    """Find nothing wrong for people with disabilities; looking itself needs scripts."""
    assert not look or violations(page) == [], page.url


def works_as_operator(page: Page, number: str, *, look: bool) -> None:
    """See the alarm, take the report, open it, triage it and answer."""
    expect(page.locator('[data-alarm="ring"]')).to_be_visible()
    no_barrier(page, look=look)
    page.get_by_role("link", name=number, exact=True).click()
    no_barrier(page, look=look)
    go(page, "/tangani/")
    expect(page.get_by_text(WORDS)).to_have_count(0)
    go(page, "/buka/")
    expect(page.get_by_text(WORDS)).to_be_visible()
    no_barrier(page, look=look)
    go(page, "/triase/")
    no_barrier(page, look=look)
    choose(page, case_types="ktp", forms="physical", relation="spouse")
    save(page)
    page.locator("#id_words").fill("Kami sudah membaca pesan Anda.")
    page.locator('form[action*="/balas/"] button').click()
    expect(page.locator(".notice--good")).to_be_visible()
    page.goto("/meja/")
    expect(page.locator('[data-alarm="ring"]')).to_have_count(0)


def works_as_manager(page: Page, number: str, *, look: bool) -> None:
    """Open a case, promise something, keep it, and ask for the end of service."""
    page.goto(f"/meja/pengaduan/{number}/kasus/")
    no_barrier(page, look=look)
    choose(page, **NINE)
    save(page)
    no_barrier(page, look=look)
    go(page, "/rencana/")
    due = f"{now().astimezone(WITA) + timedelta(days=1):%Y-%m-%dT%H:%M}"
    choose(page, service="counselling", due_at=due)
    save(page)
    go(page, "?janji=")
    no_barrier(page, look=look)
    save(page)
    go(page, "/terminasi/")
    choose(page, reason="goals_met", words="Ia aman.", **dict.fromkeys(Check.values, "yes"))
    no_barrier(page, look=look)
    save(page)


def works_as_head(page: Page, *, look: bool) -> None:
    """Read why, and agree."""
    page.goto("/meja/tugas/")
    no_barrier(page, look=look)
    page.locator('main a[href^="/meja/tugas/"]').first.click()
    no_barrier(page, look=look)
    choose(page, granted="yes")
    save(page)


@pytest.mark.parametrize(("language", "javascript"), WALKS)
def test_a_telling_becomes_an_alarm_a_case_a_promise_a_service_and_an_end(
    open_page: OpenPage, rini: Staff, wati: Staff, sari: Staff, language: str, *, javascript: bool
) -> None:
    number = tell(open_page(javascript=javascript, width=360), language, look=javascript)

    at_desk = desk(open_page, rini, language, javascript=javascript)
    works_as_operator(at_desk, number, look=javascript)
    manager = desk(open_page, wati, language, javascript=javascript)
    works_as_manager(manager, number, look=javascript)
    head = desk(open_page, sari, language, javascript=javascript)
    works_as_head(head, look=javascript)

    with frame(UNIT):
        case = Case.objects.get()
    assert case.stage == "closed"
    head.goto(f"/meja/kasus/{case.number}/")
    no_barrier(head, look=javascript)


def test_a_new_telling_appears_on_an_open_desk_by_itself(open_page: OpenPage, rini: Staff) -> None:
    watching = desk(open_page, rini, "id", javascript=True)
    expect(watching.locator('[data-alarm="ring"]')).to_have_count(0)
    watching.wait_for_timeout(500)

    number = tell(open_page(width=360))

    expect(watching.get_by_role("link", name=number, exact=True)).to_be_visible()
    expect(watching.locator('[data-alarm="ring"]')).to_be_visible()


def test_a_report_is_entered_by_the_keyboard_alone(open_page: OpenPage, rini: Staff) -> None:
    page = desk(open_page, rini, "id", javascript=True)
    page.goto("/meja/pengaduan/baru/")
    expect(page.locator("#id_words")).to_be_focused()

    page.keyboard.type("Tetangga menangis tiap malam.")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".notice--good")).to_be_visible()
    with frame(UNIT):
        assert Report.objects.get().channel == "phone"


def test_lists_and_screening_are_worked_by_single_keys(open_page: OpenPage, rini: Staff) -> None:
    tell(open_page(width=360))
    page = desk(open_page, rini, "id", javascript=True)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("P-")
    go(page, "/skrining/")
    expect(page).to_have_url(re.compile("/skrining/$"))
    page.wait_for_load_state()  # its script listens from then on
    page.keyboard.press("1")
    for _ in range(9):
        page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/triase/$"))
    with frame(UNIT):
        assert Report.objects.get().emergency
    page.keyboard.press("Escape")
    page.goto("/meja/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile("/meja/tugas/$"))


def test_a_report_taken_by_mistake_is_given_back_by_one_key(
    open_page: OpenPage, rini: Staff
) -> None:
    number = tell(open_page(width=360))
    page = desk(open_page, rini, "id", javascript=True)
    page.goto(f"/meja/pengaduan/{number}/")
    go(page, "/tangani/")
    expect(page.get_by_role("button", name="Urungkan")).to_be_visible()
    page.wait_for_load_state()  # its script listens from then on
    no_barrier(page)

    page.keyboard.press("u")

    expect(page.locator('main form[action*="/tangani/"]')).to_be_visible()
    page.goto("/meja/")
    expect(page.locator('[data-alarm="ring"]')).to_be_visible()


@pytest.mark.parametrize("width", [320, 720])  # 720: what 200 % zoom leaves of 1440
def test_nothing_runs_out_of_a_narrow_screen(open_page: OpenPage, rini: Staff, width: int) -> None:
    number = tell(open_page(width=360))
    page = open_page(width=width, dark=True)
    sign_in(page, rini)
    report = f"/meja/pengaduan/{number}/"
    for address in ("/meja/", "/meja/pengaduan/baru/", report, f"{report}triase/", "/meja/tugas/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        no_barrier(page)


def test_the_unit_keeps_its_name_readable_on_a_phone_while_something_is_late(
    open_page: OpenPage, rini: Staff
) -> None:
    page = open_page(width=320)
    page.route("**/healthz", lambda route: route.fulfill(json={"status": "late"}))
    sign_in(page, rini)
    page.goto("/meja/")
    expect(page.locator(".health__words")).to_be_visible()

    unit = page.locator(".top__unit").bounding_box()
    assert unit is not None
    assert unit["width"] > 100
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_duty_phone_rota_calls_and_missions_fit_a_cheap_phone_and_everybody(
    open_page: OpenPage, sari: Staff
) -> None:
    number = tell(open_page(width=360))
    page = open_page(width=320)
    sign_in(page, sari)
    page.goto("/meja/piket/hp/")
    page.get_by_role("button", name="Telepon", exact=True).click()
    page.wait_for_url("**/meja/piket/hp/H-*/")
    duty = ("jadwal/", "jadwal/rencana/", "telepon/", "serah-terima/", "panggilan/")
    more = ("panggilan/keadaan/", "panggilan/aturan/")
    others = ("/meja/penugasan/", f"/meja/penugasan/untuk/{number}/", "/meja/register/")
    for address in (page.url, *(f"/meja/piket/{one}" for one in (*duty, *more)), *others):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        no_barrier(page)
