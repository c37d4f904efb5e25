"""How many seats a telephone would need, by Erlang's formula for calls that wait. Pure.

It speaks of a call centre: many callers who do not know of each other, who wait as long as it
takes, and seats that do nothing else. One officer with a duty phone is none, so for a small unit
the answer is a hint and never a target.

Source: A. K. Erlang 1917, the formula known as Erlang C; HOTLINE section 3 (answer within 15 and
20 seconds) and section 1 (one seat day and night is 6.4 people).
"""

from dataclasses import dataclass
from math import exp

HOUR_S = 3600
MOST_SEATS = 200
PEOPLE_A_SEAT = 6.4
"""People at work for one seat that is never empty. Source: HOTLINE section 1."""


@dataclass(frozen=True, slots=True)
class Load:
    """What comes in: how many calls an hour, and how long one keeps somebody."""

    calls_an_hour: float
    talk_s: float

    @property
    def erlangs(self) -> float:
        """Return how many talks are held at once on average."""
        return self.calls_an_hour * self.talk_s / HOUR_S


def waits(load: Load, seats: int) -> float:
    """Return the share of callers who must wait at all; 1 where the seats can never keep up."""
    offered = load.erlangs
    if offered <= 0:
        return 0.0
    if offered >= seats:
        return 1.0
    blocked = 1.0  # Erlang B, seat by seat, which overflows for no number of seats
    for n in range(1, seats + 1):
        blocked = offered * blocked / (n + offered * blocked)
    busy = offered / seats
    return blocked / (1 - busy * (1 - blocked))


def answered_within(load: Load, seats: int, within_s: float) -> float:
    """Return the share of callers who are answered within `within_s`."""
    if load.erlangs >= seats:
        return 0.0
    if load.talk_s <= 0:
        return 1.0
    still_waits = exp(-(seats - load.erlangs) * within_s / load.talk_s)
    return 1 - waits(load, seats) * still_waits


def seats_needed(load: Load, share: float, within_s: float) -> int | None:
    """Return the fewest seats that answer `share` within `within_s`; None above `MOST_SEATS`."""
    for seats in range(1, MOST_SEATS + 1):
        if answered_within(load, seats, within_s) >= share:
            return seats
    return None
