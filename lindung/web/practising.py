"""Practice has addresses of its own: the desk's, below `/latihan/`.

So a tab is either real or for practice for as long as it stands open, whatever was pressed in
another one: a form opened for a real report is never saved among invented ones, nor the other way
round. Nothing else of the house exists below that address. Which rows are seen there is decided by
the gates: see `web.gates`.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, set_script_prefix

ROOT = "/latihan"
DOOR = f"{ROOT}/"
SESSION = "practice"  # in the session: this person pressed the button, and may be in practice
REAL_ROOMS = "meja/piket/"  # the phone that rings and the rota are always real
PRACTISED = re.compile(f"/(?!{REAL_ROOMS})(meja/|bantuan/|akun/putusan/)")
ALWAYS_REAL = re.compile(f"/(akun/|keluar/|masuk/|pengaturan/|{REAL_ROOMS})")
Answer = Callable[[HttpRequest], HttpResponse]


class PracticeMiddleware:
    """Take the desk's addresses below `/latihan/` for practice; lead others to the real ones."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the request, and let every address that its pages name stay in practice."""
        inside = request.path_info.removeprefix(ROOT)
        if inside == request.path_info:
            return self.get_response(request)
        if not PRACTISED.match(inside):
            real = ALWAYS_REAL.match(inside) is not None
            return _kept(request, inside) if real else self.get_response(request)
        before = get_script_prefix()
        request.practice = True  # type: ignore[attr-defined]  # read by the gates
        request.path_info = inside
        set_script_prefix(DOOR)
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)


def is_asked(request: HttpRequest) -> bool:
    """Say whether a request came to an address of practice."""
    return bool(getattr(request, "practice", False))


def is_practised(address: str) -> bool:
    """Say whether an address has a counterpart in practice; the wall and the settings have none."""
    return PRACTISED.match(address.removeprefix(ROOT)) is not None


def _kept(request: HttpRequest, inside: str) -> HttpResponse:
    """Lead to the real address; a form, such as signing out, is sent again there."""
    query = request.META.get("QUERY_STRING", "")
    answer = HttpResponseRedirect(f"{inside}?{query}" if query else inside)
    if request.method != "GET":
        answer.status_code = 307
    return answer
