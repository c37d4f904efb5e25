"""The worker's loop: chains the trail, hands over events, watches the time and tidies up."""

import logging
import signal
import threading
from types import FrameType

from django.utils.module_loading import autodiscover_modules

from lindung.intake.services.drafts import sweep_drafts
from lindung.jobs.calling import TICK_S, call_units, drill_units
from lindung.jobs.chainer import BATCH, chain_waiting
from lindung.jobs.chores import Chore, look_at_all
from lindung.jobs.field import look_after_units
from lindung.jobs.lines import Lines
from lindung.jobs.name_keeper import NameKeeper
from lindung.jobs.outbox import deliver_one
from lindung.jobs.sweeps import sweep_door_events, sweep_sessions
from lindung.jobs.timers import OverdueBell
from lindung.jobs.watch import BATCH as LINES
from lindung.jobs.watch import sweep_openings, watch_openings

log = logging.getLogger(__name__)
ROUND_S = 0.25  # Source: FRAME.md §4
AFTER_FAILURE_S = 1.0
MOST_EVENTS = 200  # a round; the chain must not wait for a flood of events
_stop = threading.Event()


def run() -> None:
    """Work until told to stop; what is being done is finished first."""
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, _told_to_stop)
    autodiscover_modules("handlers")  # whoever subscribes to an event
    names, lines = NameKeeper(), Lines()
    names.start()
    lines.start()
    try:
        work(chores(), _stop)
    finally:
        lines.stop()
        names.stop()
    log.info("worker ended")


def chores() -> list[Chore]:
    """Return everything the worker does, the most urgent first."""
    return [
        Chore("chain", ROUND_S, chain),
        Chore("events", ROUND_S, deliver),
        Chore("openings", 1.0, watch),
        Chore("calling", TICK_S, call_units),
        Chore("overdue", 2.0, OverdueBell().ring),
        Chore("field", 5.0, look_after_units),
        Chore("drill", 60.0, drill_units),
        Chore("drafts", 60.0, sweep_drafts),
        Chore("door", 600.0, sweep_door_events),
        Chore("sessions", 600.0, sweep_sessions),
        Chore("counts", 3600.0, sweep_openings),
    ]


def work(todo: list[Chore], stop: threading.Event) -> None:
    """Go round until `stop`; rest a little longer while something fails."""
    while not stop.is_set():
        stop.wait(ROUND_S if look_at_all(todo) else AFTER_FAILURE_S)


def chain() -> None:
    """Chain all lines that wait."""
    while chain_waiting() == BATCH and not _stop.is_set():
        pass


def watch() -> None:
    """Count all openings that were chained since the last round."""
    while watch_openings() == LINES and not _stop.is_set():
        pass


def deliver() -> int:
    """Hand over what is due, a round's worth. Return how many."""
    done = 0
    while done < MOST_EVENTS and not _stop.is_set() and deliver_one():
        done += 1
    return done


def _told_to_stop(_number: int, _frame: FrameType | None) -> None:
    _stop.set()
