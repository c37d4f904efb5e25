"""The rail: the few places a role may use, words first. A small unit starts with five."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindung.access.codes import Role
from lindung.casework.search import SEARCHERS
from lindung.intake.queries import SEE_REPORTS
from lindung.response.queries import KNOWS_PLACES
from lindung.web.practising import is_asked, is_practised

CASES = {
    Role.CASE_MANAGER,
    Role.UNIT_HEAD,
    Role.SUPERVISOR,
    Role.COMPANION,
    Role.PSYCHOLOGIST,
    Role.COUNSEL,
    Role.DATA_OFFICER,
}


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its address by name, its word, its sign, who may use it."""

    name: str
    label: Promise
    icon: str
    roles: frozenset[Role]
    under: str = ""  # where its pages lie below its address, when other places lie there too
    unless: str = ""  # whoever has this place needs no second one: it leads here


PLACES: tuple[Place, ...] = (
    Place(
        "desk:inbox",
        _("Reports received"),
        "inbox",
        SEE_REPORTS,
        under="pengaduan/",
    ),
    Place(
        "desk:tasks",
        _("My tasks"),
        "tasks",
        frozenset({*SEE_REPORTS, *CASES}),
    ),
    Place("desk:cases", _("Cases"), "cases", frozenset(CASES)),
    Place("desk:wall", _("Duty"), "duty", SEE_REPORTS),
    Place(
        "duty:week",
        _("Duty"),
        "duty",
        frozenset({Role.SUPERVISOR}),
        unless="desk:wall",
    ),
    Place("field:missions", _("Field missions"), "mission", frozenset(KNOWS_PLACES)),
    Place(
        "desk:figures",
        _("Data"),
        "data",
        frozenset({Role.UNIT_HEAD, Role.SUPERVISOR, Role.OFFICE_HEAD, Role.DATA_OFFICER}),
    ),
    Place(
        "admin:home",
        _("Settings"),
        "settings",
        frozenset({Role.ADMINISTRATOR, Role.UNIT_HEAD}),
    ),
    Place(
        "admin:conflicts",
        _("Conflicts of interest"),
        "settings",
        frozenset({Role.SUPERVISOR}),
        unless="admin:home",
    ),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place of the rail."""

    url: str
    label: str
    icon: str
    current: bool
    key: str  # `g` and this letter go there


def rail(request: HttpRequest) -> list[NavItem]:
    """Return the places whoever is signed in may use, in their fixed order."""
    found = _places(request.actor.roles)  # type: ignore[attr-defined]  # behind `signed_in`
    return [
        NavItem(
            url, str(place.label), place.icon, _is_here(request.path, url, place), place.icon[0]
        )
        for url, place in found
        if not is_asked(request) or is_practised(url)
    ]


def _is_here(path: str, url: str, place: Place) -> bool:
    """Say whether a page belongs to a place; all of the desk lies below the inbox's address."""
    return path == url or path.startswith(url + place.under)


def may_search(roles: Collection[str]) -> bool:
    """Say whether the search field leads anywhere for these roles."""
    return bool(set(roles) & {str(role) for role in SEARCHERS})


def first_place(roles: Collection[str]) -> str:
    """Return where somebody with these roles begins the day: their own account if nowhere else."""
    return next((url for url, _ in _places(roles)), reverse("account_home"))


def _places(roles: Collection[str]) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    for place in PLACES:
        if not set(roles) & {str(role) for role in place.roles}:
            continue
        if any(other.name == place.unless for _, other in found):
            continue
        try:
            found.append((reverse(place.name), place))
        except NoReverseMatch:
            continue  # a room that this installation does not have
    return found
