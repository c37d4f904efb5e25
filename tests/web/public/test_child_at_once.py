"""A child whose browser keeps no cookies and runs no scripts; and a question read aloud."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from lindung.core.frame import frame
from lindung.intake.models import Attachment, Report
from tests.browser import OpenPage, violations
from tests.conftest import UNIT
from tests.web.public.test_telling import read, sentences
from tests.web.public.walking import Walker, code_on

pytestmark = pytest.mark.usefixtures("units")
ONE_PAGE = "/pesan/semua/pendek/"
WORDS = "Kanaria hijau terbang di atas Sangatta"
VOICES = """
window.said = [];
const speech = new EventTarget();
speech.voices = [{ lang: "id-ID", name: "Suara" }];
speech.getVoices = () => speech.voices;
speech.cancel = () => window.said.push("(diam)");
speech.speak = (one) => window.said.push([one.text, one.lang, one.voice.name]);
Object.defineProperty(window, "speechSynthesis", { value: speech, configurable: true });
window.SpeechSynthesisUtterance = class {
  constructor(text) { this.text = text; }
};
"""
NO_SPEECH = """
Object.defineProperty(window, "speechSynthesis", { value: undefined, configurable: true });
delete window.SpeechSynthesisUtterance;
"""


def only_report() -> Report:
    with frame(UNIT):
        return Report.objects.get()


def test_a_child_without_cookies_gets_its_own_page_and_not_the_one_of_grown_ups() -> None:
    child = Walker(cookies=False)
    child.see("/pesan/")
    child.press(about="child")
    assert child.at == ONE_PAGE
    assert "Kamu tidak salah." in child.page
    assert child.page.count('class="picture"') == 11
    assert "id_seen_on" not in child.page


def test_a_grown_up_without_cookies_still_gets_the_page_of_grown_ups() -> None:
    her = Walker(cookies=False)
    her.see("/pesan/")
    her.press(about="other")
    assert her.at == "/pesan/semua/"


def test_what_was_typed_before_the_cookie_was_lost_leads_to_the_same_page() -> None:
    child = Walker(cookies=False)
    child.see("/pesan/")
    child.press("/pesan/batas/", about="child")
    assert child.at == ONE_PAGE


def test_all_a_child_says_on_one_page_arrives_once_and_the_answer_shows_the_code() -> None:
    child = Walker(cookies=False)
    child.see(ONE_PAGE)
    sent = child.page
    said = {
        "danger": "no",
        "words": WORDS,
        "adult": "teacher",
        "adult_name": "Bu Melati",
        "channel": "mailbox",
        "subdistrict": "64.08.11",
        "place": "Dekat masjid",
    }
    child.press(**said, voice=SimpleUploadedFile("suara.ogg", b"OggS" + bytes(60)))
    code = code_on(child.page)
    assert WORDS not in child.page
    child.pages.append(sent)  # pressed twice: the same form again
    child.at = ONE_PAGE
    child.press(**said, voice=SimpleUploadedFile("suara.ogg", b"OggS" + bytes(60)))
    assert code_on(child.page) == code
    report = only_report()
    assert (report.about, report.child, report.area_id) == ("child", "yes", "64.08.11")
    assert read(report, "words") == WORDS
    assert "Bu Melati" in read(report, "needs")
    with frame(UNIT):
        assert Attachment.objects.count() == 1


def test_a_page_sent_empty_is_heard_too() -> None:
    child = Walker(cookies=False)
    child.see(ONE_PAGE)
    child.press()
    assert len(code_on(child.page)) == 16
    assert only_report().about == "child"


def test_a_wrong_file_loses_no_word_of_a_child() -> None:
    child = Walker(cookies=False)
    child.see(ONE_PAGE)
    child.press(words=WORDS, voice=SimpleUploadedFile("suara.exe", b"MZ" + bytes(60)))
    assert "suara.exe" in child.page
    assert WORDS in child.page


@pytest.mark.parametrize("language", ["id", "en"])
def test_on_its_one_page_a_child_reads_at_most_eight_words_a_sentence(language: str) -> None:
    child = Walker(cookies=False)
    child.see(f"{ONE_PAGE}?l={language}")
    child.press()
    assert [s for page in child.pages for s in sentences(page) if len(s.split()) > 8] == []


@pytest.mark.parametrize("javascript", [True, False])
def test_the_one_page_of_a_child_fits_a_small_phone_and_sends(
    open_page: OpenPage, *, javascript: bool
) -> None:
    page = open_page(javascript=javascript, width=320, dark=not javascript)
    page.goto(ONE_PAGE)
    if javascript:
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("label:has(input[name=danger][value=yes])").click()
    page.locator("#id_words").fill(WORDS)
    page.locator("main form .acts .button").click()
    expect(page.locator(".code-slip")).to_be_visible()
    assert only_report().emergency


# Reading aloud.


def at_the_limits(page: Page) -> Page:
    page.goto("/pesan/")
    page.locator("button[value=child]").click()
    expect(page.get_by_role("heading", name="Kami mendengarkanmu")).to_be_visible()
    return page


def test_listen_reads_the_words_beside_it_in_the_language_of_the_page(page: Page) -> None:
    page.add_init_script(VOICES)
    at_the_limits(page).get_by_role("button", name="Dengarkan").click()
    silence, (text, language, voice) = page.evaluate("window.said")
    assert silence == "(diam)"  # whatever was being said stops first
    assert "Kamu tidak salah." in text
    assert (language, voice) == ("id", "Suara")


def test_listen_comes_when_the_voices_come_later_and_only_once(page: Page) -> None:
    page.add_init_script(VOICES + "speech.voices = [];")
    at_the_limits(page)
    listen = page.get_by_role("button", name="Dengarkan")
    expect(listen).to_have_count(0)
    page.evaluate(
        """() => {
          speechSynthesis.voices = [{ lang: "id-ID", name: "Suara" }];
          speechSynthesis.dispatchEvent(new Event("voiceschanged"));
          speechSynthesis.dispatchEvent(new Event("voiceschanged"));
        }"""
    )
    expect(listen).to_have_count(1)


@pytest.mark.parametrize(
    "browser_has",
    [NO_SPEECH, VOICES + "speech.voices = [];", VOICES + "speech.voices[0].lang = 'ja-JP';"],
    ids=["no speech", "no voices", "no voice of this language"],
)
def test_where_nothing_can_be_read_aloud_no_button_promises_it_and_all_else_works(
    page: Page, browser_has: str
) -> None:
    page.add_init_script(browser_has)
    at_the_limits(page).locator("main form .acts .button").click()
    expect(page).to_have_url("/pesan/kini/")
    page.locator("label:has(input[value=no])").click()
    page.locator("main form .acts .button").first.click()
    expect(page).to_have_url("/pesan/cerita/")
    expect(page.get_by_role("button", name="Rekam suaraku")).to_be_visible()
    expect(page.get_by_role("button", name="Dengarkan")).to_have_count(0)


def test_a_voice_that_fails_keeps_nobody_from_going_on(page: Page) -> None:
    page.add_init_script(VOICES + "speech.speak = () => { throw new Error('tidak bisa'); };")
    at_the_limits(page).get_by_role("button", name="Dengarkan").click()
    expect(page.get_by_role("button", name="Dengarkan")).to_have_count(0)  # it goes quietly
    page.locator("main form .acts .button").click()
    expect(page).to_have_url("/pesan/kini/")
