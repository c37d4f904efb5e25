"""A channel is connected, looked at, opened; somebody writes; an officer answers; it leaves."""

import pytest
from playwright.sync_api import Page, expect

from lindung.access.codes import Role
from lindung.core.frame import frame
from lindung.hotline.letters import beat, send_letters
from lindung.hotline.models import Letter
from lindung.intake.models import Report
from tests.browser import OpenPage, sign_in, violations
from tests.conftest import PASSWORD, UNIT, hire
from tests.hotline.lines.conftest import Opens, Postman, Writes

QUESTION = "Pesan diterima. Aman dibalas di sini? Balas YA atau TIDAK."


def _prove(page: Page) -> None:
    """Say the password again where a page asks who is there."""
    expect(page.locator("main form button[type=submit]").first).to_be_visible()
    expect(page.locator("#id_database, input[name=password]").first).to_be_visible()
    if page.locator("input[name=password]").count():
        page.fill("input[name=password]", PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator("#id_database")).to_be_visible()


@pytest.mark.usefixtures("units")
def test_the_head_connects_looks_at_a_phone_and_opens(live_url: str, open_page: OpenPage) -> None:
    head = hire("Kepala", UNIT, Role.UNIT_HEAD, password=PASSWORD)
    page = open_page(width=320)
    sign_in(page, head)
    page.goto(f"{live_url}/pengaturan/saluran/")
    page.locator("a[href$='/saluran/sms/']").click()
    _prove(page)
    assert violations(page) == []
    page.fill("#id_database", "/var/lib/gammu/smsd.db")
    page.locator("main form button[type=submit]").click()
    page.locator("a[href$='/sms/pertanyaan/']").click()
    page.fill("#id_question", QUESTION)
    page.locator("main form button[type=submit]").click()
    page.locator("a[href$='/sms/lihat/']").click()
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.locator("main form button[type=submit]").click()
    page.locator("form[action$='/sms/buka/'] button").click()
    expect(page.locator("main .state--stopped")).to_have_count(1)  # nobody listens yet
    beat(UNIT, "sms")
    page.reload()
    expect(page.locator("main .state--stopped")).to_have_count(0)


@pytest.mark.usefixtures("units")
def test_an_operator_reads_and_answers_whoever_wrote(
    live_url: str, open_page: OpenPage, opens: Opens, writes: Writes, postman: Postman
) -> None:
    opens(question=QUESTION)
    writes("Suami saya mengunci pintu")
    send_letters(UNIT, "sms", postman)
    assert postman.carried[0].words == QUESTION
    writes("YA")
    with frame(UNIT):
        number = Report.objects.get().number

    operator = hire("Petugas", UNIT, Role.OPERATOR)
    desk = open_page(width=320)
    sign_in(desk, operator)
    desk.goto(f"{live_url}/meja/pengaduan/{number}/")
    desk.locator("form[action$='/buka/'] button").first.click()
    expect(desk.locator("main")).to_contain_text("Suami saya mengunci pintu")
    expect(desk.locator("main")).to_contain_text("YA")
    assert violations(desk) == []
    desk.locator("a[href$='/balas/']").last.click()
    desk.fill("#id_words", "Kami di sini. Bisa bicara?")
    desk.locator("main form button[type=submit]").last.click()
    expect(desk.locator(".notice--good").first).to_be_visible()
    send_letters(UNIT, "sms", postman)
    assert postman.carried[-1].words == "Kami di sini. Bisa bicara?"
    with frame(UNIT):
        assert Letter.objects.get(kind="reply").state == "sent"
    desk.goto(f"{live_url}/meja/pengaduan/{number}/")
    desk.locator("form[action$='/buka/'] button").first.click()
    expect(desk.locator("main")).to_contain_text("terkirim")
