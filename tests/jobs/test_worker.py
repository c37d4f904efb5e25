"""The worker: everything that is due is done, again and again, and nothing that fails stops it."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, connections

from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment, now
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Outgoing, Trail
from lindung.core.trail import line_for
from lindung.core.turns import set_turn
from lindung.intake.models import DoorEvent
from lindung.jobs import loop
from lindung.jobs.chores import Chore, look_at_all
from lindung.jobs.sweeps import sweep_door_events, sweep_sessions
from lindung.jobs.timers import OverdueBell
from tests.conftest import NEIGHBOUR, UNIT


def test_what_fails_stops_nothing_else_and_is_tried_again() -> None:
    done = []

    def fail() -> None:
        done.append("tried")
        raise ValueError("a name that must not be logged")

    chores = [Chore("bad", 0.0, fail), Chore("good", 0.0, lambda: done.append("good"))]

    assert not look_at_all(chores)
    assert not look_at_all(chores)
    assert done == ["tried", "good"] * 2


def test_a_log_line_of_a_failure_quotes_nobody(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("Siti Aminah")

    Chore("bad", 0.0, fail).look(1.0)

    assert "ValueError" in caplog.text
    assert "Siti" not in caplog.text


def test_a_chore_rests_until_it_is_due() -> None:
    done: list[int] = []
    chore = Chore("rare", 60.0, lambda: done.append(1))

    for moment in (100.0, 101.0, 159.0, 160.0):
        chore.look(moment)

    assert len(done) == 2


def test_the_loop_ends_when_it_is_told() -> None:
    stop = threading.Event()

    loop.work([Chore("once", 0.0, stop.set)], stop)

    assert stop.is_set()


def test_a_round_chains_the_trail_and_hands_over_events(units: object) -> None:
    with frame(UNIT):
        line_for(MACHINE, "test.act", UNIT).save()
        Outgoing.objects.create(name="nobody.Listens", body={}, due_at=Moment())

    loop.chain()
    delivered = loop.deliver()

    assert delivered == 1
    with frame(EVERY_UNIT):
        assert not Trail.objects.filter(link=None).exists()
        assert not Outgoing.objects.filter(handled_at=None).exists()


@pytest.mark.parametrize(("late", "told"), [(timedelta(seconds=-1), 1), (timedelta(hours=1), 0)])
def test_screens_are_told_when_a_time_ran_out(units: object, late: timedelta, told: int) -> None:
    with frame(UNIT):
        moment = Moment() + late
        set_turn(UNIT, "look", kind="intake.report", number="P-1", next_at=moment, role="operator")

    assert OverdueBell().ring() == told


def test_a_bell_rings_once_for_each_time_that_ran_out(units: object) -> None:
    with frame(NEIGHBOUR):
        moment = Moment() - timedelta(minutes=5)
        set_turn(UNIT, "look", kind="intake.report", number="P-1", next_at=moment, role="operator")
    bell = OverdueBell()

    assert [bell.ring(), bell.ring()] == [1, 0]


def test_sessions_that_are_over_are_forgotten(db: None) -> None:
    over, alive = SessionStore(), SessionStore()
    for session in (over, alive):
        session.create()
    Session.objects.filter(pk=over.session_key).update(expire_date=now() - timedelta(seconds=1))

    assert sweep_sessions() == 1
    assert Session.objects.get().pk == alive.session_key


def test_counts_of_the_door_are_forgotten_after_a_day(db: None) -> None:
    for age in (timedelta(hours=25), timedelta(hours=23)):
        DoorEvent.objects.create(network=1, event="miss", at=Moment() - age)

    assert sweep_door_events() == 1
    assert DoorEvent.objects.count() == 1


def test_a_lost_database_is_met_with_a_new_connection(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))

    def fail() -> None:
        raise DatabaseError

    Chore("bad", 0.0, fail).look(1.0)

    assert closed == [True]


@pytest.mark.django_db(transaction=True)
def test_the_process_works_and_ends_cleanly_when_told(wati: Staff) -> None:
    with frame(UNIT):
        line_for(MACHINE, "test.act", UNIT).save()
    process = subprocess.Popen(
        [sys.executable, "-m", "lindung.jobs.worker"], env=_told(), stderr=subprocess.PIPE
    )
    try:
        _wait_until_chained()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=10)
    finally:
        process.kill()

    assert process.returncode == 0, said
    assert b"worker ended" in said


def _told() -> dict[str, str]:
    known = connections["default"].settings_dict
    url = f"postgresql://{known['USER']}:{known['PASSWORD']}@/{known['NAME']}?host={known['HOST']}"
    if known["PORT"]:
        url += f"&port={known['PORT']}"
    return dict(os.environ) | {"LINDUNG_WEB_URL": url, "PYTHONPATH": os.getcwd()}


def _wait_until_chained() -> None:
    last = time.monotonic() + 20
    while time.monotonic() < last:
        with frame(EVERY_UNIT):
            if not Trail.objects.filter(link=None).exists():
                return
        time.sleep(0.1)
    raise AssertionError("not chained within 20 s")
