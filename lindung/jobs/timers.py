"""Telling open screens that somebody's time ran out: nothing was changed, so nobody else would."""

import time
from datetime import timedelta

from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.core.models import Turn
from lindung.core.notify import Topic, tell_screens
from lindung.directory.queries import units

SLACK = timedelta(seconds=2)  # telling twice does no harm, missing one does
LONGEST_LOOK_BACK = timedelta(hours=1)


class OverdueBell:
    """Remembers when it last looked, so that a slow round misses nothing."""

    def __init__(self) -> None:
        self._last: float | None = None

    def ring(self) -> int:
        """Tell the screens of each unit in which something became overdue. Return how many units.

        Compared inside the database, whose clock decides.
        """
        here = time.monotonic()
        since = timedelta(seconds=here - self._last) + SLACK if self._last else LONGEST_LOOK_BACK
        rung = sum(_ring_unit(unit.id, min(since, LONGEST_LOOK_BACK)) for unit in units())
        self._last = here
        return rung


def _ring_unit(unit_id: object, since: timedelta) -> bool:
    with frame(unit_id):  # type: ignore[arg-type]  # a unit's id
        over = Turn.objects.filter(next_at__lte=Moment(), next_at__gt=Moment() - since)
        if not over.exists():
            return False
        for topic in Topic:
            tell_screens(unit_id, topic)  # type: ignore[arg-type]
    return True
