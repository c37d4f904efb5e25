"""One's own hours as a calendar that a phone fetches: neutral titles, no unit, no client."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from lindung.access import queries as access
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.hotline.models import CalendarKey
from lindung.hotline.queries.rota import segments
from lindung.hotline.rules.rota import Segment

AHEAD, BEHIND = timedelta(days=62), timedelta(days=7)
TITLES = ("A", "B")  # on duty, back-up: a phone on the table tells nobody what that is


def own_key(actor: Actor) -> CalendarKey | None:
    """Return the calendar address that `actor` has, if one is open. One query."""
    return CalendarKey.objects.filter(staff_id=actor.id, ended_at=None).first()


def calendar_of(secret: str) -> str | None:
    """Return the calendar behind a secret address, or None. It opens a frame of its own."""
    digest = sha256(secret.encode()).digest()
    key = CalendarKey.objects.filter(hash=digest, ended_at=None).first()
    if key is None:
        return None
    holder = Actor(key.staff_id, frozenset(), key.unit_id)
    if holder.id not in {colleague.id for colleague in access.colleagues(holder)}:
        return None  # works here no more
    at = now()
    with frame(key.unit_id):
        parts = segments(at - BEHIND, at + AHEAD)
    return "\r\n".join(_lines(key.staff_id, parts, at)) + "\r\n"


def _lines(staff_id: UUID, parts: list[Segment], at: datetime) -> Iterator[str]:
    """Yield an iCalendar. Source: RFC 5545 section 3.6.1."""
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//-//ID", "CALSCALE:GREGORIAN")
    for part in parts:
        seat = 0 if part.duty == staff_id else 1 if part.backup == staff_id else None
        if seat is None:
            continue
        yield from (
            "BEGIN:VEVENT",
            f"UID:{_stamp(part.begin)}-{seat}@-",
            f"DTSTAMP:{_stamp(at)}",
            f"DTSTART:{_stamp(part.begin)}",
            f"DTEND:{_stamp(part.end)}",
            f"SUMMARY:{TITLES[seat]}",
            "CLASS:PRIVATE",
            "END:VEVENT",
        )
    yield "END:VCALENDAR"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
