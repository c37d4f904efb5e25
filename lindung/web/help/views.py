"""Screens of help: a list, a short page, all as a booklet, and what the public may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lindung.core.errors import NotFound
from lindung.intake import queries as intake
from lindung.web.gates import StaffRequest, public, signed_in
from lindung.web.help.pages import Page, matching, page_named, pages

GROUPS = (
    ("reports", _("Reports")),
    ("duty", _("Duty and field")),
    ("cases", _("Cases")),
    ("work", _("Every day")),
    ("account", _("Yourself and the unit")),
)
LONGEST_QUESTION = 80


@signed_in
def index(request: StaffRequest) -> HttpResponse:
    """All pages by group, or those that hold the words asked for."""
    asked = request.GET.get("q", "")[:LONGEST_QUESTION]
    found = matching(_language(request), "help", asked)
    groups = [(label, [p for p in found if p.group == code]) for code, label in GROUPS]
    known = {"groups": groups, "asked": asked, "found": found}
    return render(
        request, "help/index.html", known | {"may_print": intake.may_enter(request.actor)}
    )


@signed_in
def page(request: StaffRequest, slug: str) -> HttpResponse:
    """One page."""
    return render(request, "help/page.html", {"page": _page(request, "help", slug)})


@signed_in
def booklet(request: StaffRequest) -> HttpResponse:
    """All pages one after another, to print."""
    return render(request, "help/booklet.html", {"pages": pages(_language(request), "help")})


@public
def for_everyone(request: HttpRequest) -> HttpResponse:
    """What somebody who writes to us may want to know. The title tells nothing."""
    return render(request, "help/public.html", {"pages": pages(_language(request), "public")})


def _page(request: HttpRequest, kind: str, slug: str) -> Page:
    found = page_named(_language(request), kind, slug)
    if found is None:
        raise NotFound(slug)
    return found


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "id"))
