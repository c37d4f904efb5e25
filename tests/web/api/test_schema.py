"""The API does what its description says: many odd requests, none of them answered oddly.

Runs through the real middleware, in one process; what is sent comes from the description itself.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case

from lindung.access.models import Staff
from lindung.intake.models import Report
from tests.casework.conftest import her_case, report
from tests.web.api.conftest import token_of

__all__ = ["her_case", "report"]
GOOD_KEY = re.compile("[!-~]{22,200}")
N_EXAMPLES = 25  # of each address
api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def token(wati: Staff, report: Report, her_case: object, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token that may everything, beside records to be found; guessing costs no waiting here."""
    monkeypatch.setattr("lindung.intake.friction.pause", lambda _: None)
    return token_of(wati)


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """Keep the connection of the test open between requests, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@api.parametrize()
@settings(
    max_examples=N_EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_the_description_knows(
    case: "Case[Any]", one_connection: None, token: str
) -> None:
    if GOOD_KEY.fullmatch(case.headers.get("Idempotency-Key", "")):
        case.headers["Idempotency-Key"] = str(uuid4())  # a key belongs to one sending
    if isinstance(case.body, dict) and _is_moment(case.body.get("received_at")):
        case.body["received_at"] = "2026-01-02T03:04:05Z"  # any other may lie ahead
    if "Authorization" not in case.headers:
        case.headers["Authorization"] = f"Bearer {token}"
    case.call_and_validate()


def _is_moment(said: object) -> bool:
    """Say whether it is a moment with its zone, as the description wants it."""
    try:
        return datetime.fromisoformat(str(said)).tzinfo is not None
    except ValueError:
        return False
