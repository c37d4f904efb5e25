"""The secret address under which a phone's calendar fetches one's own hours."""

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.hotline.models import CalendarKey
from lindung.hotline.policy.rota import CALENDARS, ROTA

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def make_calendar(actor: Actor, unit: "Unit") -> str:
    """Return a new secret for one's own calendar, shown once; the one before ends."""
    with acting(actor, ROTA, "make_calendar", unit):
        CalendarKey.objects.filter(staff_id=actor.id, ended_at=None).update(ended_at=Moment())
        secret = secrets.token_urlsafe(24)
        CalendarKey.objects.create(
            unit_id=unit.pk,
            staff_id=actor.id,
            hash=sha256(secret.encode()).digest(),
            made_at=Moment(),
        )
    return secret


def end_calendar(actor: Actor, key: CalendarKey) -> None:
    """Let the address answer no more."""
    with acting(actor, CALENDARS, "end_calendar", key):
        CalendarKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=Moment())
