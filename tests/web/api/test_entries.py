"""Another system of the office passes on what it took, as if the holder of the token typed it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from lindung.access.codes import Scope
from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.intake.models import Report
from tests.conftest import UNIT
from tests.web.api.conftest import token_of

ENTRY = {"channel": "phone", "about": "other", "text": "Tetangga saya dipukul."}


def enter(client: Client, token: str, body: Any) -> HttpResponse:
    answer: Any = client.post(
        "/api/v1/entries", body, "application/json", headers={"Authorization": f"Bearer {token}"}
    )
    return answer  # type: ignore[no-any-return]


def test_three_fields_make_a_report_of_the_holders_unit(client: Client, rini: Staff) -> None:
    answer = enter(client, token_of(rini), ENTRY)

    assert answer.status_code == 201
    with frame(UNIT):
        report = Report.objects.get()
        assert json.loads(answer.content) == {"number": report.number}
        assert (report.channel, report.entered_by) == ("phone", rini.id)
        assert Trail.objects.filter(action="intake.enter_report", actor_id=rini.id).exists()


def test_what_else_is_known_goes_along(client: Client, rini: Staff) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    more = {"area": "64.08.04", "danger_now": "yes", "received_at": yesterday.isoformat()}

    assert enter(client, token_of(rini), ENTRY | more).status_code == 201

    with frame(UNIT):
        report = Report.objects.get()
        assert (report.area_id, report.emergency) == ("64.08.04", True)
        assert report.received_at == yesterday


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "web"},
        {"text": "  "},
        {"about": "staff_complaint"},
        {"received_at": "2999-01-01T00:00:00Z"},
        {"received_at": "yesterday"},
        {"received_at": "2026-01-01T00:00:00"},
        {"received_at": "9999-12-31T23:59:59Z"},
        {"received_at": "0001-01-01T00:00:00+14:00"},
        {"received_at": "0001-01-01T00:00:00Z"},
    ],
)
def test_what_is_wrong_is_refused_and_nothing_stays(
    client: Client, rini: Staff, wrong: dict[str, str]
) -> None:
    assert enter(client, token_of(rini), ENTRY | wrong).status_code == 422

    with frame(UNIT):
        assert not Report.objects.exists()


@pytest.mark.parametrize("who", ["adi", "bapak", "psi"])
def test_who_enters_no_reports_is_refused_and_it_is_written_down(
    who: str, client: Client, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)

    assert enter(client, token_of(staff), ENTRY).status_code == 404

    with frame(UNIT):
        assert not Report.objects.exists()
        assert Trail.objects.filter(actor_id=staff.id, action="intake.enter_report").get().refused


def test_a_token_that_only_reads_enters_nothing(client: Client, rini: Staff) -> None:
    assert enter(client, token_of(rini, Scope.REPORTS_READ), ENTRY).status_code == 403
    assert enter(client, "lnd_wrong", ENTRY).status_code == 401
