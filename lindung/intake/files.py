"""What a file is, by its content, and a copy of it without what it tells beside its picture.

A name or a sender's word for the type is never believed. The original is sealed as it came, as
evidence; staff see the clean copy. Source: SECURITY section 8, *Uploads*.
"""

import io
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from lindung.core.errors import RuleBroken
from lindung.intake.codes import FileKind

MOST_BYTES = 10 * 1024 * 1024  # a file; Source: docs/SETTINGS.md
MOST_FILES = 5
MOST_PIXELS = 50_000_000  # a small file may unfold into gigabytes
NAME_LENGTH = 120
PICTURES = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
FILM_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"MSNV", b"dash"}
    | {b"3gp4", b"3gp5", b"3gp6", b"3g2a", b"qt  ", b"M4V "}
)
TRACKS = {FileKind.OGG: "ogg", FileKind.WEBM: "webm", FileKind.MP3: "mp3", FileKind.M4A: "ipod"}
FILMS = {b"qt  ": "mov", b"3gp4": "3gp", b"3gp5": "3gp", b"3gp6": "3gp", b"3g2a": "3g2"}
BARE = Path(__file__).with_name("bare.py")
BARE_WITHIN_S = 30.0
SCRIPTS = ("/OpenAction", "/AA", "/Names", "/AcroForm", "/Metadata", "/PieceInfo", "/Outlines")


@dataclass(frozen=True, slots=True)
class UploadedBytes:
    """A file as it came: the name somebody gave it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file whose type was read from its content."""

    name: str
    kind: FileKind
    original: bytes
    clean: bytes | None  # None where what is written beside the sound could not be taken out


def checked(files: Sequence[UploadedBytes]) -> list[CheckedFile]:
    """Check files and make their clean copies. All of them, or none.

    Raises:
        RuleBroken: `too_many_files`, `file_too_large`, `file_empty`, `file_kind_unknown`,
            `file_broken`, `file_locked`; beside the field `files`.
    """
    if len(files) > MOST_FILES:
        message = _("At most %(n)d files at once.") % {"n": MOST_FILES}
        raise RuleBroken("too_many_files", message, "files")
    return [_checked(file) for file in files]


def kind_of(content: bytes) -> FileKind | None:
    """Return what a file is by its first bytes, or `None` when it is nothing we take."""
    head = content[:64]
    for sign, kind in (
        (b"\xff\xd8\xff", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
        (b"%PDF-", FileKind.PDF),
        (b"OggS", FileKind.OGG),
        (b"ID3", FileKind.MP3),
    ):
        if head.startswith(sign):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head:
        return FileKind.WEBM
    if head[4:8] == b"ftyp":
        return _kind_of_brand(head[8:12])
    return FileKind.MP3 if _begins_mp3_frame(head) else None


def _kind_of_brand(brand: bytes) -> FileKind | None:
    if brand in SOUND_BRANDS:
        return FileKind.M4A
    return FileKind.MP4 if brand in FILM_BRANDS else None


def _begins_mp3_frame(head: bytes) -> bool:
    """Say whether an MPEG layer III frame begins here. Source: ISO/IEC 11172-3."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004  # sync word
        return False
    layer_three = head[1] & 0x06 == 0x02  # noqa: PLR2004
    return layer_three and head[2] & 0xF0 not in {0x00, 0xF0}


def _checked(file: UploadedBytes) -> CheckedFile:
    name = short_name(file.name)
    if not file.content:
        raise _broken("file_empty", _("%(name)s is empty."), name)
    if len(file.content) > MOST_BYTES:
        raise _broken("file_too_large", _("%(name)s is larger than 10 MB."), name)
    kind = kind_of(file.content)
    if kind is None:
        words = _(
            "%(name)s cannot be opened here."
            " Kinds taken: JPG, PNG, WEBP, PDF, MP3, M4A, OGG, WEBM, MP4."
        )
        raise _broken("file_kind_unknown", words, name)
    return CheckedFile(name, kind, file.content, _clean(file.content, kind, name))


def short_name(name: str) -> str:
    """Return a file's name without folders and control signs, and not too long."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in plain if sign.isprintable()).strip()
    return kept[-NAME_LENGTH:] or "file"


def _clean(content: bytes, kind: FileKind, name: str) -> bytes | None:
    try:
        if kind in PICTURES:
            return _clean_picture(content, PICTURES[kind])
        return _clean_pdf(content) if kind == FileKind.PDF else _clean_tracks(content, kind)
    except pikepdf.PasswordError as error:
        words = _("%(name)s is locked with a password. Save it without one.")
        raise _broken("file_locked", words, name) from error
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        pikepdf.PdfError,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        words = _("%(name)s cannot be opened. Take or save it again.")
        raise _broken("file_broken", words, name) from error


def _clean_picture(content: bytes, form: str) -> bytes:
    """Draw the picture anew, upright: what is not a pixel stays behind."""
    with Image.open(io.BytesIO(content), formats=[form]) as read:
        if read.width * read.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        upright = ImageOps.exif_transpose(read)
        plain = upright.convert("RGB") if form == "JPEG" else _without_palette(upright)
        bare = Image.new(plain.mode, plain.size)
        bare.paste(plain)
        out = io.BytesIO()
        bare.save(out, form, **({"quality": 90} if form in {"JPEG", "WEBP"} else {}))
        return out.getvalue()


def _without_palette(picture: Image.Image) -> Image.Image:
    return picture if picture.mode in {"RGB", "RGBA", "L"} else picture.convert("RGBA")


def _clean_pdf(content: bytes) -> bytes:
    """Save the pages alone: no author, no history, no script, nothing attached."""
    with pikepdf.open(io.BytesIO(content)) as read:
        for name in SCRIPTS:
            if name in read.Root:
                del read.Root[name]
        for page in read.pages:
            for name in ("/AA", "/Metadata", "/PieceInfo", "/Annots"):
                if name in page:
                    del page[name]
        if "/Info" in read.trailer:
            del read.trailer["/Info"]
        out = io.BytesIO()
        read.save(out, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue()


def _clean_tracks(content: bytes, kind: FileKind) -> bytes | None:
    """Return sound and picture alone, or `None` where they cannot be told from the rest.

    A telling is never refused for that: a voice that no program understands may still be heard.
    What unpacks it may be broken by it, so a program of its own does it (`bare.py`), which inherits
    no setting of the house.
    """
    form = TRACKS.get(kind) or FILMS.get(content[8:12], "mp4")
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(BARE), form],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=BARE_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def _broken(code: str, words: str, name: str) -> RuleBroken:
    return RuleBroken(code, words % {"name": name}, "files")
