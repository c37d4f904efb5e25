"""Who is acting."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A staff member, a reporter or the machine itself, reduced to what decisions need."""

    id: UUID
    roles: frozenset[str]
    unit_id: UUID | None = None
    name: str = ""  # of staff only, never of a client


MACHINE = Actor(id=UUID(int=0), roles=frozenset({"machine"}))
"""The system itself: event handlers and nightly jobs act as this, through the same permissions."""

REPORTER = Actor(id=UUID(int=1), roles=frozenset({"reporter"}))
"""Whoever holds a report's code, or tells us something for the first time. We do not know who."""

PARTNER = Actor(id=UUID(int=2), roles=frozenset({"partner"}))
"""Somebody of another office who opened a link and its code. Their name is what they typed."""
