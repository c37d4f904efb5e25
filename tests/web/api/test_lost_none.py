"""Sixty-four systems tell at once while the web process is killed again and again: none is lost.

A real house, real HTTP, SIGKILL; whoever got no answer sends the same again with the same key.
"""

import json
import os
import secrets
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from uuid import uuid4

import pytest

from tests.running.houses import House, lindung, new_home, patience, running

pytestmark = pytest.mark.xdist_group("lost_none")  # one house for all of them

N_SYSTEMS, N_KILLS = 64, 3


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A running house with one unit."""
    with new_home() as home, running(home) as house:
        words = ("--unit", "kutim", "--area", "64.08", "--role", "administrator")
        made = lindung(home, "staff", "add", "adi@example.org", *words)
        assert made.returncode == 0, made.stderr
        yield house


def send(port: int, key: str) -> tuple[int, str]:
    """Send one telling and return status and body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        body = json.dumps({"text": f"Tolong {key}", "about": "other"})
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        connection.request("POST", "/api/v1/reports", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def send_until_acknowledged(port: int, key: str) -> str:
    end = time.monotonic() + patience(30)
    while time.monotonic() < end:
        with suppress(OSError, HTTPException):
            status, body = send(port, key)
            if status == 201:
                return body
        time.sleep(0.1)
    raise AssertionError("never acknowledged")


def kill_again_and_again(house: House) -> int:
    """Kill the web process at random points; return how often it was there to be killed."""
    killed = 0
    for _time in range(N_KILLS):
        time.sleep(0.2 + secrets.randbelow(800) / 1000)
        with suppress(IndexError, ProcessLookupError):
            os.kill(house.part(b"cli web"), signal.SIGKILL)
            killed += 1
    return killed


def test_every_acknowledged_report_exists_once_whatever_dies(house: House) -> None:
    keys = [str(uuid4()) for _key in range(N_SYSTEMS)]
    with ThreadPoolExecutor(N_SYSTEMS + 1) as several:
        killer = several.submit(kill_again_and_again, house)
        told = list(several.map(lambda key: send_until_acknowledged(house.port, key), keys))
        assert killer.result() >= 1
    house.await_health(30)
    again = [send(house.port, key) for key in keys]

    assert again == [(201, body) for body in told]
    assert len({json.loads(body)["number"] for body in told}) == N_SYSTEMS
    doctor = json.loads(lindung(house.home, "doctor", "--json").stdout)
    assert doctor["counts"]["reports"] == N_SYSTEMS
