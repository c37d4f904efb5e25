"""Telegram is asked again and again; the offset moves only with what was written down."""

import logging
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.hotline.adapters.telegram import Telegram
from lindung.hotline.letters import LineFault, send_letters
from lindung.hotline.models import ChannelLine, Errand, Letter, Raw, Thread
from lindung.hotline.services import lines
from lindung.hotline.telegram.updates import LONGEST, parts_of, read
from lindung.intake.models import Attachment, Report
from lindung.intake.queries import read_report
from tests.conftest import UNIT, at_work
from tests.hotline.cloud.test_sending import PNG
from tests.hotline.telegram.conftest import KEY, House

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(["update_id", "message", "chat", "id", "text", "photo", "date", "type"])


def update(number: int, message_id: int = 1, chat: int = 77, **content: Any) -> dict[str, Any]:
    """Return an update with one message of one person."""
    one = {"message_id": message_id, "date": 1795500000, "chat": {"id": chat, "type": "private"}}
    return {"update_id": number, "message": one | {"from": {"id": chat}} | content}


def cursor() -> str:
    with frame(UNIT):
        return str(ChannelLine.objects.get(channel="telegram").cursor)


@pytest.mark.django_db
def test_messages_become_one_report_and_the_offset_moves_behind_them(
    bot: Telegram, telegram_house: House, rini: Staff
) -> None:
    telegram_house.updates = [update(5, 1, text="Tolong"), update(6, 2, text="Cepat")]

    bot.fetch()
    bot.fetch()

    assert telegram_house.offsets == [0, 7]
    with at_work(rini):
        report = Report.objects.get(channel="telegram")
        assert read_report(rini.actor(), report).words == "Tolong"
        assert Raw.objects.filter(origin="telegram").count() == 2


@pytest.mark.django_db
def test_what_could_not_be_written_down_is_asked_for_again(
    bot: Telegram, telegram_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram_house.updates = [update(5, text="Tolong")]

    def away(*_: object) -> None:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr("lindung.hotline.adapters.telegram.hear", away)
        with pytest.raises(OperationalError):
            bot.fetch()
    assert cursor() == ""
    bot.fetch()

    assert cursor() == "6"
    with frame(UNIT):
        assert Report.objects.filter(channel="telegram").count() == 1


@pytest.mark.django_db
def test_an_edit_is_added_and_a_group_is_passed_over(bot: Telegram, telegram_house: House) -> None:
    edited = update(6, 1, text="Jangan balas")
    edited["edited_message"] = edited.pop("message") | {"edit_date": 1795500009}
    group = update(7, 3, chat=-5, text="x")
    group["message"]["chat"]["type"] = "group"
    telegram_house.updates = [update(5, 1, text="Tolong"), edited, group]

    bot.fetch()

    assert cursor() == "8"
    with frame(UNIT):
        assert Raw.objects.filter(origin="telegram").count() == 2
        assert Thread.objects.count() == 1


@pytest.mark.django_db
def test_an_answer_leaves_whole_and_a_blocked_bot_is_told(
    bot: Telegram, telegram_house: House, rini: Staff
) -> None:
    telegram_house.updates = [update(5, text="Tolong")]
    bot.fetch()
    with at_work(rini):
        thread = Thread.objects.select_related("contact__person", "contact__report").get()
        lines.answer_thread(rini.actor(), thread, words="Aman berbicara sekarang?")
        lines.answer_thread(rini.actor(), thread, words="Halo")

    telegram_house.refuses = []
    send_letters(UNIT, "telegram", bot)
    telegram_house.refuses = [403]
    with at_work(rini):
        lines.answer_thread(rini.actor(), thread, words="Lagi")
    send_letters(UNIT, "telegram", bot)

    assert [one["text"] for one in telegram_house.sent] == ["Aman berbicara sekarang?", "Halo"]
    assert telegram_house.sent[0]["chat_id"] == "77"
    with frame(UNIT):
        states = list(Letter.objects.order_by("queued_at").values_list("state", "code"))
    assert states == [("sent", ""), ("sent", ""), ("failed", "403")]


@pytest.mark.django_db
def test_a_picture_is_fetched_and_hangs_on_the_report(bot: Telegram, telegram_house: House) -> None:
    telegram_house.files["photos/b"] = PNG
    telegram_house.updates = [update(5, photo=[{"file_id": "a"}, {"file_id": "b"}])]

    bot.fetch()

    with frame(UNIT):
        assert Errand.objects.get().state == "done"
        assert Attachment.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "fault"), [(401, "refused"), (409, "settings"), (502, "unreachable")]
)
def test_what_is_wrong_is_said_and_the_key_is_never_logged(
    bot: Telegram, telegram_house: House, status: int, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram_house.refuses = [status]

    with pytest.raises(LineFault) as raised:
        bot.fetch()

    assert raised.value.fault == fault
    assert KEY not in caplog.text


@calm
@given(one=st.dictionaries(NAMES, JSON, max_size=6))
def test_no_update_is_so_odd_that_it_stops_the_others(one: dict[str, Any]) -> None:
    read(one)
    read({"update_id": 1, "message": one})
    read({"update_id": 1, "message": {"chat": {"id": 1, "type": "private"}, **one}})


@calm
@given(words=st.text(max_size=3 * LONGEST))
def test_long_words_are_cut_and_none_is_lost(words: str) -> None:
    parts = parts_of(words)

    assert all(0 < len(part) <= LONGEST for part in parts)
    assert "".join("".join(parts).split()) == "".join(words.split())
