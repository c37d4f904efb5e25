"""What every page knows: language, where to leave to, and for staff the rail and the unit."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lindung.web import practising
from lindung.web.navigation import may_search, rail


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the names that the base templates use. No query of its own."""
    known: dict[str, Any] = {
        "language": getattr(request, "LANGUAGE_CODE", "id"),
        "exit_to": settings.NEUTRAL_URL,
        "demo": settings.DEMO,
        "practice": False,
        "root": practising.ROOT if practising.is_asked(request) else "",
    }
    actor = getattr(request, "actor", None)
    staff = request.user if actor is not None else None
    if staff is not None and staff.is_authenticated:
        known |= {"nav": rail(request), "actor": actor, "unit": request.unit}  # type: ignore[attr-defined]  # beside `actor`
        known["may_search"] = may_search(known["actor"].roles)
        known["practice"] = practising.is_asked(request)
    return known
