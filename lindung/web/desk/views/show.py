"""What the desk's screens share: the page that asks for one act, and lists of people and places."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lindung.access import queries as access
from lindung.access.codes import Role
from lindung.directory import queries as directory
from lindung.web.gates import LIVE, StaffRequest

Choice = tuple[str, str]
CARERS = [Role.CASE_MANAGER, Role.COMPANION, Role.PSYCHOLOGIST, Role.COUNSEL, Role.UNIT_HEAD]


def ask(
    request: StaffRequest, form: Form, number: str, title: Any, verb: Any, **more: Any
) -> HttpResponse:
    """Show a form for one act on the report or case of `number`."""
    page = {"form": form, "title": f"{number} · {title}", "verb": verb}
    page |= {"back_url": url_of(number), "back_words": number} | more
    return render(request, "desk/form.html", page)


def url_of(number: str) -> str:
    """Return the page of a report or a case by its number."""
    return reverse("desk:case" if number.startswith("K") else "desk:report", args=[number])


def is_live(request: StaffRequest) -> bool:
    """Say whether a page asks for its part by itself."""
    return LIVE in request.headers


def areas(request: StaffRequest, *, optional: bool = False) -> list[Choice]:
    """Return the kecamatan of the unit, as choices."""
    known = [(area.pk, area.name) for area in directory.subdistricts_of(request.user.unit)]
    return [("", "—"), *known] if optional else known


def colleagues(request: StaffRequest, *roles: Role, optional: bool = False) -> list[Choice]:
    """Return the colleagues of the unit who hold one of these roles, as choices."""
    found = access.colleagues(request.actor, roles or tuple(Role))
    known = [(str(staff.id), staff.name) for staff in found]
    return [("", "—"), *known] if optional else known


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Keep what was answered."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
