"""Five ways through the public door, each without scripts and in both languages."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.intake.codes import About, State
from lindung.intake.models import Attachment, DraftFile, Party, Report, Screening
from lindung.people.models import SafeContact
from lindung.web.public.paths import PATHS
from tests.conftest import NEIGHBOUR, PROVINCE, UNIT
from tests.web.public.walking import Walker, code_on

pytestmark = pytest.mark.usefixtures("units")
WORDS = "Kanaria hijau terbang di atas Sangatta"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)
OWN_WORDS = re.compile("Kanaria|kata-aman-x|Bu Melati|0812 3456 7890|Sandaran hulu")

EVERYTHING: dict[str, dict[str, Any]] = {
    "batas": {},
    "cerita": {"words": WORDS},
    "sekarang": {"danger": "yes"},
    "telepon": {},
    "badan": {"injured": "no"},
    "dekat": {"near": "unknown"},
    "nama": {"name": "Bu Melati"},
    "hubungi": {"channel": "whatsapp", "phone": "0812 3456 7890"},
    "jam": {"from_time": "09:00", "until_time": "14:00"},
    "layar": {"who_sees": ["family"], "message_allowed": "no"},
    "kata": {"code_word": "kata-aman-x", "cover_text": "Paket Anda sudah siap"},
    "ragam": {"disability": ["deaf"], "needs": "bahasa isyarat"},
    "tempat": {"subdistrict": "64.08.11", "place": "Sandaran hulu"},
    "orang": {"institution": "yes"},
    "siapa": {"institutions": ["police"], "named": "seorang perwira"},
}


def only_report() -> Report:
    for unit_id in (UNIT, NEIGHBOUR, PROVINCE):
        with frame(unit_id):
            found = Report.objects.first()
            if found:
                return found
    raise AssertionError("No report was made.")


def read(report: Report, field: str) -> str:
    with frame(report.unit_id):
        sealed = getattr(Report.objects.get(pk=report.pk), field)
        return sealed.reveal() if sealed else ""


def tell_everything(her: Walker) -> None:
    """Walk the whole way of somebody who tells of herself, up to the last page before sending."""
    her.see("/pesan/")
    her.press(about="self")
    for address, typed in EVERYTHING.items():
        assert her.at == f"/pesan/{address}/"
        her.press(**typed)
    assert her.at == "/pesan/berkas/"
    her.press(add="1", attached=SimpleUploadedFile("catatan.png", PNG))
    assert her.at == "/pesan/kirim/"


@pytest.mark.parametrize("language", ["", "en"])
def test_none_of_what_she_told_is_shown_again(language: str) -> None:
    her = Walker(language=language)
    tell_everything(her)
    assert not OWN_WORDS.search(her.page)
    before_sending = len(her.pages)
    her.press(send="1")
    assert her.at == "/pesan/terkirim/"
    assert only_report().number in her.page
    assert len(code_on(her.page)) == 16
    her.press(last=code_on(her.page)[-4:])
    assert not any(OWN_WORDS.search(page) for page in her.pages[before_sending:])
    assert DraftFile.objects.count() == 0


def test_the_limits_are_read_before_the_first_word_and_danger_shows_the_numbers_at_once() -> None:
    her = Walker()
    tell_everything(her)
    limits = next(page for page in her.pages if "3 × 24 jam" in page)
    assert her.pages.index(limits) < next(i for i, p in enumerate(her.pages) if "id_words" in p)
    numbers = next(page for page in her.pages if "Teleponlah sekarang bila bisa" in page)
    assert 'href="tel:110"' in numbers
    assert 'href="https://wa.me/628111129129"' in numbers


def test_all_that_she_told_is_in_the_report_and_sealed() -> None:
    her = Walker()
    tell_everything(her)
    her.press(send="1")
    report = only_report()
    assert (report.unit_id, report.about, report.emergency) == (UNIT, About.SELF, True)
    assert (report.area_id, report.anonymous) == ("64.08.11", False)
    assert (report.institutions, report.disability) == (["police"], ["deaf"])
    assert report.limits_told_at is not None
    assert [read(report, part) for part in ("words", "place", "named", "needs")] == [
        WORDS,
        "Sandaran hulu",
        "seorang perwira",
        "bahasa isyarat",
    ]


def test_how_she_may_be_reached_what_she_answered_and_her_file_are_kept() -> None:
    her = Walker()
    tell_everything(her)
    her.press(send="1")
    with frame(UNIT):
        way = SafeContact.objects.get()
        answers = Screening.objects.get().answers
        roles = {party.role for party in Party.objects.all()}
        assert Attachment.objects.get().kind == "image/png"
    assert (way.channel, way.allowed, way.message_allowed) == ("whatsapp", "yes", "no")
    assert (str(way.from_time), way.who_sees) == ("09:00:00", ["family"])
    assert answers == {"danger": "yes", "injured": "no", "near": "unknown"}
    assert roles == {"reporter", "victim"}


@pytest.mark.parametrize("about", [str(about) for about in PATHS])
@pytest.mark.parametrize("language", ["", "en"])
def test_whoever_skips_everything_still_gets_a_receipt(about: str, language: str) -> None:
    somebody = Walker(language=language)
    somebody.see("/pesan/")
    somebody.press(about=about)
    somebody.press()  # the limits are read, not answered
    for _ in range(20):
        if somebody.at == "/pesan/kirim/":
            break
        assert "skip" in somebody.page
        somebody.press(skip="1")
    somebody.press(send="1")
    assert somebody.at == "/pesan/terkirim/"
    report = only_report()
    assert report.number in somebody.page
    assert (report.about, report.state) == (about, State.RECEIVED)
    # Nothing answered is not a low risk; a child is at least a medium one. FRAME section 6.
    assert report.risk == ("medium" if about == About.CHILD else "unassessed")
    assert read(report, "words") == ""


def test_a_child_is_asked_five_questions_and_its_adult_is_written_down() -> None:
    child = Walker()
    child.see("/pesan/")
    child.press(about="child")
    assert "Kami tidak menelepon orang tuamu." in child.page
    child.press()
    assert "1 dari 5" in child.page
    child.press(danger="no")
    child.press(words=WORDS, voice=SimpleUploadedFile("suara.ogg", b"OggS" + bytes(60)))
    child.press(adult="teacher", adult_name="Bu Melati", adult_phone="0812 3456 7890")
    child.press(channel="mailbox")
    assert "5 dari 5" in child.page
    child.press(subdistrict="64.08.04", place="Dekat masjid")
    child.press(send="1")
    assert "Kamu tidak salah." in child.page
    assert not OWN_WORDS.search(child.page)
    report = only_report()
    assert (report.about, report.child, report.area_id) == ("child", "yes", "64.08.04")
    assert read(report, "needs") == "Orang dewasa pilihan anak: Guru, Bu Melati, 0812 3456 7890"
    with frame(UNIT):
        assert Attachment.objects.get().kind == "audio/ogg"
        assert {p.role for p in Party.objects.all()} == {"reporter", "victim"}


def test_a_child_in_danger_sees_the_numbers_at_once() -> None:
    child = Walker()
    child.see("/pesan/")
    child.press(about="child")
    child.press()
    child.press(danger="yes")
    assert child.at == "/pesan/telepon/"
    assert 'href="tel:129"' in child.page


def test_a_professional_tells_facts_where_from_and_about_whom() -> None:
    teacher = Walker()
    teacher.see("/pesan/")
    teacher.press(about="professional")
    teacher.press()
    teacher.press(workplace="SD Negeri 5", job="wali kelas")
    teacher.press(words=WORDS, seen_on="minggu lalu")
    teacher.press(child="yes", age_band="6-12", victim_name="M.")
    teacher.press(danger="unknown")
    for _ in range(12):
        if teacher.at == "/pesan/kirim/":
            break
        teacher.press(skip="1")
    teacher.press(send="1")
    report = only_report()
    assert (report.about, report.child) == ("professional", "yes")
    assert read(report, "source") == "SD Negeri 5 · wali kelas · minggu lalu"
    assert "6-12" in read(report, "needs")


def test_a_complaint_about_an_officer_never_enters_the_units_own_inbox(
    units: dict[str, Unit],
) -> None:
    somebody = Walker()
    somebody.see("/u/kutim/pesan/")
    somebody.press(about="staff_complaint")
    assert "di luar unit ini" in somebody.page
    somebody.press()
    somebody.press(words=WORDS)
    somebody.press(named="petugas di meja depan")
    for _ in range(9):
        if somebody.at == "/pesan/kirim/":
            break
        somebody.press(skip="1")
    somebody.press(send="1")
    report = only_report()
    assert (report.unit_id, report.complaint_unit_id) == (PROVINCE, UNIT)


def test_somebody_else_is_told_about_by_name_and_age() -> None:
    neighbour = Walker()
    neighbour.see("/pesan/")
    neighbour.press(about="other")
    neighbour.press()
    neighbour.press(words=WORDS)
    for answer in ({"danger": "no"}, {"injured": "no"}, {"near": "no"}):
        neighbour.press(**answer)
    assert neighbour.at == "/pesan/dia/"
    neighbour.press(victim_name="Bu Melati", child="no")
    for _ in range(9):
        if neighbour.at == "/pesan/kirim/":
            break
        neighbour.press(skip="1")
    neighbour.press(send="1")
    report = only_report()
    assert (report.about, report.child, report.anonymous) == ("other", "no", True)
    with frame(UNIT):
        assert [p.role for p in Party.objects.all()] == ["victim"]


@pytest.mark.parametrize("language", ["", "en"])
def test_a_child_reads_at_most_eight_words_a_sentence(language: str) -> None:
    child = Walker(language=language)
    child.see("/pesan/")
    child.press(about="child")
    child.press()
    child.press(danger="yes")
    while child.at != "/pesan/kirim/":
        child.press(**({} if child.at == "/pesan/telepon/" else {"skip": "1"}))
    child.press(send="1")
    first = next(i for i, page in enumerate(child.pages) if 'class="child"' in page)
    long = [s for page in child.pages[first:] for s in sentences(page) if len(s.split()) > 8]
    assert long == []


def sentences(page: str) -> list[str]:
    """Return what a child reads, sentence by sentence; the list of numbers is for whoever helps."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    main = re.sub(r'<ul class="numbers">.*?</ul>|<select.*?</select>', "", main, flags=re.DOTALL)
    plain = re.sub(r"<[^>]+>", "\n", main)
    return [s.strip() for s in re.split(r"[.?!\n]", plain) if s.strip()]
