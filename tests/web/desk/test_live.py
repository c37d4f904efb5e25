"""Streams to open screens: who may listen, and what they hear."""

import asyncio
from collections.abc import Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.notify import Topic, tell_screens
from lindung.web import live, wall
from tests.conftest import NEIGHBOUR, UNIT, at_work

WITHIN_S = 5.0


async def heard(cookies: dict[str, str], path: str, do: Callable[[], None] | None) -> list[bytes]:
    """Listen at `path`, let `do` happen in a thread, and return what was sent until then."""
    sent: list[MutableMapping[str, Any]] = []
    changed, gone = asyncio.Event(), asyncio.Event()

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)
        if b"changed" in message.get("body", b""):
            changed.set()

    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items()).encode()
    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"cookie", cookie)]}
    task = asyncio.create_task(live.live_app(scope, receive, send))
    if do is not None:
        await asyncio.wait_for(changed.wait(), WITHIN_S)  # the word on connecting
        changed.clear()
        sent.clear()
        await asyncio.to_thread(do)
        with suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), 1.0)
        gone.set()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    else:
        await asyncio.wait_for(task, WITHIN_S)
    return [m.get("body", b"") or str(m.get("status")).encode() for m in sent]


def cookies_of(staff: Staff) -> dict[str, str]:
    client = Client()
    client.force_login(staff)
    client.get("/meja/")
    return {"s": client.cookies["s"].value}


def say(unit_id: UUID, topic: Topic = Topic.INBOX) -> Callable[[], None]:
    def do() -> None:
        with frame(unit_id):
            tell_screens(unit_id, topic)
        connection.close()

    return do


def listen(cookies: dict[str, str], path: str, do: Callable[[], None] | None = None) -> list[bytes]:
    """Listen in a thread of its own: the browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, heard(cookies, path, do)).result()


@pytest.mark.django_db(transaction=True)
def test_a_screen_hears_that_its_own_units_list_changed_and_nothing_more(rini: Staff) -> None:
    assert listen(cookies_of(rini), "/live/inbox", say(UNIT)) == [b"data: changed\n\n"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("do", [say(NEIGHBOUR), say(UNIT, Topic.TASKS)])
def test_another_units_list_and_another_list_are_not_heard(
    rini: Staff, do: Callable[[], None]
) -> None:
    assert listen(cookies_of(rini), "/live/inbox", do) == []


@pytest.mark.django_db(transaction=True)
def test_a_stranger_hears_nothing_and_is_told_not_to_come_back() -> None:
    assert listen({}, "/live/inbox") == [b"204", b"None"]


@pytest.mark.django_db(transaction=True)
def test_listening_does_not_prolong_a_session(rini: Staff) -> None:
    cookies = cookies_of(rini)
    before = Session.objects.get(pk=cookies["s"]).session_data

    listen(cookies, "/live/inbox", say(UNIT))

    assert Session.objects.get(pk=cookies["s"]).session_data == before


@pytest.mark.django_db(transaction=True)
def test_a_wall_hears_and_its_cookie_signs_in_nowhere(rini: Staff, client: Client) -> None:
    client.force_login(rini)
    client.post("/meja/piket/")
    hung = {wall.COOKIE: client.cookies[wall.COOKIE].value}

    assert listen(hung, "/live/wall", say(UNIT)) == [b"data: changed\n\n"]
    assert listen(hung, "/live/inbox") == [b"204", b"None"]
    stranger = Client()
    stranger.cookies["s"] = hung[wall.COOKIE]
    assert stranger.get("/meja/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_wall_ends_with_the_account_that_hung_it(rini: Staff, client: Client) -> None:
    client.force_login(rini)
    client.post("/meja/piket/")
    with at_work(rini):
        Staff.objects.filter(pk=rini.pk).update(is_active=False)

    assert listen({wall.COOKIE: client.cookies[wall.COOKIE].value}, "/live/wall") == [
        b"204",
        b"None",
    ]


def test_what_changes_while_a_word_is_on_its_way_is_said_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "PULSE_S", 0.02)
    sent: list[bytes] = []

    async def story() -> None:
        bell, heard = asyncio.Event(), asyncio.Event()

        async def send(message: MutableMapping[str, Any]) -> None:
            body = message.get("body", b"")
            sent.append(body)
            if body == b": \n\n" and sent.count(body) == 1:
                await asyncio.sleep(0)  # a reader that is slow to take it
                bell.set()
            if b"changed" in body:
                heard.set()

        gone = asyncio.create_task(asyncio.Event().wait())
        following = live._stream({}, send, live.Wanted(UNIT, Topic.INBOX), bell, gone)  # type: ignore[arg-type]
        stream = asyncio.create_task(following)
        with suppress(TimeoutError):
            await asyncio.wait_for(heard.wait(), 1.0)
        stream.cancel()
        gone.cancel()
        await asyncio.gather(stream, gone, return_exceptions=True)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, story()).result()

    assert b"data: changed\n\n" in sent
