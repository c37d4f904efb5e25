"""*Urungkan*: what this session took and may still give back. Numbers, codes and times only."""

from typing import Any

from lindung.intake.services import Taken
from lindung.web.gates import StaffRequest

KEY = "taken"
MOST = 10  # older ones cannot be undone; a session stays small


def remember(request: StaffRequest, number: str, before: Taken | None) -> None:
    """Keep how a report stood before it was taken; nothing when it was taken already."""
    if before is not None:
        kept = {**_kept(request), number: [before.first_look, [list(one) for one in before.turns]]}
        request.session[KEY] = dict(list(kept.items())[-MOST:])


def remembered(request: StaffRequest, number: str) -> Taken | None:
    """Return how a report stood before this session took it."""
    kept = _kept(request).get(number)
    if kept is None:
        return None
    first_look, turns = kept
    return Taken(first_look, tuple((verb, role, until) for verb, role, until in turns))


def forget(request: StaffRequest, number: str) -> None:
    """Keep nothing of it any more."""
    if number in _kept(request):
        request.session[KEY] = {key: one for key, one in _kept(request).items() if key != number}


def _kept(request: StaffRequest) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(KEY, {})
    return kept
