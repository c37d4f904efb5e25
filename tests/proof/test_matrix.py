"""Role, object, action: every address of staff against every role, as FRAME section 7 has it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lindung.access.codes import Scope
from lindung.access.models import Staff
from lindung.access.services import create_token
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Trail
from lindung.directory.models import Unit
from tests.conftest import at_work
from tests.proof import matrix
from tests.proof.cast import (
    PEOPLE,
    Cast,
    Things,
    absent,
    block_everyone,
    browser_of,
    hire_all,
    make_things,
    team_next_door,
    undone,
)
from tests.proof.matrix import Row

PUBLIC = {"public", None}
Found = tuple[str, str, int]  # address, method, what came back


class World:
    """The cast, what is theirs, and three kinds of what is not."""

    def __init__(self, units: dict[str, Unit]) -> None:
        self.cast = hire_all()
        self.own = make_things(units["kutim"], self.cast)
        self.blocked = make_things(units["kutim"], self.cast)
        block_everyone(self.cast, self.blocked)
        self.next_door = make_things(units["batam"], team_next_door())
        self.absent = absent()


@pytest.fixture
def world(units: dict[str, Unit]) -> World:
    """Everything that is asked for below."""
    return World(units)


def addresses(
    patterns: Iterable[URLPattern | URLResolver], space: str = ""
) -> Iterator[tuple[str, str | None]]:
    """Yield the name and the gate of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            more = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern.url_patterns, space + more)
        else:
            yield f"{space}{pattern.name}", getattr(pattern.callback, "gate", None)


def test_every_address_of_staff_has_its_place_in_the_table() -> None:
    known = [
        *matrix.OBJECTS,
        *matrix.OF_THE_UNIT,
        *matrix.LISTS,
        *matrix.ONES_OWN,
        *matrix.ONES_OWN_KEY,
        *matrix.DEVICES,
        *matrix.API_DOOR,
        *matrix.API_OBJECTS,
        *matrix.API_LISTS,
        *matrix.API_OTHER,
        *matrix.ELSEWHERE,
    ]
    gated = {name for name, gate in addresses(get_resolver().url_patterns) if gate not in PUBLIC}

    assert gated == set(known)
    assert len(known) == len(set(known))


def test_no_address_is_without_a_gate() -> None:
    assert [n for n, gate in addresses(get_resolver().url_patterns) if gate is None] == []


def ask(browser: Client, name: str, row: Row, method: str, things: Things, cast: Cast) -> Any:
    """Open an address, or send its form."""
    address = reverse(name, kwargs=row.where(things))
    if method == "get":
        return browser.get(address)
    return browser.post(address, row.sends(things, cast))


def refusals(staff: Staff) -> int:
    """Count what the trail says was refused to somebody."""
    with frame(EVERY_UNIT):
        return Trail.objects.filter(actor_id=staff.id, refused=True).count()


def methods(row: Row) -> list[tuple[str, frozenset[str]]]:
    """Return the ways to use an address, each with who may."""
    ways = [("get", row.sees), ("post", row.does)]
    return [(method, names) for method, names in ways if names is not None]


def is_shown_again(page: HttpResponse) -> bool:
    """Say whether a form came back because something in it was wrong."""
    return b"_error" in page.content or b'role="alert"' in page.content


@pytest.mark.parametrize("who", PEOPLE)
def test_each_address_lets_in_whom_the_table_names_and_writes_down_whom_it_refuses(
    who: str, world: World
) -> None:
    staff = world.cast[who]
    browser, wrong = browser_of(staff), []
    for name, row in {**matrix.OBJECTS, **matrix.OF_THE_UNIT}.items():
        for method, names in methods(row):
            with undone():
                before = refusals(staff)
                page = ask(browser, name, row, method, world.own, world.cast)
                refused, written = page.status_code == 404, refusals(staff) - before
                right = refused != (who in names) and bool(written) == refused
                if not right or (not refused and page.status_code not in {200, 302}):
                    wrong.append((name, method, page.status_code, written))
                elif method == "post" and page.status_code == 200 and is_shown_again(page):
                    wrong.append((name, "form", page.status_code, written))

    assert wrong == []


@pytest.mark.parametrize("who", PEOPLE)
def test_blocked_other_units_and_absent_things_answer_alike_to_everybody(
    who: str, world: World
) -> None:
    staff = world.cast[who]
    browser, wrong = browser_of(staff), []
    for name, row in matrix.OBJECTS.items():
        hidden = {"next door": world.next_door}
        if name not in matrix.SETTINGS:
            hidden["blocked"] = world.blocked
        for method, _ in methods(row):
            with undone():
                nothing = ask(browser, name, row, method, world.absent, world.cast)
            for kind, things in hidden.items():
                with undone():
                    before = refusals(staff)
                    page = ask(browser, name, row, method, things, world.cast)
                    same = (page.status_code, page.content) == (404, nothing.content)
                    if not same or refusals(staff) - before != 1:
                        wrong.append((name, method, kind, page.status_code))

    assert wrong == []


def plain(page: Any, asked: str) -> str:
    """Return a page without what was asked and without the form's own fresh token."""
    text = page.content.decode().replace(asked, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


@pytest.mark.parametrize("who", PEOPLE)
def test_lists_show_each_only_what_is_theirs(who: str, world: World) -> None:
    browser = browser_of(world.cast[who])
    inbox = browser.get(reverse("desk:inbox"), {"tab": "all"}).content.decode()
    cases = browser.get(reverse("desk:cases"), {"tab": "all"}).content.decode()
    tasks = browser.get(reverse("desk:tasks")).content.decode()

    assert (world.own.report in inbox) == (who in matrix.LISTS["desk:inbox"])
    assert (world.own.case in cases) == (who in matrix.LISTS["desk:cases"])
    for things in (world.blocked, world.next_door):
        assert things.report not in inbox
        assert things.case not in cases
        # Who decides from outside reads numbers of what waits for a decision, and nothing else.
        assert things.case not in tasks or who in {"outside", "approver"}
        for number in (things.report, things.case):
            found = browser.post(reverse("desk:search"), {"q": number}, follow=True)
            none = browser.post(reverse("desk:search"), {"q": number[:-5] + "22222"}, follow=True)
            assert found.status_code == none.status_code
            assert plain(found, number) == plain(none, number[:-5] + "22222")


@pytest.mark.parametrize(
    ("kind", "writers"),
    [("ordinary", matrix.ON_IT), ("psychologist", {"psychologist"}), ("legal", {"counsel"})],
)
def test_notes_of_each_kind_are_written_and_read_by_their_own(
    kind: str, writers: set[str], world: World
) -> None:
    with at_work(world.cast["manager"]):
        written = {who: _writes(world, who, kind) for who in PEOPLE}

    assert {who for who, done in written.items() if done} == writers


def _writes(world: World, who: str, kind: str) -> bool:
    with undone():
        address = reverse("desk:note", args=[world.own.case])
        page = browser_of(world.cast[who]).post(address, {"kind": kind, "words": "Catatan."})
        return page.status_code == 302


def test_nobody_reaches_a_key_that_is_somebody_elses(world: World) -> None:
    key = Authenticator.objects.create(
        user=world.cast["data"], type=Authenticator.Type.WEBAUTHN, data={"name": "Kunci"}
    )
    for who in PEOPLE.keys() - {"data"}:
        browser = browser_of(world.cast[who])
        for name in matrix.ONES_OWN_KEY:
            assert browser.get(reverse(name, args=[key.pk])).status_code == 404
            assert browser.post(reverse(name, args=[key.pk])).status_code == 404

    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_whoever_is_not_signed_in_is_led_to_the_door_everywhere(world: World) -> None:
    somebody = Client()
    rows = {**matrix.OBJECTS, **matrix.OF_THE_UNIT} | {
        name: Row(sees=matrix.EVERYBODY)
        for name in (*matrix.LISTS, *matrix.ONES_OWN, *matrix.DEVICES)
        if name != "help:page"
    }
    for name, row in rows.items():
        for method in ("get", "post"):
            page = ask(somebody, name, row, method, world.own, world.cast)
            door = "/meja/piket/" if name in matrix.DEVICES else "/masuk/?next="
            assert page.status_code == 302, name
            assert page["Location"].startswith(door), name


@pytest.mark.parametrize("who", PEOPLE)
def test_a_token_reaches_what_its_holder_may_see_on_a_page(who: str, world: World) -> None:
    staff = world.cast[who]
    with at_work(staff):
        _, raw = create_token(staff.actor(), staff, name="Rekap", scopes=Scope.values)
    machine = Client(headers={"Authorization": f"Bearer {raw}"})

    def numbers(name: str) -> set[str]:
        return {row["number"] for row in machine.get(reverse(name)).json().get("items", [])}

    for name, kind in (("api:report", "report"), ("api:case", "case")):
        before = refusals(staff)
        mine = machine.get(reverse(name, args=[getattr(world.own, kind)]))
        nothing = machine.get(reverse(name, args=[getattr(world.absent, kind)]))
        assert (mine.status_code == 200) == (who in matrix.API_OBJECTS[name])
        assert nothing.status_code == 404
        for things in (world.blocked, world.next_door):
            hidden = machine.get(reverse(name, args=[getattr(things, kind)]))
            assert (hidden.status_code, hidden.content) == (404, nothing.content)
        assert refusals(staff) - before == 3 + (mine.status_code == 404)
    for name, thing in (("api:reports", "report"), ("api:cases", "case")):
        shown = numbers(name)
        assert (getattr(world.own, thing) in shown) == (who in matrix.API_LISTS[name])
        assert not shown & {getattr(world.blocked, thing), getattr(world.next_door, thing)}
    for number in (world.blocked.case, world.next_door.report):
        assert machine.get(reverse("api:search"), {"q": number}).json().get("items", []) == []
    entered = machine.post(
        reverse("api:enter"),
        {"channel": "phone", "about": "other", "text": "Tetangga."},
        content_type="application/json",
    )
    assert (entered.status_code == 201) == (who in matrix.OF_THE_UNIT["desk:enter"].does)  # type: ignore[operator]  # it has a form
