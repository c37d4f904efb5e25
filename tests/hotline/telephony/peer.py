"""A recorded-protocol peer: it speaks the framing of Asterisk's Manager Interface and plays back
what a real Asterisk 22.9 said in real calls. It is not Asterisk, and proves nothing about one."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from lindung.hotline.telephony.framing import Message, Reader
from lindung.hotline.telephony.line import Line

HERE = Path(__file__).parent
SECRET = "rekaan"
CUT = 37  # bytes at once: no message arrives whole


def recorded(name: str) -> bytes:
    """Return what came after the sign-in in a recording."""
    whole = (HERE / f"{name}.raw").read_bytes()
    return whole.split(b"\r\n\r\n", 1)[1]


class Peer:
    """One switchboard. Tests tell it what to play and what to answer."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[Message] = []
        self.silent = False
        self.refuses: set[str] = set()
        self.forbids: set[str] = set()
        self.queue: dict[str, bool] = {}  # interface -> paused
        self.lists: dict[str, list[list[tuple[str, str]]]] = {}
        self.came = asyncio.Event()
        self.writers: list[asyncio.StreamWriter] = []

    def line(self, **more: object) -> Line:
        """Return how to reach it."""
        told = {"queue": "darurat", "contexts": frozenset({"masuk"})} | more
        return Line("127.0.0.1", self.port, "uptd", SECRET, **told)  # type: ignore[arg-type]

    def named(self, name: str) -> list[Message]:
        """Return what was asked by one name."""
        return [one for one in self.asked if one.get("Action") == name]

    async def play(self, data: bytes) -> None:
        """Say this to everybody who is signed in, in small pieces."""
        for writer in self.writers:
            for start in range(0, len(data), CUT):
                writer.write(data[start : start + CUT])
                await writer.drain()

    def hang_up(self) -> None:
        """Cut every connection, without a word."""
        for writer in self.writers:
            writer.transport.abort()
        self.writers.clear()
        self.came.clear()

    async def serve(self, stream: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one client."""
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        reader = Reader()
        try:
            while data := await stream.read(1024):
                for message in reader.feed(data):
                    self.asked.append(message)
                    if not self.silent:
                        self._answer(message, writer)
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    def _answer(self, message: Message, writer: asyncio.StreamWriter) -> None:
        name, ask_id = message.get("Action"), message.get("ActionID")
        wrong = name == "Login" and message.get("Secret") != SECRET
        if wrong or name in self.refuses:
            writer.write(_bytes([("Response", "Error"), ("ActionID", ask_id), ("Message", "no")]))
            return
        if name in self.forbids:
            told = ("Message", "Permission denied")
            writer.write(_bytes([("Response", "Error"), ("ActionID", ask_id), told]))
            return
        self._keep_queue(name, message)
        rows = self.lists.get(name)
        begins = [("EventList", "start")] if rows is not None else []
        writer.write(_bytes([("Response", "Success"), ("ActionID", ask_id), *begins]))
        for row in rows or []:
            writer.write(_bytes([*row, ("ActionID", ask_id)]))
        if rows is not None:
            end = [("Event", f"{name}Complete"), ("ActionID", ask_id), ("EventList", "Complete")]
            writer.write(_bytes(end))
        if name == "Login":
            self.writers.append(writer)
            self.came.set()

    def _keep_queue(self, name: str, message: Message) -> None:
        """Keep who stands in the queue, as QueueStatus tells it."""
        phone = message.get("Interface")
        if name == "QueueAdd":
            self.queue.setdefault(phone, message.get("Paused") == "true")
        elif name == "QueueRemove":
            self.queue.pop(phone, None)
        elif name == "QueuePause":
            self.queue[phone] = message.get("Paused") == "true"
        elif name == "QueueStatus" and "QueueStatus" not in self.lists:
            self.lists["QueueStatus"] = []
        if name == "QueueStatus" and (self.queue or self.lists["QueueStatus"] == []):
            self.lists["QueueStatus"] = [
                [
                    ("Event", "QueueMember"),
                    ("Queue", message.get("Queue")),
                    ("Location", interface),
                    ("Paused", str(int(paused))),
                ]
                for interface, paused in self.queue.items()
            ]


def _bytes(fields: list[tuple[str, str]]) -> bytes:
    return "".join(f"{key}: {value}\r\n" for key, value in fields).encode() + b"\r\n"


@asynccontextmanager
async def peer(tls: ssl.SSLContext | None = None) -> AsyncIterator[Peer]:
    """Run a peer on a free port."""
    one = Peer()
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0, ssl=tls)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        one.hang_up()
        server.close()
