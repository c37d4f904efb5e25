"""Approved words on screens: who may set them, and who answers by them when a day has passed."""

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Trail
from lindung.directory.models import Unit
from lindung.hotline.hooks import read_hooks
from lindung.hotline.models import ChannelLine, Letter, Phrase, Thread
from lindung.hotline.queries.lines import view_thread
from lindung.intake.models import Report
from tests.conftest import UNIT, at_work
from tests.hotline.cloud.conftest import Posts
from tests.hotline.cloud.payloads import text, value, webhook
from tests.hotline.cloud.test_sending import hours_pass

pytestmark = pytest.mark.django_db
PLACE = "/pengaturan/saluran/whatsapp/kalimat/"
GOOD = {"name": "sapa", "language": "id", "use": "reply", "words": "Halo, apa kabar?"}


def browser_of(staff: Staff) -> Client:
    browser = Client()
    browser.force_login(staff)
    return browser


@pytest.mark.usefixtures("line")
def test_the_head_adds_and_ends_words_and_an_operator_may_not(sari: Staff, rini: Staff) -> None:
    assert browser_of(rini).get(PLACE).status_code == 404
    assert browser_of(rini).post(PLACE, GOOD).status_code == 404
    with frame(EVERY_UNIT):
        assert Trail.objects.filter(actor_id=rini.id, refused=True).count() == 2
    head = browser_of(sari)
    assert head.post(PLACE, GOOD).status_code == 302
    assert "Halo, apa kabar?" in head.get(PLACE).content.decode()
    with frame(UNIT):
        phrase = Phrase.objects.get()

    assert browser_of(rini).post(f"{PLACE}{phrase.pk}/hapus/").status_code == 404
    assert head.post(f"{PLACE}{phrase.pk}/hapus/").status_code == 302

    assert "Halo, apa kabar?" not in head.get(PLACE).content.decode()


@pytest.mark.usefixtures("line")
def test_words_that_tell_too_much_are_said_beside_their_field(sari: Staff) -> None:
    page = browser_of(sari).post(PLACE, GOOD | {"words": "Laporan korban"}).content.decode()

    assert "korban" in page
    with frame(UNIT):
        assert not Phrase.objects.exists()


def test_after_a_day_the_answer_page_offers_approved_words_alone(
    unit: Unit,
    line: ChannelLine,
    posts: Posts,
    sari: Staff,
    rini: Staff,
) -> None:
    posts(webhook(value([text("Tolong")])))
    read_hooks(unit, line.pk)
    with frame(UNIT):
        number = Report.objects.get(channel="whatsapp").number
        answer = f"/meja/pengaduan/{number}/saluran/{Thread.objects.get().pk}/balas/"
    desk = browser_of(rini)
    with at_work(rini):
        thread = Thread.objects.select_related("contact__report").get()
        assert view_thread(rini.actor(), thread).window_open
    hours_pass(25)
    assert desk.get(answer).status_code == 302  # there are no words yet
    browser_of(sari).post(PLACE, GOOD)

    page = desk.get(answer).content.decode()
    assert "Halo, apa kabar?" in page
    assert 'name="words"' not in page
    told = {"phrase": "sapa", "life_in_danger": "on", "reason": "ancaman pembunuhan"}
    assert desk.post(answer, told).status_code == 302

    with frame(UNIT):
        assert Letter.objects.get().template == "sapa"
