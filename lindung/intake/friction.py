"""Friction where somebody guesses codes.

A network that missed often is served slowly, never refused for good, and known and unknown codes
alike. Whoever waits holds no thread: the request steps out of the house with a ticket (`InTurn`),
and comes back with it when its turn has come. Source: FRAME section 5.
"""

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

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
MOST_WAITING_IN_ALL = 64  # each keeps a connection, and what it sent
KEPT_S = 30.0  # a place that nobody came back to is given away
EARLY_S = 0.05  # clocks that wake somebody are not exact
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
    waiting: dict[str, float] = field(default_factory=dict)  # ticket: when its turn comes


@dataclass(slots=True)
class Turn:
    """What one request has of its turn: the ticket it came back with, and whether it had it.

    All look-ups of a request are one: it asks for one code, and what it wrote before the second
    look-up must not be written again.
    """

    ticket: str = ""
    had: bool = False


class InTurn(Exception):
    """The turn of this request comes in `seconds`: it shall come again then, with its ticket."""

    def __init__(self, ticket: str, seconds: float) -> None:
        super().__init__()
        self.ticket = ticket
        self.seconds = seconds


_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)
_lock = threading.Lock()
_lines: dict[int, Line] = {}
_misses: deque[float] = deque(maxlen=ALARM_ABOVE_PER_S + 1)
_alarmed_at = [-ALARM_EVERY_S]


@contextmanager
def unhurried(address: str) -> Iterator[int]:
    """Wait for one's turn if this network missed often. Yields the network's blind number.

    Raises:
        TryLater: eight of this network wait, or very many of all.
        InTurn: the turn has not come, and the request can wait outside (`coming_again`).
    """
    network = door.network_digest(address, now().date())
    turn = _turn.get()
    if not (turn and turn.had) and _n_misses(network) >= rules.MISSES_FREE:
        _wait(network, turn)
    if turn:
        turn.had = True
    yield network


@contextmanager
def coming_again(ticket: str) -> Iterator[None]:
    """Let this request wait outside; `ticket` is what it was given there, or empty."""
    token = _turn.set(Turn(ticket))
    try:
        yield
    finally:
        _turn.reset(token)


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


def _wait(network: int, turn: Turn | None) -> None:
    with _lock:
        moment = time.monotonic()
        _forget_the_lost(moment)
        line = _lines.setdefault(network, Line())
        if turn and line.waiting.get(turn.ticket, moment + 1) <= moment + EARLY_S:
            del line.waiting[turn.ticket]
            return
        in_all = sum(len(other.waiting) for other in _lines.values())
        if len(line.waiting) >= MOST_WAITING or in_all >= MOST_WAITING_IN_ALL:
            raise TryLater
        begin = max(moment, line.free_at)
        line.free_at = begin + ONE_IN_S
        if turn and begin <= moment:
            return
        ticket = secrets.token_urlsafe()
        line.waiting[ticket] = begin
    if turn:
        raise InTurn(ticket, begin - moment)
    try:
        pause(begin - moment)  # nothing to come back to: a command, a test
    finally:
        with _lock:
            line.waiting.pop(ticket, None)


def _forget_the_lost(moment: float) -> None:
    """Give away places that nobody came back to, and lines in which nobody stands."""
    for network, line in list(_lines.items()):
        for ticket, due in list(line.waiting.items()):
            if due + KEPT_S < moment:
                del line.waiting[ticket]
        if not line.waiting and line.free_at <= moment:
            del _lines[network]
