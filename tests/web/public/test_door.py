"""What the public door leaves behind, and what it does when something goes wrong."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lindung.core.clock import Moment, now
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.intake.models import Draft, DraftFile, Report
from lindung.intake.services import drafts
from tests.conftest import NEIGHBOUR, UNIT
from tests.web.public.walking import Walker, code_on

pytestmark = pytest.mark.usefixtures("units")
STATIC = Path(__file__).parents[3] / "lindung" / "web" / "static"
WORDS = "Kanaria hijau terbang di atas Sangatta"


def at_the_words(language: str = "") -> Walker:
    """Somebody who has read the limits and is asked what happened."""
    her = Walker(language=language)
    her.see("/pesan/")
    her.press(about="self")
    her.press()
    assert her.at == "/pesan/cerita/"
    return her


def reports(unit_id: object = UNIT) -> int:
    with frame(unit_id):  # type: ignore[arg-type]  # a unit's id
        return Report.objects.count()


# What is left on the device.


def test_looking_around_sets_no_cookie() -> None:
    client = Client()
    for address in ("/", "/pesan/aman/", "/pesan/peramban/", "/pesan/", "/pesan/lanjut/"):
        assert client.get(address).status_code == 200
    assert dict(client.cookies) == {}


def test_the_first_answer_sets_one_cookie_that_dies_with_the_window() -> None:
    her = Walker()
    her.see("/pesan/")
    her.press(about="self")
    assert list(her.client.cookies) == ["v"]
    cookie = her.client.cookies["v"]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("Strict", True, "/pesan/")


def test_behind_https_the_cookie_is_secure(settings: object) -> None:
    settings.SECURE = True  # type: ignore[attr-defined]  # pytest-django's settings
    her = Walker()
    her.see("/pesan/")
    her.press(about="self")
    assert her.client.cookies["v"]["secure"] is True


def test_no_page_is_kept_or_referred_or_runs_what_it_did_not_bring() -> None:
    her = at_the_words()
    for address in ("/", "/pesan/", "/pesan/cerita/", "/pesan/lanjut/", "/pesan/semua/"):
        answer = her.client.get(address)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_titles_and_addresses_say_nothing() -> None:
    her = at_the_words()
    telling = re.compile(
        "kekerasan|perempuan|anak|korban|lindung|lapor|violence|abuse|victim", re.IGNORECASE
    )
    for page in her.pages:
        title = re.search("<title>(.*?)</title>", page)
        assert title is not None
        assert title.group(1) == "Pesan"
        assert not telling.search(" ".join(re.findall(r'(?:href|action|src)="([^"]+)"', page)))


def test_the_first_page_weighs_less_than_fifty_kilobytes_and_loads_nothing_from_elsewhere() -> None:
    page = Client().get("/").content
    parts = set(re.findall(rb'(?:src|href)="(/static/[^"]+)"', page))
    weight = len(page) + sum((STATIC / p.decode().split("/", 3)[3]).stat().st_size for p in parts)
    assert len(parts) >= 3
    assert weight <= 50_000
    assert not re.search(rb'<(?:script|link|img)[^>]+(?:src|href)="https?:', page)


def test_english_is_whole_and_asked_for_by_one_tap() -> None:
    her = at_the_words(language="en")
    assert '<html lang="en">' in her.page
    assert "What happened?" in her.page
    assert all("?l=id" in page for page in her.pages)


def test_changing_the_language_keeps_what_was_typed() -> None:
    her = at_the_words()
    assert 'formaction="?l=en"' in her.page
    her.press("/pesan/cerita/?l=en", words=WORDS, stay="en")
    assert her.at == "/pesan/cerita/"
    assert "What happened?" in her.page
    assert WORDS in her.page


# Where the report goes.


@pytest.mark.parametrize(
    ("start", "place", "unit_id"),
    [
        ("/pesan/", "", UNIT),  # the default
        ("/pesan/", "21.71.03", NEIGHBOUR),  # by place
        ("/u/batam/pesan/", "", NEIGHBOUR),  # by the first part of the address
    ],
)
def test_the_report_goes_to_the_unit_of_address_or_place(
    start: str, place: str, unit_id: object
) -> None:
    her = Walker()
    her.see(start)
    her.press(about="child")
    her.press()
    for _ in range(4):
        her.press(skip="1")
    assert her.at == "/pesan/tempat/"
    her.press(subdistrict=place)
    her.press(send="1")
    assert reports(unit_id) == 1


def test_a_host_name_is_a_units_own_door(units: dict[str, Unit], settings: object) -> None:
    settings.ALLOWED_HOSTS = ["pesan.example"]  # type: ignore[attr-defined]  # pytest-django's
    Unit.objects.filter(code="batam").update(host="pesan.example", phone="0778 123456")
    page = Client(headers={"host": "pesan.example"}).get("/").content.decode()
    assert 'href="tel:0778123456"' in page
    assert page.index("0778") < page.index("tel:110")


def test_an_unknown_unit_in_the_address_is_not_found() -> None:
    assert Client().get("/u/nowhere/pesan/").status_code == 404


# Nothing typed is lost, nothing is sent twice.


def test_a_wrong_number_is_said_beside_its_field_and_stays_there() -> None:
    her = at_the_words()
    her.see("/pesan/hubungi/")
    her.press(channel="call", phone="nol delapan")
    assert her.at == "/pesan/hubungi/"
    assert "Ini tampaknya bukan nomor telepon." in her.page
    assert 'href="#id_phone"' in her.page
    assert 'value="nol delapan"' in her.page
    her.press(channel="call", phone="")
    assert "Tulis nomornya" in her.page


def test_too_many_letters_are_said_and_kept() -> None:
    her = at_the_words()
    her.press(words="a" * 20_001)
    assert her.at == "/pesan/cerita/"
    assert "20000" in her.page.replace(".", "")
    assert "a" * 20_001 in her.page


def test_a_form_of_another_visit_keeps_the_words_and_asks_to_press_again() -> None:
    her = at_the_words()
    her.press(words=WORDS, t="0" * 32)
    assert her.at == "/pesan/cerita/"
    assert WORDS in her.page
    assert "Silakan tekan sekali lagi." in her.page
    her.press(words=WORDS)
    assert her.at == "/pesan/sekarang/"


def test_a_form_sent_from_another_site_changes_nothing() -> None:
    her = at_the_words()
    answer = her.client.post(
        "/pesan/cerita/", {"words": WORDS}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 404
    assert (
        her.client.post(
            "/pesan/", {"about": "self"}, headers={"sec-fetch-site": "same-site"}
        ).status_code
        == 404
    )


def test_after_half_an_hour_the_answers_are_gone_and_a_sentence_says_so() -> None:
    her = at_the_words()
    Draft.objects.update(expires_at=Moment())
    her.see("/pesan/sekarang/")
    assert "Jawaban Anda sudah terhapus" in her.page


def test_words_that_took_longer_than_half_an_hour_are_not_lost() -> None:
    her = at_the_words()
    Draft.objects.update(expires_at=Moment())
    her.press(words=WORDS)
    assert her.at == "/pesan/batas/"
    her.press()
    assert WORDS in her.page


def test_pressing_send_twice_makes_one_report_and_shows_the_same_code() -> None:
    her = at_the_words()
    her.press(words=WORDS)
    her.see("/pesan/kirim/")
    again = re.findall(r'<input type="hidden" name="t" value="([^"]*)"', her.page)[0]
    first = code_on(her.press(send="1"))
    second = code_on(her.press("/pesan/kirim/", t=again, send="1"))
    assert first == second
    assert reports() == 1


def test_the_code_is_in_no_address_and_goes_away_when_she_says_so() -> None:
    her = at_the_words()
    her.see("/pesan/kirim/")
    code = code_on(her.press(send="1"))
    assert not any(code in address for address, _ in her.redirects)
    her.press("/pesan/selesai/")
    assert her.at == "/"
    her.see("/pesan/terkirim/")
    assert "code-slip" not in her.page
    assert Draft.objects.count() == 0


def test_the_code_is_shown_for_a_quarter_of_an_hour() -> None:
    her = at_the_words()
    her.see("/pesan/kirim/")
    her.press(send="1")
    with drafts.changing_draft(her.client.cookies["v"].value) as answers:
        assert answers is not None
        answers["until"] = (now() - timedelta(seconds=1)).isoformat()
    assert "code-slip" not in her.see("/pesan/terkirim/")


def test_whoever_opens_the_box_does_not_find_the_code_by_going_back() -> None:
    her = at_the_words()
    her.see("/pesan/kirim/")
    code = code_on(her.press(send="1", decoy="on"))
    her.see("/pesan/lanjut/")
    her.press(code=code)
    assert her.at == "/pesan/kotak/"
    assert "code-slip" not in her.see("/pesan/terkirim/")


def test_the_last_four_digits_may_be_checked_or_left() -> None:
    her = at_the_words()
    her.see("/pesan/kirim/")
    code = code_on(her.press(send="1"))
    assert "Kode sudah Anda miliki." in her.press(last=code[-4:])
    wrong = f"{(int(code[-4:]) + 1) % 10_000:04}"
    assert "Ini bukan empat angka terakhir." in her.press(last=wrong)
    assert code_on(her.press(last="")) == code


def test_sending_forgets_the_answers_at_once() -> None:
    her = at_the_words()
    her.press(words=WORDS)
    her.see("/pesan/kirim/")
    her.press(send="1")
    her.see("/pesan/cerita/")
    assert her.at == "/pesan/terkirim/"
    assert WORDS not in her.page


# Files.


def test_files_are_refused_by_name_and_reason_and_the_others_stay() -> None:
    her = at_the_words()
    her.see("/pesan/berkas/")
    good = SimpleUploadedFile("suara.ogg", b"OggS" + bytes(60))
    bad = SimpleUploadedFile("surat.exe", b"MZ" + bytes(60))
    her.press(add="1", attached=[good, bad])
    assert her.at == "/pesan/berkas/"
    assert "surat.exe" in her.page
    assert "suara.ogg" in her.page
    assert DraftFile.objects.count() == 1


def test_a_file_can_be_taken_out_again() -> None:
    her = at_the_words()
    her.see("/pesan/berkas/")
    her.press(more="1", attached=SimpleUploadedFile("suara.ogg", b"OggS" + bytes(60)))
    drop = re.search(r'name="drop" value="([^"]+)"', her.page)
    assert drop is not None
    her.press(drop=drop.group(1))
    assert "suara.ogg" not in her.page
    assert DraftFile.objects.count() == 0


def test_a_sixth_file_is_one_too_many() -> None:
    her = at_the_words()
    her.see("/pesan/berkas/")
    six = [SimpleUploadedFile(f"{n}.ogg", b"OggS" + bytes(60)) for n in range(6)]
    her.press(add="1", attached=six)
    assert "Paling banyak 5 berkas" in her.page
    assert DraftFile.objects.count() == 5


# Leaving.


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_exit_forgets_first_and_then_goes(method: str, settings: object) -> None:
    her = at_the_words()
    her.press(words=WORDS)
    answer = getattr(her.client, method)("/pesan/tutup/")
    assert (answer.status_code, answer["Location"]) == (303, settings.NEUTRAL_URL)  # type: ignore[attr-defined]  # pytest-django's settings
    assert Draft.objects.count() == 0
    assert her.client.cookies["v"].value == ""


# Without cookies.


def test_without_cookies_everything_is_on_one_page_and_the_answer_shows_the_code() -> None:
    her = Walker(cookies=False)
    her.see("/pesan/")
    her.press(about="self")
    assert her.at == "/pesan/semua/"
    sent = her.page
    her.press(words=WORDS, about_whom="other", subdistrict="64.08.11", channel="mailbox")
    code = code_on(her.page)
    assert WORDS not in her.page
    assert reports() == 1
    her.pages.append(sent)  # pressed twice: the same form again
    her.at = "/pesan/semua/"
    her.press(words=WORDS, about_whom="other", subdistrict="64.08.11", channel="mailbox")
    assert code_on(her.page) == code
    assert reports() == 1


def test_the_one_page_form_sent_empty_gives_a_receipt_too() -> None:
    her = Walker(cookies=False)
    her.see("/pesan/semua/")
    her.press()
    assert len(code_on(her.page)) == 16


def test_on_the_one_page_nothing_typed_is_lost_by_a_wrong_file() -> None:
    her = Walker(cookies=False)
    her.see("/pesan/semua/")
    her.press(words=WORDS, attached=SimpleUploadedFile("surat.exe", b"MZ" + bytes(60)))
    assert "surat.exe" in her.page
    assert WORDS in her.page
    assert reports() == 0


# Many from one network.


def test_a_crowded_network_gets_one_page_more_and_is_taken_in_all_the_same() -> None:
    for _ in range(29):
        crowd = at_the_words()
        crowd.see("/pesan/kirim/")
        crowd.press(send="1")
        assert crowd.at == "/pesan/terkirim/"
    last = at_the_words()
    last.see("/pesan/kirim/")
    last.press(send="1")
    assert last.at == "/pesan/terkirim/"
    her = at_the_words()
    her.see("/pesan/kirim/")
    her.press(send="1", decoy="on")
    assert "Banyak pesan datang dari jaringan Anda" in her.page
    her.press(send="1")
    assert her.at == "/pesan/terkirim/"
    assert "Kode kedua" in her.page
    assert reports() == 31
