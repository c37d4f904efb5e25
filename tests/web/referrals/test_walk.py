"""A hospital is asked, answers on a phone without an account and without scripts, and it ends."""

import pytest
from playwright.sync_api import Page, expect

from lindung.access.models import Staff
from lindung.casework.models import Case
from lindung.core.frame import frame
from lindung.referral import services
from lindung.referral.models import Referral
from lindung.response.models import Partner
from tests.browser import OpenPage, press, sign_in, violations
from tests.conftest import UNIT, at_work
from tests.referral.conftest import ASKED

ANSWER = "Sudah diperiksa."


def save(page: Page) -> None:
    press(page, ".form__end button")


def ask(page: Page, case: Case, partner: Partner, language: str) -> None:
    """Prepare a request, as somebody at the desk would."""
    page.goto(f"/meja/rujukan/{case.number}/?l={language}")
    assert violations(page) == []
    page.locator('a[href$="/baru/"]').first.click()
    page.locator("#id_partner").select_option(str(partner.pk))
    page.locator("#id_purpose").select_option("visum")
    page.locator("#id_asked").fill(ASKED)
    page.locator('input[name="items"][value="forms"]').check()
    assert violations(page) == []
    save(page)


def send(page: Page, case: Case) -> tuple[str, str]:
    """Look at what leaves, send it, and return link and code."""
    page.locator(f'a[href*="/meja/rujukan/{case.number}/"]').last.click()
    page.locator('a[href$="/kirim/"]').click()
    expect(page.get_by_text(ASKED)).to_be_visible()
    assert violations(page) == []
    page.locator("#id_letter_number").fill("400/17")
    save(page)
    link = page.locator("[data-copy]").inner_text()
    code = page.locator(".number b").inner_text()
    assert violations(page) == []
    with page.expect_download() as paper:
        page.locator('form[action$="/surat/"] button').click()
    assert paper.value.suggested_filename == "rujukan.pdf"
    return link, code


def answer(page: Page, link: str, code: str) -> None:
    """Answer as a doctor on duty would, on any phone; the first code is mistyped."""
    page.goto(link)
    page.locator("#id_code").fill("222 222")
    press(page, "main button >> nth=-1")
    expect(page.locator(".field--wrong")).to_have_count(1)
    page.locator("#id_code").fill(code)
    press(page, "main button >> nth=-1")
    expect(page.get_by_text(ASKED)).to_be_visible()
    for reply, words in (("accepted", ""), ("done", ANSWER)):
        page.locator(f'input[name="reply"][value="{reply}"]').check()
        page.locator("#id_by").fill("dr. Ani, IGD")
        page.locator("#id_words").fill(words)
        save(page)
        expect(page.locator(".notice--good")).to_be_visible()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_hospital_is_asked_answers_without_an_account_and_the_loop_closes(
    open_page: OpenPage, wati: Staff, agreed: Case, hospital: Partner, language: str
) -> None:
    page, theirs = open_page(width=360), open_page(width=320, javascript=False)
    sign_in(page, wati)
    ask(page, agreed, hospital, language)
    link, code = send(page, agreed)
    answer(theirs, link, code)

    page.goto(f"/meja/rujukan/{agreed.number}/")
    page.locator(f'a[href*="/meja/rujukan/{agreed.number}/"]').last.click()
    expect(page.get_by_text(ANSWER)).to_have_count(0)
    page.locator('form[action$="/buka/"] button').click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert violations(page) == []
    page.locator('form[action$="/akhiri/"] button').click()
    expect(page.locator(".notice--good")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_text(ASKED)).to_have_count(0)
    with frame(UNIT):
        assert Referral.objects.get().state == "ended"


def test_the_partners_pages_hinder_nobody_and_say_nothing_in_title_or_address(
    open_page: OpenPage, wati: Staff, prepared: Referral
) -> None:
    with at_work(wati):
        way = services.send(wati.actor(), prepared)
    page = open_page(width=320, dark=True)
    page.goto(f"/jawab/kutim/{way.secret}/")
    assert violations(page) == []
    page.locator("#id_code").fill(way.code)
    press(page, "main button >> nth=-1")
    expect(page.get_by_text(ASKED)).to_be_visible()

    assert violations(page) == []
    assert page.url.endswith("/jawab/")
    assert "K-2611" not in page.title()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_card_of_the_night_is_tried_by_one_button(
    open_page: OpenPage, rini: Staff, hospital: Partner
) -> None:
    page = open_page(width=320)
    sign_in(page, rini)
    page.goto("/meja/rujukan/mitra/")
    assert violations(page) == []
    page.locator('form[action$="/coba/"] button').first.click()

    expect(page.locator(".notice--good")).to_be_visible()
