"""*Ekspor chat* of WhatsApp: what stands in it, and what may be taken out of it. Pure.

Both telephones write it in their own way and in the language of the telephone; both are read. A
line without a moment goes on with the message before it. Nothing is guessed away: what is no
message is a line of the app, kept as it stands.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

MOST_TEXT = 16 * 1024 * 1024  # of one chat; 20,000 messages are about two
MOST_MESSAGES = 100_000
MOST_PARTS = 500
MOST_PART = 16 * 1024 * 1024
MOST_UNFOLDED = 256 * 1024 * 1024  # of all parts together
MOST_RATIO = 200  # a text unfolds to twenty times its size, a bomb to a thousand
MOST_NAME = 60


class Sort(StrEnum):
    """What one entry of a chat is."""

    TEXT = "text"
    FILE = "file"  # its name stands in `words`
    LEFT_OUT = "left_out"  # *Media tidak disertakan*
    DELETED = "deleted"
    APP = "app"  # a line of WhatsApp itself


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of a chat."""

    at: datetime
    who: str
    words: str
    sort: Sort = Sort.TEXT
    edited: bool = False


class NotAChat(ValueError):
    """The file is no exported chat, or must not be opened; `args[0]` says why, as a code."""


BEGINS = re.compile(
    r"^\[?(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4}),?\s+(?:pukul\s+|at\s+)?"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*(?:([ap])\.?\s?m\b\.?)?\]?\s*(?:[-–]\s+|(?<=\])\s*)(.*)$",
    re.IGNORECASE | re.DOTALL,
)
WHO = re.compile(rf"^(?:~\s?)?([^:\n]{{1,{MOST_NAME}}}):(?:\s(.*)|)$", re.DOTALL)
LEFT_OUT = re.compile(
    r"^<?(?:media|gambar|video|audio|stiker|sticker|gif|dokumen|document|image|kartu kontak"
    r"|contact card|video note|pesan video)\s*(?:omitted|tidak disertakan|dihilangkan)>?\.?$",
    re.IGNORECASE,
)
FILE = re.compile(
    r"^(?:<(?:attached|terlampir):\s*([^<>]+)>|(.+?)\s+\((?:file attached|file terlampir)\))",
    re.IGNORECASE,
)
DELETED = re.compile(
    r"^(?:pesan ini (?:telah )?dihapus|anda (?:telah )?menghapus pesan ini"
    r"|this message was deleted|you deleted this message)\.?$",
    re.IGNORECASE,
)
EDITED = re.compile(
    r"\s*<(?:pesan ini (?:telah )?diedit|this message was edited)>\s*$", re.IGNORECASE
)
MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\ufeff"), None)
SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " ")
PLAIN = MARKS | SPACES


def read_chat(text: str, zone: tzinfo) -> list[Said]:
    """Return the entries of an exported chat in their order.

    Args:
        text: the whole text of the export.
        zone: where the telephone is: an export names none.

    Raises:
        NotAChat: `no_chat`, `chat_too_long`.
    """
    found = list(_entries(text))
    if not found:
        raise NotAChat("no_chat")
    if len(found) > MOST_MESSAGES:
        raise NotAChat("chat_too_long")
    order = _order([(int(m[1]), int(m[2]), int(m[3])) for m, _ in found])
    said = []
    for moment, lines in found:
        at = _moment(moment, order, zone)
        if at is not None:
            said.append(_said(at, "\n".join([moment[8], *lines])))
    if not said:
        raise NotAChat("no_chat")
    return said


def _entries(text: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    open_: tuple[re.Match[str], list[str]] | None = None
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        begins = BEGINS.match(line.translate(PLAIN)) if line[:24].strip() else None
        if begins:
            if open_:
                yield open_
            open_ = begins, []
        elif open_:
            open_[1].append(line.translate(MARKS))
    if open_:
        yield open_


def _order(days: list[tuple[int, int, int]]) -> str:
    """Say in which order a telephone writes a day: it is the same in the whole export."""
    if days[0][0] > 31:  # noqa: PLR2004  # a year stands first
        return "ymd"
    if any(first > 12 for first, _, _ in days):  # noqa: PLR2004  # months
        return "dmy"
    if any(second > 12 for _, second, _ in days):  # noqa: PLR2004
        return "mdy"
    here = [(year, month, day) for day, month, year in days]
    there = [(year, month, day) for month, day, year in days]
    grows = sorted(here) == here
    return "dmy" if grows or sorted(there) != there else "mdy"


def _moment(found: re.Match[str], order: str, zone: tzinfo) -> datetime | None:
    parts = dict(zip(order, (int(found[1]), int(found[2]), int(found[3])), strict=True))
    year = parts["y"] if parts["y"] > 99 else 2000 + parts["y"]  # noqa: PLR2004
    hour, half = int(found[4]), (found[7] or "").lower()
    if half == "p" and hour < 12:  # noqa: PLR2004
        hour += 12
    elif half == "a" and hour == 12:  # noqa: PLR2004
        hour = 0
    try:
        return datetime(
            year, parts["m"], parts["d"], hour, int(found[5]), int(found[6] or 0), tzinfo=zone
        )
    except ValueError:
        return None


def _said(at: datetime, rest: str) -> Said:
    who = WHO.match(rest)
    if who is None:
        return Said(at, "", rest.strip(), Sort.APP)
    words, edited = EDITED.subn("", who[2] or "")
    one = Said(at, who[1].strip(), words.strip(), edited=bool(edited))
    if LEFT_OUT.match(one.words):
        return replace(one, sort=Sort.LEFT_OUT)
    if DELETED.match(one.words):
        return replace(one, sort=Sort.DELETED)
    if file := FILE.match(one.words):
        return replace(one, words=(file[1] or file[2]).strip(), sort=Sort.FILE)
    return one


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an archive, under its bare name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Export:
    """What was uploaded: the text of the chat, and the files that came with it."""

    text: str
    archive: zipfile.ZipFile | None = None
    parts: tuple[zipfile.ZipInfo, ...] = ()

    def files(self) -> Iterator[Part]:
        """Yield the files one at a time, never more than one in memory.

        Raises:
            NotAChat: `archive_lies` when a file is longer than its archive says.
        """
        for info in self.parts:
            if self.archive is not None:
                yield Part(info.filename, _unfolded(self.archive, info, MOST_PART))


def open_export(content: bytes) -> Export:
    """Open an uploaded export: a text, or an archive of a text and its files.

    Nothing is ever written to a path that an archive names, and nothing is unfolded before its
    size is known.

    Raises:
        NotAChat: `no_chat`, `chat_too_long`, `archive_broken`, `archive_locked`, `archive_path`,
            `archive_too_large`, `archive_lies`.
    """
    if not content.startswith(b"PK\x03\x04"):
        if len(content) > MOST_TEXT:
            raise NotAChat("chat_too_long")
        return Export(_decoded(content))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotAChat("archive_broken") from error
    parts = [info for info in archive.infolist() if not info.is_dir()]
    _require_harmless(parts)
    texts = [info for info in parts if info.filename.lower().endswith(".txt")]
    for info in sorted(texts, key=lambda one: -one.file_size):
        if info.file_size > MOST_TEXT:
            raise NotAChat("chat_too_long")
        text = _decoded(_unfolded(archive, info, MOST_TEXT))
        if next(_entries(text[:100_000]), None) is not None:
            return Export(text, archive, tuple(one for one in parts if one is not info))
    raise NotAChat("no_chat")


def _require_harmless(parts: list[zipfile.ZipInfo]) -> None:
    for info in parts:
        if info.flag_bits & 0x1:
            raise NotAChat("archive_locked")
        if re.search(r"[/\\:\x00]|^\.\.?$", info.filename):
            raise NotAChat("archive_path")  # WhatsApp puts no folders into it
        if info.file_size > MOST_RATIO * max(info.compress_size, 1) + 100_000:
            raise NotAChat("archive_too_large")
    if len(parts) > MOST_PARTS or sum(info.file_size for info in parts) > MOST_UNFOLDED:
        raise NotAChat("archive_too_large")


def _unfolded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    try:
        with archive.open(info) as part:
            content = part.read(min(info.file_size, most) + 1)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, zlib.error) as error:
        raise NotAChat("archive_broken") from error
    if len(content) > info.file_size:
        raise NotAChat("archive_lies")
    return content[:most]


def _decoded(content: bytes) -> str:
    if b"\x00" in content[:1000]:
        raise NotAChat("no_chat")
    return content.decode("utf-8-sig", errors="replace")
