"""A shift's change on a cheap phone: the list of calls is compared, a chat sealed and deleted."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.models.contact import CallBack, ChatImport, Contact
from lindung.hotline.services import call
from lindung.hotline.services.contact import open_contact, sort_contact
from tests.browser import OpenPage, sign_in, violations
from tests.conftest import UNIT, at_work

PHONE = "/meja/piket/hp/"
pytestmark = pytest.mark.usefixtures("units")
SHOTS = os.environ.get("LINDUNG_SHOTS", "")
CHAT = "24/11/26 03.05 - Ibu Y: Tolong saya\njangan balas dulu\n24/11/26 03.06 - Ibu Y: ya\n"


def stood(minutes: int) -> str:
    return f"{now() - timedelta(minutes=minutes) + timedelta(hours=8):%d/%m/%Y %H.%M}"


def fits(page: Page, name: str, width: int) -> None:
    """Say that a page fits its screen and that axe finds nothing."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}_{width}.png"), full_page=True)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture
def chat(units: dict[str, Unit], rini: Staff) -> Contact:
    """A chat of the duty phone that is a report."""
    with at_work(rini):
        one = open_contact(rini.actor(), channel="whatsapp", key="chat")
        sort_contact(rini.actor(), one, "self")
        one = Contact.objects.get(pk=one.pk)
        call.report_contact(rini.actor(), units["kutim"], one, words="Ia menulis lewat WA.")
        return one


@pytest.mark.parametrize(("width", "dark", "language"), [(320, True, "id"), (1280, False, "en")])
def test_the_list_of_calls_leads_to_a_decision(
    open_page: OpenPage,
    rini: Staff,
    width: int,
    dark: bool,  # a line of the table
    language: str,
) -> None:
    page = open_page(width=width, dark=dark)
    sign_in(page, rini)
    page.goto(f"{PHONE}?l={language}")
    page.locator("a[href$='/daftar-panggilan/']").click()
    fits(page, "log_empty", width)
    lines = [
        f"0812-5555-0101\nPanggilan tak terjawab, {stood(40)}",
        f"0813-5555-0102\nPanggilan masuk {stood(30)}\n2 mnt 4 dtk",
        f"0549-555-0103\nPanggilan keluar {stood(20)}",
        "coretan yang tidak terbaca",
    ]
    page.locator("textarea").fill("\n\n".join(lines))
    page.locator("main form button[type=submit]").click()

    expect(page.locator("tr.is-now")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("coretan yang tidak terbaca")
    fits(page, "log", width)
    page.locator("tr.is-now a").click()
    expect(page).to_have_url(re.compile(r"/keputusan/$"))
    page.locator("input[name=choice][value=wait]").check()
    page.locator("main form button[type=submit]").last.click()
    expect(page).not_to_have_url(re.compile(r"/keputusan/$"))
    with frame(UNIT):
        assert CallBack.objects.get().choice == "wait"
        assert Contact.objects.count() == 2


@pytest.mark.parametrize(("width", "dark", "language"), [(320, False, "id"), (1280, True, "en")])
def test_a_chat_is_sealed_then_its_deletion_from_the_phone_is_said(
    open_page: OpenPage,
    chat: Contact,
    rini: Staff,
    width: int,
    dark: bool,  # a line of the table
    language: str,
) -> None:
    export = FilePayload(
        name="Chat WhatsApp dengan Ibu Y.txt", mimeType="text/plain", buffer=CHAT.encode()
    )
    page = open_page(width=width, dark=dark)
    sign_in(page, rini)
    page.goto(f"{PHONE}{chat.number}/?l={language}")
    page.locator("a[href$='/obrolan/']").first.click()
    fits(page, "chat_empty", width)
    page.locator("input[type=file]").set_input_files(export)
    page.locator("form[enctype] button[type=submit]").click()

    expect(page.locator("form[action$='/terhapus/']")).to_have_count(1)
    expect(page.locator("main")).not_to_contain_text("Tolong")
    fits(page, "chat", width)
    page.locator("form[action*='/obrolan/']:not([action$='/terhapus/']) button").click()
    expect(page.locator("main")).to_contain_text("Tolong saya")
    fits(page, "chat_words", width)
    page.locator("header a").last.click()
    page.locator("form[action$='/terhapus/'] button").click()
    expect(page.locator("form[action$='/terhapus/']")).to_have_count(0)
    with frame(UNIT):
        assert ChatImport.objects.get().deleted_by == rini.pk
