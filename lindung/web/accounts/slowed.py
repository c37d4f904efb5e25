"""Attempts that are not even looked at, because too many came: written down, but never one by one.

A flood must not fill the trail: one line for a network in five minutes, and thirty in all in ten.
"""

from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest

from lindung.access import services
from lindung.core.clock import now
from lindung.core.errors import NotFound
from lindung.intake.door import network_digest

ONE_IN_S = 300  # for a network
MOST, WITHIN_S = 30, 600  # for all of them
ALL = "slowed"


def note_slowed(request: HttpRequest) -> None:
    """Write down that somebody has to wait: under nobody, whatever name was typed."""
    network = network_digest(request.META.get("REMOTE_ADDR", ""), now().date())
    if not cache.add(f"{ALL}/{network}", True, ONE_IN_S):
        return
    cache.add(ALL, 0, WITHIN_S)
    if cache.incr(ALL) > MOST:
        return
    with suppress(NotFound):  # a house without a unit has no trail to write in
        services.note_refused_sign_in(None, "sign_in_slowed")
