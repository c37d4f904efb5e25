"""The search screen: it never says that nobody is there while names are still being read."""

import pytest

from lindung.access.models import Staff
from lindung.intake.models import Report
from lindung.people.names import Found
from tests.web.desk.conftest import Go, seen

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
