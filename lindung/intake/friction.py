"""Friction where somebody guesses codes.

A network that missed often is served slowly, never refused for good, and known and unknown codes
alike. Whoever waits holds no thread: the request steps out of the house with a ticket (`InTurn`),
and comes back with it when its turn has come. Source: FRAME section 5.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import connection

from lindung.core.clock import Moment, now
from lindung.core.errors import NotFound
from lindung.core.frame import frame
from lindung.core.turns import end_turn, set_turn
from lindung.directory import queries as directory
from lindung.intake import door, rules
from lindung.intake.codes import Verb
from lindung.intake.models import DoorEvent
from lindung.intake.waiting import TryLater, come_in, leave

__all__ = ["InTurn", "TryLater", "calm_down", "coming_again", "note_miss", "unhurried"]

log = logging.getLogger(__name__)
ALARM_ABOVE_PER_S = 10
ALARM_EVERY_S = 600
ALARM = "door/rain"  # all web processes count together, and one of them rings
CALM_AFTER = timedelta(hours=1)
pause = time.sleep


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
    if _n_misses_now() <= ALARM_ABOVE_PER_S or not cache.add(ALARM, True, ALARM_EVERY_S):
        return
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


def _n_misses_now() -> int:
    """Count the misses of everybody within the last second, as far as the alarm asks."""
    latest = DoorEvent.objects.filter(event="miss", at__gt=Moment() - timedelta(seconds=1))
    return latest[: ALARM_ABOVE_PER_S + 1].count()


def _wait(network: int, turn: Turn | None) -> None:
    place = come_in(network, turn.ticket if turn else "", outside=turn is not None)
    if place is None:
        return
    if turn:
        raise InTurn(str(place.ticket), place.seconds)
    try:
        pause(place.seconds)  # nothing to come back to: a command, a test
    finally:
        leave(place)
