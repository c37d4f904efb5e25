"""The database is restarted in the middle of ticks: nothing that was told is lost or left uncalled.

A house of its own, with its supervisor, pages, worker and auditor. Stopping the database "fast" and
"immediately" is what `pg_ctl restart` does; the supervisor starts it again.
"""

import json
import os
import signal
import time
from http.client import HTTPConnection, HTTPException
from uuid import uuid4

import psycopg
import pytest

from lindung.running.home import Home
from tests.running.houses import House, lindung, new_home, running, until

N_REPORTS = 12
FAST, AT_ONCE = signal.SIGINT, signal.SIGQUIT
UNCALLED = """
select count(*) from intake_report r where not exists (
  select from hotline_alarm a join hotline_callfor f on f.alarm_id = a.id
  join hotline_call c on c.id = f.call_id where a.report_id = r.id and {what})
"""
JOINED = UNCALLED.format(what="(c.rung_at is not null or c.due_at < now() + interval '5 minutes')")
UNRUNG = UNCALLED.format(what="c.rung_at is not null")
LET_FIVE_MINUTES_PASS = """
with joined as (update hotline_call set due_at = now() where state = 'waiting' returning 1)
select count(*) from joined
"""
TWICE = "select count(*) - count(distinct report_id) from hotline_alarm where ended_at is null"
TOO_OFTEN = """
select count(*) from (select rung_at - lag(rung_at) over (partition by staff_id order by rung_at)
  as apart, breaks from hotline_call where rung_at is not null) as one
where apart < interval '5 minutes' and not breaks
"""


def tell(house: House, key: str) -> int:
    """Tell once. Return the status, 0 when nobody answered."""
    connection = HTTPConnection("127.0.0.1", house.port, timeout=10)
    body = json.dumps({"text": "Tolong.", "about": "other", "danger_now": "yes"})
    head = {"Content-Type": "application/json", "Idempotency-Key": key}
    try:
        connection.request("POST", "/api/v1/reports", body, head)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def asked(house: House, question: str) -> int:
    told = Home(house.home).told()
    assert told is not None
    try:
        with psycopg.connect(told.server) as server:
            row = server.execute(question.encode()).fetchone()
    except psycopg.Error:
        return -1  # it is just coming back
    return int(str(row[0])) if row else -1


def restart(house: House, how: signal.Signals) -> None:
    before = house.part(b"postgres -D")
    os.kill(before, how)
    until(lambda: house.parts(b"postgres -D")[:1] not in ([], [before]), 30)


def nothing_is_lost(house: House) -> None:
    """Assert that each report was called for, or waits in a joined call that then rings."""
    until(lambda: asked(house, JOINED) == 0, 60)
    assert asked(house, "select count(*) from intake_report") == N_REPORTS
    assert asked(house, TWICE) == 0
    assert asked(house, TOO_OFTEN) == 0
    assert asked(house, LET_FIVE_MINUTES_PASS) >= 0
    until(lambda: asked(house, UNRUNG) == 0, 60)


@pytest.mark.long
@pytest.mark.xdist_group("house")
def test_a_database_that_is_restarted_in_the_middle_of_ticks_loses_no_call() -> None:
    with new_home() as home, running(home) as house:
        for name in ("a", "b"):
            words = ("--unit", "64.08", "--role", "operator")
            made = lindung(home, "staff", "add", f"{name}@kutim.example", *words)
            assert made.returncode == 0, made.stderr
        for n in range(N_REPORTS):
            key = uuid4().hex
            if n % 3 == 1:
                time.sleep(0.4 * n % 2)  # somewhere within a tick; nothing is asserted of where
                restart(house, FAST if n % 2 else AT_ONCE)
            # Whoever got no answer sends the same again, as a browser or another system does.
            until(lambda sent=key: tell(house, sent) == 201, 60)  # type: ignore[misc]  # bound now

        nothing_is_lost(house)


@pytest.mark.long
@pytest.mark.xdist_group("house")
def test_a_worker_that_is_killed_again_and_again_while_reports_come_leaves_none_uncalled() -> None:
    with new_home() as home, running(home) as house:
        words = ("--unit", "64.08", "--role", "operator")
        assert lindung(home, "staff", "add", "a@kutim.example", *words).returncode == 0
        for n in range(N_REPORTS):
            key = uuid4().hex
            until(lambda sent=key: tell(house, sent) == 201, 60)  # type: ignore[misc]  # bound now
            if n % 2:
                worker = house.part(b"cli worker")
                os.kill(worker, signal.SIGKILL)
                until(lambda old=worker: house.parts(b"cli worker")[:1] not in ([], [old]), 30)  # type: ignore[misc]  # as above

        nothing_is_lost(house)
