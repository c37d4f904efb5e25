"""Leaving: first the server forgets, then the browser goes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lindung.web.public import visit as visits
from lindung.web.public.views import chat
from lindung.web.public.views.showing import go
from lindung.web.public.visit import door

LANGUAGE_COOKIE = "l"


@door
def leave(request: HttpRequest) -> HttpResponse:
    """*Tutup cepat*: forget everything and go to a page about something else."""
    response = go(settings.NEUTRAL_URL)
    chat.leave(visits.visit_of(request))
    visits.forget(request, response)
    response.delete_cookie(LANGUAGE_COOKIE, samesite="Strict")
    return response


@door
def finish(request: HttpRequest) -> HttpResponse:
    """Forget everything and show the neutral first page: nobody is in a hurry."""
    response = go("/")
    if request.method == "POST":
        chat.leave(visits.visit_of(request))
        visits.forget(request, response)
    return response
