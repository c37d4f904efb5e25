"""Every mistake has one shape: RFC 9457."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from lindung.access.codes import Scope
from lindung.access.models import ApiToken, Staff
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.core.models import Trail
from tests.conftest import UNIT
from tests.web.api.conftest import REPORTS, TOLD, Ask, token_of

pytestmark = pytest.mark.usefixtures("units")
READ = ["/reports", "/cases", "/tasks", "/search?q=ani", "/reports/P-2611-22222"]


def is_problem(answer: object, status: int) -> dict[str, object]:
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/problem+json"  # type: ignore[index]
    assert answer["Cache-Control"] == "no-store"  # type: ignore[index]
    said: dict[str, object] = json.loads(answer.content)  # type: ignore[attr-defined]
    assert {"type", "title", "status", "code"} <= set(said)
    assert said["status"] == status
    return said


@pytest.mark.parametrize(
    "path", ["", "nothing", "reports/", "reports/x", "cases/P-2611-22222", "docs"]
)
def test_an_address_that_means_nothing(client: Client, path: str) -> None:
    is_problem(client.get(f"/api/v1/{path}"), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("put", "reports", {"GET", "POST"}),
        ("delete", "cases", {"GET"}),
        ("get", "reports/thread", {"POST"}),
    ],
)
def test_a_method_that_is_not_taken(
    client: Client, method: str, path: str, allowed: set[str]
) -> None:
    answer = getattr(client, method)(f"/api/v1/{path}", content_type="application/json")

    is_problem(answer, 405)
    assert set(answer["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_body_that_is_no_json(client: Client, kind: str) -> None:
    is_problem(client.post(REPORTS, b"text=x", content_type=kind), 415)


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"text": "x", "about": }'])
def test_json_that_cannot_be_read(client: Client, body: bytes) -> None:
    is_problem(client.post(REPORTS, body, content_type="application/json"), 400)


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"x"'])
def test_json_that_is_no_object(client: Client, body: bytes) -> None:
    answer = client.post(REPORTS, body, content_type="application/json")

    assert answer.status_code in {400, 422}
    is_problem(answer, answer.status_code)


def test_a_body_that_is_too_large(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    is_problem(client.post(REPORTS, TOLD | {"place": "x" * 200}, "application/json"), 413)


def test_something_that_breaks_tells_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ValueError("Siti Aminah")

    monkeypatch.setattr("lindung.web.api.door.intake.tell", breaks)

    answer = client.post(REPORTS, TOLD, "application/json")

    is_problem(answer, 500)
    assert "Siti" not in answer.content.decode() + caplog.text
    assert "ValueError" in caplog.text


@pytest.mark.parametrize("address", READ)
@pytest.mark.parametrize("said", ["", "Bearer", "Bearer lnd_wrong", "Basic eDp5", "lnd_x"])
def test_nobody_reads_without_a_token(client: Client, address: str, said: str) -> None:
    answer = client.get(f"/api/v1{address}", headers={"Authorization": said} if said else {})

    is_problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_session_of_a_browser_is_no_token(client: Client, rini: Staff) -> None:
    client.force_login(rini, backend="allauth.account.auth_backends.AuthenticationBackend")

    is_problem(client.get("/api/v1/reports"), 401)


@pytest.mark.parametrize(
    "change", [{"revoked_at": Moment()}, {"expires_at": Moment() - timedelta(seconds=1)}]
)
def test_a_token_that_ended_is_none(ask: Ask, rini: Staff, change: dict[str, object]) -> None:
    token = token_of(rini)
    ApiToken.objects.update(**change)

    is_problem(ask(token, "/reports"), 401)


@pytest.mark.parametrize("address", READ)
def test_a_token_without_the_scope_is_refused_and_it_is_written_down(
    ask: Ask, rini: Staff, address: str
) -> None:
    token = token_of(rini, Scope.REPORTS_WRITE)

    is_problem(ask(token, address), 403)

    with frame(UNIT):
        line = Trail.objects.filter(action__startswith="api.").get()
        assert (line.refused, line.actor_id) == (True, rini.id)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "tab=none"])
def test_a_wrong_question_is_said_beside_its_name(client: Client, rini: Staff, query: str) -> None:
    token = token_of(rini)

    answer = client.get(f"/api/v1/reports?{query}", headers={"Authorization": f"Bearer {token}"})

    said = is_problem(answer, 422)
    errors = said["errors"]
    assert isinstance(errors, list)
    assert errors[0]["pointer"] == f"query/{query.split('=', maxsplit=1)[0]}"


def test_problems_are_said_in_the_readers_language(client: Client) -> None:
    indonesian, english = client.get("/api/v1/x"), client.get("/api/v1/x?l=en")

    assert json.loads(english.content)["title"] == "There is nothing here."
    assert json.loads(indonesian.content)["title"] != "There is nothing here."


def test_the_description_comes_without_a_token_and_loads_nothing(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")

    said = json.loads(answer.content)
    assert said["openapi"].startswith("3.1")
    assert set(said["paths"]) == {
        "/api/v1/reports",
        "/api/v1/reports/thread",
        "/api/v1/entries",
        "/api/v1/reports/{number}",
        "/api/v1/cases",
        "/api/v1/cases/{number}",
        "/api/v1/search",
        "/api/v1/tasks",
    }
