"""Coming back with the code: our answers, never her own words, and nothing for whoever guesses."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lindung.access.models import Staff
from lindung.core.clock import Moment, now
from lindung.core.frame import frame
from lindung.core.models import Turn
from lindung.intake import friction
from lindung.intake import services as intake
from lindung.intake.door import with_check
from lindung.intake.models import Attachment, Message, Report, ReporterRequest
from lindung.intake.services import drafts
from tests.conftest import UNIT, at_work
from tests.web.public.walking import Walker, code_on

WORDS = "Kanaria hijau terbang di atas Sangatta"
ANSWER = "Kami sudah membaca. Kapan aman menulis lagi?"
LATER_WORDS = "Ikan merah berenang di Kenyamukan"


@pytest.fixture
def code(rini: Staff) -> str:
    """The code of a message that was told and answered."""
    told = send()
    with at_work(rini):
        intake.reply(rini.actor(), Report.objects.get(), words=ANSWER)
    return told


def send(**last: str) -> str:
    her = Walker()
    her.see("/pesan/")
    her.press(about="self")
    her.press()
    her.press(words=WORDS)
    her.see("/pesan/kirim/")
    return code_on(her.press(send="1", **last))


def come_back(code: str, **more: str) -> Walker:
    her = Walker()
    her.see("/pesan/lanjut/")
    her.press(code=code, **more)
    return her


def spaced(code: str) -> str:
    return " ".join(code[i : i + 4] for i in range(0, 16, 4))


def test_the_code_opens_our_answers_and_never_her_own_words(code: str) -> None:
    her = come_back(spaced(code), last=code[-4:])
    assert her.at == "/pesan/kotak/"
    assert ANSWER in her.page
    assert "Kami menanyakan sesuatu" in her.page or "Silakan baca jawaban terakhir" in her.page
    assert WORDS not in her.page
    assert "WITA" in her.page


def test_an_answer_is_new_once(code: str) -> None:
    her = come_back(code)
    assert "<b>Baru</b>" in her.page
    her.see("/pesan/kotak/")
    assert "<b>Baru</b>" not in her.page


def test_what_she_adds_arrives_and_is_not_shown(code: str) -> None:
    her = come_back(code)
    voice = SimpleUploadedFile("suara.ogg", b"OggS" + bytes(60))
    her.press(act="write", words=LATER_WORDS, attached=voice)
    assert her.at == "/pesan/kotak/"
    assert "Pesan Anda sudah sampai." in her.page
    assert LATER_WORDS not in her.page
    her.see("/pesan/kotak/")
    assert "Pesan Anda sudah sampai." not in her.page
    with frame(UNIT):
        assert Message.objects.filter(sender="reporter").count() == 1
        assert Attachment.objects.count() == 1


def test_an_empty_message_or_a_wrong_file_is_said_and_nothing_is_lost(code: str) -> None:
    her = come_back(code)
    her.press(act="write", words="")
    assert 'href="#id_words"' in her.page
    bad = SimpleUploadedFile("surat.exe", b"MZ" + bytes(60))
    her.press(act="write", words=LATER_WORDS, attached=bad)
    assert "surat.exe" in her.page
    assert LATER_WORDS in her.page
    with frame(UNIT):
        assert Message.objects.filter(sender="reporter").count() == 0


def test_asking_to_stop_opens_a_task_and_changes_nothing(code: str) -> None:
    her = come_back(code)
    her.press(act="stop")
    assert "Permintaan Anda sudah sampai." in her.page
    with frame(UNIT):
        assert Report.objects.get().state != "stopped"
        assert ReporterRequest.objects.get().decided_at is None
        assert Turn.objects.filter(verb="stop_request").count() == 1


def test_a_slip_of_the_finger_is_said_in_words(code: str) -> None:
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    her = come_back(wrong)
    assert her.at == "/pesan/lanjut/"
    assert "Ini bukan kode" in her.page
    her.press(code=code, last="0000" if code[-4:] != "0000" else "1111")
    assert "Ini bukan empat angka terakhir" in her.page


def test_a_wrong_code_and_a_closed_mailbox_sound_alike(code: str) -> None:
    stranger = come_back(with_check("000000000000000"))
    with frame(UNIT):
        Report.objects.update(mailbox_closes_at=Moment() - timedelta(days=1))
    closed = come_back(code)
    assert "Kode ini tidak membuka apa pun." in stranger.page
    assert "Kode ini tidak membuka apa pun." in closed.page
    assert without_typed(stranger.page) == without_typed(closed.page)


def without_typed(page: str) -> str:
    return re.sub(r'value="[0-9 ]+"', "", page)


def test_whoever_guesses_reads_try_again_later(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise friction.TryLater

    monkeypatch.setattr("lindung.intake.services.mailbox.friction.unhurried", refuse)
    her = come_back(code)
    assert her.at == "/pesan/lanjut/"
    assert "Coba lagi sebentar." in her.page


def test_the_second_code_opens_an_empty_box_and_leaves_a_silent_mark(rini: Staff) -> None:
    her = Walker()
    her.see("/pesan/")
    her.press(about="self")
    her.press()
    her.see("/pesan/kirim/")
    her.press(send="1", decoy="on")
    second = "".join(her.page.split("Kode kedua")[1].split("</p>", 1)[0].split("<b>")[1:])
    second = "".join(sign for sign in second if sign.isdigit())
    with at_work(rini):
        intake.reply(rini.actor(), Report.objects.get(), words=ANSWER)
    forced = come_back(second)
    assert forced.at == "/pesan/kotak/"
    assert ANSWER not in forced.page
    assert "Belum ada jawaban." in forced.page
    with frame(UNIT):
        assert Report.objects.get().decoy_used_at is not None


def shut(her: Walker) -> None:
    """Let a quarter of an hour pass since the last click."""
    with drafts.changing_draft(her.client.cookies["v"].value) as answers:
        assert answers is not None
        answers["mailbox"]["until"] = (now() - timedelta(seconds=1)).isoformat()


def test_after_a_quarter_of_an_hour_the_box_asks_for_the_code_again(code: str) -> None:
    her = come_back(code)
    shut(her)
    her.see("/pesan/kotak/")
    assert ANSWER not in her.page
    assert 'name="code"' in her.page


def test_a_message_written_for_longer_than_that_still_arrives(code: str) -> None:
    her = come_back(code)
    shut(her)
    her.press(act="write", words=LATER_WORDS)
    assert "Pesan Anda sudah sampai." in her.page
    assert ANSWER not in her.page
    with frame(UNIT):
        assert Message.objects.filter(sender="reporter").count() == 1


def test_words_sent_into_a_box_that_is_gone_stand_in_the_field_and_arrive_with_the_code(
    code: str,
) -> None:
    her = come_back(code)
    her.client.cookies.clear()
    her.press(act="write", words=LATER_WORDS)
    assert LATER_WORDS in her.page
    assert "tertutup sendiri" in her.page
    assert ANSWER not in her.page

    her.press("/pesan/lanjut/semua/", code=code, words=LATER_WORDS)
    assert "Pesan Anda sudah sampai." in her.page
    with frame(UNIT):
        assert Message.objects.filter(sender="reporter").count() == 1


def test_a_form_of_another_visit_sends_nothing(code: str) -> None:
    her = come_back(code)
    her.press(act="write", words=LATER_WORDS, t="0" * 32)
    assert "Silakan tekan sekali lagi." in her.page
    with frame(UNIT):
        assert Message.objects.filter(sender="reporter").count() == 0


def test_closing_the_box_and_the_exit_shut_it(code: str) -> None:
    for address in ("/pesan/selesai/", "/pesan/tutup/"):
        her = come_back(code)
        her.client.post(address)
        assert ANSWER not in her.see("/pesan/kotak/")
        assert her.at == "/pesan/lanjut/"


def test_a_telling_under_way_survives_a_look_into_the_box(code: str) -> None:
    her = Walker()
    her.see("/pesan/")
    her.press(about="self")
    her.press()
    her.press(words=LATER_WORDS)
    her.see("/pesan/lanjut/")
    her.press(code=code)
    assert ANSWER in her.page
    her.see("/pesan/cerita/")
    assert LATER_WORDS in her.page


def test_without_cookies_the_box_opens_on_one_page(code: str) -> None:
    her = Walker(cookies=False)
    her.see("/pesan/lanjut/")
    her.press(code=code)
    assert her.at == "/pesan/lanjut/semua/"
    her.press(code=code, words=LATER_WORDS)
    assert ANSWER in her.page
    assert LATER_WORDS not in her.page
    with frame(UNIT):
        assert Message.objects.filter(sender="reporter").count() == 1
    her.see("/pesan/lanjut/semua/")
    her.press(code=code, stop="on")
    with frame(UNIT):
        assert ReporterRequest.objects.count() == 1
