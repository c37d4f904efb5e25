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
from lindung.hotline.telephony import dialling, live, steering
from lindung.hotline.telephony.client import Client, NotConnected, Patience, Refused
from lindung.hotline.telephony.framing import Message
from lindung.hotline.telephony.line import Line

log = logging.getLogger(__name__)
NO_ANSWER = (NotConnected, Refused, TimeoutError)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often what is done, in seconds. Source: HOTLINE section 5."""

    beat: float = 15.0
    reconcile: float = 60.0
    dial: float = 0.5  # how soon after the press a phone rings
    steer: float = 15.0  # how soon after a change of shift the queue rings the next ones
    again: float = 1.0  # after the database did not answer


class Listener:
    """One switchboard, one unit. The database is asked in one thread, so signs keep their order."""

    def __init__(
        self, unit_id: UUID, line: Line, pace: Pace | None = None, patience: Patience | None = None
    ) -> None:
        self.unit_id, self.line, self.pace = unit_id, line, pace or Pace()
        self.client = Client(line, self._hear, self._came, patience)
        self._may: dict[str, object] = {}  # what the switchboard's account was seen to allow
        self._thread = ThreadPoolExecutor(1, "switchboard")

    async def run(self) -> None:
        """Listen until cancelled."""
        try:
            await asyncio.gather(
                self.client.run(),
                self._again_and_again(self.pace.beat, self._beat),
                self._again_and_again(self.pace.reconcile, self._reconcile),
                self._again_and_again(self.pace.dial, self._dial),
                self._again_and_again(self.pace.steer, self._steer),
            )
        finally:
            self._thread.submit(_leave)
            self._thread.shutdown()

    async def _hear(self, message: Message) -> None:
        sign = live.sign_of(message, self.line)
        if sign is not None:
            await self._do(lambda: pbx.hear(self.unit_id, sign))
        told = dialling.told_of(message)
        if told is not None:
            await self._do(lambda: pbx.hear_dial(self.unit_id, told))

    async def _came(self) -> None:
        """The line stands (again): what happened meanwhile was never told."""
        self._may.clear()  # somebody may have changed the account
        await self._reconcile()
        await self._steer()
        await self._beat()

    async def _reconcile(self) -> None:
        await self._do(lambda: pbx.reconcile(self.unit_id, self.line))
        live: frozenset[UUID] | None = None
        with suppress(*NO_ANSWER):
            answers = await self.client.ask_list("Status")
            live = dialling.live_dials(answers) if answers[-1].event == "StatusComplete" else None
        await self._do(lambda: pbx.forget_dials(self.unit_id, live))

    async def _beat(self) -> None:
        client = self.client
        up, broken, trouble = client.up, client.broken, client.trouble
        may = dict(self._may)
        await self._do(
            lambda: pbx.beat(self.unit_id, up=up, n_broken=broken, trouble=trouble, **may)
        )

    async def _dial(self) -> None:
        """Dial what a person decided, or who must be woken: once, whatever comes back."""
        if not self.client.up:
            return
        found: list[dialling.Order | None] = []
        await self._do(lambda: found.append(pbx.next_order(self.unit_id)))
        order = found[0] if found else None
        if order is None:
            return
        name, fields = dialling.channel_id(order.id), dialling.fields_of(order, self.line)
        try:
            await self.client.ask_list("Originate", *fields, ask_id=name)
            self._may["may_dial"] = True
        except Refused as error:
            self._may |= {"may_dial": False} if error.forbidden else {}
            log.warning("switchboard: it took no call")
            await self._do(lambda: pbx.refuse_dial(self.unit_id, order.id))
        except (NotConnected, TimeoutError):
            log.warning("switchboard: nobody can say whether it dials")  # `_reconcile` asks

    async def _steer(self) -> None:
        """Let the queue ring who is on duty."""
        if not self.client.up or self._may.get("may_steer") is False:
            return
        found: list[pbx.OnPhones] = []
        await self._do(lambda: found.append(pbx.on_phones(self.unit_id)))
        if not found:
            return
        wanted = {dialling.phone(one, self.line): at for one, at in found[0].phones.items()}
        try:
            members = await self._members()
            for _come_then_go in range(2):
                for name, fields in steering.steps(members, wanted, self.line):
                    await self._step(name, fields)
                members = await self._members()
        except NO_ANSWER:
            return
        self._may |= {
            "n_in_queue": sum(not one.paused for one in members),
            "n_unproved": found[0].n_unproved,
        }

    async def _members(self) -> list[steering.Member]:
        queue = ("Queue", self.line.queue)
        return steering.members_of(await self.client.ask_list("QueueStatus", queue), self.line)

    async def _step(self, name: str, fields: tuple[tuple[str, str], ...]) -> None:
        """Change one phone of the queue; a no to one must not hide the next."""
        try:
            await self.client.ask(name, *fields)
            self._may["may_steer"] = True
        except Refused as error:
            if error.forbidden:
                self._may["may_steer"] = False
                raise
            log.warning("switchboard: %s was refused", name)

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
