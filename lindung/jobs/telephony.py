"""Listens to the site's switchboard until told to stop: `lindung telephony`.

If this process or the line stops, every telephone rings on: it stands in no call's way.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connection

from lindung.directory import queries as directory
from lindung.hotline import pbx
from lindung.hotline.telephony import live
from lindung.hotline.telephony.client import Client, Patience
from lindung.hotline.telephony.framing import Message
from lindung.hotline.telephony.line import Line

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often what is done, in seconds. Source: HOTLINE section 5."""

    beat: float = 15.0
    reconcile: float = 60.0
    again: float = 1.0  # after the database did not answer


class Listener:
    """One switchboard, one unit. The database is asked in one thread, so signs keep their order."""

    def __init__(
        self, unit_id: UUID, line: Line, pace: Pace | None = None, patience: Patience | None = None
    ) -> None:
        self.unit_id, self.line, self.pace = unit_id, line, pace or Pace()
        self.client = Client(line, self._hear, self._reconcile, patience)
        self._thread = ThreadPoolExecutor(1, "switchboard")

    async def run(self) -> None:
        """Listen until cancelled."""
        try:
            await asyncio.gather(
                self.client.run(),
                self._again_and_again(self.pace.beat, self._beat),
                self._again_and_again(self.pace.reconcile, self._reconcile),
            )
        finally:
            self._thread.submit(_leave)
            self._thread.shutdown()

    async def _hear(self, message: Message) -> None:
        sign = live.sign_of(message, self.line)
        if sign is not None:
            await self._do(lambda: pbx.hear(self.unit_id, sign))

    async def _reconcile(self) -> None:
        await self._do(lambda: pbx.reconcile(self.unit_id, self.line))

    async def _beat(self) -> None:
        up, broken = self.client.up, self.client.broken
        await self._do(lambda: pbx.beat(self.unit_id, up=up, n_broken=broken))

    async def _again_and_again(self, every: float, do: Callable[[], Awaitable[None]]) -> None:
        while True:
            await do()
            await asyncio.sleep(every)

    async def _do(self, work: Callable[[], object]) -> None:
        """Do it in the database's thread, again until the database answers; else leave it."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                await loop.run_in_executor(self._thread, work)
            except DatabaseError as error:
                log.error("switchboard: %s", type(error).__name__)
                await loop.run_in_executor(self._thread, _leave)
                await asyncio.sleep(self.pace.again)
            except Exception as error:  # noqa: BLE001  # one call must not hide the next
                log.error("switchboard: %s", type(error).__name__)
                return
            else:
                return


def _leave() -> None:
    """Close the database connection of the thread that runs this: each thread has its own."""
    connection.close()


def main(line: Line, unit_code: str) -> None:
    """Listen for one unit, the first one if none is named, until told to stop."""
    unit = directory.unit_by_code(unit_code) if unit_code else directory.default_unit()
    asyncio.run(_until_told(Listener(unit.pk, line)))


async def _until_told(listener: Listener) -> None:
    running = asyncio.create_task(listener.run())
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, running.cancel)
    with suppress(asyncio.CancelledError):
        await running
    log.info("telephony ended")
