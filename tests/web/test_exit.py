"""Leaving at once, in a real browser: by the button, by Shift, by taps, and without scripts."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from lindung.directory.models import Unit
from lindung.intake.services import drafts
from lindung.web.middleware import POLICY
from tests.browser import OpenPage

ANY_PUBLIC_PAGE = "/no-such-address/"  # the frame of every public page, with nothing in it
FORGET = "**/pesan/tutup/"


class Outside:
    """The neutral site and the address that forgets, played by the test; order is remembered."""

    def __init__(self, page: Page, *, forgets: bool = True) -> None:
        self.order: list[str] = []
        self.forgets = forgets
        page.route(FORGET, self._forget)
        page.route("https://**/*", self._neutral)

    def _forget(self, route: Route) -> None:
        self.order.append(f"forget by {route.request.method}")
        if not self.forgets:
            return  # never answers, as on a dying connection
        route.fulfill(status=302, headers={"Location": "https://www.google.com/"})

    def _neutral(self, route: Route) -> None:
        self.order.append("leave")
        route.fulfill(body="<title>Cuaca</title>", content_type="text/html")


def at_a_page(page: Page) -> Page:
    page.goto(ANY_PUBLIC_PAGE)
    return page


def test_the_button_forgets_first_and_then_leaves(page: Page) -> None:
    outside = Outside(page)
    at_a_page(page).locator("a.exit").click()

    expect(page).to_have_title("Cuaca")
    assert outside.order == ["forget by POST", "leave"]


def test_back_does_not_return_to_the_page(page: Page) -> None:
    Outside(page)
    page.goto("about:blank")
    at_a_page(page).locator("a.exit").click()
    expect(page).to_have_title("Cuaca")

    page.go_back()

    assert page.url == "about:blank"


def test_a_dying_connection_holds_nobody_back_and_the_page_is_covered_meanwhile(
    page: Page,
) -> None:
    outside = Outside(page, forgets=False)
    at_a_page(page).locator("a.exit").click()
    covered = page.locator(".exit-cover").is_visible()
    hidden = page.locator("main").is_hidden()
    named = page.title()

    expect(page).to_have_title("Cuaca", timeout=3_000)
    assert (covered, hidden, named) == (True, True, "Google")
    assert outside.order[-1] == "leave"


def test_shift_three_times_leaves_and_counts_aloud(page: Page) -> None:
    Outside(page)
    said = at_a_page(page).locator("[data-exit-status]")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Tutup cepat: tekan dua kali lagi.")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Tutup cepat: tekan sekali lagi.")
    page.keyboard.press("Shift")

    expect(page).to_have_title("Cuaca")


def test_capital_letters_do_not_leave(page: Page) -> None:
    outside = Outside(page)
    at_a_page(page)
    for _ in range(4):
        page.keyboard.press("Shift+A")

    expect(page.locator(".exit-cover")).to_have_count(0)
    assert outside.order == []


def test_three_quick_taps_on_the_top_bar_leave(page: Page) -> None:
    Outside(page)
    at_a_page(page).locator("[data-exit-bar]").click(position={"x": 8, "y": 8}, click_count=3)

    expect(page).to_have_title("Cuaca")


@pytest.mark.parametrize("where", [".bar__name", ".bar [hreflang=en]"])
def test_three_quick_taps_on_name_or_language_leave_too(open_page: OpenPage, where: str) -> None:
    page = open_page(width=320)
    Outside(page)
    at_a_page(page).locator(where).first.click(click_count=3)

    expect(page).to_have_title("Cuaca")


def test_one_tap_on_the_name_goes_where_it_says(page: Page) -> None:
    at_a_page(page).locator(".bar__name").click()

    expect(page).to_have_url(re.compile(r"localhost:\d+/$"))


def test_slow_taps_do_not_leave(page: Page) -> None:
    outside = Outside(page)
    bar = at_a_page(page).locator("[data-exit-bar]")
    for _ in range(3):
        bar.click(position={"x": 8, "y": 8})
        page.wait_for_timeout(700)

    assert outside.order == []


def test_the_first_thing_a_keyboard_reaches_are_the_skip_links_with_the_exit(page: Page) -> None:
    at_a_page(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.innerText")

    assert focused == "Tutup cepat"


def test_without_scripts_the_exit_is_a_link_that_the_content_policy_lets_through(
    open_page: OpenPage,
) -> None:
    page = open_page(javascript=False, width=320)
    Outside(page)
    page.goto(ANY_PUBLIC_PAGE)
    link = page.locator("a.exit")

    assert link.get_attribute("href") == "/pesan/tutup/"
    assert "form-action 'self'" in POLICY  # why it is a link: a form may not be sent elsewhere
    link.click()
    expect(page).to_have_title("Cuaca")


def test_the_exit_is_in_sight_and_large_enough_on_the_smallest_telephone(
    open_page: OpenPage,
) -> None:
    page = open_page(width=320, height=480)
    page.goto(ANY_PUBLIC_PAGE)
    page.evaluate("document.body.style.minHeight = '3000px'; scrollTo(0, 2000)")
    box = page.locator("a.exit").bounding_box()

    assert box is not None
    assert box["height"] >= 44
    assert box["x"] + box["width"] <= 320
    assert 0 <= box["y"] < 60


def test_leaving_forgets_the_answers_on_the_server_and_the_cookie_on_the_device(
    units: dict[str, Unit], page: Page
) -> None:
    page.route("https://**/*", lambda route: route.fulfill(body="<title>Cuaca</title>"))
    page.goto("/pesan/")
    page.locator("button.choice").first.click()
    page.wait_for_url("**/pesan/batas/**")
    (kept,) = page.context.cookies()
    before = drafts.read_draft(kept["value"])
    page.locator("a.exit").click()
    expect(page).to_have_title("Cuaca")

    assert before is not None
    assert drafts.read_draft(kept["value"]) is None
    assert page.context.cookies() == []
