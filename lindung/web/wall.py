"""The device of a duty wall: a session that never idles out and opens nothing but the wall.

It lives in a cookie and a session of its own, which is no sign-in anywhere else. It shows what the
person who hung it up may see now: when that account leaves, changes its password or its roles, the
wall follows.
"""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import load_backend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from lindung.core.actor import Actor
from lindung.core.frame import frame

if TYPE_CHECKING:
    from lindung.access.models import Staff

COOKIE = "w"
LASTS_S = 90 * 24 * 3600  # then somebody signs in once more and hangs it up again
WHO, PROOF = "wall_staff", "wall_proof"
View = Callable[..., HttpResponse]


def hang_up(staff: "Staff", response: HttpResponse) -> None:
    """Make this browser a wall of somebody who is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[WHO], session[PROOF] = str(staff.pk), staff.get_session_auth_hash()
    session.set_expiry(LASTS_S)
    session.create()
    response.set_cookie(
        COOKIE,
        session.session_key,
        max_age=LASTS_S,
        httponly=True,
        samesite="Strict",
        secure=settings.SECURE,
    )


def take_down(request: HttpRequest, response: HttpResponse) -> None:
    """Make this browser a wall no longer."""
    key = request.COOKIES.get(COOKIE, "")
    if key:
        import_module(settings.SESSION_ENGINE).SessionStore(key).delete()
    response.delete_cookie(COOKIE, samesite="Strict")


def device(key: str) -> Actor | None:
    """Return for whom the wall with this cookie looks, if it still may."""
    staff = _staff(key)
    return staff.actor() if staff is not None else None


def _staff(key: str) -> Any:
    if not key:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    who = session.get(WHO)
    if who is None:
        return None
    staff = load_backend(settings.AUTHENTICATION_BACKENDS[0]).get_user(who)
    if staff is None or not constant_time_compare(staff.get_session_auth_hash(), session[PROOF]):
        return None
    return None if staff.demo and not settings.DEMO else staff


def on_the_wall(view: View) -> View:
    """Open to a browser that hangs as a wall; anybody else signs in first."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        staff = _staff(request.COOKIES.get(COOKIE, ""))
        if staff is None:
            return redirect("/meja/piket/")
        request.wall_actor = staff.actor()  # type: ignore[attr-defined]  # read by the wall's view
        request.wall_unit = staff.unit  # type: ignore[attr-defined]
        with timezone.override(ZoneInfo(staff.unit.time_zone)), frame(staff.unit_id, staff.id):
            return view(request, *args, **kwargs)

    wrapped = never_cache(checked)
    wrapped.gate = "on_the_wall"  # type: ignore[attr-defined]  # read by GateMiddleware
    return wrapped
