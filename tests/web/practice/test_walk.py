"""A walk in a real browser, in a real house: going to practise, taking a report, coming back."""

import re

import pytest
from playwright.sync_api import Page, expect

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.intake.models import Report
from lindung.jobs.outbox import drain
from tests.browser import OpenPage, sign_in, violations
from tests.conftest import UNIT
from tests.web.practice.conftest import invented, place_of_practice

SIZES = [(320, False), (768, True), (1440, False)]


def enter(page: Page) -> None:
    """Go to practise from one's account, and wait for the invented cases."""
    page.goto("/akun/")
    page.get_by_role("link", name="Mode latihan").click()
    page.get_by_role("button", name="Mulai berlatih").click()
    expect(page).to_have_url(re.compile("/latihan/meja/$"))
    drain()
    page.reload()
    expect(page.get_by_text("LATIHAN — kasus rekaan")).to_be_visible()


def test_somebody_practises_takes_a_report_and_comes_back(page: Page, officer: Staff) -> None:
    sign_in(page, officer)
    enter(page)

    page.get_by_role("link", name="Catat pengaduan").first.click()
    page.locator('[name="words"]').fill("Tetangga rekaan.")
    page.locator(".form__end button").click()
    expect(page).to_have_url(re.compile("/latihan/meja/pengaduan/P-COBA-"))
    expect(page).to_have_title(re.compile("^Latihan · P-COBA-"))
    page.get_by_role("button", name="Keluar dari latihan").click()

    expect(page).to_have_url(re.compile("localhost:[0-9]+/meja/$"))
    expect(page.get_by_text("Ini pekerjaan sungguhan lagi.")).to_be_visible()
    expect(page.locator(".practice")).to_have_count(0)
    assert len(invented(entered_by=officer.pk, words__isnull=False)) >= 1
    with frame(UNIT):
        assert not Report.objects.exists()
        assert Trail.objects.filter(action="access.leave_practice").count() == 1


def test_the_way_in_and_out_needs_no_mouse_and_no_script(
    open_page: OpenPage, officer: Staff
) -> None:
    page = open_page(javascript=False)
    sign_in(page, officer)
    page.goto("/latihan/")

    page.get_by_role("button", name="Mulai berlatih").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/latihan/meja/$"))
    leave = page.get_by_role("button", name="Keluar dari latihan")
    for _ in range(3):  # the skip link, then the bar: nothing stands before the way out
        page.keyboard.press("Tab")
        if leave.evaluate("button => button === document.activeElement"):
            break
    expect(leave).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("localhost:[0-9]+/meja/$"))


@pytest.mark.parametrize(("width", "dark"), SIZES)
def test_the_pages_are_fit_for_everybody_at_every_width(
    width: int, dark: bool, open_page: OpenPage, officer: Staff
) -> None:
    page = open_page(width=width, dark=dark)
    sign_in(page, officer)
    page.goto("/latihan/")
    assert violations(page) == []
    enter(page)

    bar = page.locator(".practice")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert violations(page) == []
    assert not page.evaluate(wide)
    page.evaluate("window.scrollTo(0, 600)")
    expect(bar).to_be_in_viewport()


def test_two_tabs_stay_what_they_were(page: Page, officer: Staff) -> None:
    sign_in(page, officer)
    page.goto("/meja/pengaduan/baru/")
    page.locator('[name="words"]').fill("Sungguhan: ia dipukul.")

    other = page.context.new_page()
    enter(other)
    page.locator(".form__end button").click()

    expect(page).to_have_url(re.compile(r"localhost:[0-9]+/meja/pengaduan/P-[0-9]{4}-"))
    with frame(UNIT):
        assert Report.objects.count() == 1


def test_a_real_emergency_is_told_in_an_open_page_of_practice(
    page: Page, officer: Staff, real_report: Report
) -> None:
    with frame(UNIT):
        Report.objects.update(looked_at=None, handled_by=None, state="received")
    sign_in(page, officer)
    enter(page)

    expect(page.get_by_text("SUNGGUHAN: ada darurat")).to_be_visible()
    assert place_of_practice() is not None
