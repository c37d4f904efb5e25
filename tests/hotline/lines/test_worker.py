"""The worker runs every open line in a thread of its own, and begins anew what fails."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.codes.lines import Fault
from lindung.hotline.incoming import Incoming
from lindung.hotline.letters import LineFault, OpenLine
from lindung.hotline.models import ChannelLine, Letter, Thread
from lindung.hotline.queries.lines import Parcel
from lindung.hotline.services import connect, lines
from lindung.hotline.services.pins import take_in
from lindung.intake.models import Report
from lindung.jobs.lines import Lines
from tests.conftest import UNIT, at_work
from tests.hotline.lines.conftest import HERS, Opens
from tests.hotline.lines.daemons import until

pytestmark = pytest.mark.usefixtures("transactional_db")


class Fake:
    """An adapter with one message, that can be told to fail."""

    made: list["Fake"] = []  # of this test alone
    fault: Fault | None = None
    dies = False

    def __init__(self, line: OpenLine, unit: Unit) -> None:
        self.line, self.unit, self.closed = line, unit, threading.Event()
        self.carried: list[Parcel] = []
        Fake.made.append(self)

    def fetch(self) -> int:
        """Bring the one message in, or fail."""
        if Fake.fault is not None:
            raise LineFault(Fake.fault)
        if Fake.dies:
            raise SystemExit
        said = Incoming(channel="sms", outside_id="one", address=HERS, phone=HERS, words="Tolong")
        with frame(UNIT):
            take_in(MACHINE, self.unit, said)
        return 1

    def send(self, parcel: Parcel) -> str:
        """Take a letter."""
        self.carried.append(parcel)
        return str(parcel.key)

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed.set()


@pytest.fixture
def running(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """The worker's lines, with the fake."""
    monkeypatch.setattr("lindung.jobs.lines.LOOK_S", 0.1)
    monkeypatch.setattr("lindung.jobs.lines.ROUND_S", 0.05)
    monkeypatch.setattr("lindung.jobs.lines.AFTER_FAULT_S", 0.1)
    Fake.made, Fake.fault, Fake.dies = [], None, False
    made = Lines({"gammu": lambda line: Fake(line, unit)})
    made.start()
    yield made
    made.stop()


def _line() -> ChannelLine:
    with frame(UNIT):
        return ChannelLine.objects.get()


def _n_reports() -> int:
    with frame(UNIT):
        return Report.objects.count()


def _state() -> Any:
    with frame(UNIT):
        return Letter.objects.get().state


@pytest.mark.usefixtures("running")
def test_a_line_that_is_opened_hears_sends_says_that_it_lives_and_ends_when_closed(
    opens: Opens, rini: Staff, sari: Staff
) -> None:
    opens()
    until(lambda: _n_reports() == 1, "heard")
    until(lambda: _line().up, "alive")
    with at_work(rini):
        thread = Thread.objects.select_related("contact__person", "contact__report").get()
        lines.answer_thread(rini.actor(), thread, words="Aman?")
    until(lambda: _state() == "sent", "sent")
    with at_work(sari):
        connect.close_line(sari.actor(), _line())
    until(Fake.made[-1].closed.is_set, "closed")
    assert not _line().up
    assert _n_reports() == 1


@pytest.mark.usefixtures("running")
def test_a_line_that_fails_says_why_and_comes_back(opens: Opens) -> None:
    Fake.fault = Fault.REFUSED
    opens()
    until(lambda: _line().fault == "refused", "the fault is written down")
    Fake.fault = None
    until(lambda: _line().up and _n_reports() == 1, "it came back")
    assert _line().fault == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.usefixtures("running")
def test_a_thread_that_ends_is_begun_anew(opens: Opens) -> None:
    Fake.dies = True
    opens()
    until(lambda: len(Fake.made) > 1, "begun anew")
    Fake.dies = False
    until(lambda: _n_reports() == 1, "heard after all")
