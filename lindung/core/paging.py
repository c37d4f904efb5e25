"""Pages of long lists, from one row to the next, never by counting: page 9,000 costs what 1 does.

A cursor names the last row shown by the values it is sorted by. It says nothing about a client and
grants nothing: the rows behind it are filtered again by what the reader may see.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")
U = TypeVar("U")
FORTH, BACK = "n", "p"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and how to ask for those after and before them."""

    rows: list[T]
    next_cursor: str | None = None
    prev_cursor: str | None = None

    def shown_as(self, change: Callable[[T], U]) -> "Page[U]":
        """Return the same page with each row changed."""
        return Page([change(row) for row in self.rows], self.next_cursor, self.prev_cursor)


def page_of(rows: QuerySet[M], order: Sequence[str], *, after: str | None, limit: int) -> Page[M]:
    """Return the page of `rows` behind the cursor `after`. One query.

    Args:
        rows: already filtered by what the reader may see.
        order: as for `order_by`; the last one tells all rows apart, and none is ever null.
        after: a cursor of an earlier page; a broken one shows the first page.
        limit: how many rows.
    """
    way, values = _read(rows.model, order, after)
    back = way == BACK
    sorted_by = [_turned(name) for name in order] if back else list(order)
    if values:
        rows = rows.filter(_beyond(sorted_by, values))
    found = list(rows.order_by(*sorted_by)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if back:
        found.reverse()
    has_next, has_prev = (True, more) if back else (more, bool(values))
    return Page(
        found,
        _cursor(FORTH, order, found[-1]) if found and has_next else None,
        _cursor(BACK, order, found[0]) if found and has_prev else None,
    )


def _beyond(sorted_by: Sequence[str], values: Sequence[Any]) -> Q:
    """Return what lies behind `values`; the first column stands apart so that its index serves."""
    beyond, same = Q(), Q()
    for name, value in zip(sorted_by, values, strict=True):
        column, sign = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{column}__{sign}": value})
        same &= Q(**{column: value})
    column, sign = sorted_by[0].lstrip("-"), "lte" if sorted_by[0].startswith("-") else "gte"
    return Q(**{f"{column}__{sign}": values[0]}) & beyond


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _cursor(way: str, order: Sequence[str], row: Model) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    packed = json.dumps([way, *values], default=_text, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _text(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def _read(model: type[M], order: Sequence[str], cursor: str | None) -> tuple[str, list[Any]]:
    if not cursor:
        return FORTH, []
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        way, *values = json.loads(packed)
        fields = [model._meta.get_field(name.lstrip("-")) for name in order]
        pairs = zip(fields, values, strict=True)
        known = [field.to_python(value) for field, value in pairs]  # type: ignore[union-attr]  # columns
    except (ValueError, TypeError, ValidationError, binascii.Error):
        return FORTH, []
    if way not in {FORTH, BACK} or None in known:
        return FORTH, []
    return way, known
