"""Takes in a whole request body before a thread is given to it.

Bodies are bounded in size (413) and in time (408), so slow, huge and aborted senders cannot take
the threads from everybody else. Where a form of the public door is too large, its files are left
out and what was typed goes on, so that nothing of it is lost. What does not fit into memory goes to
the disk sealed under a key that only this request has: somebody's telling is never on the disk in
the clear.

Source: ARCHITECTURE.md §2 (20 stalled uploads froze the site without it), FRAME.md §5.
"""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

from lindung.config.fields import FieldsOnly, TooManyWords, boundary_of

Scope = MutableMapping[str, Any]  # as the ASGI specification has it
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Said = tuple[list[tuple[bytes, bytes]], bytes]  # headers and body
Refusal = Callable[[Scope, int], Said]  # what a status is told with
Keeps = Callable[[Scope], bool]

IN_MEMORY = 512 * 1024
PIECE = 64 * 1024
pause = asyncio.sleep
READ_ON_S = 10.0
"""How long a refused body is read on: a browser that still sends would not see the answer."""
READ_ON_TIMES = 8
"""How many times the cap is read through for what was typed: a long film from a phone, not more."""
LEFT_OUT = b"x-files-left-out"
"""The header by which the application learns that files were left out."""
TURN, WAIT = b"x-turn", b"x-wait"
"""By these the application says that a request shall come again, see `web.patience`."""


class Spool:
    """A body taken in and given out once, sealed where it lies on the disk."""

    def __init__(self) -> None:
        # Unlinked from the start: nothing is left of it when the process dies.
        self._file: BinaryIO = tempfile.SpooledTemporaryFile(IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115
        self._cipher = Cipher(AES256(os.urandom(32)), CTR(os.urandom(16)))
        self._seal: CipherContext = self._cipher.encryptor()
        self._open: CipherContext = self._cipher.decryptor()
        self.size = 0
        self._given = 0

    def take(self, piece: bytes) -> None:
        """Add a piece."""
        self._file.write(self._seal.update(piece))
        self.size += len(piece)

    def rewind(self) -> None:
        """Go to the beginning, to give it out; it may be given out again."""
        self._file.seek(0)
        self._open = self._cipher.decryptor()
        self._given = 0

    def give(self) -> tuple[bytes, bool]:
        """Return the next piece and whether more follows."""
        piece = self._open.update(self._file.read(PIECE))
        self._given += len(piece)
        return piece, self._given < self.size

    def close(self) -> None:
        """Forget it."""
        self._file.close()


class TooLarge(Exception):
    """The body passed the cap; `more` says whether some of it is still to come."""

    def __init__(self, *, more: bool = True) -> None:
        super().__init__()
        self.more = more


class Gone(Exception):
    """The sender hung up."""


def spooled(
    app: App, *, most_bytes: int, within_s: float, refusal: Refusal, keeps_words: Keeps
) -> App:
    """Return `app` behind a spool: it sees only bodies that have arrived whole.

    Args:
        app: what answers.
        most_bytes: of one body.
        within_s: seconds in which a body must arrive.
        refusal: what a sender is told whose body was too large (413) or too slow (408).
        keeps_words: for which requests the words are let through when their files are too large.
    """

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        if not _has_body(scope):
            await _in_turn(app, _told(scope), lambda: receive, send)
            return
        spool = Spool()
        left_out = False
        try:
            async with asyncio.timeout(within_s):
                try:
                    await _take_in(spool, _declared(scope), receive, most_bytes)
                except TooLarge as too_large:
                    words = _words_of(scope, most_bytes) if keeps_words(scope) else None
                    if words is None:
                        raise
                    left_out = True
                    most = most_bytes * READ_ON_TIMES
                    spool = await _read_through(spool, words, receive, most, too_large.more)
            length = (b"content-length", str(spool.size).encode())
            told = _told(scope, length, *([(LEFT_OUT, b"1")] if left_out else []))
            await _in_turn(app, told, lambda: _giving(spool, receive), send)
        except (TooLarge, TooManyWords):
            await _refuse(413, refusal(scope, 413), receive, send)
        except TimeoutError:
            await _refuse(408, refusal(scope, 408), receive, send)
        except Gone:
            return
        finally:
            spool.close()

    return behind


async def _take_in(spool: Spool, declared: int, receive: Receive, most_bytes: int) -> None:
    if declared > most_bytes:
        raise TooLarge
    more = True
    while more:
        piece, more = await _next(receive)
        spool.take(piece)
        if spool.size > most_bytes:
            raise TooLarge(more=more)


def _words_of(scope: Scope, most_bytes: int) -> FieldsOnly | None:
    """Return what picks the words out of this body, or `None` when it holds none, or too much."""
    boundary = boundary_of(_header(scope, b"content-type"))
    if boundary is None or _declared(scope) > most_bytes * READ_ON_TIMES:
        return None
    return FieldsOnly(boundary)


async def _read_through(
    spool: Spool, words: FieldsOnly, receive: Receive, most_bytes: int, more: bool
) -> Spool:
    """Return the words alone, after reading on what is still to come."""
    spool.rewind()
    n_bytes, here = spool.size, spool.size > 0
    while here:
        piece, here = spool.give()
        words.take(piece)
    spool.close()
    while more:
        piece, more = await _next(receive)
        words.take(piece)
        n_bytes += len(piece)
        if n_bytes > most_bytes:
            raise TooLarge(more=more)
    kept = Spool()
    kept.take(words.body())
    return kept


async def _next(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] != "http.request":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


async def _in_turn(app: App, scope: Scope, again: Callable[[], Receive], send: Send) -> None:
    """Let `app` answer; where it says to wait, wait without a thread and ask it once more.

    Source: FRAME.md section 5 (eight wait, however few threads the house has).
    """
    ticket = b""
    while True:
        later: dict[bytes, bytes] = {}

        async def pass_on(message: Message, later: dict[bytes, bytes] = later) -> None:
            if message["type"] == "http.response.start":
                headers = {bytes(name).lower(): bytes(value) for name, value in message["headers"]}
                later |= headers if WAIT in headers else {}
            if not later:
                await send(message)

        told = {**scope, "headers": [*scope["headers"], (TURN, ticket)]}
        await app(told, again(), pass_on)
        if not later:
            return
        ticket = later[TURN]
        await pause(float(later[WAIT]))


def _giving(spool: Spool, receive: Receive) -> Receive:
    """Return where the application reads: first the body, then whatever the server says next."""
    spool.rewind()
    finished = False

    async def give() -> Message:
        nonlocal finished
        if finished:
            return await receive()
        body, more = spool.give()
        finished = not more
        return {"type": "http.request", "body": body, "more_body": more}

    return give


async def _refuse(status: int, said: Said, receive: Receive, send: Send) -> None:
    """Answer and read on for a moment, so that the sender gets to see the answer."""
    headers, body = said
    ours = [(b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    headers = [line for line in headers if line[0] not in dict(ours)] + ours
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    if status == 413:  # noqa: PLR2004 - a slow sender was waited for long enough
        try:
            async with asyncio.timeout(READ_ON_S):
                while (message := await receive())["type"] == "http.request":
                    if not message.get("more_body", False):
                        break
        except TimeoutError:
            pass
    await send({"type": "http.response.body", "body": b""})


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _declared(scope: Scope) -> int:
    length = _header(scope, b"content-length")
    return int(length) if length.isdigit() else 0


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for known, value in scope["headers"] if known == name), b"")


def _told(scope: Scope, *lines: tuple[bytes, bytes]) -> Scope:
    """Return a request with what only we may say; a body's length, as Django reads none without."""
    ours = {LEFT_OUT, TURN, *dict(lines)} | ({b"transfer-encoding"} if lines else set())
    return {**scope, "headers": [*(h for h in scope["headers"] if h[0] not in ours), *lines]}
