"""Every acknowledged report exists, once, whatever dies in between."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.intake.codes import About
from lindung.intake.models import Report
from lindung.intake.services import Receipt, Telling, tell
from tests.conftest import UNIT
from tests.pg import NAMES

ROOT = Path(__file__).parent.parent.parent
N_KEYS = 64
N_WORKERS = 4
Acknowledged = dict[str, tuple[str, str]]


@pytest.fixture
def for_real(transactional_db: None, units: dict[str, Unit]) -> dict[str, Unit]:
    """Units in a database in which this test commits."""
    return units


def worker(keys: list[str]) -> "subprocess.Popen[str]":
    """Start a process that tells for these keys, as the web role."""
    known = {name: connection.settings_dict[key] for name, key in NAMES.items()}
    url = make_conninfo(**{name: value for name, value in known.items() if value})
    return subprocess.Popen(  # noqa: S603  # our own program and keys
        [sys.executable, "-m", "tests.intake.teller", *keys],
        cwd=ROOT,
        env=os.environ | {"LINDUNG_WEB_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )


def acknowledged_by(process: "subprocess.Popen[str]") -> Iterator[tuple[str, str, str]]:
    """Kill it at a random point, and yield what it had acknowledged by then."""
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    time.sleep(secrets.randbelow(250) / 1000)
    process.kill()
    for line in process.stdout:
        with suppress(ValueError):  # a line cut off by the kill acknowledges nothing
            key, number, code = line.split()
            yield key, number, code
    process.wait()


def test_killed_at_random_points_and_replayed_none_is_lost_and_none_is_doubled(
    for_real: dict[str, Unit],
) -> None:
    keys = [str(uuid4()) for _key in range(N_KEYS)]
    workers = [worker(keys[first::N_WORKERS]) for first in range(N_WORKERS)]
    before: Acknowledged = {}
    for process in workers:
        before |= {key: (number, code) for key, number, code in acknowledged_by(process)}

    def replay(key: str) -> Receipt:
        try:
            telling = Telling(about=About.OTHER, words=f"Pengaduan {key}")
            return tell(for_real["kutim"], telling, idempotency_key=key)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as several:
        receipts = dict(zip(keys, several.map(replay, keys), strict=True))

    assert all((r.number, r.code) == before[k] for k, r in receipts.items() if k in before)
    assert len({receipt.number for receipt in receipts.values()}) == N_KEYS
    with frame(UNIT):
        assert Report.objects.count() == N_KEYS


def test_sixty_four_at_once_with_the_same_key_are_one_report(for_real: dict[str, Unit]) -> None:
    def send(_time: int) -> Receipt:
        try:
            telling = Telling(about=About.OTHER, words="Tolong.")
            return tell(for_real["kutim"], telling, idempotency_key="k" * 22)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as several:
        receipts = list(several.map(send, range(64)))

    assert len({(receipt.number, receipt.code) for receipt in receipts}) == 1
    with frame(UNIT):
        assert Report.objects.count() == 1


def test_three_hundred_from_one_address_are_all_accepted(for_real: dict[str, Unit]) -> None:
    def send(index: int) -> Receipt:
        try:
            telling = Telling(about=About.OTHER, words=f"Pengaduan {index}")
            return tell(for_real["kutim"], telling, network="203.0.113.7")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as several:
        numbers = {receipt.number for receipt in several.map(send, range(300))}

    assert len(numbers) == 300
    with frame(UNIT):
        assert Report.objects.count() == 300
        assert 255 <= Report.objects.filter(flood=True).count() <= 270
