"""Friction where somebody guesses codes.

A network that missed often is served slowly, never refused for good, and known and unknown codes
alike. Source: FRAME section 5.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection

from lindung.core.clock import Moment, now
from lindung.core.errors import NotFound
from lindung.core.frame import frame
from lindung.core.turns import end_turn, set_turn
from lindung.directory import queries as directory
from lindung.intake import door, rules
from lindung.intake.codes import Verb
from lindung.intake.models import DoorEvent

log = logging.getLogger(__name__)
ONE_IN_S = 2.0  # one look-up in two seconds
MOST_WAITING = 8  # of one network
KEPT_FREE = 4  # threads that no guesser may hold
ALARM_ABOVE_PER_S = 10
ALARM_EVERY_S = 600.0
CALM_AFTER = timedelta(hours=1)
pause = time.sleep


class TryLater(Exception):
    """Too many look-ups wait already: *coba lagi sebentar*."""


@dataclass(slots=True)
class Line:
    """Those of one network who wait for their look-up."""

    free_at: float = 0.0
    n_waiting: int = 0


_lock = threading.Lock()
_lines: dict[int, Line] = {}
_misses: deque[float] = deque(maxlen=ALARM_ABOVE_PER_S + 1)
_alarmed_at = [-ALARM_EVERY_S]


@contextmanager
def unhurried(address: str) -> Iterator[int]:
    """Wait for one's turn if this network missed often. Yields the network's blind number.

    Raises:
        TryLater: eight of this network wait, or as many of all as the house has threads to spare.
    """
    network = door.network_digest(address, now().date())
    if _n_misses(network) >= rules.MISSES_FREE:
        _wait(network)
    yield network


def note_miss(network: int) -> None:
    """Write down that a code was not known, and raise the alarm when misses rain."""
    DoorEvent.objects.create(network=network, event="miss", at=Moment())
    with _lock:
        moment = time.monotonic()
        _misses.append(moment)
        raining = len(_misses) > ALARM_ABOVE_PER_S and moment - _misses[0] <= 1
        if not raining or moment - _alarmed_at[0] < ALARM_EVERY_S:
            return
        _alarmed_at[0] = moment
    log.error("more than %d misses a second at the public door", ALARM_ABOVE_PER_S)
    _ring()


def calm_down() -> None:
    """End the alarm when no code was missed for an hour. The worker asks now and then."""
    if DoorEvent.objects.filter(event="miss", at__gt=Moment() - CALM_AFTER).exists():
        return
    with suppress(NotFound):  # a house without a unit has no alarm either
        unit = directory.default_unit()
        with frame(unit.pk):
            end_turn(unit.pk, Verb.DOOR_ALARM)


def _ring() -> None:
    """Let the head of the unit that keeps the house know."""
    unit = directory.default_unit()
    with frame(unit.pk):
        set_turn(
            unit.pk,
            Verb.DOOR_ALARM,
            kind="intake.door",
            number="",
            next_at=Moment(),
            role="unit_head",
        )


def _n_misses(network: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from (select from intake_doorevent where network = %s"
            " and event = 'miss' and at > statement_timestamp() - %s::interval limit %s) as lately",
            [network, f"{rules.MISSES_WITHIN.total_seconds()} seconds", rules.MISSES_FREE],
        )
        return int(cursor.fetchone()[0])


def _wait(network: int) -> None:
    with _lock:
        line = _lines.setdefault(network, Line())
        waiting = sum(other.n_waiting for other in _lines.values())
        spare = max(settings.THREADS - KEPT_FREE, 1)
        if line.n_waiting >= MOST_WAITING or waiting >= spare:
            raise TryLater
        moment = time.monotonic()
        begin = max(moment, line.free_at)
        line.free_at = begin + ONE_IN_S
        line.n_waiting += 1
    try:
        pause(begin - moment)
    finally:
        with _lock:
            line.n_waiting -= 1
            if not line.n_waiting and line.free_at <= time.monotonic():
                _lines.pop(network, None)
