"""Streams that tell an open page "something changed", at `/live/…`, beside Django and its threads.

A stream carries no content: the page asks for its part again, as its own request behind a gate. Who
may listen is asked at the start and again every half minute, in a thread, in no frame; listening
never prolongs a session.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest
from psycopg.conninfo import make_conninfo

from lindung.access import queries as access
from lindung.core.clock import now
from lindung.core.notify import CHANNEL, Topic
from lindung.intake.services.drafts import read_draft
from lindung.web import wall
from lindung.web.practising import ROOT, SESSION

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PULSE_S = 15  # a quiet stream would be cut by a proxy
ASK_AGAIN_S = 30  # how long somebody who signed out may go on listening
RECONNECT_S = (0.5, 1, 2, 5)
LOGIN = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
PLACES = {"/live/inbox": Topic.INBOX, "/live/tasks": Topic.TASKS, "/live/wall": Topic.INBOX}
CHAT = "/pesan/obrolan/arus"  # below the door's own path: its cookie goes nowhere else
PRACTICE = {f"{ROOT}/live/inbox": Topic.INBOX, f"{ROOT}/live/tasks": Topic.TASKS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a stream follows."""

    unit_id: UUID
    topic: Topic


class Switchboard:
    """One listening connection for all streams of the process, opened with the first stream."""

    def __init__(self) -> None:
        self.waiting: defaultdict[Wanted, set[asyncio.Event]] = defaultdict(set)
        self.task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def bell(self, wanted: Wanted) -> AsyncIterator[asyncio.Event]:
        """Lend a bell that rings whenever `wanted` changed."""
        bell = asyncio.Event()
        self.waiting[wanted].add(bell)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._listen())
        try:
            yield bell
        finally:
            self.waiting[wanted].discard(bell)
            if not self.waiting[wanted]:
                del self.waiting[wanted]
            if not self.waiting and self.task is not None:
                self.task.cancel()
                self.task = None

    async def _listen(self) -> None:
        """Pass on what the database says; when it went away, come back and ring every bell."""
        tries = 0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(_login(), autocommit=True) as db:
                    await db.execute(f"listen {CHANNEL}")
                    tries = 0
                    self._ring_all()  # for what happened while nobody listened
                    async for heard in db.notifies():
                        self._ring(heard.payload)
            except (psycopg.Error, OSError):
                pass
            await asyncio.sleep(RECONNECT_S[min(tries, len(RECONNECT_S) - 1)])
            tries += 1

    def _ring(self, payload: str) -> None:
        unit_id, _, topic = payload.partition(" ")
        with suppress(ValueError):  # said by something that is not `tell_screens`
            for bell in self.waiting.get(Wanted(UUID(unit_id), Topic(topic)), ()):
                bell.set()

    def _ring_all(self) -> None:
        for bells in self.waiting.values():
            for bell in bells:
                bell.set()


_boards: dict[asyncio.AbstractEventLoop, Switchboard] = {}


async def live_app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one `/live/…` address: a stream, or the plain fact that there is none."""
    topic = (PLACES | PRACTICE | {CHAT: Topic.CHAT}).get(scope["path"])
    wanted = await asyncio.to_thread(_allowed, scope, topic) if topic else None
    if scope["method"] != "GET" or wanted is None:
        await _refuse(send)
        return
    board = _boards.setdefault(asyncio.get_running_loop(), Switchboard())
    async with board.bell(wanted) as bell:
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await _stream(scope, send, wanted, bell, gone)
        finally:
            gone.cancel()


async def _stream(
    scope: Scope, send: Send, wanted: Wanted, bell: asyncio.Event, gone: asyncio.Task[None]
) -> None:
    """Send a word for each ring and a pulse in the silence, until somebody leaves or may not."""
    await send({"type": "http.response.start", "status": 200, "headers": HEAD})
    await _say(send, b"retry: 2000\n\n")
    clock = asyncio.get_running_loop().time
    asked_at = clock()
    while not gone.done():
        rings = asyncio.create_task(bell.wait())
        await asyncio.wait({rings, gone}, timeout=PULSE_S, return_when=asyncio.FIRST_COMPLETED)
        rings.cancel()
        if clock() - asked_at > ASK_AGAIN_S:
            asked_at = clock()
            if await asyncio.to_thread(_allowed, scope, wanted.topic) != wanted:
                break
        if gone.done():
            return
        rang = bell.is_set()
        bell.clear()  # Before the word leaves: a ring while it is on its way must be said as well.
        await _say(send, b"data: changed\n\n" if rang else b": \n\n")
    with suppress(OSError):
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _say(send: Send, words: bytes) -> None:
    await send({"type": "http.response.body", "body": words, "more_body": True})


async def _refuse(send: Send) -> None:
    """Say 204, which tells a browser not to come back by itself."""
    await send({"type": "http.response.start", "status": 204, "headers": HEAD[1:2]})
    await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _allowed(scope: Scope, topic: Topic) -> Wanted | None:
    """Return what the holder of these cookies may follow, in a thread with its own connection."""
    try:
        cookies = _cookies(scope)
        if scope["path"] == "/live/wall":
            device = wall.device(cookies.get(wall.COOKIE, ""))
            return Wanted(device.unit_id, topic) if device and device.unit_id else None
        if scope["path"] == CHAT:
            return _talking(cookies.get("v", ""))
        unit_id = _at_work(
            cookies.get(settings.SESSION_COOKIE_NAME, ""), practice=scope["path"] in PRACTICE
        )
        return Wanted(unit_id, topic) if unit_id else None
    finally:
        connection.close()


def _talking(token: str) -> Wanted | None:
    """Return what a visit of the public door may follow that talks with a unit."""
    answers = (read_draft(token) if token else None) or {}
    unit_id = answers.get("chat", {}).get("unit", "")
    return Wanted(UUID(unit_id), Topic.CHAT) if unit_id else None


def _at_work(session_key: str, *, practice: bool) -> UUID | None:
    """Return the unit of a session that is neither over nor idle, and leave it as it is."""
    if not session_key:
        return None
    request = HttpRequest()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(session_key)
    staff = get_user(request)
    seen = request.session.get("seen", 0.0)
    idle = now().timestamp() - seen > settings.SESSION_IDLE_S
    if not staff.is_authenticated or idle or (staff.demo and not settings.DEMO):
        return None
    if not practice:
        return staff.unit_id
    here = access.practising(staff) if SESSION in request.session else None
    return here.unit.pk if here else None


def _cookies(scope: Scope) -> dict[str, str]:
    found: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            with suppress(CookieError):
                found.load(value.decode("latin-1"))
    return {name: morsel.value for name, morsel in found.items()}


def _login() -> str:
    known = settings.DATABASES["default"]
    return make_conninfo(**{key: known[name] for name, key in LOGIN.items() if known[name]})
