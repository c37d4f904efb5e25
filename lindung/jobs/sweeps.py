"""Forgetting what has served: drafts, counts of the public door, sessions that are over."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from lindung.core.clock import Moment, now
from lindung.core.tallies import forget_past_tallies
from lindung.intake.friction import calm_down
from lindung.intake.models import DoorEvent

DOOR_REMEMBERS = timedelta(days=1)  # the digest of a network is renewed daily; FRAME.md §5


def sweep_sessions() -> int:
    """Forget sessions that are over, and the list of them that staff see. Return how many.

    Tries at signing in that no limit asks for any more go with them.
    """
    forget_past_tallies()
    over = Session.objects.filter(expire_date__lt=now())
    forgotten, _ = over.delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    return forgotten


def sweep_door_events() -> int:
    """Forget the counts of the public door that no limit asks for any more. Return how many."""
    calm_down()
    return DoorEvent.objects.filter(at__lt=Moment() - DOOR_REMEMBERS).delete()[0]
