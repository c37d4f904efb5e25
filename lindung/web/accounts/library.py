"""Lets allauth's views work behind our gates."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from lindung.core.errors import NotFound
from lindung.web.accounts.slowed import note_slowed

TOO_MANY = 429


def rendered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return `view` so that its page is made at once: inside the frame its gate has opened."""

    @wraps(view)
    def made(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as error:
            raise NotFound(str(error)) from error
        if response.status_code == TOO_MANY:
            note_slowed(request)
        render = getattr(response, "render", None)
        return render() if callable(render) else response

    return made
