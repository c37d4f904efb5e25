"""The gate of phones in the field: a phone shows its secret, no cookie counts."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from lindung.access import services as access
from lindung.core.actor import Actor
from lindung.core.frame import frame
from lindung.web.gates import welcome

if TYPE_CHECKING:
    from lindung.access.models import FieldDevice
    from lindung.directory.models import Unit

HEADER = "X-Device"
EMPTY_YOURSELF = 410


class PhoneRequest(HttpRequest):
    """A request of a phone that showed its secret."""

    actor: Actor
    unit: "Unit"
    device: "FieldDevice"
    ended: bool  # it must empty itself; what it still hands in is kept and counts nothing


def on_device(
    view: Callable[..., JsonResponse], *, also_ended: bool = False
) -> Callable[..., JsonResponse]:
    """Let phones in, in the frame of their holder's unit; an ended one only to hand in and go.

    No cookie is read, so no foreign page can ask in somebody's name, and no form guard is needed.
    """

    @wraps(view)
    def checked(request: PhoneRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        found = _shown(request)
        if found is None or not welcome(request, found.staff):
            return JsonResponse({"known": False}, status=401)
        if found.ended and not also_ended:
            return JsonResponse({"wipe": True}, status=EMPTY_YOURSELF)
        request.actor, request.unit = found.staff.actor(), found.staff.unit
        request.device, request.ended = found.device, found.ended
        with (
            timezone.override(ZoneInfo(request.unit.time_zone)),
            frame(request.unit.pk, found.staff.id),
        ):
            return view(request, *args, **kwargs)

    wrapped = csrf_exempt(never_cache(checked))
    wrapped.gate = "device"  # type: ignore[attr-defined]  # read by GateMiddleware
    return wrapped


def _shown(request: HttpRequest) -> access.AtTheDoor | None:
    device_id, _, secret = request.headers.get(HEADER, "").partition(".")
    try:
        return access.device_at_the_door(UUID(device_id), secret) if secret else None
    except ValueError:
        return None
