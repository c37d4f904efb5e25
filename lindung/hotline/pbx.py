"""What the switchboard's logs say in the end, read on from where they were left.

The live line never repeats what was told while nobody listened, so the logs are read at each new
connection and every minute. The same line twice changes nothing.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import DatabaseError

from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.hotline.codes.rota import Way
from lindung.hotline.codes.telephony import Trouble
from lindung.hotline.engine import database_now
from lindung.hotline.models import Reach
from lindung.hotline.models.telephony import PbxLine
from lindung.hotline.queries.reach import read_address
from lindung.hotline.queries.rota import on_duty_now, standing_staff
from lindung.hotline.rules.numbers import read_number
from lindung.hotline.services import dialling as services
from lindung.hotline.services.telephony import forget_calls, hear_call
from lindung.hotline.telephony import cdr, dialling, queue_log
from lindung.hotline.telephony.line import Line
from lindung.hotline.telephony.signs import Sign
from lindung.hotline.telephony.tail import Place, end_of, read_on

log = logging.getLogger(__name__)
Reader = Callable[[str], Iterable[Sign]]


def beat(
    unit_id: UUID, *, up: bool, n_broken: int, trouble: Trouble = Trouble.NONE, **more: Any
) -> None:
    """Say that somebody listens to the switchboard, and whether it answers; if not, why.

    Args:
        unit_id: whose line.
        up: signed in.
        n_broken: messages that could not be read.
        trouble: why there is no line.
        more: what was learned of it: `may_dial`, `may_steer`, `n_in_queue`, `n_unproved`.
    """
    told = {"seen_at": Moment(), "up": up, "n_broken": n_broken, "trouble": trouble} | more
    with frame(unit_id):
        PbxLine.objects.update_or_create(unit_id=unit_id, defaults=told)


def hear(unit_id: UUID, sign: Sign) -> None:
    """Write one sign down, in a transaction of its own."""
    with frame(unit_id):
        hear_call(MACHINE, sign)


def next_order(unit_id: UUID) -> dialling.Order | None:
    """Return whom to call now, or nothing; what is returned counts as dialled."""
    with frame(unit_id):
        return services.next_order(MACHINE)


def hear_dial(unit_id: UUID, sign: dialling.DialSign) -> None:
    """Write down what was told of a call out."""
    with frame(unit_id):
        services.hear_dial(MACHINE, sign)


def refuse_dial(unit_id: UUID, dial_id: UUID) -> None:
    """Write down that the switchboard did not take a call out."""
    with frame(unit_id):
        services.refuse_dial(MACHINE, dial_id)


def forget_dials(unit_id: UUID, live: frozenset[UUID] | None) -> int:
    """Close the calls out that live no more. Return how many."""
    with frame(unit_id):
        return services.forget_dials(MACHINE, live)


@dataclass(frozen=True, slots=True)
class OnPhones:
    """Whose phones should ring for the queue now. Holds numbers, so it is never logged."""

    phones: Mapping[str, int]  # digits -> penalty
    n_unproved: int  # on duty, without a proved phone

    def __repr__(self) -> str:
        return f"OnPhones({len(self.phones)})"


def on_phones(unit_id: UUID) -> OnPhones:
    """Return the proved phones of who is on duty, then of the back-up; else of who stands in."""
    with frame(unit_id):
        on = on_duty_now(database_now())
        wanted = [one for one in (on.duty, on.backup) if one is not None]
        if not wanted:
            wanted = [one for one in (on.plan_cover, *standing_staff()) if one is not None]
        proved = {
            reach.staff_id: reach
            for reach in Reach.objects.filter(
                staff_id__in=wanted, way=Way.CALL, ended_at=None, verified_at__isnull=False
            )
        }
        phones: dict[str, int] = {}
        for penalty, staff_id in enumerate(dict.fromkeys(wanted)):
            reach = proved.get(staff_id)
            number = read_number(read_address(MACHINE, reach)) if reach else None
            if digits := dialling.dialable(number or ""):
                phones.setdefault(digits, penalty)
        return OnPhones(phones, len(set(wanted) - proved.keys()))


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
