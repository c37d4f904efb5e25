"""The line before the public door, in which guessers wait: one line, however many web processes.

Places are rows. One statement at a time looks at them, so two processes never give out the same
moment. See docs/adr/0032-shared-limits.md. Source: FRAME section 5.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from lindung.core.clock import Moment
from lindung.intake.models import DoorWait

ONE_IN_S = 2.0  # one look-up in two seconds
MOST_WAITING = 8  # of one network
MOST_WAITING_IN_ALL = 64  # each keeps a connection, and what it sent
KEPT_S = 30.0  # a place that nobody came back to is given away
EARLY_S = 0.05  # clocks that wake somebody are not exact
LINE = 7_081_503  # one number for all web processes: whoever holds it looks at the line

STATE = """
select count(*) filter (where network = %(network)s and waits),
       count(*) filter (where waits),
       extract(epoch from greatest(
           max(due_at) filter (where network = %(network)s)
               + make_interval(secs => %(one_in)s) - statement_timestamp(),
           interval '0'))
from (select network, due_at,
             not used and due_at > statement_timestamp() - make_interval(secs => %(kept)s) as waits
      from intake_doorwait) as line
"""
COME_IN = """
update intake_doorwait set used = true
where id = %(ticket)s and network = %(network)s and not used
  and due_at <= statement_timestamp() + make_interval(secs => %(early)s)
  and due_at > statement_timestamp() - make_interval(secs => %(kept)s)
"""
STAND = """
insert into intake_doorwait (id, network, due_at, used)
values (%(place)s, %(network)s, statement_timestamp() + make_interval(secs => %(wait)s), %(used)s)
"""
FORGET = """
delete from intake_doorwait
where due_at < statement_timestamp() - make_interval(secs => %(kept)s + %(one_in)s)
"""


class TryLater(Exception):
    """Too many look-ups wait already: *coba lagi sebentar*."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: the ticket, and how long it is until their turn."""

    ticket: UUID
    seconds: float


def come_in(network: int, ticket: str, *, outside: bool) -> Place | None:
    """Return the place in which somebody must wait, or None if it is their turn.

    Args:
        network: the blind number of the network.
        ticket: what they were given when they stood in line; it is good once.
        outside: they can go and come again; if not, they keep a place even if it is their turn.

    Raises:
        TryLater: eight of this network wait, or very many of all.
    """
    known = {
        "network": network,
        "ticket": _read(ticket),
        "one_in": ONE_IN_S,
        "kept": KEPT_S,
        "early": EARLY_S,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LINE])
        cursor.execute(FORGET, known)
        cursor.execute(COME_IN, known)
        if cursor.rowcount:
            return None
        cursor.execute(STATE, known)
        here, in_all, wait = cursor.fetchone()
        if here >= MOST_WAITING or in_all >= MOST_WAITING_IN_ALL:
            raise TryLater
        at_once = outside and not wait
        place = Place(uuid4(), float(wait or 0))
        cursor.execute(STAND, known | _standing(place, used=at_once))
    return None if at_once else place


def leave(place: Place) -> None:
    """Give up a place whose turn has come."""
    DoorWait.objects.filter(pk=place.ticket).update(used=True)


def n_waiting() -> int:
    """Return how many stand in line."""
    return DoorWait.objects.filter(used=False, due_at__gt=Moment()).count()


def _standing(place: Place, *, used: bool) -> dict[str, Any]:
    return {"place": place.ticket, "wait": place.seconds, "used": used}


def _read(ticket: str) -> UUID | None:
    """Read a ticket; one that was made up is none."""
    try:
        return UUID(ticket)
    except ValueError:
        return None
