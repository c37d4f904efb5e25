"""No way leads nowhere: every link and button a role is shown opens, and the rail knows where."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from lindung.directory.models import Unit
from tests.proof import matrix
from tests.proof.cast import Cast, Things, browser_of, hire_all, make_things, undone

ROLES = (  # one of each, and who sees more or less for what they are to the case
    *("operator", "manager", "another_manager", "head", "reader", "supervisor", "companion"),
    *("another_companion", "psychologist", "counsel", "data", "keeper", "office"),
    *("administrator", "approver"),
)
LEAVES = "/keluar/"  # signing out ends the walk
RAIL = re.compile(r'<nav class="rail".*?</nav>', re.DOTALL)


@pytest.fixture
def cast(units: dict[str, Unit]) -> Cast:
    """One of each."""
    return hire_all()


@pytest.fixture
def things(units: dict[str, Unit], cast: Cast) -> Things:
    """What they work on."""
    return make_things(units["kutim"], cast)


def links(page: str) -> list[str]:
    """Return where the links of a page lead within the house, each once, in order."""
    found = (unescape(href) for href in re.findall(r'<a [^>]*href="([^"]*)"', page))
    inside = (href.split("#")[0] for href in found if href.startswith(("/", "?")))
    return list(dict.fromkeys(href for href in inside if href))


def buttons(page: str) -> list[str]:
    """Return where the forms of a page are sent that name an address of their own."""
    forms = (form for form in re.findall(r"<form [^>]*>", page) if 'method="post"' in form)
    found = (unescape(a) for form in forms for a in re.findall(r'action="([^"]+)"', form))
    return list(dict.fromkeys(a.split("#")[0] for a in found if LEAVES not in a))


def rail(browser: Client) -> list[str]:
    """Return the places of the rail, which every page has."""
    found = RAIL.search(browser.get(reverse("account_home")).content.decode())
    return links(found.group()) if found else []


def pages(browser: Client, who: str, things: Things) -> Iterator[tuple[str, str]]:
    """Yield the pages from which somebody goes on, each with its address."""
    records = {
        "desk:report": [things.report, things.other_report],
        "desk:case": [things.case, things.ended_case],
    }
    mine = [
        reverse(name, args=[number])
        for name, numbers in records.items()
        for number in numbers
        if who in (matrix.REPORTS["report"] if name == "desk:report" else matrix.CASES["case"]).sees  # type: ignore[operator]  # both can be seen
    ]
    own = [reverse("account_home"), reverse("help:index"), reverse("admin:tokens")]
    for address in dict.fromkeys([*own, *rail(browser), *mine]):
        page = browser.get(address)
        assert page.status_code == 200, address
        yield address, page.content.decode()


@pytest.mark.parametrize("who", ROLES)
def test_every_link_and_button_that_is_shown_is_open(who: str, cast: Cast, things: Things) -> None:
    browser, closed, seen = browser_of(cast[who]), [], set()
    for address, page in pages(browser, who, things):
        for link in links(page):
            way = f"{address}{link}" if link.startswith("?") else link
            if way not in seen and browser.get(way).status_code not in {200, 302}:
                closed.append((address, way))
            seen.add(way)
        for button in buttons(page):
            if button not in seen:
                with undone():
                    if browser.post(button).status_code not in {200, 302}:
                        closed.append((address, button))
            seen.add(button)

    assert closed == []
    assert len(seen) > 3


@pytest.mark.parametrize("who", ROLES)
def test_every_place_of_the_rail_marks_itself_and_search_marks_none(who: str, cast: Cast) -> None:
    browser = browser_of(cast[who])
    marked = {}
    for place in rail(browser):
        shown = RAIL.search(browser.get(place).content.decode())
        assert shown is not None
        marked[place] = re.findall(r'<a href="([^"]+)" aria-current="page"', shown.group())

    assert marked == {place: [place] for place in marked}
    if who in matrix.SEARCHES:
        found = RAIL.search(browser.get(reverse("desk:search")).content.decode())
        assert found is None or "aria-current" not in found.group()


def test_records_are_marked_under_the_place_they_came_from(cast: Cast, things: Things) -> None:
    browser = browser_of(cast["manager"])

    report = RAIL.search(browser.get(reverse("desk:report", args=[things.report])).content.decode())
    case = RAIL.search(browser.get(reverse("desk:case", args=[things.case])).content.decode())

    assert report is not None
    assert case is not None
    assert '<a href="/meja/" aria-current="page"' in report.group()
    assert '<a href="/meja/kasus/" aria-current="page"' in case.group()


def test_the_approver_has_an_inbox_and_the_administrator_has_none(cast: Cast) -> None:
    assert reverse("desk:inbox") in rail(browser_of(cast["approver"]))
    assert reverse("desk:inbox") not in rail(browser_of(cast["administrator"]))
    assert reverse("desk:wall") not in rail(browser_of(cast["administrator"]))
