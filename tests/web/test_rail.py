"""The rail leads everybody to what they may use, and to nothing twice."""

import re

import pytest
from django.test import Client

from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.directory.models import Unit
from tests.conftest import UNIT, hire

RAIL = re.compile(r'<nav class="rail".*?</nav>', re.DOTALL)


def rail_of(staff: Staff) -> list[tuple[str, str]]:
    """Return address and word of each place of somebody's rail."""
    browser = Client()
    browser.force_login(staff)
    page = browser.get("/akun/").content.decode()
    found = RAIL.search(page)
    assert found is not None
    links = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', found[0], re.DOTALL)
    return [(address, re.sub(r"<[^>]+>", "", words).strip()) for address, words in links]


def test_a_supervisor_finds_the_rota_and_conflicts_of_interest(hadi: Staff) -> None:
    places = dict(rail_of(hadi))
    browser = Client()
    browser.force_login(hadi)

    assert places["/meja/piket/jadwal/"] == "Piket"
    assert places["/pengaturan/benturan/"] == "Benturan kepentingan"
    assert [browser.get(address).status_code for address in places] == [200] * len(places)


@pytest.mark.parametrize("more", [Role.UNIT_HEAD, Role.OPERATOR])
def test_whoever_holds_more_roles_has_each_word_once(units: dict[str, Unit], more: Role) -> None:
    words = [word for _, word in rail_of(hire("Yuli", UNIT, Role.SUPERVISOR, more))]

    assert len(words) == len(set(words))
    assert "Piket" in words
