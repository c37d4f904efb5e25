"""The search screen: it never says that nobody is there while names are still being read."""

from collections.abc import Callable

import pytest

from lindung.access.models import Staff
from lindung.casework.models import Case
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.intake.models import Report
from lindung.people.models import Person
from lindung.people.names import Found, Likely
from tests.conftest import UNIT
from tests.web.desk.conftest import Go, seen, statements

WAIT = "Names are still being read"


def test_names_that_are_not_read_yet_are_said_to_be_missing(
    go: Go, rini: Staff, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "lindung.casework.search.find_by_name", lambda *_, **__: Found([], ready=False)
    )

    page = seen(go(rini).post("/meja/cari/", {"q": "Siti"}).content.decode())

    assert WAIT in page


def test_once_they_are_read_nothing_is_missing(go: Go, rini: Staff, report: Report) -> None:
    page = seen(go(rini).post("/meja/cari/", {"q": "Siti"}).content.decode())

    assert WAIT not in page
    assert report.number in page


@pytest.mark.parametrize("typed", ["Siti Aminah", "0812-5555-0101", "nobody", "0812-5555-0199"])
def test_a_search_costs_at_most_twelve_statements(
    typed: str, go: Go, wati: Staff, her_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lindung.casework.search.find_by_name", likely_if("Siti Aminah"))
    browser = go(wati)
    browser.get("/meja/")

    cost = statements(browser, "/meja/cari/", {"q": typed})

    assert cost <= 12


def likely_if(name: str) -> Callable[..., Found]:
    """Answer as the owner of the index does, who reads no table when asked."""
    with frame(UNIT):
        likely = [Likely(one, 100.0) for one in Person.objects.values_list("pk", flat=True)]
    return lambda typed, **_: Found(likely if typed == name else [], ready=True)


@pytest.mark.parametrize("who", ["adi", "bapak"])
def test_who_works_with_no_record_sees_no_search(
    who: str, go: Go, units: object, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)

    assert go(staff).get("/meja/cari/").status_code == 404
    with frame(UNIT):
        assert Trail.objects.get(actor_id=staff.id, refused=True).action == "casework.search"
