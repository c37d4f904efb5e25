"""What the switchboard's logs say in the end, read on from where they were left.

The live line never repeats what was told while nobody listened, so the logs are read at each new
connection and every minute. The same line twice changes nothing.
"""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError

from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.hotline.models.telephony import PbxLine
from lindung.hotline.services.telephony import forget_calls, hear_call
from lindung.hotline.telephony import cdr, queue_log
from lindung.hotline.telephony.line import Line
from lindung.hotline.telephony.signs import Sign
from lindung.hotline.telephony.tail import Place, end_of, read_on

log = logging.getLogger(__name__)
Reader = Callable[[str], Iterable[Sign]]


def beat(unit_id: UUID, *, up: bool, n_broken: int) -> None:
    """Say that somebody listens to the switchboard, and whether it answers."""
    with frame(unit_id):
        PbxLine.objects.update_or_create(
            unit_id=unit_id, defaults={"seen_at": Moment(), "up": up, "n_broken": n_broken}
        )


def hear(unit_id: UUID, sign: Sign) -> None:
    """Write one sign down, in a transaction of its own."""
    with frame(unit_id):
        hear_call(MACHINE, sign)


def reconcile(unit_id: UUID, line: Line) -> int:
    """Read on in both logs and close what nobody ended. Return how many signs were read."""
    one = queue_log.signs_of(line.queue)
    readers: list[tuple[str, Path | None, Reader]] = [
        ("log", line.queue_log, lambda text: filter(None, [one(text)])),
        ("cdr", line.cdr, cdr.signs_of(line.contexts)),
    ]
    n_read = sum(_read(unit_id, name, path, read) for name, path, read in readers)
    with frame(unit_id):
        forget_calls(MACHINE)
    return n_read


def _read(unit_id: UUID, name: str, path: Path | None, read: Reader) -> int:
    if path is None:
        return 0
    place = _place(unit_id, name)
    try:
        lines, after = read_on(path, place) if place else ([], end_of(path))
    except OSError as error:
        log.error("switchboard: its %s cannot be read: %s", name, type(error).__name__)
        _keep(unit_id, name, None)
        return 0
    found = [sign for text in lines for sign in read(text)]
    for sign in found:
        _hear_or_leave(unit_id, sign)
    _keep(unit_id, name, after)
    return len(found)


def _hear_or_leave(unit_id: UUID, sign: Sign) -> None:
    """Write a sign down; one that cannot be written must not hide those behind it."""
    try:
        hear(unit_id, sign)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, the next call counts
        log.error("switchboard: a sign was left out: %s", type(error).__name__)


def _place(unit_id: UUID, name: str) -> Place | None:
    with frame(unit_id):
        row = PbxLine.objects.filter(unit_id=unit_id).first()
    file, offset = (getattr(row, f"{name}_file", None), getattr(row, f"{name}_offset", None))
    return Place(file, offset) if file is not None and offset is not None else None


def _keep(unit_id: UUID, name: str, place: Place | None) -> None:
    told: dict[str, object] = {"log_readable": place is not None} if name == "log" else {}
    if place is not None:
        told |= {f"{name}_file": place.file, f"{name}_offset": place.offset}
    with frame(unit_id):
        PbxLine.objects.update_or_create(
            unit_id=unit_id, defaults=told, create_defaults=told | {"seen_at": Moment()}
        )
