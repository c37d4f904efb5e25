"""Marks against putting an older ciphertext back in its place.

Whoever can write the database could replace a sealed value by one it had before: it is bound to its
place, so it would open. Therefore sealing a value anew leaves a line in the trail, which is chained
and can only grow, with a few signs of the new ciphertext; opening compares. A first sealing leaves
no mark, since nothing older exists, so making many rows at once costs nothing more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef
from django.db.models.functions import Cast

from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.frame import this_frame
from lindung.core.models import Trail

ACTION = "core.reseal"


@dataclass(frozen=True, slots=True)
class Place:
    """The one column of the one row where a value belongs."""

    table: str
    column: str
    row_id: UUID

    def bound_to(self, key_id: UUID) -> bytes:
        """Return what is authenticated with the words."""
        return f"{self.table}/{self.column}/{self.row_id}/{key_id}".encode()

    def short(self) -> str:
        """Return the signs that name this place in a mark."""
        return sha256(f"{self.table}/{self.column}/{self.row_id}".encode()).hexdigest()[:16]


def leave_mark(key_id: UUID, place: Place, fingerprint: str) -> None:
    """Write down that `place` now holds the ciphertext of `fingerprint`, in this transaction."""
    here = this_frame()
    Trail.objects.create(
        at=Moment(),
        actor_id=here.staff_id or MACHINE.id,
        action=f"{ACTION} {place.short()} {fingerprint}",
        record_id=str(key_id),
    )
    here.marks.pop(key_id, None)  # read again: this transaction may still be undone in part


def latest_mark(key_id: UUID, place: Place) -> str | None:
    """Return the mark of the newest ciphertext of `place`, if it was ever sealed anew."""
    load_marks([key_id])
    return this_frame().marks[key_id].get(place.short())


def marks_of() -> ArraySubquery:
    """Return, for a query of data keys, the lines of all marks under each."""
    of_key = Trail.objects.filter(
        record_id=Cast(OuterRef("pk"), CharField()), action__startswith=ACTION
    )
    return ArraySubquery(of_key.order_by("id").values("action"))


def keep_marks(key_id: UUID, lines: Iterable[str]) -> None:
    """Remember the marks of a key that were read with it."""
    newest = this_frame().marks.setdefault(key_id, {})
    for line in lines:
        _, place, fingerprint = line.split(" ")
        newest[place] = fingerprint


def load_marks(key_ids: list[UUID]) -> None:
    """Read the marks of all values under these keys: at most one query for a whole page."""
    known = this_frame().marks
    missing = [key_id for key_id in dict.fromkeys(key_ids) if key_id not in known]
    if not missing:
        return
    known.update({key_id: {} for key_id in missing})
    lines = Trail.objects.filter(
        record_id__in=[str(key_id) for key_id in missing], action__startswith=ACTION
    )
    for record_id, action in lines.order_by("id").values_list("record_id", "action"):
        _, place, fingerprint = action.split(" ")
        known[UUID(record_id)][place] = fingerprint
