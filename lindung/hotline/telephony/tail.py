"""Reads what was added to a log since the last time, also across its rotation.

It only reads. A line that is still being written waits for the next time.
"""

from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 1_000_000  # at once; the rest comes in the next round
LONGEST_LINE = 8_192


@dataclass(frozen=True, slots=True)
class Place:
    """How far a log was read: which file, and up to which byte."""

    file: int  # its inode: a rotated log keeps it under another name
    offset: int


def end_of(path: Path) -> Place:
    """Return the end of a log: what stood there before we came is nobody's work any more.

    Raises:
        OSError: it cannot be read.
    """
    found = path.stat()
    return Place(found.st_ino, found.st_size)


def read_on(path: Path, place: Place) -> tuple[list[str], Place]:
    """Return the lines added since `place`, and the new place.

    Raises:
        OSError: it cannot be read.
    """
    now = path.stat()
    if now.st_ino != place.file:
        old = _moved(path, place)
        if old is not None:
            lines, at = _lines(old, place)
            return (lines, at) if lines else _lines(path, Place(now.st_ino, 0))
        place = Place(now.st_ino, 0)
    elif now.st_size < place.offset:  # emptied in its place
        place = Place(now.st_ino, 0)
    return _lines(path, place)


def _moved(path: Path, place: Place) -> Path | None:
    """Return the file that was the log before it was rotated, if it still lies beside it."""
    for other in sorted(path.parent.glob(f"{path.name}*")):
        found = other.stat()
        if found.st_ino == place.file and found.st_size >= place.offset:
            return other
    return None


def _lines(path: Path, place: Place) -> tuple[list[str], Place]:
    with path.open("rb") as file:
        file.seek(place.offset)
        data = file.read(MOST_BYTES)
    whole = data[: data.rfind(b"\n") + 1]
    if not whole and len(data) == MOST_BYTES:
        whole = data  # no log of ours has such a line: leave it behind
    lines = [
        line.decode("utf-8", "replace").rstrip("\r")
        for line in whole.split(b"\n")
        if 0 < len(line) <= LONGEST_LINE
    ]
    return lines, Place(place.file, place.offset + len(whole))
