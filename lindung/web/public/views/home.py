"""The neutral first page, and what should be known before the first word."""

from django.http import HttpRequest, HttpResponse

from lindung.directory import queries as directory
from lindung.hotline.queries.chat import chat_is_open
from lindung.web.public.views.showing import numbers_for, open_house, own_unit, show
from lindung.web.public.visit import door


@door
@open_house
def home(request: HttpRequest, unit_code: str | None = None) -> HttpResponse:
    """Show two ways, and the numbers behind one tap."""
    unit = own_unit(request, unit_code)
    return show(
        request,
        "public/home.html",
        numbers=numbers_for(unit),
        chat=chat_is_open((unit or directory.default_unit()).pk) if not unit_code else False,
        before=f"/u/{unit_code}/pesan/aman/" if unit_code else "/pesan/aman/",
    )


@door
@open_house
def before(request: HttpRequest, unit_code: str | None = None) -> HttpResponse:
    """Show how *Tutup cepat* works, before it is needed."""
    start = f"/u/{unit_code}/pesan/" if unit_code else "/pesan/"
    return show(request, "public/before.html", start=start)


@door
def traces(request: HttpRequest) -> HttpResponse:
    """Show how to leave no trace in a browser."""
    return show(request, "public/traces.html")
