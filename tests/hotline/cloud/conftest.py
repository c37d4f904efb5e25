"""An open WhatsApp line of Kutai Timur with a stand-in for Meta, and webhooks that come."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.adapters.cloud import Cloud
from lindung.hotline.cloud.signature import signature
from lindung.hotline.letters import OpenLine
from lindung.hotline.models import ChannelLine
from lindung.hotline.queries import hooks as queries
from lindung.hotline.services import connect
from tests.conftest import UNIT, at_work
from tests.hotline.cloud.meta import Meta
from tests.hotline.cloud.payloads import PHONE_ID

SECRET, WORD = "rahasia-aplikasi", "katapembuktian12345678"
Posts = Callable[..., int]


@pytest.fixture
def unit(units: dict[str, Unit]) -> Unit:
    """The home unit."""
    return units["kutim"]


@pytest.fixture
def meta() -> Iterator[Meta]:
    """Meta, on this machine."""
    meta = Meta()
    yield meta
    meta.stop()


@pytest.fixture
def settings_of_line(meta: Meta) -> dict[str, str]:
    """What an administrator types, and where the stand-in is."""
    given = {"phone_id": PHONE_ID, "token": meta.key, "app_secret": SECRET, "verify_word": WORD}
    return given | {"graph": meta.base}


@pytest.fixture
def connected(unit: Unit, sari: Staff, settings_of_line: dict[str, str]) -> ChannelLine:
    """The line, connected and closed."""
    queries._opened.clear()
    with at_work(sari):
        return connect.connect_line(
            sari.actor(), unit, channel="whatsapp", driver="cloud", settings=settings_of_line
        )


@pytest.fixture
def line(connected: ChannelLine, sari: Staff) -> ChannelLine:
    """The line, decided about, looked at and open."""
    with at_work(sari):
        connect.decide_line(sari.actor(), connected, decision="180/12/2026")
        connect.look_at_line(sari.actor(), connected)
        connect.open_line(sari.actor(), connected)
    return connected


@pytest.fixture
def posts(unit: Unit) -> Posts:
    """Let Meta call, and return what it is answered."""

    def post(body: bytes, *, header: str | None = None, code: str = "", **more: Any) -> int:
        signed = signature(SECRET, body) if header is None else header
        answer = Client().post(
            f"/kait/{code or unit.code}/wa/",
            body,
            content_type="application/json",
            headers={"X-Hub-Signature-256": signed} if signed else {},
            **more,
        )
        return answer.status_code

    return post


@pytest.fixture
def cloud(line: ChannelLine, settings_of_line: dict[str, str]) -> Iterator[Cloud]:
    """The adapter, as the worker runs it."""
    with frame(UNIT):
        changed = line.changed_at.isoformat()
    adapter = Cloud(OpenLine(UNIT, line.pk, "whatsapp", "cloud", changed, settings_of_line))
    yield adapter
    adapter.close()
