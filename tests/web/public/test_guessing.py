"""Guessers wait, however few threads the house has, and keep none of them from anybody else."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from socket import create_server
from urllib.parse import urlencode

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from lindung.config import spool
from lindung.config.spool import spooled
from lindung.core.clock import Moment, now
from lindung.intake import door, waiting
from lindung.intake.models import DoorEvent
from lindung.web.refused import keeps_words, refusal

pytestmark = pytest.mark.usefixtures("units")
THREADS = 2
SPACE_S = 1.0
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
NOBODYS = door.with_check("123456789012345")


@pytest.fixture
def port(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A house of two threads, whose network has missed five times."""
    monkeypatch.setattr(waiting, "ONE_IN_S", SPACE_S)
    network = door.network_digest("127.0.0.1", now().date())
    for _ in range(5):
        DoorEvent.objects.create(network=network, event="miss", at=Moment())
    pages = spooled(
        WSGIMiddleware(get_wsgi_application(), workers=THREADS),  # type: ignore[arg-type]
        most_bytes=100_000,
        within_s=10,
        refusal=refusal,
        keeps_words=keeps_words,
    )
    with closing(create_server(("127.0.0.1", 0))) as listening:
        server = uvicorn.Server(uvicorn.Config(pages, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(10)


def ask(port: int, path: str, body: str | None = None) -> tuple[dict[str, str], str]:
    """Return the headers of an answer, and the page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST" if body else "GET", path, body, HEADERS if body else {})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert answer.status == 200
    return {name.lower(): value for name, value in answer.getheaders()}, page


def guess(port: int) -> tuple[dict[str, str], str]:
    return ask(port, "/pesan/lanjut/", urlencode({"code": NOBODYS}))


def await_waiting(n: int) -> None:
    """Wait until so many stand in line."""
    end = time.monotonic() + 20
    while waiting.n_waiting() < n:
        assert time.monotonic() < end, "They do not wait."
        time.sleep(0.01)


def test_eight_wait_though_the_house_has_two_threads_and_others_are_served_meanwhile(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in = threading.Event()

    async def wait_outside(seconds: float) -> None:
        due = time.monotonic() + seconds
        while time.monotonic() < due or not let_in.is_set():
            await asyncio.sleep(0.01)

    monkeypatch.setattr(spool, "pause", wait_outside)
    guess(port)
    with ThreadPoolExecutor(8) as guessers:
        guesses = [guessers.submit(guess, port) for _ in range(8)]
        await_waiting(8)

        _, page = ask(port, "/pesan/")
        headers, ninth = guess(port)

        let_in.set()
        answers = [one.result() for one in guesses]
    assert "Siapa yang butuh bantuan?" in page
    assert "Coba lagi sebentar" in ninth
    assert headers["retry-after"] == "2"
    assert all("tidak membuka apa pun" in page for _, page in answers)
    assert not any({"x-wait", "x-turn"} & headers.keys() for headers, _ in answers)


def test_the_second_waits_for_the_first(port: int) -> None:
    guess(port)
    began = time.monotonic()
    guess(port)
    assert time.monotonic() - began > SPACE_S / 2


def test_nobody_can_say_by_himself_that_he_has_a_ticket(port: int) -> None:
    guess(port)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    body = urlencode({"code": NOBODYS})
    connection.request("POST", "/pesan/lanjut/", body, HEADERS | {"X-Turn": "karangan"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 200  # he waited like everybody
    assert answer.getheader("X-Turn") is None
