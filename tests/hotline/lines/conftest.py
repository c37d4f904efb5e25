"""An open channel of Kutai Timur, and somebody who writes by it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.incoming import Heard, Incoming
from lindung.hotline.models import ChannelLine
from lindung.hotline.queries.lines import Parcel
from lindung.hotline.services import connect
from lindung.hotline.services.lines import hear
from tests.conftest import UNIT, at_work

HERS = "+6281255550101"
Writes = Callable[..., Heard]
Opens = Callable[..., ChannelLine]


@pytest.fixture
def unit(units: dict[str, Unit]) -> Unit:
    """The home unit."""
    return units["kutim"]


@pytest.fixture
def opens(unit: Unit, sari: Staff) -> Opens:
    """Let the head connect a channel, look at a phone, and open it."""

    def make(channel: str = "sms", driver: str = "gammu", question: str = "", **given: str) -> Any:
        with at_work(sari):
            line = connect.connect_line(
                sari.actor(), unit, channel=channel, driver=driver, settings=given
            )
            if question:
                connect.write_question(sari.actor(), line, question=question)
            if channel in connect.ABROAD:
                connect.decide_line(sari.actor(), line, decision="180/12/2026")
            connect.look_at_line(sari.actor(), line)
            connect.open_line(sari.actor(), line)
            return line

    return make


@pytest.fixture
def writes(unit: Unit) -> Writes:
    """Let a message come in, in a frame of its own as an adapter opens it."""

    def write(words: str = "Tolong saya", *, name: str = "", **more: Any) -> Heard:
        told: dict[str, Any] = {
            "channel": "sms",
            "outside_id": name or str(uuid4()),
            "address": HERS,
            "phone": HERS,
            "words": words,
            "raw": words,
        }
        with frame(UNIT):
            return hear(MACHINE, unit, Incoming(**(told | more)))

    return write


class Postman:
    """A courier that remembers, and fails when told to."""

    def __init__(self) -> None:
        self.carried: list[Parcel] = []
        self.fails: Exception | None = None

    def send(self, parcel: Parcel) -> str:
        """Take it over, or fail."""
        if self.fails is not None:
            raise self.fails
        self.carried.append(parcel)
        return f"net-{len(self.carried)}"


@pytest.fixture
def postman() -> Postman:
    """A courier."""
    return Postman()
