"""Machines of the cast: each acts as one of its staff, and speaks JSON."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from lindung.access.codes import Scope
from lindung.access.models import Staff
from lindung.access.services import create_token
from tests.conftest import at_work

Tell = Callable[..., HttpResponse]
Ask = Callable[..., HttpResponse]
REPORTS, THREAD = "/api/v1/reports", "/api/v1/reports/thread"
TOLD = {"text": "Dia memukul saya tadi malam.", "about": "self"}


def token_of(staff: Staff, *scopes: Scope) -> str:
    """Make a token that acts as `staff`, with all scopes unless some are named."""
    with at_work(staff):
        return create_token(
            staff.actor(), staff, name="Sistem lain", scopes=scopes or Scope.values
        )[1]


@pytest.fixture
def tell(client: Client) -> Tell:
    """Tell through the public door."""

    def told(body: Any = TOLD, key: str | None = None, address: str = REPORTS) -> HttpResponse:
        more = {"Idempotency-Key": key} if key is not None else {}
        answer: Any = client.post(address, body, content_type="application/json", headers=more)
        return answer  # type: ignore[no-any-return]

    return told


@pytest.fixture
def ask(client: Client) -> Ask:
    """Read through a token."""

    def asked(token: str, address: str, **query: str) -> HttpResponse:
        answer: Any = client.get(
            f"/api/v1{address}", query, headers={"Authorization": f"Bearer {token}"}
        )
        return answer  # type: ignore[no-any-return]

    return asked
