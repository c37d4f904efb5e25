"""The public door in a real browser: with and without scripts, by keyboard, for screen readers."""

import pytest
from playwright.sync_api import Page, Route, expect

from lindung.core.frame import frame
from lindung.intake.models import Attachment, Draft, Report
from tests.browser import OpenPage, violations
from tests.conftest import UNIT

pytestmark = pytest.mark.usefixtures("units")
WORDS = "Kanaria hijau terbang di atas Sangatta"
SOUND = """
navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const out = context.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  return out.stream;
};
"""  # a real stream and a real recorder, without a microphone


def name_of(page: Page) -> str:
    page.wait_for_load_state("load")
    return page.url.split("/pesan/")[1].split("/")[0] or "start"


def walk(page: Page, about: str, *, look: bool = False) -> list[str]:
    """Go through a whole way by the buttons that are there; return what axe finds on it."""
    found: list[str] = []
    page.goto("/")
    page.get_by_text("Kirim pesan", exact=True).click()
    page.locator("main a.button").click()
    while (name := name_of(page)) != "terkirim":
        if look:
            found += [f"{name}: {one}" for one in violations(page)]
        if name == "start":
            page.locator(f"button[value={about}]").click()
        elif name in {"sekarang", "orang"}:
            page.locator("button[value=yes]").click()
        elif name == "kini":
            page.locator("label:has(input[value=yes])").click()
            page.locator("main form .acts .button").first.click()
        elif name == "hubungi":
            page.locator("label:has(input[value=call])").click()
            page.locator("#id_phone").fill("0812 3456 7890")
            page.locator("main form .acts .button").first.click()
        else:
            if name == "cerita":
                page.locator("#id_words").fill(WORDS)
            page.locator("main form .acts .button").first.click()
    return found + (violations(page) if look else [])


@pytest.mark.parametrize("about", ["self", "child", "professional", "staff_complaint", "other"])
def test_each_way_can_be_walked_by_touch_and_has_no_barrier(
    open_page: OpenPage, about: str
) -> None:
    page = open_page(width=320)
    assert walk(page, about, look=True) == []
    expect(page.locator(".code-slip")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("about", ["self", "child"])
def test_each_way_works_without_scripts_and_in_the_dark(open_page: OpenPage, about: str) -> None:
    page = open_page(javascript=False, width=320, dark=True)
    walk(page, about)
    expect(page.locator(".code-slip")).to_be_visible()
    with frame(UNIT):
        assert Report.objects.get().about == about


def test_the_help_numbers_open_by_one_tap_without_scripts(open_page: OpenPage) -> None:
    page = open_page(javascript=False, width=320)
    page.goto("/")
    expect(page.locator('a[href="tel:110"]')).to_be_hidden()
    page.locator("summary").click()
    expect(page.locator('a[href="tel:110"]')).to_be_visible()


def test_the_keyboard_alone_sends_a_message_and_reads_the_box(page: Page) -> None:
    page.goto("/pesan/")
    page.locator("button[value=self]").focus()
    page.keyboard.press("Enter")
    page.locator("main form .button").focus()
    page.keyboard.press("Enter")
    page.locator("#id_words").focus()
    page.keyboard.type(WORDS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/pesan/sekarang/")
    page.goto("/pesan/kirim/")
    page.locator("button[name=send]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".code-slip")).to_be_visible()
    code = " ".join(page.locator(".code-slip b span").all_inner_texts())
    page.goto("/pesan/lanjut/")
    page.locator("#id_code").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/pesan/kotak/?c=1")
    assert violations(page) == []
    assert WORDS not in page.content()


def test_pages_beside_the_way_have_no_barrier(page: Page) -> None:
    for address in ("/", "/pesan/aman/", "/pesan/peramban/", "/pesan/semua/", "/pesan/lanjut/"):
        page.goto(address)
        assert violations(page) == [], address
    page.locator("main form button").first.click()
    assert violations(page) == []


def test_a_child_can_record_its_voice(open_page: OpenPage) -> None:
    page = open_page(width=320)
    page.add_init_script(SOUND)
    page.goto("/pesan/")
    page.locator("button[value=child]").click()
    page.locator("main form .button").click()
    page.get_by_text("Lewati", exact=True).click()
    page.get_by_text("Rekam suaraku").click()
    page.wait_for_timeout(700)
    page.get_by_text("Berhenti merekam").click()
    expect(page.get_by_text("Suaramu sudah terekam.")).to_be_visible()
    page.locator("main form .acts .button").first.click()
    expect(page).to_have_url("/pesan/teman/")
    page.goto("/pesan/kirim/")
    page.locator("button[name=send]").click()
    expect(page.locator(".code-slip")).to_be_visible()
    with frame(UNIT):
        assert Attachment.objects.get().kind == "audio/webm"


@pytest.mark.parametrize("javascript", [True, False])
def test_after_the_exit_nothing_is_left_here_or_there(
    open_page: OpenPage, *, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    page.route("https://**/*", neutral)
    page.goto("/pesan/")
    page.locator("button[value=self]").click()
    page.locator("main form .button").click()
    page.locator("#id_words").fill(WORDS)
    page.locator("main form .button").first.click()
    expect(page).to_have_url("/pesan/sekarang/")
    page.locator("a.exit").click()
    expect(page).to_have_title("Cuaca")
    assert Draft.objects.count() == 0
    assert page.context.cookies() == []
    page.go_back()
    page.wait_for_load_state("load")
    assert WORDS not in page.content()
    page.goto("/pesan/cerita/")
    expect(page).to_have_url("/pesan/")


def neutral(route: Route) -> None:
    route.fulfill(body="<title>Cuaca</title>", content_type="text/html")


def test_only_one_cookie_is_on_the_device_and_nothing_else(page: Page) -> None:
    walk(page, "self")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["v"]
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
