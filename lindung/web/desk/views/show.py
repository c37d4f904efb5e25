"""What the desk's screens share: the page that asks for one act, and lists of people and places."""

from collections.abc import Callable
from typing import Any, ParamSpec

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lindung.access import queries as access
from lindung.access.codes import Role
from lindung.core.errors import RuleBroken
from lindung.directory import queries as directory
from lindung.web.gates import LIVE, StaffRequest

P = ParamSpec("P")
Choice = tuple[str, str]
PAGES = {"P": "desk:report", "K": "desk:case", "T": "field:mission", "H": "desk:phone_contact"}
CARERS = [Role.CASE_MANAGER, Role.COMPANION, Role.PSYCHOLOGIST, Role.COUNSEL, Role.UNIT_HEAD]


def ask(
    request: StaffRequest, form: Form, number: str, title: Any, verb: Any, **more: Any
) -> HttpResponse:
    """Show a form for one act on the record of `number`."""
    page = {"form": form, "title": f"{number} · {title}", "verb": verb}
    page |= {"heading": title, "back_url": url_of(number), "back_words": number} | more
    return render(request, "desk/form.html", page)


def tried(
    request: StaffRequest,
    done: Any,
    service: Callable[P, object],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> bool:
    """Run `service` for a button without fields, and say on the next page what came of it."""
    try:
        service(*args, **kwargs)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return False
    messages.success(request, done)
    return True


def url_of(number: str) -> str:
    """Return the page of a report, a case, a mission or a contact by its number."""
    return reverse(PAGES[number[0]], args=[number])


def is_live(request: StaffRequest) -> bool:
    """Say whether a page asks for its part by itself."""
    return LIVE in request.headers


def areas(request: StaffRequest, *, optional: bool = False) -> list[Choice]:
    """Return the kecamatan of the unit, as choices."""
    known = [(area.pk, area.name) for area in directory.subdistricts_of(request.unit)]
    return [("", "—"), *known] if optional else known


def colleagues(request: StaffRequest, *roles: Role, optional: bool = False) -> list[Choice]:
    """Return the colleagues of the unit who hold one of these roles, as choices."""
    found = access.colleagues(request.actor, roles or tuple(Role))
    known = [(str(staff.id), staff.name) for staff in found]
    return [("", "—"), *known] if optional else known


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Keep what was answered."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
