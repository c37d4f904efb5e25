"""The duty phone's pages: two taps, a call in its order, a decision, nothing on a list."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.hotline.models.contact import CallBack, Contact, Flag
from lindung.intake.models import Report
from tests.conftest import UNIT
from tests.web.desk.conftest import Go, seen, statements

HOME = "/meja/piket/hp/"
NUMBER = "0812-5555-0101"
SECRETS = ("0812", "6281255550101", "Bu Yuli", "rumah ibunya")


def ring(browser: Client, channel: str = "phone", key: str = "") -> str:
    """Tap once; return the page of the contact."""
    return browser.post(HOME, {"channel": channel, "key": key or str(uuid4())})["Location"]


def only_contact() -> Contact:
    with frame(UNIT):
        return Contact.objects.select_related("report").get()


@pytest.fixture
def browser(go: Go, rini: Staff) -> Client:
    """Rini's telephone."""
    return go(rini)


def test_two_taps_save_a_call_that_tells_nothing(browser: Client) -> None:
    page = ring(browser)
    saved = browser.post(f"{page}jenis/", {"kind": "wrong_number"})

    assert saved["Location"] == HOME
    assert only_contact().kind == "wrong_number"
    assert "Wrong number" in seen(browser.get(HOME).content.decode())


def test_the_same_page_sent_twice_is_one_contact(browser: Client) -> None:
    key = str(uuid4())

    assert ring(browser, key=key) == ring(browser, key=key)


def test_the_first_question_is_whether_it_is_safe_to_talk(browser: Client) -> None:
    page = seen(browser.get(ring(browser)).content.decode())

    assert page.index("Is it safe to talk now?") < page.index("About herself")


def test_a_call_follows_lives_and_tells_the_limits_at_an_hour(browser: Client) -> None:
    page = ring(browser)
    browser.post(f"{page}jenis/", {"kind": "self"})
    before = browser.get(page).content.decode()
    heads = [one.strip() for one in re.findall(r"<h2>(.*?)</h2>", before)]
    browser.post(f"{page}batas/")
    after = seen(browser.get(page).content.decode())

    steps = ["Listen", "Inquire", "Validate", "Enhance safety", "Support"]
    assert [head for head in heads if head in steps] == steps
    told = only_contact().limits_told_at
    assert told is not None
    assert "Told at" in after


def test_a_yes_to_danger_makes_a_report_and_the_page_says_so(browser: Client) -> None:
    page = ring(browser)
    browser.post(f"{page}jenis/", {"kind": "other"})
    shown = browser.post(f"{page}jawaban/", {"danger": "yes", "words": "Teriak."}, follow=True)

    with frame(UNIT):
        report = Report.objects.get()
    assert report.emergency
    assert report.number in seen(shown.content.decode())


def test_a_contact_becomes_a_report_by_its_form(browser: Client) -> None:
    page = ring(browser)
    browser.post(f"{page}jenis/", {"kind": "self"})
    browser.post(f"{page}jawaban/", {"identifier": NUMBER})
    made = browser.post(f"{page}pengaduan/", {"about": "self", "words": "Dipukul."})

    report = only_contact().report
    assert report is not None
    assert made["Location"] == f"/meja/pengaduan/{report.number}/"


def test_a_silent_call_leads_to_the_decision_where_unknown_is_no(browser: Client) -> None:
    page = ring(browser)
    decide = browser.post(f"{page}jenis/", {"kind": "silent"})["Location"]
    shown = seen(browser.get(decide).content.decode())
    refused = browser.post(decide, {"choice": "call"})
    saved = browser.post(decide, {"choice": "wait"})

    assert decide.endswith("/keputusan/")
    assert "She may not be called now" in shown
    assert refused.status_code == 200
    assert saved["Location"] == HOME
    with frame(UNIT):
        assert CallBack.objects.get().choice == "wait"


def test_a_missed_call_is_decided_after_it_is_written_down(browser: Client) -> None:
    saved = browser.post(f"{HOME}tak-terjawab/", {"key": "k", "identifier": NUMBER, "began_at": ""})

    assert saved["Location"].endswith("/keputusan/")
    assert "Missed call" in seen(browser.get(HOME).content.decode())


def test_a_late_decision_is_red_here_and_in_my_tasks(browser: Client) -> None:
    browser.post(
        f"{HOME}tak-terjawab/",
        {"key": "k", "identifier": NUMBER, "began_at": "2026-01-05T03:00"},
    )

    tasks = browser.get("/meja/tugas/").content.decode()
    assert 'class="is-late"' in browser.get(HOME).content.decode()
    assert "Decide: call back or wait" in seen(tasks)
    assert re.search(r"/meja/piket/hp/H-[^\"]+/keputusan/", tasks)
    assert 'class="is-now"' in tasks


def test_lists_and_the_safe_message_hold_no_name_and_no_number(browser: Client) -> None:
    page = ring(browser)
    browser.post(f"{page}jenis/", {"kind": "self"})
    browser.post(f"{page}jawaban/", {"identifier": NUMBER, "words": "Di rumah ibunya."})
    browser.post(
        f"{page}aman/",
        {"channel": "call", "allowed": "yes", "message_allowed": "no", "code_word": "Bu Yuli"},
    )

    shown = browser.get(page).content.decode()
    for text in (
        shown,
        browser.get(HOME).content.decode(),
        browser.get("/meja/tugas/").content.decode(),
    ):
        assert not any(secret in text for secret in SECRETS)
    message = re.search(r'id="safe-message"[^>]*>([^<]*)<', shown)
    assert message is not None
    assert re.fullmatch(r"H-\d{4}-\w{5} · Make it a report, or end it", message[1])


def test_number_notes_and_safe_word_open_by_a_press_that_is_recorded(browser: Client) -> None:
    page = ring(browser)
    browser.post(f"{page}jenis/", {"kind": "self"})
    browser.post(f"{page}jawaban/", {"identifier": NUMBER, "words": "Di rumah ibunya."})
    browser.post(
        f"{page}aman/",
        {"channel": "call", "allowed": "yes", "message_allowed": "no", "code_word": "Bu Yuli"},
    )

    opened = browser.post(f"{page}buka/").content.decode()

    assert "+6281255550101" in opened
    assert "Di rumah ibunya." in opened
    assert "Bu Yuli" in opened
    assert browser.get(f"{page}buka/")["Location"] == page


def test_a_number_is_remembered_and_forgotten(browser: Client) -> None:
    browser.post(f"{HOME}tak-terjawab/", {"key": "k", "identifier": NUMBER})
    page = f"{HOME}{only_contact().number}/"
    browser.post(f"{page}tandai/", {"kind": "prank", "reason": "Anak-anak.", "days": "3"})
    shown = seen(browser.get(page).content.decode())
    browser.post(f"{page}hapus-tanda/")

    assert "Prank until" in shown
    with frame(UNIT):
        assert Flag.objects.get().lifted_at is not None


def test_the_codes_say_where_they_come_from_and_how_sure_they_are(browser: Client) -> None:
    page = seen(browser.get(f"{HOME}kode/").content.decode())

    for part in ("Child Helpline International", "SIMFONI", "general knowledge", "Mental health"):
        assert part in page


def test_the_pages_cost_at_most_twelve_statements(browser: Client) -> None:
    page = ring(browser)
    browser.post(f"{page}jenis/", {"kind": "self"})
    browser.post(f"{page}jawaban/", {"identifier": NUMBER})

    assert statements(browser, HOME) <= 12
    assert statements(browser, page) <= 12


def test_the_part_that_renews_itself_is_only_the_lists(browser: Client) -> None:
    part = browser.get(HOME, headers={"X-Live": "1"}).content.decode()

    assert "Wait for your decision" in part
    assert "<html" not in part
