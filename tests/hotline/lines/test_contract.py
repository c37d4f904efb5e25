"""What every connected channel keeps to, whoever brings its messages."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Blocked, Turn
from lindung.directory.models import Unit
from lindung.hotline.engine import tick
from lindung.hotline.letters import Refused, TryLater, send_letters
from lindung.hotline.models import Alarm, Contact, HeldFile, Letter, Raw, Thread
from lindung.hotline.queries import lines as queries
from lindung.hotline.services import connect, lines
from lindung.intake.files import UploadedBytes
from lindung.intake.models import Attachment, Message, Report
from lindung.intake.queries import read_report
from lindung.intake.queries import thread as messages_of
from tests.conftest import UNIT, at_work
from tests.hotline.lines.conftest import Opens, Postman, Writes

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)


def _later(minutes: float) -> None:
    """Let time pass for every thread: rows move, since the database's clock does not."""
    with frame(UNIT):
        for one in Thread.objects.all():
            ago = timedelta(minutes=minutes)
            Thread.objects.filter(pk=one.pk).update(
                last_in_at=one.last_in_at - ago,
                safe_at=one.safe_at and one.safe_at - ago,
                asked_at=one.asked_at and one.asked_at - ago,
            )


def _thread() -> Thread:
    return Thread.objects.select_related("contact__person", "contact__report").get()


def test_a_first_message_is_a_contact_and_a_report_whose_clock_rings(
    writes: Writes, rini: Staff
) -> None:
    heard = writes("Suami saya mengunci pintu")
    with at_work(rini):
        report = Report.objects.get(pk=heard.report_id)
        assert (report.channel, report.risk, report.state) == ("sms", "unassessed", "received")
        assert report.looked_at is None
        assert report.about == "unknown"
        assert read_report(rini.actor(), report).words == "Suami saya mengunci pintu"
        contact = Contact.objects.get(report=report)
        assert contact.raw_id == heard.raw_id
        assert Turn.objects.get(subject_id=report.pk).verb == "look"
    tick(UNIT)
    with frame(UNIT):
        assert Alarm.objects.get(report_id=heard.report_id).severity == "medium"


def test_the_same_message_again_changes_nothing(writes: Writes) -> None:
    first = writes(name="m1")
    again = writes("other words", name="m1")
    assert (again.repeated, again.report_id) == (True, first.report_id)
    with frame(UNIT):
        assert (Report.objects.count(), Raw.objects.count()) == (1, 1)
        assert Message.objects.count() == 0


def test_a_later_message_is_added_and_waits_for_an_answer(writes: Writes, rini: Staff) -> None:
    first = writes("satu")
    second = writes("dua")
    assert (second.is_new, second.report_id) == (False, first.report_id)
    with at_work(rini):
        report = Report.objects.get()
        assert [one.words for one in messages_of(rini.actor(), report)] == ["dua"]
        assert Turn.objects.filter(subject_id=report.pk, verb="answer_reporter").exists()


def test_what_comes_after_the_end_calls_anew(writes: Writes) -> None:
    first = writes("satu")
    with frame(UNIT):
        Report.objects.update(state="stopped", ended_at=Moment())
    second = writes("dua")
    assert second.is_new
    assert second.report_id != first.report_id
    with frame(UNIT):
        assert Thread.objects.get().subject_id == second.report_id
        assert Contact.objects.count() == 2


def test_a_message_that_cannot_be_kept_leaves_nothing_behind(
    writes: Writes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("lindung.intake.moves.store_file", full)
    with pytest.raises(OSError, match="No space"):
        writes("gambar", files=(UploadedBytes("a.png", PNG),))
    with frame(UNIT):
        assert (Raw.objects.count(), Report.objects.count(), Contact.objects.count()) == (0, 0, 0)


def test_a_picture_is_shown_bare_and_what_nobody_knows_is_kept_unopened(writes: Writes) -> None:
    apk = UploadedBytes("undangan.apk", b"PK\x03\x04 something")
    writes("", files=(UploadedBytes("a.png", PNG), apk))
    with frame(UNIT):
        assert Attachment.objects.get().clean_copy_id is not None
        assert HeldFile.objects.get().why == "unknown"


def test_whoever_is_blocked_from_the_report_does_not_see_the_thread(
    writes: Writes, rini: Staff
) -> None:
    heard = writes()
    with frame(UNIT):
        Blocked.objects.create(subject_id=heard.report_id, staff_id=rini.pk)
    with at_work(rini):
        assert queries.threads_of(rini.actor(), heard.report_id) == []


def test_an_answer_leaves_while_she_is_writing_and_not_an_hour_later(
    writes: Writes, opens: Opens, rini: Staff, postman: Postman
) -> None:
    opens()
    writes()
    with at_work(rini):
        letter = lines.answer_thread(rini.actor(), _thread(), words="Aman berbicara sekarang?")
    assert (letter.state, letter.why) == ("queued", "talking")
    send_letters(UNIT, "sms", postman)
    assert [(one.address, one.words) for one in postman.carried] == [
        ("+6281255550101", "Aman berbicara sekarang?")
    ]
    _later(60)
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        lines.answer_thread(rini.actor(), _thread(), words="Halo?")
    assert broken.value.code == "may_not_contact"


def test_what_was_allowed_when_written_is_held_back_when_it_is_not_any_more(
    writes: Writes, opens: Opens, rini: Staff, postman: Postman
) -> None:
    opens()
    writes()
    with at_work(rini):
        lines.answer_thread(rini.actor(), _thread(), words="Aman berbicara sekarang?")
    _later(3)
    send_letters(UNIT, "sms", postman)
    assert postman.carried == []
    with frame(UNIT):
        assert (Letter.objects.get().state, Letter.objects.get().code) == ("withheld", "unknown")


def test_life_in_danger_needs_a_reason_and_then_leaves(
    writes: Writes, opens: Opens, rini: Staff, postman: Postman
) -> None:
    opens()
    writes()
    _later(60)
    with at_work(rini):
        with pytest.raises(RuleBroken):
            lines.answer_thread(rini.actor(), _thread(), words="Halo", life_in_danger=True)
        lines.answer_thread(
            rini.actor(), _thread(), words="Halo", life_in_danger=True, reason="Ia menulis pisau"
        )
    send_letters(UNIT, "sms", postman)
    assert len(postman.carried) == 1


def test_her_yes_to_the_question_opens_half_an_hour_and_her_no_closes_at_once(
    writes: Writes, opens: Opens, rini: Staff, postman: Postman
) -> None:
    opens(question="Pesan diterima. Aman dibalas di sini? Balas YA atau TIDAK.")
    writes()
    send_letters(UNIT, "sms", postman)
    assert postman.carried[0].words.startswith("Pesan diterima.")
    writes("Ya.")
    _later(20)
    with at_work(rini):
        assert queries.may_leave(rini.actor(), _thread()) == (True, "safe_now")
    _later(20)
    with at_work(rini):
        assert queries.may_leave(rini.actor(), _thread()) == (False, "unknown")
    writes("tidak")
    with at_work(rini):
        assert queries.may_leave(rini.actor(), _thread()) == (False, "said_no")
    send_letters(UNIT, "sms", postman)
    assert len(postman.carried) == 1  # she is asked once


def test_the_question_is_not_asked_later_than_two_minutes(
    writes: Writes, opens: Opens, postman: Postman
) -> None:
    opens(question="Aman dibalas di sini?")
    writes()
    _later(2.1)
    send_letters(UNIT, "sms", postman)
    assert postman.carried == []


def test_nothing_leaves_by_a_closed_channel(writes: Writes, rini: Staff) -> None:
    writes()
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        lines.answer_thread(rini.actor(), _thread(), words="Halo")
    assert broken.value.code == "channel_closed"


def test_a_network_that_fails_is_tried_again_and_one_that_refuses_is_told(
    writes: Writes, opens: Opens, rini: Staff, postman: Postman
) -> None:
    opens()
    writes()
    with at_work(rini):
        lines.answer_thread(rini.actor(), _thread(), words="Halo?")
    postman.fails = TryLater("503")
    send_letters(UNIT, "sms", postman)
    with frame(UNIT):
        letter = Letter.objects.get()
        assert (letter.state, letter.n_tries, letter.code) == ("queued", 1, "503")
        Letter.objects.update(due_at=Moment())
    postman.fails = Refused("470")
    send_letters(UNIT, "sms", postman)
    with frame(UNIT):
        assert (Letter.objects.get().state, Letter.objects.get().code) == ("failed", "470")


def test_statuses_may_come_in_any_order_and_never_go_back(
    writes: Writes, opens: Opens, rini: Staff, postman: Postman
) -> None:
    opens()
    writes()
    with at_work(rini):
        lines.answer_thread(rini.actor(), _thread(), words="Halo?")
    send_letters(UNIT, "sms", postman)
    with frame(UNIT):
        assert lines.note_status(MACHINE, "sms", "net-1", "read")
        assert lines.note_status(MACHINE, "sms", "net-1", "delivered")
        letter = Letter.objects.get()
        assert letter.state == "read"
        assert letter.delivered_at is not None
        assert not lines.note_status(MACHINE, "sms", "net-99", "read")


def test_a_channel_opens_only_after_the_head_looked_at_a_phone(
    unit: Unit, sari: Staff, rini: Staff
) -> None:
    with at_work(sari):
        given = {"smsc": "x"}
        line = connect.connect_line(
            sari.actor(), unit, channel="whatsapp", driver="cloud", settings=given
        )
        with pytest.raises(RuleBroken) as broken:
            connect.open_line(sari.actor(), line)
        assert broken.value.code == "not_looked_at"
        connect.look_at_line(sari.actor(), line)
        with pytest.raises(RuleBroken) as broken:
            connect.open_line(sari.actor(), line)
        assert broken.value.code == "not_decided"
        connect.decide_line(sari.actor(), line, decision="180/4/2026")
        connect.open_line(sari.actor(), line)
        assert queries.read_settings(MACHINE, line) == given
    with at_work(rini), pytest.raises(Denied):
        connect.close_line(rini.actor(), line)


def test_settings_that_change_close_the_line_and_keep_what_was_left_empty(
    unit: Unit, sari: Staff, opens: Opens
) -> None:
    opens(host="one", password="kanaria-hijau")
    with at_work(sari):
        line = connect.connect_line(
            sari.actor(),
            unit,
            channel="sms",
            driver="gammu",
            settings={"host": "two", "password": ""},
        )
        assert line.opened_at is None
        assert queries.read_settings(MACHINE, line) == {"host": "two", "password": "kanaria-hijau"}


def test_two_addresses_are_two_threads(writes: Writes) -> None:
    writes()
    writes(address="+628120000", phone="+628120000", name=str(uuid4()))
    with frame(UNIT):
        assert Thread.objects.count() == 2
