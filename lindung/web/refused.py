"""What a sender is told whose body was too large or too slow, before any thread was given to it.

It looks like every other page here, speaks the reader's language, and leaves as little behind.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict, parse_cookie
from django.template.loader import render_to_string

from lindung.web.api.problems import problem
from lindung.web.middleware import LanguageMiddleware, SafetyHeadersMiddleware

API, PUBLIC = "/api/", "/pesan/"
Headers = list[tuple[bytes, bytes]]
MILLION = 1_000_000


def keeps_words(scope: Mapping[str, Any]) -> bool:
    """Say whether what was typed goes on alone when its files are too large: on the public door."""
    return str(scope["path"]).startswith(PUBLIC)


def refusal(scope: Mapping[str, Any], status: int) -> tuple[Headers, bytes]:
    """Return headers and body of a refusal, 413 or 408."""
    request = HttpRequest()
    request.path = str(scope["path"])
    request.GET = QueryDict(scope.get("query_string", b""))
    request.COOKIES = parse_cookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    answer = SafetyHeadersMiddleware(LanguageMiddleware(lambda asked: _said(asked, status)))(
        request
    )
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.items()]
    return headers, answer.content


def _said(request: HttpRequest, status: int) -> HttpResponse:
    too_large = status == 413  # noqa: PLR2004 - of HTTP
    if request.path.startswith(API):
        return problem(status, "too_large" if too_large else "too_slow")
    template = "components/too_large.html" if too_large else "components/too_slow.html"
    words = render_to_string(template, {"megabytes": settings.MAX_BODY_BYTES // MILLION})
    return HttpResponse(words, status=status)
