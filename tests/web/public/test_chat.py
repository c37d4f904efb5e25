"""Talking on our own site: limits first, a report that calls, answers while she is there only."""

import re

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.adapters.widget import Widget
from lindung.hotline.letters import OpenLine, send_letters
from lindung.hotline.models import ChannelLine, Contact, Letter, Thread
from lindung.hotline.services import connect, lines
from lindung.intake.models import Message, Report
from lindung.intake.queries import read_report
from tests.conftest import UNIT, at_work

pytestmark = pytest.mark.django_db
START, TALK, ANSWERS = "/pesan/obrolan/", "/pesan/obrolan/tulis/", "/pesan/obrolan/jawaban/"


def open_chat(unit: Unit, head: Staff) -> None:
    """Let the head open the chat, and somebody listen."""
    with at_work(head):
        line = connect.connect_line(
            head.actor(), unit, channel="chat", driver="widget", settings={}
        )
        connect.look_at_line(head.actor(), line)
        connect.open_line(head.actor(), line)
        ChannelLine.objects.update(up=True, seen_at=Moment())


def says(her: Client, words: str, *, name: str = "") -> int:
    """Write as the page does."""
    page = her.get(TALK).content.decode()
    given = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))
    told = given | {"words": words} | ({"name": name} if name else {})
    return her.post(TALK, told).status_code


def officer_answers(rini: Staff, words: str) -> None:
    with at_work(rini):
        thread = Thread.objects.select_related("contact__person", "contact__report").get()
        lines.answer_thread(rini.actor(), thread, words=words)
    with frame(UNIT):
        line = ChannelLine.objects.get(channel="chat")
    send_letters(UNIT, "chat", Widget(OpenLine(UNIT, line.pk, "chat", "widget", "", {})))


@pytest.fixture
def unit(units: dict[str, Unit]) -> Unit:
    """The home unit, the only one whose door this is."""
    return units["kutim"]


@pytest.fixture
def her(unit: Unit, sari: Staff) -> Client:
    """Somebody who has read the limits and began."""
    open_chat(unit, sari)
    her = Client(headers={"host": unit.host or "testserver"})
    assert her.post(START).status_code == 303
    return her


def test_where_nobody_talks_the_way_leads_to_a_message(unit: Unit) -> None:
    assert Client().get(START)["Location"] == "/pesan/"


def test_the_limits_are_said_before_the_first_word_and_written_down(
    her: Client, rini: Staff
) -> None:
    page = Client().get(START).content.decode()
    assert "3 × 24" in page
    assert says(her, "Suami saya di rumah") == 303

    with at_work(rini):
        report = Report.objects.get(channel="chat")
        assert read_report(rini.actor(), report).words == "Suami saya di rumah"
        assert report.risk == "unassessed"
        assert Contact.objects.get(report=report).limits_told_at is not None


def test_a_second_press_sends_nothing_more_and_later_words_join_the_same_report(
    her: Client,
) -> None:
    for words, name in (("Halo", "pertama-1"), ("Halo", "pertama-1"), ("Lagi", "kedua-22")):
        says(her, words, name=name)

    with frame(UNIT):
        assert Report.objects.filter(channel="chat").count() == 1
        assert Message.objects.filter(report__channel="chat").count() == 1


def test_she_sees_our_answer_and_never_what_she_wrote(her: Client, rini: Staff) -> None:
    says(her, "Bunga bangkai")
    officer_answers(rini, "Saya di sini. Aman berbicara?")

    page = her.get(ANSWERS).content.decode()

    assert "Saya di sini. Aman berbicara?" in page
    assert "Bunga bangkai" not in her.get(TALK).content.decode()
    with frame(UNIT):
        assert Letter.objects.get().state == "read"


def test_who_left_gets_nothing_more_and_the_next_at_this_device_sees_nothing(
    her: Client, rini: Staff
) -> None:
    says(her, "Tolong")
    with at_work(rini):
        thread = Thread.objects.select_related("contact__person", "contact__report").get()
        lines.answer_thread(rini.actor(), thread, words="Saya di sini")
    her.post("/pesan/tutup/")

    with frame(UNIT):
        line = ChannelLine.objects.get(channel="chat")
    send_letters(UNIT, "chat", Widget(OpenLine(UNIT, line.pk, "chat", "widget", "", {})))

    with frame(UNIT):
        assert Letter.objects.get().state == "withheld"
    assert her.get(ANSWERS).status_code == 401
    assert her.get(TALK)["Location"] == START


def test_a_form_without_the_visits_own_proof_writes_nothing(her: Client) -> None:
    her.post(TALK, {"words": "x", "name": "aaaaaaaa", "t": "salah"})

    with frame(UNIT):
        assert Thread.objects.count() == 0


def test_nothing_of_the_talk_stands_in_an_address_or_a_title(her: Client) -> None:
    says(her, "Tolong")
    page = her.get(TALK).content.decode()

    title = re.findall(r"<title>(.*?)</title>", page)
    assert title == ["Pesan"]
    assert her.get(TALK)["Cache-Control"] == "no-store"
