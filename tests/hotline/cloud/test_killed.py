"""Webhooks come in disorder and twice, workers are killed again and again: none lost or doubled."""

import signal
import subprocess
import sys
import time

import pytest
from django.test import Client

from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.cloud.signature import signature
from lindung.hotline.codes.hooks import HookState
from lindung.hotline.models import ChannelLine, Hook, Raw
from lindung.intake.models import Message, Report
from tests.conftest import UNIT
from tests.hotline.cloud.conftest import SECRET
from tests.hotline.cloud.payloads import text, value, webhook
from tests.jobs.test_worker import _told

STEP = 7919  # a prime: every message comes once, far from its neighbours


class Replay:
    """A stream of webhooks: each message once, a tenth of them again, none in order."""

    def __init__(self, unit: Unit, n: int, *, senders: int) -> None:
        self.client, self.place = Client(), f"/kait/{unit.code}/wa/"
        self.n, self.senders = n, senders
        order = [i * STEP % n for i in range(n)]
        again = [order[i] for i in range(0, n, 10)]
        self.left = [*order[: n // 2], *again, *order[n // 2 :]]
        self.n_sent = len(self.left)

    def send(self, most: int) -> None:
        """Let some of them come; each is answered 200, or it would come again."""
        now, self.left = self.left[:most], self.left[most:]
        for i in now:
            number = f"62812{i % self.senders:07d}"
            words = text(f"pesan {i}", f"wamid.{i}", sender=number)
            body = webhook(value([words], wa_id=number, user_id=None))
            answer = self.client.post(
                self.place,
                body,
                content_type="application/json",
                headers={"X-Hub-Signature-256": signature(SECRET, body)},
            )
            assert answer.status_code == 200


def worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # our own worker
        [sys.executable, "-m", "lindung.jobs.worker"], env=_told(), stderr=subprocess.DEVNULL
    )


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(30)


def n_read() -> int:
    with frame(UNIT):
        return Raw.objects.filter(origin="whatsapp").count()


def wait_for(n: int, within_s: float) -> None:
    """Wait until so many messages were read."""
    last = time.monotonic() + within_s
    while n_read() < n and time.monotonic() < last:
        time.sleep(0.1)


def all_read(within_s: float) -> None:
    """Wait until no webhook waits any more."""
    last = time.monotonic() + within_s
    while time.monotonic() < last:
        with frame(UNIT):
            if not Hook.objects.filter(state=HookState.WAITING).exists():
                return
        time.sleep(0.2)


def nothing_lost_nothing_doubled(replay: Replay) -> None:
    with frame(UNIT):
        assert not Hook.objects.exclude(state=HookState.DONE).exists()
        assert Raw.objects.filter(origin="whatsapp").count() == replay.n
        reports = Report.objects.filter(channel="whatsapp").count()
        later = Message.objects.filter(report__channel="whatsapp").count()
    assert reports == replay.senders
    assert reports + later == replay.n


@pytest.mark.django_db(transaction=True)
def test_of_300_messages_none_is_lost_or_doubled_though_the_worker_is_killed_twice(
    unit: Unit, line: ChannelLine
) -> None:
    replay = Replay(unit, 300, senders=40)
    for n in (20, 120):  # killed in the middle of its work, wherever it is then
        replay.send(replay.n_sent // 3)
        process = worker()
        wait_for(n, 60)
        kill(process)
    replay.send(replay.n_sent)
    process = worker()
    try:
        all_read(180)
    finally:
        kill(process)

    nothing_lost_nothing_doubled(replay)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_of_10_000_messages_none_is_lost_or_doubled_though_the_worker_is_killed_every_5_s(
    unit: Unit, line: ChannelLine
) -> None:
    replay = Replay(unit, 10_000, senders=500)
    process, works_since, last = worker(), 0.0, time.monotonic() + 7200
    n_kills, before = 0, 0
    try:
        while n_read() < replay.n and time.monotonic() < last:
            replay.send(50)
            if not works_since and n_read() > before:
                works_since = time.monotonic()  # it has started: a slow machine takes its time
            if works_since and time.monotonic() - works_since > 5:
                kill(process)
                n_kills, before = n_kills + 1, n_read()
                process, works_since = worker(), 0.0
            if not replay.left:
                time.sleep(0.2)
        all_read(120)
    finally:
        kill(process)

    assert n_kills > 10
    nothing_lost_nothing_doubled(replay)
