"""A new generation of the keys that wrap data keys, and what they wrap moved over to it.

Every row says under which generation it is wrapped, so stopping between two batches harms nothing:
what is left opens as before, and the next run moves it.

Source: SECURITY.md §6.
"""

from collections.abc import Callable

from lindung.core.actor import MACHINE
from lindung.core.frame import frame, note
from lindung.core.keys import rewrap_some, start_generation
from lindung.core.models import KeyKind
from lindung.core.trail import line_for
from lindung.directory.models import Unit
from lindung.directory.queries import units_and_practice

BATCH = 500


def rotate_all(progress: Callable[[str, int], None]) -> int:
    """Renew the wrapping keys of every unit and return how many data keys were rewrapped.

    Args:
        progress: told a unit's code and how many of its keys were moved so far.
    """
    return sum(_rotate(unit, progress) for unit in units_and_practice())


def _rotate(unit: Unit, progress: Callable[[str, int], None]) -> int:
    moved = 0
    for kind in KeyKind:
        with frame(unit.pk):
            version = start_generation(kind)
            note(line_for(MACHINE, "core.rotate_keys", unit.pk))
        while batch := _rewrap(unit, kind, version):
            moved += batch
            progress(unit.code, moved)
    return moved


def _rewrap(unit: Unit, kind: KeyKind, version: int) -> int:
    with frame(unit.pk):
        return rewrap_some(kind, version, BATCH)
