"""Meta calls: what is signed is kept at once and read a moment later, once; the rest is refused."""

import logging
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.adapters.cloud import Cloud
from lindung.hotline.cloud import payload
from lindung.hotline.hooks import read_hooks
from lindung.hotline.models import ChannelLine, Contact, Hook, OtherName, Raw, Thread
from lindung.intake.models import Message, Report
from lindung.intake.queries import read_report
from lindung.intake.queries import thread as messages_of
from tests.conftest import UNIT, at_work
from tests.hotline.cloud.conftest import WORD, Posts
from tests.hotline.cloud.payloads import message, status, text, value, webhook

pytestmark = pytest.mark.django_db


def due_again() -> None:
    """Let every webhook be due now: rows move, since the database's clock does not."""
    with frame(UNIT):
        for hook in Hook.objects.all():
            Hook.objects.filter(pk=hook.pk).update(due_at=hook.came_at - timedelta(minutes=1))


def test_a_message_is_kept_at_once_and_becomes_a_report_that_rings(
    unit: Unit, line: ChannelLine, posts: Posts, rini: Staff
) -> None:
    assert posts(webhook(value([text("Suami saya mengunci pintu")]))) == 200
    with frame(UNIT):
        assert Report.objects.filter(channel="whatsapp").count() == 0

    assert read_hooks(unit, line.pk) == 1

    with at_work(rini):
        report = Report.objects.get(channel="whatsapp")
        assert read_report(rini.actor(), report).words == "Suami saya mengunci pintu"
        assert report.risk == "unassessed"
        assert Contact.objects.get(report=report).channel == "whatsapp"
        assert Hook.objects.get().body is None


def test_the_same_webhook_and_the_same_message_in_another_make_nothing_twice(
    unit: Unit, line: ChannelLine, posts: Posts
) -> None:
    one, bundle = (
        webhook(value([text("1", "w1")])),
        webhook(value([text("1", "w1"), text("2", "w2")])),
    )
    assert [posts(one), posts(one), posts(bundle)] == [200, 200, 200]

    read_hooks(unit, line.pk)

    with frame(UNIT):
        assert Hook.objects.count() == 2
        assert Raw.objects.filter(origin="whatsapp").count() == 2
        assert Report.objects.filter(channel="whatsapp").count() == 1
        assert Message.objects.filter(report__channel="whatsapp").count() == 1


@pytest.mark.parametrize(
    ("header", "answer"), [("", 401), ("sha256=00", 403), ("sha256=" + "0" * 64, 403)]
)
def test_what_meta_did_not_sign_is_refused_and_logged_without_a_word(
    line: ChannelLine, posts: Posts, header: str, answer: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    assert posts(webhook(value([text("Bunga bangkai")])), header=header) == answer

    assert str(answer) in caplog.text
    assert "Bunga" not in caplog.text
    assert "62812" not in caplog.text
    with frame(UNIT):
        assert Hook.objects.count() == 0


def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    line: ChannelLine, posts: Posts
) -> None:
    assert posts(b"x" * 3_000_001) == 413


def test_a_closed_line_and_a_database_that_is_away_let_meta_come_again(
    unit: Unit, connected: ChannelLine, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert posts(webhook(value([text("x")]))) == 503

    def away(_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("lindung.web.hooks.views.cloud_line", away)
    monkeypatch.setattr("lindung.web.hooks.views.connection.close", lambda: None)
    assert posts(webhook(value([text("x")]))) == 503


def test_an_office_without_a_line_and_one_that_is_not_there_answer_alike(
    line: ChannelLine, units: dict[str, Unit], posts: Posts
) -> None:
    others = [u for u in units.values() if u.pk != UNIT]

    assert posts(webhook(value([text("x")])), code=others[0].code) == 404
    assert posts(webhook(value([text("x")])), code="tidak-ada") == 404


def test_meta_proves_the_address_by_our_word_alone(unit: Unit, connected: ChannelLine) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    place = f"/kait/{unit.code}/wa/"

    right = Client().get(place, asked | {"hub.verify_token": WORD})
    wrong = Client().get(place, asked | {"hub.verify_token": "salah"})

    assert (right.status_code, right.content) == (200, b"1158201444")
    assert wrong.status_code == 403
    assert Client().put(place).status_code == 405


def test_a_signed_body_that_nobody_can_read_is_kept_and_counted(
    unit: Unit, line: ChannelLine, posts: Posts
) -> None:
    assert posts(b"bukan json") == 200

    read_hooks(unit, line.pk)

    with frame(UNIT):
        hook = Hook.objects.get()
        assert (hook.state, hook.body is None) == ("broken", False)
        assert ChannelLine.objects.get(pk=line.pk).n_broken == 1


def test_a_message_that_whatsapp_cannot_pass_on_still_is_a_report(
    unit: Unit, line: ChannelLine, posts: Posts, rini: Staff
) -> None:
    posts(webhook(value([message("unsupported", errors=[{"code": 131051}])])))

    read_hooks(unit, line.pk)

    with at_work(rini):
        report = Report.objects.get(channel="whatsapp")
        assert read_report(rini.actor(), report).words.startswith("(")


def test_who_hides_the_number_later_and_who_changes_it_stays_in_one_thread(
    unit: Unit, line: ChannelLine, posts: Posts
) -> None:
    both = value([text("1", "w1")])
    hidden = value([text("2", "w2", sender=None)], wa_id=None)
    moved = value(
        [message("system", "w3", system={"type": "user_changed_number", "wa_id": "6281299990000"})]
    )
    after = value([text("4", "w4", sender="6281299990000")], wa_id="6281299990000", user_id=None)

    for one in (both, hidden, moved, after):
        posts(webhook(one))
        read_hooks(unit, line.pk)

    with frame(UNIT):
        thread = Thread.objects.get(channel="whatsapp")
        assert Raw.objects.filter(thread=thread).count() == 4
        assert OtherName.objects.count() == 3
        assert thread.safe == ""


def test_one_message_that_cannot_be_written_holds_up_no_other_and_a_person_learns_of_it(
    unit: Unit, line: ChannelLine, posts: Posts, monkeypatch: pytest.MonkeyPatch, rini: Staff
) -> None:
    def words(said: payload.Said) -> str:
        if said.words == "racun":
            raise RuntimeError
        return said.words or "(tak terbaca)"

    monkeypatch.setattr("lindung.hotline.hooks.words_of", words)
    posts(webhook(value([text("racun", "w1"), text("Tolong", "w2")])))

    read_hooks(unit, line.pk)
    with at_work(rini):
        assert read_report(rini.actor(), Report.objects.get()).words == "Tolong"

    for _ in range(2):
        due_again()
        read_hooks(unit, line.pk)
    with at_work(rini):
        said = messages_of(rini.actor(), Report.objects.get())
        assert [one.words for one in said] == ["(tak terbaca)"]
        assert Hook.objects.get().state == "done"


def test_a_status_of_nothing_we_sent_is_let_go(
    unit: Unit, line: ChannelLine, posts: Posts, cloud: Cloud
) -> None:
    posts(webhook(value(statuses=[status("read"), status("delivered")])))

    assert cloud.fetch() >= 1

    with frame(UNIT):
        assert Hook.objects.get().state == "done"
