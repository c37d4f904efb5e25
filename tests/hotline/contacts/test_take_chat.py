"""An exported chat: sealed in its report, only what is new, its deletion asked until it is said."""

import io
import time
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lindung.access.models import Staff
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import StoredFile, Trail, Turn
from lindung.directory.models import Unit
from lindung.hotline.models.contact import ChatImport, Contact
from lindung.hotline.models.lines import HeldFile
from lindung.hotline.queries.chat_import import read_import
from lindung.hotline.services import call, chat_import
from lindung.hotline.services.contact import open_contact, sort_contact
from lindung.intake.models import Attachment
from tests.conftest import UNIT, at_work
from tests.web.desk.conftest import Go, go  # noqa: F401

# ruff: noqa: F811
CHAT = """24/11/26 03.05 - Pesan dan panggilan dienkripsi secara end-to-end.
24/11/26 03.05 - Ibu Y: Tolong saya
jangan balas dulu
24/11/26 03.06 - Ibu Y: ya
24/11/26 03.06 - Ibu Y: ya
24/11/26 03.08 - Ibu Y: foto.jpg (file terlampir)
"""
LONGER = CHAT + "24/11/26 04.00 - Ibu Y: sudah di rumah RT\n"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return out.getvalue()


def packed(text: str, **files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", text)
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


@pytest.fixture
def contact(unit: Unit, rini: Staff) -> Contact:
    """A chat on the duty phone that became a report."""
    with at_work(rini):
        one = open_contact(rini.actor(), channel="whatsapp", key="chat")
        sort_contact(rini.actor(), one, "self")
        one = Contact.objects.get(pk=one.pk)
        call.report_contact(rini.actor(), unit, one, about="self", words="Ia menulis lewat WA.")
        return Contact.objects.select_related("report").get(pk=one.pk)


def take(staff: Staff, unit: Unit, contact: Contact, content: bytes) -> ChatImport:
    with at_work(staff):
        return chat_import.take_chat(staff.actor(), unit, contact, content)


def waits(contact: Contact) -> bool:
    with frame(UNIT):
        return Turn.objects.filter(record_id=contact.pk, verb="delete_chat").exists()


def test_a_chat_is_sealed_and_read_again_with_its_moments(
    unit: Unit, rini: Staff, contact: Contact
) -> None:
    made = take(rini, unit, contact, CHAT.encode())

    assert (made.n_new, made.n_known) == (5, 0)
    with at_work(rini):
        page = read_import(rini.actor(), contact, made.pk)
    assert page is not None
    assert page.said[1].words == "Tolong saya\njangan balas dulu"
    assert page.said[1].at == datetime.fromisoformat("2026-11-24T03:05+08:00")
    assert made.file_id is not None
    with frame(UNIT):
        stored = StoredFile.objects.get(pk=made.file_id)
        assert Trail.objects.filter(action="hotline.read_contact").exists()
    for path in Path(settings.FILES_DIR).rglob(stored.id.hex):
        assert b"Tolong" not in path.read_bytes()


def test_the_same_export_again_adds_nothing_and_a_longer_one_only_what_is_new(
    unit: Unit, rini: Staff, contact: Contact
) -> None:
    take(rini, unit, contact, CHAT.encode())
    again = take(rini, unit, contact, CHAT.encode())
    renamed = LONGER.replace("Ibu Y", "Yuli Baru")
    longer = take(rini, unit, contact, renamed.encode())

    assert (again.n_new, again.n_known, again.file_id) == (0, 5, None)
    assert (longer.n_new, longer.n_known) == (1, 5)
    with at_work(rini):
        page = read_import(rini.actor(), contact, longer.pk)
    assert page is not None
    assert [one.words for one in page.said] == ["sudah di rumah RT"]


def test_media_hang_on_the_report_once_and_what_cannot_be_shown_is_held(
    unit: Unit, rini: Staff, contact: Contact
) -> None:
    export = packed(CHAT, foto_jpg=picture(), kontak_vcf=b"BEGIN:VCARD")
    made = take(rini, unit, contact, export)
    again = take(rini, unit, contact, export)

    assert (made.n_files, made.n_held) == (1, 1)
    assert (again.n_files, again.n_held) == (0, 0)
    with frame(UNIT):
        assert Attachment.objects.filter(report=contact.report).count() == 1
        assert HeldFile.objects.count() == 1


def test_its_deletion_from_the_phone_is_asked_until_somebody_says_it(
    unit: Unit, rini: Staff, contact: Contact
) -> None:
    made = take(rini, unit, contact, CHAT.encode())
    assert waits(contact)

    with at_work(rini):
        assert chat_import.chat_deleted(rini.actor(), contact) == 1
        assert chat_import.chat_deleted(rini.actor(), contact) == 0

    assert not waits(contact)
    with frame(UNIT):
        said = ChatImport.objects.get(pk=made.pk)
    assert (said.deleted_by, said.deleted_at is not None) == (rini.pk, True)
    take(rini, unit, contact, LONGER.encode())
    assert waits(contact)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"halo", "no_chat"),
        (b"PK\x03\x04" + b"x" * 50, "archive_broken"),
        (packed(CHAT, besar_jpg=b"\x00" * 30_000_000), "archive_too_large"),
    ],
)
def test_what_must_not_be_opened_is_told_and_nothing_is_kept(
    unit: Unit, rini: Staff, contact: Contact, content: bytes, code: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        take(rini, unit, contact, content)

    assert broken.value.code == code
    with frame(UNIT):
        assert not ChatImport.objects.exists()
    assert not waits(contact)


def test_twenty_thousand_messages_take_seconds(unit: Unit, rini: Staff, contact: Contact) -> None:
    start = datetime(2026, 1, 1)  # noqa: DTZ001  # as a telephone writes it
    text = "".join(
        f"{start + timedelta(minutes=3 * n):%d/%m/%y %H.%M} - Ibu Y: pesan nomor {n}\n"
        for n in range(20_000)
    )
    began = time.process_time()

    made = take(rini, unit, contact, text.encode())

    assert made.n_new == 20_000
    assert time.process_time() - began < 30
    with at_work(rini):
        page = read_import(rini.actor(), contact, made.pk, 100)
    assert page is not None
    assert (page.n_pages, page.said[-1].words) == (100, "pesan nomor 19999")


def test_only_who_holds_the_phone_takes_a_chat_in(
    unit: Unit, maya: Staff, contact: Contact
) -> None:
    with pytest.raises(Denied):
        take(maya, unit, contact, CHAT.encode())


def test_the_pages_lead_from_the_export_to_its_deletion(
    go: Go, rini: Staff, contact: Contact
) -> None:
    browser: Client = go(rini)
    page = f"/meja/piket/hp/{contact.number}/obrolan/"
    assert page in browser.get(f"/meja/piket/hp/{contact.number}/").content.decode()

    sent = browser.post(page, {"file": SimpleUploadedFile("WhatsApp.txt", CHAT.encode())})

    assert sent["Location"] == page
    shown = browser.get(page).content.decode()
    assert "Tolong" not in shown
    with frame(UNIT):
        made = ChatImport.objects.get()
    opened = browser.post(f"{page}{made.pk}/").content.decode()
    assert "Tolong saya" in opened
    assert browser.get(f"{page}{made.pk}/").status_code == 302
    browser.post(f"{page}terhapus/")
    assert not waits(contact)
    refused = browser.post(page, {"file": SimpleUploadedFile("x.txt", b"halo")}).content.decode()
    assert "no exported chat" in refused
