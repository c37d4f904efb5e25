"""What every answer gets: headers that keep traces away, the language, and the time it took."""

import mimetypes
import posixpath
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation

from lindung.web import bundle

Answer = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; media-src 'self' blob:; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
)
BOOKKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class TimingMiddleware:
    """In a bench home alone, say how long the server took and how many statements it sent."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Measure, or just pass on."""
        if not settings.BENCH:
            return self.get_response(request)
        n_statements = 0

        def count(execute: Any, sql: str, *rest: Any) -> Any:
            nonlocal n_statements
            n_statements += not sql.upper().startswith(BOOKKEEPING)
            return execute(sql, *rest)

        begin = perf_counter()
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(count))
            response = self.get_response(request)
        took = (perf_counter() - begin) * 1000
        response["Server-Timing"] = f"app;dur={took:.2f}, db;desc={n_statements}"
        return response


class SafetyHeadersMiddleware:
    """Leave no trace: nothing cached, nothing referred, nothing loaded from elsewhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the headers on every answer but a static file's caching."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        response["Content-Security-Policy"] = POLICY
        response["Referrer-Policy"] = "no-referrer"
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        # The field app alone takes pictures, of documents; its page says so itself.
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(self)"
        )
        if settings.SECURE:
            response["Strict-Transport-Security"] = "max-age=31536000"
        return response


class FormGuardMiddleware(CsrfViewMiddleware):
    """Django's guard of forms, for pages that refer nothing.

    With `Referrer-Policy: no-referrer` a browser sends `Origin: null` with its own forms (Fetch
    standard, "append a request Origin header"), which Django takes for a stranger's. The browser's
    `Sec-Fetch-Site`, which no page can set, says the same; the token is checked all the same.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        own = request.headers.get("Sec-Fetch-Site") == "same-origin"
        if own and request.headers.get("Origin") == "null":
            return True
        return bool(super()._origin_verified(request))  # type: ignore[misc]  # not in the stubs


class StaticFilesMiddleware:
    """Serve the few files of the site itself: a small office machine has no other server."""

    KEPT = "public, max-age=31536000, immutable"  # at an address that no other content will have
    ASKED_AGAIN = "no-cache"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.version = bundle.version()  # at the start, not at the first visit

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what lies below the static address; pass the rest on."""
        if not request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        sign, name = bundle.named(request.path.removeprefix(settings.STATIC_URL))
        place = (bundle.ROOT / posixpath.normpath(name).lstrip("/")).resolve()
        if not place.is_relative_to(bundle.ROOT) or not place.is_file():
            return HttpResponseNotFound()
        # A page that was open while the house was updated gets the files that there are.
        current = sign == self.version
        etag = f'"{self.version}"'
        if not current and request.headers.get("If-None-Match") == etag:
            response = HttpResponse(status=304)
        else:
            kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
            response = HttpResponse(place.read_bytes(), content_type=kind)  # all are small
        response["ETag"] = etag
        response["Cache-Control"] = self.KEPT if current else self.ASKED_AGAIN
        return response


class LanguageMiddleware:
    """Speak Indonesian unless the reader chose English: by a cookie of this visit, or as staff."""

    COOKIE = "l"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose by `?l=`, then the cookie; the browser's wish tells nothing about the reader."""
        asked = request.GET.get("l", "")
        chosen = asked if asked in {"id", "en"} else request.COOKIES.get(self.COOKIE, "")
        language = chosen if chosen in {"id", "en"} else "id"
        with translation.override(language):
            request.LANGUAGE_CODE = language  # read by templates
            response = self.get_response(request)
        response["Content-Language"] = language
        if asked in {"id", "en"}:
            response.set_cookie(
                self.COOKIE, asked, samesite="Strict", httponly=True, secure=settings.SECURE
            )
        return response
