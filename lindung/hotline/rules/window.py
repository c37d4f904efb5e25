"""How long a channel takes free words after she wrote. Pure.

Source: Meta, *Customer service windows*: 24 hours from her last message or call; outside it only
approved templates.
"""

from datetime import datetime, timedelta

WINDOW = timedelta(hours=24)
LIMITED = frozenset({"whatsapp"})  # channels that know such a window
SLACK = timedelta(minutes=2)  # two clocks differ, and a letter needs a moment to leave


def window_ends_at(channel: str, last_in_at: datetime) -> datetime | None:
    """Return until when free words may leave by a channel; nothing where it has no such limit."""
    return last_in_at + WINDOW - SLACK if channel in LIMITED else None


def window_left(last_in_at: datetime, now: datetime) -> timedelta:
    """Return how long free words may still leave; nothing when the time is over."""
    return max(WINDOW - SLACK - (now - last_in_at), timedelta(0))


def is_open(last_in_at: datetime | None, now: datetime) -> bool:
    """Say whether free words may still leave."""
    return last_in_at is not None and window_left(last_in_at, now) > timedelta(0)
