"""A client of Asterisk's Manager Interface: it stays connected, and says when it was not.

The interface never repeats what happened while nobody listened, so each new connection is told to
its owner, who reconciles; see `reconcile`.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count

from lindung.hotline.codes.telephony import Trouble
from lindung.hotline.telephony.framing import Message, Reader, action
from lindung.hotline.telephony.line import Line

log = logging.getLogger(__name__)
Hear = Callable[[Message], Awaitable[None]]
Connected = Callable[[], Awaitable[None]]
EVENTS = "call,agent,user,cdr"  # Source: HOTLINE section 5: what the account may read
CHUNK = 65_536
MOST_WAITING = 10_000  # events not yet written down; above it the connection is given up


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds. Source: [I]; a lost line is noticed in 25 s."""

    connect: float = 10.0
    answer: float = 10.0
    ping_every: float = 15.0
    back_off: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0, 10.0)


class NotConnected(Exception):
    """There is no connection, or it was lost before the answer came."""


class Refused(Exception):
    """The switchboard said no."""

    def __init__(self, name: str, message: str = "") -> None:
        super().__init__(name)
        self.forbidden = message.lower().startswith("permission denied")  # the account may not


class Stranger(Exception):
    """Something answers there that is no switchboard."""


def trouble_of(error: Exception) -> Trouble:
    """Return why there is no line, as a code that a screen and `doctor` say in words."""
    if isinstance(error, ssl.SSLError):  # also a switchboard that speaks no TLS
        return Trouble.CERTIFICATE
    if isinstance(error, Refused):
        return Trouble.REFUSED
    return Trouble.STRANGER if isinstance(error, Stranger) else Trouble.UNREACHABLE


class Client:
    """One connection that comes back. Events are handed over one by one, in their order."""

    def __init__(
        self, line: Line, hear: Hear, connected: Connected, patience: Patience | None = None
    ) -> None:
        self.line = line
        self.patience = patience or Patience()
        self.up = False
        self.trouble = Trouble.NONE
        self.broken = 0  # messages that could not be read, since the start
        self._hear, self._connected = hear, connected
        self._writer: asyncio.StreamWriter | None = None
        self._waiting: dict[str, asyncio.Future[list[Message]]] = {}
        self._lists: dict[str, list[Message]] = {}
        self._ids = count(1)

    async def run(self) -> None:
        """Stay connected until cancelled."""
        tries = 0
        while True:
            try:
                async with self._connection() as reader:
                    await self._serve(reader, Reader())
            except (OSError, NotConnected, Refused, Stranger, TimeoutError, EOFError) as error:
                self.trouble = trouble_of(error)
                log.warning("switchboard: %s (%s)", self.trouble, type(error).__name__)
            tries = 0 if self.up else tries + 1
            self.up = False
            steps = self.patience.back_off
            await asyncio.sleep(steps[min(tries, len(steps) - 1)])

    async def ask(self, name: str, *fields: tuple[str, str]) -> Message:
        """Send an action and return its answer.

        Raises:
            NotConnected: nobody can say whether it was done, unless it was never sent.
            Refused: the switchboard said no.
            TimeoutError: no answer.
            BadField: it would break the framing; nothing was sent.
        """
        return (await self.ask_list(name, *fields))[0]

    async def ask_list(
        self, name: str, *fields: tuple[str, str], ask_id: str = ""
    ) -> list[Message]:
        """Send an action and return its answer and the events that belong to it. As `ask`.

        What comes later under `ask_id`, if one is given, is an event for whoever listens.
        """
        if self._writer is None:
            raise NotConnected
        ask_id = ask_id or f"lindung-{next(self._ids)}"
        sent = action(name, [("ActionID", ask_id), *fields])
        future = asyncio.get_running_loop().create_future()
        self._waiting[ask_id] = future
        try:
            self._writer.write(sent)
            await self._writer.drain()
            async with asyncio.timeout(self.patience.answer):
                answer: list[Message] = await future
        except ConnectionError as error:
            raise NotConnected from error
        finally:
            self._waiting.pop(ask_id, None)
            self._lists.pop(ask_id, None)
        if answer[0].get("Response").lower() not in {"success", "goodbye"}:
            raise Refused(name, answer[0].get("Message"))
        return answer

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncio.StreamReader]:
        tls = ssl.create_default_context(cafile=str(self.line.tls_ca)) if self.line.tls_ca else None
        async with asyncio.timeout(self.patience.connect):
            reader, writer = await asyncio.open_connection(
                self.line.host, self.line.port, ssl=tls, limit=CHUNK
            )
        self._writer = writer
        try:
            yield reader
        finally:
            self._writer = None
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(NotConnected())
            writer.close()
            with suppress(OSError, TimeoutError, ssl.SSLError):
                async with asyncio.timeout(1.0):  # `wait_for` would lose an end asked for meanwhile
                    await writer.wait_closed()

    async def _serve(self, stream: asyncio.StreamReader, reader: Reader) -> None:
        """Read, hand over and ping side by side; the first to fail ends the connection."""
        events: asyncio.Queue[Message] = asyncio.Queue(MOST_WAITING)
        parts = [
            asyncio.create_task(self._read(stream, reader, events)),
            asyncio.create_task(self._look_after(events)),
        ]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)

    async def _read(
        self, stream: asyncio.StreamReader, reader: Reader, events: "asyncio.Queue[Message]"
    ) -> None:
        while data := await stream.read(CHUNK):
            before = reader.broken
            for message in reader.feed(data):
                self._sort(message, events)
            self.broken += reader.broken - before
            if reader.n_lines and not reader.greeting:
                raise Stranger
        raise EOFError

    def _sort(self, message: Message, events: "asyncio.Queue[Message]") -> None:
        """Give an answer to who asked, and keep an event for who listens."""
        ask_id = message.get("ActionID")
        future = self._waiting.get(ask_id)
        if future is None or future.done():
            if message.event:
                try:
                    events.put_nowait(message)
                except asyncio.QueueFull as error:
                    raise NotConnected from error  # what is lost here comes with reconciling
            return
        parts = self._lists.setdefault(ask_id, [])
        parts.append(message)
        more = message.get("EventList").lower()
        if more == "complete" or (not message.event and more != "start"):
            future.set_result(parts)

    async def _look_after(self, events: "asyncio.Queue[Message]") -> None:
        await self.ask(
            "Login",
            ("Username", self.line.user),
            ("Secret", self.line.secret),
            ("Events", EVENTS),
        )
        self.up, self.trouble = True, Trouble.NONE
        log.info("switchboard: connected")
        watching = asyncio.create_task(self._ping())
        try:
            await self._connected()
            await self._hand_over(events, watching)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _hand_over(
        self, events: "asyncio.Queue[Message]", watching: "asyncio.Task[None]"
    ) -> None:
        while True:
            following = asyncio.create_task(events.get())
            try:
                await asyncio.wait({following, watching}, return_when=asyncio.FIRST_COMPLETED)
                if watching.done():
                    watching.result()
                await self._hear(following.result())
            finally:
                following.cancel()

    async def _ping(self) -> None:
        """Ask now and then whether anybody is there: a dead line says nothing by itself."""
        while True:
            await asyncio.sleep(self.patience.ping_every)
            await self.ask("Ping")
