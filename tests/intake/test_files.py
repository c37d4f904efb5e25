"""Files: believed by their content alone, shown without what they tell, kept as they came."""

import io

import pikepdf
import pytest
from PIL import Image

from lindung.access.models import Staff
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.files import path_of, read_file
from lindung.core.frame import frame
from lindung.intake import files, queries, services
from lindung.intake.codes import FileKind
from lindung.intake.files import UploadedBytes
from lindung.intake.models import Attachment, Report
from tests.conftest import UNIT, at_work
from tests.intake.conftest import Tells

PLACE_TAG = 0x8825  # GPS


def picture(form: str = "JPEG", **more: object) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, form, **more)
    return out.getvalue()


def picture_with_place() -> bytes:
    """Return a picture that tells where it was taken, and with what."""
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(PLACE_TAG)[1] = "S"
    return picture(exif=exif.tobytes())


def document() -> bytes:
    """Return a PDF that names its author and runs something when opened."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = "Penulis Rahasia"
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture(), FileKind.JPEG),
        (picture("PNG"), FileKind.PNG),
        (picture("WEBP"), FileKind.WEBP),
        (document(), FileKind.PDF),
        (b"OggS\x00\x02" + b"\x00" * 60, FileKind.OGG),
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm", FileKind.WEBM),
        (b"ID3\x04" + b"\x00" * 60, FileKind.MP3),
        (b"\xff\xfb\x90\x64" + b"\x00" * 60, FileKind.MP3),
        (b"\x00\x00\x00\x20ftypM4A \x00\x00", FileKind.M4A),
        (b"\x00\x00\x00\x20ftypisom\x00\x00", FileKind.MP4),
        (b"\x00\x00\x00\x20ftypheic\x00\x00", None),
        (b"MZ\x90\x00", None),
        (b"<svg onload='x'>", None),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_the_content_says_what_a_file_is(content: bytes, kind: FileKind | None) -> None:
    assert files.kind_of(content) == kind


def test_the_clean_picture_tells_neither_place_nor_camera() -> None:
    original = picture_with_place()
    assert b"Kamera Rahasia" in original

    clean = files.checked([UploadedBytes("foto.jpg", original)])[0].clean

    assert clean is not None
    assert b"Kamera" not in clean
    with Image.open(io.BytesIO(clean)) as read:
        assert not dict(read.getexif())


def test_the_clean_document_names_no_author_and_runs_nothing() -> None:
    clean = files.checked([UploadedBytes("surat.pdf", document())])[0].clean
    assert clean is not None
    with pikepdf.open(io.BytesIO(clean)) as read:
        assert "/OpenAction" not in read.Root
        assert "/Author" not in read.docinfo
        assert len(read.pages) == 1


def locked() -> bytes:
    """Return a PDF with a password."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90\x00program", "file_kind_unknown"),
        (picture()[:200], "file_broken"),
        (b"%PDF-1.7 not really", "file_broken"),
        (locked(), "file_locked"),
        (b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024), "file_too_large"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field_and_by_its_name(content: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        files.checked([UploadedBytes("C:\\rumah\\berkas.bin", content)])
    assert (broken.value.code, broken.value.field) == (code, "files")
    assert "berkas.bin" in broken.value.message
    assert "rumah" not in broken.value.message


def test_a_picture_that_unfolds_into_gigabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_PIXELS", 100)
    with pytest.raises(RuleBroken) as broken:
        files.checked([UploadedBytes("bom.png", picture("PNG"))])
    assert broken.value.code == "file_broken"


def test_more_than_five_files_are_refused_and_no_report_is_half_made(tells: Tells) -> None:
    with pytest.raises(RuleBroken) as broken:
        tells(files=(UploadedBytes("a.jpg", picture()),) * 6)
    assert broken.value.code == "too_many_files"
    with frame(UNIT):
        assert not Report.objects.exists()


def test_staff_see_the_clean_copy_and_the_original_is_kept_as_it_came(
    rini: Staff, tells: Tells
) -> None:
    original = picture_with_place()
    receipt = tells(files=(UploadedBytes("foto rumah.jpg", original),))
    with at_work(rini):
        report = queries.get_report(rini.actor(), receipt.number)
        row = queries.attachments(rini.actor(), report)[0]
        kind, name, content = queries.read_attachment(rini.actor(), report, row.pk)
        assert (kind, name) == ("image/jpeg", "foto rumah.jpg")
        assert b"Kamera" not in content
        assert read_file(row.original) == original
        assert row.clean_copy is not None
        assert original[:100] not in path_of(row.original.pk).read_bytes()


def test_a_file_opens_only_with_its_own_report(rini: Staff, tells: Tells) -> None:
    first = tells(files=(UploadedBytes("a.jpg", picture()),))
    second = tells("Lain.")
    with at_work(rini):
        other = queries.get_report(rini.actor(), second.number)
        row = Attachment.objects.get(report_id=first.report_id)
        with pytest.raises(NotFound):
            queries.read_attachment(rini.actor(), other, row.pk)


def test_the_same_sending_with_another_file_is_another_sending(tells: Tells) -> None:
    key = "5e8a6c1c-7a2b-4f3e-9d11-0c5b7a9d2e44"
    tells(key=key, files=(UploadedBytes("a.jpg", picture()),))
    with pytest.raises(RuleBroken):
        tells(key=key, files=(UploadedBytes("a.png", picture("PNG")),))


def test_a_voice_note_comes_with_a_message(told: services.Receipt, rini: Staff) -> None:
    services.write_from_reporter(
        told.code, "", [UploadedBytes("suara.ogg", b"OggS\x00\x02" + b"\x00" * 60)]
    )
    with at_work(rini):
        report = queries.get_report(rini.actor(), told.number)
        assert [a.kind for a in queries.attachments(rini.actor(), report)] == ["audio/ogg"]


def test_who_may_not_work_with_reports_adds_no_file(adi: Staff, report: Report) -> None:
    with pytest.raises(Denied), at_work(adi):
        services.attach(adi.actor(), report, UploadedBytes("a.jpg", picture()))
