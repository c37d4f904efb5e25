"""The gate of the API: nobody signs in here. A token tells who acts, or the door is the public one.

Work with a token happens in the frame of its unit, as on a page; the public door opens its own
once it knows the unit. No cookie counts, so no page elsewhere can act through somebody's browser.
"""

from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from lindung.access.services import token_actor
from lindung.core.actor import Actor
from lindung.core.errors import Denied, NotFound
from lindung.core.frame import frame
from lindung.web.api.problems import CONTENT_TYPE, failed, problem
from lindung.web.gates import View

METHOD_NOT_ALLOWED = 405
BEARER = "bearer "


class Holder:
    """Who acts through a token, and what the token may."""

    def __init__(self, actor: Actor, scopes: frozenset[str], unit_id: UUID) -> None:
        self.actor, self.scopes, self.unit_id = actor, scopes, unit_id


class ApiRequest(HttpRequest):
    """A request behind this gate."""

    holder: Holder | None


def api_gate(view: View) -> View:
    """Let a machine in: every mistake becomes a problem, every reading stands in a frame."""

    @wraps(view, assigned=())
    def checked(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.holder = None
        try:
            return _answered(view, request, *args, **kwargs)
        except (Http404, NotFound, Denied):
            return problem(404, "not_found")
        except Exception as error:  # noqa: BLE001  # a machine gets a problem, not a page
            return failed(error)

    wrapped = never_cache(checked)
    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie counts here
    wrapped.gate = "api"  # type: ignore[attr-defined]  # read by GateMiddleware
    return wrapped


def _answered(view: View, request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Run the view; with a token, in the frame of its unit, whose end comes before the answer."""
    request.holder = _holder(request)
    if request.holder is None:
        return _as_problem(view(request, *args, **kwargs))
    with frame(request.holder.unit_id, request.holder.actor.id):
        return _as_problem(view(request, *args, **kwargs))


def _holder(request: HttpRequest) -> Holder | None:
    said = request.headers.get("Authorization", "")
    if not said.lower().startswith(BEARER):
        return None
    known = token_actor(said[len(BEARER) :].strip())
    return Holder(*known) if known else None


def holder_of(request: HttpRequest) -> Holder:
    """Return who acts through the token of this request, and for which unit."""
    holder = getattr(request, "holder", None)
    if not isinstance(holder, Holder):
        raise NotFound("token")
    return holder


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Give a refused method the same shape as every other problem."""
    refused = response.status_code == METHOD_NOT_ALLOWED
    if refused and response.get("Content-Type") != CONTENT_TYPE:
        headers = {"Allow": response.get("Allow", "")}
        return problem(METHOD_NOT_ALLOWED, "method_not_allowed", headers=headers)
    return response


@api_gate
def nothing_here(_: HttpRequest) -> HttpResponse:
    """Answer every address below the API that means nothing."""
    return problem(404, "not_found")
