"""The frame round every request and every job: one transaction, at work for one unit.

Outside a frame row-level security shows no row and nothing sealed opens. What was refused or opened
is noted in the frame and written down by the outermost one, also after a rollback. An answer leaves
only when its frame has ended, so nothing that was shown is unrecorded. A stream runs after the
frame of its request: it opens its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

EVERY_UNIT = UUID(int=0)
"""For the worker's loops: shows the outbox and the trail of all units, and nothing else of any."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds while work for one unit goes on."""

    unit_id: UUID
    staff_id: UUID | None
    notes: list[Model]  # lines to write down, whatever becomes of the transaction
    keys: dict[UUID, bytes]  # data keys opened so far; they are gone when the frame ends
    marks: dict[UUID, dict[str, str]]  # by key and place: the newest ciphertext, see `core.marks`


_frame: ContextVar[Frame | None] = ContextVar("frame", default=None)


@contextmanager
def frame(unit_id: UUID, staff_id: UUID | None = None) -> Iterator[None]:
    """Do what is inside for `unit_id`, all of it or nothing; `staff_id` is who is at work.

    Frames may stand in one another, as when the worker turns from its queue to one unit's row.
    """
    outer = _frame.get()
    here = Frame(unit_id, staff_id, notes=outer.notes if outer else [], keys={}, marks={})
    inside = outer is not None or connection.in_atomic_block
    token = _frame.set(here)
    try:
        with transaction.atomic():
            _show_rows_of(here)
            yield
            if (
                inside
            ):  # releasing a savepoint would keep our settings; a transaction's end does not
                _show_rows_of(outer)
    finally:
        _frame.reset(token)
        if outer is None and here.notes:
            _write_down(here.notes)


def this_frame() -> Frame:
    """Return the frame we are in.

    Raises:
        RuntimeError: there is none, so nobody knows for which unit this would be.
    """
    here = _frame.get()
    if here is None:
        raise RuntimeError("This needs a frame: a gate or a worker's loop opens one.")
    return here


def this_unit() -> UUID:
    """Return the unit at work. Every new row of a unit takes it as its own."""
    unit_id = this_frame().unit_id
    if unit_id == EVERY_UNIT:
        raise RuntimeError("A row belongs to one unit: open that unit's frame first.")
    return unit_id


def note(line: Model) -> None:
    """Keep `line` until the outermost frame ends, and write it down then."""
    this_frame().notes.append(line)


def _show_rows_of(here: Frame | None) -> None:
    """Tell row-level security whose rows to show; without a frame, nobody's."""
    unit_id, staff_id = (here.unit_id, here.staff_id or "") if here else ("", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.unit', %s, true), set_config('app.staff', %s, true)",
            [str(unit_id), str(staff_id)],
        )


def _write_down(notes: list[Model]) -> None:
    with frame(EVERY_UNIT):
        for kind in {type(line) for line in notes}:  # one statement for all lines of a page
            kind._default_manager.bulk_create([line for line in notes if type(line) is kind])
