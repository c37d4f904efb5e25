"""Who may enter each address. A view without a gate is refused: closed unless opened."""

import logging
import secrets
import time
from collections.abc import Callable, Iterable
from functools import wraps
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from lindung.access import queries as access
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.errors import Denied, NotFound
from lindung.core.frame import frame
from lindung.web import practising

if TYPE_CHECKING:
    from lindung.access.models import Staff
    from lindung.directory.models import Unit

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
SEEN_EVERY_S = 30  # how often the moment of the last click is written down
HELD_BELOW = ("/meja/", "/pengaturan/", "/latihan/")
NEVER_HELD = frozenset({"csrfmiddlewaretoken", "password", "code"})
HTTP_HELD = 403  # nothing was done
LIVE = "X-Live"  # a page that refetches by itself says so: it must not keep a session alive


class StaffRequest(HttpRequest):
    """A request behind `signed_in`: someone is there."""

    actor: Actor
    unit: "Unit"  # where they are at work: their own unit, or where its people practise
    user: "Staff"  # nobody anonymous passes


def public(view: View) -> View:
    """Open to everyone, with no account. What it writes, it writes in a frame of its own."""
    wrapped = never_cache(view)
    wrapped.gate = "public"  # type: ignore[attr-defined]  # read by GateMiddleware
    return wrapped


def signed_in(view: View) -> View:
    """Staff only. The view runs in the frame of their unit; its request carries `actor`."""
    return _behind(view, "signed_in", ready=True)


def setting_up(view: View) -> View:
    """Staff who may not work yet: a password of one's own and a second key are made here."""
    return _behind(view, "setting_up", ready=False)


def stepped_up(view: View) -> View:
    """Staff who proved who they are within the last five minutes: exports, roles, settings."""

    @wraps(view)
    def checked(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not proved_lately(request):
            ask = reverse("account_reauthenticate")
            return redirect(f"{ask}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return _behind(checked, "stepped_up", ready=True)


def _behind(view: View, gate: str, *, ready: bool) -> View:
    """Return `view` for staff, in the frame of their unit and in its hours."""

    @wraps(view)
    def checked(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        turned_away = _turned_away(request, ready=ready)
        if turned_away is not None:
            return turned_away
        if not _placed(request):
            return redirect(practising.DOOR)
        with (
            timezone.override(ZoneInfo(request.unit.time_zone)),
            frame(request.unit.pk, request.user.id),
        ):
            return view(request, *args, **kwargs)

    wrapped = never_cache(checked)
    wrapped.gate = gate  # type: ignore[attr-defined]  # read by GateMiddleware
    return wrapped


def _placed(request: StaffRequest) -> bool:
    """Say as whom and where somebody works: in their unit, or on invented cases below `/latihan/`.

    Return False where an address of practice was opened without entering practice first.
    """
    staff = request.user
    request.actor, request.unit = staff.actor(), staff.unit
    if not practising.is_asked(request):
        return True
    here = access.practising(staff) if practising.SESSION in request.session else None
    if here is not None:
        request.actor, request.unit = here.actor, here.unit
    return here is not None


def proved_lately(request: HttpRequest) -> bool:
    """Say whether somebody typed a password or used a key within the last five minutes."""
    records = get_authentication_records(request, request.user)
    latest = max((float(record.get("at", 0)) for record in records), default=0.0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def gated(
    patterns: Iterable[URLPattern | URLResolver], gate: Callable[[View], View]
) -> list[URLPattern | URLResolver]:
    """Put `gate` before every view of a library's addresses, which know no gates."""
    ready = list(patterns)
    for pattern in ready:
        if isinstance(pattern, URLResolver):
            gated(pattern.url_patterns, gate)
        elif not hasattr(pattern.callback, "gate"):
            pattern.callback = gate(pattern.callback)
    return ready


def _turned_away(request: HttpRequest, *, ready: bool) -> HttpResponse | None:
    """Return where somebody goes instead who may not work yet: sign in, or finish setting up."""
    staff = request.user
    if not staff.is_authenticated or _idle(request) or not welcome(request, staff):
        logout(request)
        door = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        was_here = bool(request.COOKIES)  # a browser that never was has no page to come back to
        return (_held(request) if was_here else None) or redirect(door)
    if not ready:
        return None
    if staff.one_time:
        return redirect("account_change_password")
    if not (staff.demo or request.session.get("second_key")):
        if not is_mfa_enabled(staff):
            return redirect("mfa_index")
        request.session["second_key"] = True
    return None


def welcome(request: HttpRequest, staff: Any) -> bool:
    """Say whether this account may be used: an invented one only in a demo on this machine."""
    if not staff.demo:
        return True
    return bool(settings.DEMO) and _from_this_machine(request)


def _from_this_machine(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _idle(request: HttpRequest) -> bool:
    """Say whether the last click is too long ago, and remember this one unless the page made it."""
    at, seen = now().timestamp(), request.session.get("seen", 0.0)
    if seen and at - seen > settings.SESSION_IDLE_S:
        return True
    if at - seen > SEEN_EVERY_S and LIVE not in request.headers:
        request.session["seen"] = at
    return False


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is here, and never why: absent, hidden and refused look the same."""
    return render(request, "components/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Show a calm page with the numbers of help, and signs by which we find what happened."""
    reference = secrets.token_hex(4)
    log.error("broken page", extra={"reference": reference})
    return render(request, "components/broken.html", {"reference": reference}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open too long, so nothing was sent; staff keep what they typed."""
    own = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    held = _held(request) if own else None
    return held or render(request, "components/lost.html", status=403)


def _held(request: HttpRequest) -> HttpResponse | None:
    """Return a page that holds what was typed when the session ended, or None if nothing was.

    The words stay in the browser they were typed in: nothing of them is stored or shown, and
    they are sent by one press once somebody has signed in again. Files must be chosen again.

    Source: UI on typed words; docs/adr/0102-held-words.md.
    """
    if request.method != "POST" or not request.path.startswith(HELD_BELOW):
        return None
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_HELD
    ]
    if not any(value.strip() for _, value in typed):
        return None
    known = {"typed": typed, "action": request.get_full_path(), "files": bool(request.FILES)}
    return render(request, "accounts/held.html", known, status=HTTP_HELD)


class GateMiddleware:
    """Refuse views that declare no gate; turn refusals into pages, the same one for both."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_: Any) -> HttpResponse | None:
        """Stop before a view nobody thought about."""
        if getattr(view, "gate", None) is None:
            log.error("no gate", extra={"view": f"{view.__module__}.{view.__name__}"})
            return not_found(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer `Denied` and `NotFound` alike, so that nobody learns that a record exists."""
        if isinstance(error, Denied | NotFound):
            return not_found(request)
        # The class and the place, never the text: messages of errors quote what people typed.
        step = error.__traceback__
        while step is not None and step.tb_next is not None:
            step = step.tb_next
        where = f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}" if step else "?"
        log.error("error %s at %s", type(error).__name__, where)
        return None


@public
def healthz(_: HttpRequest) -> HttpResponse:
    """Tell a watcher whether a report can be taken. See `web.health`."""
    from lindung.web.health import answer  # noqa: PLC0415  # it needs models that are not ready yet

    return answer(connection)
