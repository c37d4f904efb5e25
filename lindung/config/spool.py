"""Takes in a whole request body before a thread is given to it.

Bodies are bounded in size (413) and in time (408), so slow, huge and aborted senders cannot take
the threads from everybody else. What does not fit into memory goes to the disk sealed under a key
that only this request has: somebody's telling is never on the disk in the clear.

Source: ARCHITECTURE.md §2 (20 stalled uploads froze the site without it), FRAME.md §5.
"""

import asyncio
import json
import os
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

Scope = MutableMapping[str, Any]  # as the ASGI specification has it
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

IN_MEMORY = 512 * 1024
PIECE = 64 * 1024
READ_ON_S = 10.0
"""How long a refused body is read on: a browser that still sends would not see the answer."""

TOO_LARGE = (
    "Berkas atau tulisan terlalu besar. Kembali, kurangi, lalu kirim lagi.\n"
    "The file or text is too large. Go back, make it smaller and send it again.\n"
)
TOO_SLOW = (
    "Kiriman terputus di tengah jalan. Kembali, lalu kirim lagi.\n"
    "Sending stopped half-way. Go back and send it again.\n"
)


class Spool:
    """A body taken in and given out once, sealed where it lies on the disk."""

    def __init__(self) -> None:
        # Unlinked from the start: nothing is left of it when the process dies.
        self._file: BinaryIO = tempfile.SpooledTemporaryFile(IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115
        cipher = Cipher(AES256(os.urandom(32)), CTR(os.urandom(16)))
        self._seal: CipherContext = cipher.encryptor()
        self._open: CipherContext = cipher.decryptor()
        self.size = 0
        self._given = 0

    def take(self, piece: bytes) -> None:
        """Add a piece."""
        self._file.write(self._seal.update(piece))
        self.size += len(piece)

    def rewind(self) -> None:
        """Go to the beginning, to give it out."""
        self._file.seek(0)

    def give(self) -> tuple[bytes, bool]:
        """Return the next piece and whether more follows."""
        piece = self._open.update(self._file.read(PIECE))
        self._given += len(piece)
        return piece, self._given < self.size

    def close(self) -> None:
        """Forget it."""
        self._file.close()


class TooLarge(Exception):
    """The body passed the cap."""


class Gone(Exception):
    """The sender hung up."""


def spooled(app: App, *, most_bytes: int, within_s: float) -> App:
    """Return `app` behind a spool: it sees only bodies that have arrived whole."""

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        if not _has_body(scope):
            await app(scope, receive, send)
            return
        spool = Spool()
        try:
            try:
                async with asyncio.timeout(within_s):
                    await _take_in(spool, _declared(scope), receive, most_bytes)
            except TooLarge:
                await _refuse(413, *_words(scope, 413, TOO_LARGE), receive, send)
                return
            except TimeoutError:
                await _refuse(408, *_words(scope, 408, TOO_SLOW), receive, send)
                return
            except Gone:
                return
            spool.rewind()
            await app(_with_length(scope, spool.size), _giving(spool, receive), send)
        finally:
            spool.close()

    return behind


async def _take_in(spool: Spool, declared: int, receive: Receive, most_bytes: int) -> None:
    if declared > most_bytes:
        raise TooLarge
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        spool.take(message.get("body", b""))
        if spool.size > most_bytes:
            raise TooLarge
        more = message.get("more_body", False)


def _giving(spool: Spool, receive: Receive) -> Receive:
    """Return where the application reads: first the body, then whatever the server says next."""
    finished = False

    async def give() -> Message:
        nonlocal finished
        if finished:
            return await receive()
        body, more = spool.give()
        finished = not more
        return {"type": "http.request", "body": body, "more_body": more}

    return give


def _words(scope: Scope, status: int, words: str) -> tuple[bytes, bytes]:
    """Return type and body of a refusal: plain words, or a problem (RFC 9457) for a machine."""
    if not scope["path"].startswith("/api/"):
        return b"text/plain; charset=utf-8", words.encode()
    code = {408: "too_slow", 413: "too_large"}[status]
    said = {"type": f"urn:lindung:problem:{code}", "title": words.strip(), "status": status}
    return b"application/problem+json", json.dumps(said | {"code": code}).encode()


async def _refuse(status: int, kind: bytes, body: bytes, receive: Receive, send: Send) -> None:
    """Answer in plain words and read on for a moment, so that the sender gets to see them."""
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
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
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _with_length(scope: Scope, size: int) -> Scope:
    """Say how long the body is: Django reads nothing of one that came without its length."""
    kept = [
        (n, v) for n, v in scope["headers"] if n not in (b"content-length", b"transfer-encoding")
    ]
    return {**scope, "headers": [*kept, (b"content-length", str(size).encode())]}
