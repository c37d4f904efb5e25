"""The rail: the few places a role may use, words first. A small unit starts with five."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindung.access.codes import Role
from lindung.casework.search import SEARCHERS

DESK = {Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD, Role.SUPERVISOR, Role.COMPANION}
CASES = {
    Role.CASE_MANAGER,
    Role.UNIT_HEAD,
    Role.SUPERVISOR,
    Role.COMPANION,
    Role.PSYCHOLOGIST,
    Role.COUNSEL,
}
PLACES: tuple[tuple[str, Promise | str, str, set[Role]], ...] = (
    ("desk:inbox", _("Reports received"), "inbox", DESK),
    ("desk:tasks", _("My tasks"), "tasks", DESK | CASES | {Role.APPROVER, Role.DATA_OFFICER}),
    ("desk:cases", _("Cases"), "cases", CASES),
    ("desk:wall", _("Duty"), "duty", DESK),
    (
        "desk:figures",
        _("Data"),
        "data",
        {Role.UNIT_HEAD, Role.SUPERVISOR, Role.OFFICE_HEAD, Role.DATA_OFFICER},
    ),
    ("admin:home", _("Settings"), "settings", {Role.ADMINISTRATOR, Role.UNIT_HEAD}),
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
    here = max((url for url, _, _ in found if request.path.startswith(url)), key=len, default="")
    return [NavItem(url, label, icon, url == here, icon[0]) for url, label, icon in found]


def may_search(roles: Collection[str]) -> bool:
    """Say whether the search field leads anywhere for these roles."""
    return bool(set(roles) & {str(role) for role in SEARCHERS})


def first_place(roles: Collection[str]) -> str:
    """Return where somebody with these roles begins the day: their own account if nowhere else."""
    return next((url for url, _, _ in _places(roles)), reverse("account_home"))


def _places(roles: Collection[str]) -> list[tuple[str, str, str]]:
    found = []
    for name, label, icon, for_roles in PLACES:
        if not set(roles) & {str(role) for role in for_roles}:
            continue
        try:
            found.append((reverse(name), str(label), icon))
        except NoReverseMatch:
            continue  # a room that this installation does not have
    return found
