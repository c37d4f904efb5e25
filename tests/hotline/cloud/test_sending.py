"""Answers leave by WhatsApp while a talk is open, approved words later, refusals are told."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lindung.access.models import Staff
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.adapters.cloud import Cloud
from lindung.hotline.codes.lines import LetterState
from lindung.hotline.hooks import read_hooks
from lindung.hotline.letters import LineFault, Refused, send_letters
from lindung.hotline.models import ChannelLine, Errand, Letter, Phrase, Thread
from lindung.hotline.queries.lines import Parcel
from lindung.hotline.rules.phrases import telling_words
from lindung.hotline.services import lines, phrases
from lindung.intake.models import Attachment
from tests.conftest import UNIT, at_work
from tests.hotline.cloud.conftest import Posts
from tests.hotline.cloud.meta import Meta, as_base64
from tests.hotline.cloud.payloads import message, status, text, value, webhook

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)


def thread() -> Thread:
    return Thread.objects.select_related("contact__person", "contact__report").get()


def letter() -> Letter:
    with frame(UNIT):
        return Letter.objects.get()


def answers(rini: Staff, words: str = "Halo", **more: object) -> Letter:
    with at_work(rini):
        return lines.answer_thread(rini.actor(), thread(), words=words, **more)  # type: ignore[arg-type]  # as given


def hours_pass(hours: float) -> None:
    """Let time pass: rows move, since the database's clock does not."""
    with frame(UNIT):
        one = Thread.objects.get()
        ago = one.last_in_at - timedelta(hours=hours)
        Thread.objects.filter(pk=one.pk).update(last_in_at=ago)


@pytest.fixture
def wrote(unit: Unit, line: ChannelLine, posts: Posts) -> None:
    """She wrote just now."""
    posts(webhook(value([text("Tolong saya", "w1")])))
    read_hooks(unit, line.pk)


@pytest.fixture
def phrase(line: ChannelLine, sari: Staff) -> Phrase:
    """Words that Meta approved."""
    with at_work(sari):
        return phrases.add_phrase(
            sari.actor(), line, name="sapa", language="id", use="reply", words="Halo, apa kabar?"
        )


@pytest.mark.usefixtures("wrote")
def test_an_answer_leaves_and_its_statuses_come_in_any_order(
    unit: Unit, line: ChannelLine, rini: Staff, cloud: Cloud, meta: Meta, posts: Posts
) -> None:
    answers(rini, "Apakah aman berbicara sekarang?")

    send_letters(UNIT, "whatsapp", cloud)
    (told,) = meta.sent
    assert (told["to"], told["text"]["body"]) == (
        "6281234500001",
        "Apakah aman berbicara sekarang?",
    )
    assert told["text"]["preview_url"] is False
    posts(webhook(value(statuses=[status("read"), status("delivered", at=1795500008)])))
    read_hooks(unit, line.pk)

    assert letter().state == LetterState.READ
    assert letter().delivered_at is not None


def test_an_answer_whose_sender_died_after_sending_is_not_sent_a_second_time(
    wrote: None, unit: Unit, line: ChannelLine, rini: Staff, posts: Posts
) -> None:
    mine = answers(rini)
    with frame(UNIT):
        Letter.objects.filter(pk=mine.pk).update(state=LetterState.LEASED)

    told = status("delivered", "wamid.NEW", biz_opaque_callback_data=str(mine.pk))
    posts(webhook(value(statuses=[told])))
    read_hooks(unit, line.pk)

    assert letter().state == LetterState.DELIVERED


def test_after_a_day_only_approved_words_leave(
    wrote: None, rini: Staff, cloud: Cloud, meta: Meta, phrase: Phrase
) -> None:
    hours_pass(25)
    answers(rini, life_in_danger=True, reason="ancaman pembunuhan")
    send_letters(UNIT, "whatsapp", cloud)
    assert (letter().state, letter().code, meta.sent) == (LetterState.FAILED, "window_closed", [])

    with frame(UNIT):
        Letter.objects.all().update(state=LetterState.SENT, sent_at=letter().queued_at)
    answers(rini, "Halo, apa kabar?", template="sapa", life_in_danger=True, reason="ancaman")
    send_letters(UNIT, "whatsapp", cloud)

    (told,) = meta.sent
    assert told["template"]["name"] == "sapa"
    assert "components" not in told["template"] or not told["template"]["components"]


def test_a_template_that_meta_refuses_is_told_and_offered_to_nobody_again(
    wrote: None, rini: Staff, cloud: Cloud, meta: Meta, phrase: Phrase
) -> None:
    meta.refuses = [(400, 132015)]
    answers(rini, "Halo, apa kabar?", template="sapa")

    send_letters(UNIT, "whatsapp", cloud)

    assert (letter().state, letter().code) == (LetterState.FAILED, "132015")
    with frame(UNIT):
        assert Phrase.objects.get().refused_code == "132015"


@pytest.mark.parametrize(
    ("status_code", "code", "state"),
    [(429, 130429, "queued"), (500, 131000, "queued"), (400, 131026, "failed")],
)
@pytest.mark.usefixtures("wrote")
def test_what_meta_cannot_take_now_waits_and_what_it_never_takes_is_told(
    rini: Staff, cloud: Cloud, meta: Meta, status_code: int, code: int, state: str
) -> None:
    meta.refuses = [(status_code, code)]
    answers(rini)

    send_letters(UNIT, "whatsapp", cloud)

    assert (letter().state, letter().code) == (state, str(code))


def test_a_key_that_is_not_accepted_shows_and_messages_are_read_all_the_same(
    line: ChannelLine, cloud: Cloud, meta: Meta, posts: Posts
) -> None:
    meta.key = "lain"
    posts(webhook(value([text("Tolong", "w1")])))

    with pytest.raises(LineFault) as fault:
        cloud.fetch()

    assert fault.value.fault == "refused"
    with frame(UNIT):
        assert Thread.objects.count() == 1


def test_a_picture_is_fetched_later_and_hangs_once_on_its_report(
    line: ChannelLine, cloud: Cloud, meta: Meta, posts: Posts
) -> None:
    meta.files["77"] = PNG
    file = {"id": "77", "mime_type": "image/png", "sha256": as_base64(PNG), "caption": "lihat"}
    posts(webhook(value([message("image", "w1", image=file)])))

    for _ in range(2):
        cloud.fetch()

    with frame(UNIT):
        assert Attachment.objects.count() == 1
        assert Errand.objects.get().state == "done"


def test_a_file_damaged_on_the_way_is_fetched_again_and_one_that_is_gone_is_told(
    line: ChannelLine, cloud: Cloud, meta: Meta, posts: Posts
) -> None:
    meta.files["77"], meta.damages = PNG, True
    posts(webhook(value([message("image", "w1", image={"id": "77"})])))
    posts(webhook(value([message("image", "w2", image={"id": "weg"})])))

    cloud.fetch()

    with frame(UNIT):
        states = set(Errand.objects.values_list("state", "code"))
        assert states == {("waiting", "damaged"), ("failed", "100")}
        assert Attachment.objects.count() == 0


def test_the_key_goes_to_metas_own_hosts_alone(cloud: Cloud, meta: Meta) -> None:
    for url in ("https://jahat.example/f", "http://lookaside.fbsbx.com/f", "https://fbsbx.com.x/f"):
        with pytest.raises(Exception, match="foreign_host"):
            cloud._graph._require_ours(url)
    cloud._graph._require_ours("https://lookaside.fbsbx.com/whatsapp?mid=1")


def test_words_that_tell_too_much_are_no_neutral_words(line: ChannelLine, sari: Staff) -> None:
    with at_work(sari), pytest.raises(RuleBroken) as broken:
        phrases.add_phrase(
            sari.actor(),
            line,
            name="sapa",
            language="id",
            use="reply",
            words="Laporan kekerasan Anda kami terima",
        )

    assert broken.value.code == "words_telling"
    assert telling_words("Halo, apa kabar?") == []


def test_a_colleague_is_called_by_approved_words_with_one_gap(
    line: ChannelLine, sari: Staff, cloud: Cloud, meta: Meta
) -> None:
    parcel = Parcel(
        key=uuid4(), channel="whatsapp", kind="alarm", address="+62811", words="Piket.\n2 menunggu."
    )
    with pytest.raises(Refused):
        cloud.send(parcel)  # no such words: the next way is tried

    with at_work(sari):
        phrases.add_phrase(
            sari.actor(), line, name="piket", language="id", use="alarm", words="Piket: {{1}}"
        )
    cloud.send(parcel)

    (told,) = meta.sent
    assert told["template"]["components"][0]["parameters"][0]["text"] == "Piket. 2 menunggu."
