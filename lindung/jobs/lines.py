"""The connected channels in the worker: a thread for each, so that none waits for another.

A line that fails is tried again a little later, and says so on the health page; the others go on.
"""

import logging
import threading
import time
from collections.abc import Callable
from uuid import UUID

from django.db import Error as DatabaseFault
from django.db import connection

from lindung.directory.queries import units
from lindung.hotline.adapters.cloud import Cloud
from lindung.hotline.adapters.gammu import Gammu
from lindung.hotline.adapters.kannel import Kannel
from lindung.hotline.adapters.mail import Mail
from lindung.hotline.adapters.telegram import Telegram
from lindung.hotline.adapters.widget import Widget
from lindung.hotline.codes.lines import Driver, Fault
from lindung.hotline.letters import Adapter, LineFault, OpenLine, beat, open_lines, send_letters

log = logging.getLogger(__name__)
Maker = Callable[[OpenLine], Adapter]
LOOK_S = 2.0  # for lines opened, closed or changed
ROUND_S = 0.5
BEAT_S = 20.0
AFTER_FAULT_S = 5.0
ENDS_WITHIN_S = 3.0


def makers() -> dict[str, Maker]:
    """Return what each driver's adapter is made by. A new driver: one line here."""
    return {
        Driver.GAMMU: Gammu,
        Driver.KANNEL: Kannel,
        Driver.MAIL: Mail,
        Driver.CLOUD: Cloud,
        Driver.TELEGRAM: Telegram,
        Driver.WIDGET: Widget,
    }


class Lines:
    """Runs every open line while the worker runs."""

    def __init__(self, drivers: dict[str, Maker] | None = None) -> None:
        self._drivers = makers() if drivers is None else drivers
        self._stop = threading.Event()
        self._running: dict[UUID, _Runner] = {}
        self._looker = threading.Thread(target=self._look_again, name="lines", daemon=True)

    def start(self) -> None:
        """Begin beside whatever else the process does."""
        self._looker.start()

    def stop(self) -> None:
        """Let every line end what it is doing."""
        self._stop.set()
        if self._looker.is_alive():
            self._looker.join(timeout=ENDS_WITHIN_S)
        for runner in self._running.values():
            runner.stop()

    def look(self) -> None:
        """Start lines that were opened, end those that were closed or changed."""
        for line_id in [one for one, runner in self._running.items() if not runner.alive()]:
            del self._running[line_id]  # whatever ended it, the line is begun anew
        known = {line_id: runner.line.changed for line_id, runner in self._running.items()}
        found: dict[UUID, OpenLine] = {}
        for unit in units():
            found |= {line.line_id: line for line in open_lines(unit.pk, known)}
        for line_id in list(self._running):
            stands = line_id in found and found[line_id].changed == known[line_id]
            if not stands:
                self._running.pop(line_id).stop()
        for line_id, line in found.items():
            maker = self._drivers.get(line.driver)
            if line_id not in self._running and maker is not None:
                self._running[line_id] = runner = _Runner(line, maker)
                runner.start()

    def _look_again(self) -> None:
        while not self._stop.is_set():
            try:
                self.look()
            except Exception as error:  # noqa: BLE001  # the database restarts; look again
                log.error("lines: %s", type(error).__name__)
                connection.close()
            self._stop.wait(LOOK_S)
        connection.close()


class _Runner:
    """One line, in a thread of its own."""

    def __init__(self, line: OpenLine, maker: Maker) -> None:
        self.line, self._maker = line, maker
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"line {line.channel}", daemon=True)
        self._beaten = 0.0
        self._fault = ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=ENDS_WITHIN_S)

    def alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        adapter: Adapter | None = None
        while not self._stop.is_set():
            rest = ROUND_S
            try:
                adapter = adapter or self._maker(self.line)
                adapter.fetch()
                send_letters(self.line.unit_id, self.line.channel, adapter)
                self._say("")
            except DatabaseFault as error:
                log.error("line %s: %s", self.line.channel, type(error).__name__)
                connection.close()
                rest = AFTER_FAULT_S
            except Exception as error:  # noqa: BLE001  # a line that fails is tried again
                log.error("line %s: %s", self.line.channel, type(error).__name__)
                rest = AFTER_FAULT_S
                _close(adapter)
                adapter = None
                self._say(error.fault if isinstance(error, LineFault) else Fault.UNREACHABLE)
            self._stop.wait(rest)
        _close(adapter)
        connection.close()

    def _say(self, fault: str) -> None:
        now = time.monotonic()
        if fault == self._fault and now - self._beaten < BEAT_S and self._beaten:
            return
        try:
            beat(self.line.unit_id, self.line.channel, fault=fault)
        except DatabaseFault:  # it says so again when the database is back
            connection.close()
            return
        self._beaten, self._fault = now, fault


def _close(adapter: Adapter | None) -> None:
    if adapter is None:
        return
    try:
        adapter.close()
    except Exception as error:  # noqa: BLE001  # it is over anyway
        log.error("line: %s", type(error).__name__)


__all__ = ["Driver", "Lines", "Maker", "makers"]
