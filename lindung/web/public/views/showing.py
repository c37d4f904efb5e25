"""What every public page is shown with."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from lindung.core.errors import NotFound
from lindung.directory import queries as directory
from lindung.directory.codes import UnitKind
from lindung.web.gates import View
from lindung.web.public.visit import COOKIE, TRIED, Visit

LANGUAGES = (("id", "Bahasa Indonesia"), ("en", "English"))
Unit = Any  # a row of `directory`: screens read it and never make one


def show(request: HttpRequest, template: str, /, **known: Any) -> HttpResponse:
    """Show one page, with the way to the other language unless it was sent a form in vain."""
    spoken = getattr(request, "LANGUAGE_CODE", "id")
    known.setdefault(
        "languages",
        [
            {"code": code, "name": name, "url": f"?l={code}", "current": code == spoken}
            for code, name in LANGUAGES
        ],
    )
    return render(request, template, known)


def open_house(view: View) -> View:
    """Show whom to call, before a word is written, where no unit is there to read it."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if directory.takes_messages():
            return view(request, *args, **kwargs)
        return show(request, "public/not_open.html", numbers=numbers_for(None))

    return checked


def go(address: str) -> HttpResponse:
    """Send the browser on with a new question, so that nothing is sent twice by a reload."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def gone(request: HttpRequest, visit: Visit, *, otherwise: str, begin_at: str) -> HttpResponse:
    """Answer when nothing is kept: no cookies here, or time is over, or a page was guessed.

    Args:
        request: what was asked.
        visit: what its cookie opens, which is nothing.
        otherwise: where the same is done on one page, without cookies.
        begin_at: where it begins.
    """
    if TRIED in request.GET and not request.COOKIES.get(COOKIE):
        return go(otherwise)
    if request.COOKIES.get(COOKIE) and not visit:
        return show(
            request,
            "components/lost.html",
            title=_("Your answers are gone"),
            words=_(
                "After 30 minutes without an answer, and after leaving, everything is forgotten,"
                " for your safety. Nothing was sent."
            ),
            link_url=begin_at,
            link_words=_("Begin again"),
        )
    return go(begin_at)


def own_unit(request: HttpRequest, code: str | None) -> Unit | None:
    """Return the unit whose door this is: by address, by host name, or because it is the only one.

    Raises:
        NotFound: there is no unit of that code.
    """
    if code:
        return directory.unit_by_code(code)
    host = request.get_host().rsplit(":", 1)[0].lower()
    known = [unit for unit in directory.units() if unit.kind == UnitKind.UPTD]
    named = [unit for unit in known if unit.host and unit.host.lower() == host]
    only = known if len(known) == 1 else []
    return next(iter([*named, *only]), None)


def unit_of(visit: Visit, request: HttpRequest) -> Unit | None:
    """Return the unit this visit came in by, if it names one."""
    try:
        return own_unit(request, visit.answers.get("unit"))
    except NotFound:
        return None


def numbers_for(unit: Unit | None) -> list[dict[str, Any]]:
    """Return whom to call or write to, the unit's own first, each with what one tap does."""
    return [
        {"number": one.number, "href": _href(one), "label": one.label, "note": one.note}
        for one in directory.help_numbers(unit)
    ]


def _href(number: Any) -> str:
    """Return a link that dials, or opens WhatsApp, which is quiet."""
    if "whatsapp" not in str(number.label).lower():
        return f"tel:{number.tel}"
    digits = number.tel.lstrip("+")
    return "https://wa.me/" + (f"62{digits[1:]}" if digits.startswith("0") else digits)
