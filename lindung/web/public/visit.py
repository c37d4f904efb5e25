"""One visit of whoever tells: a cookie without lifetime, and what it opens on the server.

The only thing on the device is a random token under a neutral name, gone with the window. The form
carries a proof that only this token yields, since the public has no Django session.
Source: FRAME.md section 5.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from lindung.intake.services import drafts
from lindung.web.gates import View, not_found, public

COOKIE = "v"
PATH = "/pesan/"
PROOF = "t"  # name of the form field that carries the proof
TRIED = "c"  # an address with it was reached right after the cookie had been set
SHORT = "2"  # what it says then for the short way, and for every other
OTHER = "1"
OWN = frozenset({"", "same-origin", "none"})


@dataclass(frozen=True, slots=True)
class Visit:
    """What the cookie of a request opens; without one, nothing was answered yet."""

    token: str = ""
    answers: drafts.Answers = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether anything is kept."""
        return bool(self.token)

    @property
    def pages(self) -> dict[str, dict[str, Any]]:
        """What was answered, by page."""
        found: dict[str, dict[str, Any]] = self.answers.get("pages", {})
        return found

    @property
    def flat(self) -> dict[str, Any]:
        """What was answered, by field."""
        return {name: value for page in self.pages.values() for name, value in page.items()}

    @property
    def proof(self) -> str:
        """What this visit's forms carry."""
        return drafts.draft_proof(self.token) if self.token else ""


def door(view: View) -> View:
    """Open to everyone; a form is taken only from our own pages.

    A browser says itself where a form comes from, and `SameSite=Strict` keeps the cookie from
    foreign ones; old browsers say nothing, and have the proof alone.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = request.headers.get("Sec-Fetch-Site", "") in OWN
        if request.method not in {"GET", "HEAD"} and not own:
            return not_found(request)
        return view(request, *args, **kwargs)

    guarded: View = csrf_exempt(public(checked))
    return guarded


def visit_of(request: HttpRequest) -> Visit:
    """Return what this reader's cookie opens."""
    token = request.COOKIES.get(COOKIE, "")
    answers = drafts.read_draft(token) if token else None
    return Visit() if answers is None else Visit(token, answers)


def proven(request: HttpRequest, visit: Visit) -> bool:
    """Say whether the form that was sent is one of this visit's."""
    return compare_digest(request.POST.get(PROOF, "").encode(), visit.proof.encode())


def begin(request: HttpRequest, response: HttpResponse, answers: drafts.Answers) -> None:
    """Keep the first answers, and give the browser the token that opens them; forget older ones."""
    earlier = request.COOKIES.get(COOKIE, "")
    if earlier:
        drafts.forget_draft(earlier)
    response.set_cookie(
        COOKIE,
        drafts.start_draft(answers),
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.SECURE,
    )


def change(visit: Visit, change_answers: Callable[[drafts.Answers], None]) -> bool:
    """Change what is kept, one press of a button after the other. False: it is gone."""
    with drafts.changing_draft(visit.token) as answers:
        if answers is None:
            return False
        change_answers(answers)
    return True


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Forget this visit on the server, and take the cookies from the browser."""
    token = request.COOKIES.get(COOKIE, "")
    if token:
        drafts.forget_draft(token)
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
