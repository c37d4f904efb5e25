"""A talk in a real browser: she writes, an officer answers, it appears by itself, she leaves."""

from playwright.sync_api import expect

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.models import Thread
from tests.browser import OpenPage
from tests.conftest import UNIT
from tests.web.public.test_chat import officer_answers, open_chat


def test_words_go_both_ways_without_a_reload_and_leaving_leaves_nothing(
    open_page: OpenPage, units: dict[str, Unit], sari: Staff, rini: Staff
) -> None:
    open_chat(units["kutim"], sari)
    page = open_page(width=320)
    page.goto("/pesan/obrolan/")
    expect(page.get_by_role("heading", name="Batas kerahasiaan")).to_be_visible()
    page.get_by_role("button", name="bisa menulis dengan aman").click()
    page.wait_for_url("**/tulis/")  # its script too: before it, the keys only write

    words = page.get_by_label("Pesan Anda")
    words.fill("Suami saya mengunci pintu")
    words.press("Control+Enter")
    expect(page.get_by_text("Suami saya mengunci pintu")).to_be_visible()
    expect(page.get_by_text("Pesan sudah sampai")).to_be_visible()
    officer_answers(rini, "Saya di sini. Aman berbicara?")
    expect(page.get_by_text("Saya di sini. Aman berbicara?")).to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.reload()
    expect(page.get_by_text("Saya di sini. Aman berbicara?")).to_be_visible()
    expect(page.get_by_text("Suami saya mengunci pintu")).to_have_count(0)
    page.request.post("/pesan/tutup/", max_redirects=0)
    page.goto("/pesan/obrolan/tulis/")
    expect(page).to_have_url("/pesan/obrolan/")
    with frame(UNIT):
        assert Thread.objects.get().safe == "no"
