"""The ways by which a call leaves the house, behind one interface. What is not connected says so.

A screen is always connected: an open page is told by the database and rings by itself. Every other
way is a channel that somebody connects; until then nothing pretends to have sent anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from lindung.hotline.codes.rota import Way


@dataclass(frozen=True, slots=True)
class Ring:
    """What one message may tell: how many wait and how loudly, never of whom or what."""

    key: UUID  # the same for a repeated try: a channel sends it once
    unit_id: UUID
    staff_id: UUID
    address: str  # a proved number
    n_waiting: int
    severity: str
    pin: str  # four digits to answer with
    link: str  # to answer with one tap, without content


class Channel(Protocol):
    """One way out. `send` returns once the channel has taken the message over, or raises."""

    def connected(self, unit_id: UUID) -> bool:
        """Say whether a message could leave for this unit now."""

    def send(self, ring: Ring) -> None:
        """Hand one message over; handing the same `key` over again sends nothing more."""


_channels: dict[Way, Channel] = {}


def connect(way: Way, channel: Channel) -> None:
    """Let messages leave by `way`."""
    _channels[way] = channel


def disconnect(way: Way) -> None:
    """Let none leave by `way` any more."""
    _channels.pop(way, None)


def channels() -> Mapping[Way, Channel]:
    """Return what is connected, beside the screens."""
    return dict(_channels)
