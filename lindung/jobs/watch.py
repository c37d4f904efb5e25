"""Following the trail's chain to count openings: an alarm makes somebody ask, and blocks nobody."""

from collections import defaultdict
from uuid import UUID

from lindung.casework.models import WatchMark
from lindung.casework.watching import count_openings, forget_counts
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Link, Trail
from lindung.core.trail import end_of_chain
from lindung.directory import queries as directory

BATCH = 1_000


def watch_openings() -> int:
    """Count the openings of what was chained since last time. Return how many lines, at most 1,000.

    The place in the chain says what is new, since ids commit out of order. A house that begins to
    count begins at the end: what was opened before is the trail's. Practice is not counted.
    """
    with frame(EVERY_UNIT):
        mark = WatchMark.objects.select_for_update().first()
        if mark is None:
            WatchMark.objects.create(seq=end_of_chain()[0])
            return 0
        fresh = Link.objects.filter(seq__gt=mark.seq).select_related("trail")
        links = list(fresh.order_by("seq")[:BATCH])
        if not links:
            return 0
        lines: defaultdict[UUID, list[Trail]] = defaultdict(list)
        for link in links:
            lines[link.trail.unit_id].append(link.trail)
        for unit in directory.units():
            if unit.pk in lines:
                with frame(unit.pk):
                    count_openings(unit.pk, lines[unit.pk])
        WatchMark.objects.filter(pk=mark.pk).update(seq=links[-1].seq)
    return len(links)


def sweep_openings() -> int:
    """Forget counts of days long past. Return how many rows."""
    forgotten = 0
    for unit in directory.units():
        with frame(unit.pk):
            forgotten += forget_counts()
    return forgotten
