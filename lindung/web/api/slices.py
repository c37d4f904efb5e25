"""Pages of short lists that are made at once: results of a search, tasks of one person."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from lindung.core.paging import Page

T = TypeVar("T")


def sliced(rows: Sequence[T], cursor: str | None, limit: int) -> Page[T]:
    """Return some of `rows`; a broken cursor shows the first ones."""
    begin = _read(cursor)
    end = begin + limit
    return Page(
        list(rows[begin:end]),
        _cursor(end) if end < len(rows) else None,
        _cursor(max(0, begin - limit)) if begin else None,
    )


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(f"s{place}".encode()).decode().rstrip("=")


def _read(cursor: str | None) -> int:
    try:
        text = base64.urlsafe_b64decode((cursor or "") + "=" * (-len(cursor or "") % 4)).decode()
    except (ValueError, binascii.Error):
        return 0
    digits = text.removeprefix("s")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0  # noqa: PLR2004
