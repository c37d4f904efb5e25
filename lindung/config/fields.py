"""The words of a form whose files were too large: fields are kept, files are passed over.

Nothing is decoded here: parts are taken as they stand, between the signs that separate them.
Source: RFC 7578 (multipart/form-data), RFC 2046 section 5.1.1 (boundaries).
"""

import re

MOST_BYTES = 1_000_000  # of all fields together; the longest telling is 20,000 letters
MOST_HEAD = 4_096
BOUNDARY = re.compile(rb'multipart/form-data;.*boundary="?([^";,\s]{1,70})"?', re.IGNORECASE)


def boundary_of(content_type: bytes) -> bytes | None:
    """Return what separates the parts of a form with files, or `None` when it is no such form."""
    found = BOUNDARY.match(content_type)
    return found.group(1) if found else None


class TooManyWords(Exception):
    """What was typed is itself too large: it is refused as a whole rather than cut."""


class FieldsOnly:
    """Takes a body in as it comes, and keeps of it what was typed."""

    def __init__(self, boundary: bytes) -> None:
        self._boundary = boundary
        self._sign = b"\r\n--" + boundary
        self._waiting = b"\r\n"  # the first part has no line before its sign
        self._part: bytes | None = None  # what was read of a field; None within a file, or between
        self._kept: list[bytes] = []
        self._size = 0

    def take(self, piece: bytes) -> None:
        """Take in what came next."""
        self._waiting += piece
        while (at := self._waiting.find(self._sign)) >= 0:
            self._end(self._waiting[:at])
            self._waiting = self._waiting[at + len(self._sign) :]
            self._part = b""
        keep = len(self._sign) - 1  # a sign may come in two pieces
        self._go_on(self._waiting[:-keep])
        self._waiting = self._waiting[-keep:]

    def body(self) -> bytes:
        """Return a form of the fields alone."""
        parts = b"".join(b"--" + self._boundary + part + b"\r\n" for part in self._kept)
        return parts + b"--" + self._boundary + b"--\r\n"

    def _go_on(self, piece: bytes) -> None:
        if self._part is None:
            return
        self._part += piece
        head, end, _ = self._part[:MOST_HEAD].partition(b"\r\n\r\n")
        a_file = b"filename" in head.lower() or (not end and len(self._part) >= MOST_HEAD)
        if a_file:
            self._part = None
        elif self._size + len(self._part) > MOST_BYTES:
            raise TooManyWords

    def _end(self, piece: bytes) -> None:
        self._go_on(piece)
        if self._part is not None and b"\r\n\r\n" in self._part:
            self._kept.append(self._part)
            self._size += len(self._part)
