"""A demo that was killed while it was filled: the next start throws it away and fills it whole."""

import json
import os
import signal
from pathlib import Path

import psycopg
import pytest

from lindung.running.home import Home
from lindung.running.unfinished import filling
from tests.running.houses import children_of, lindung, new_home, running, start, until


def reports_in(home: Path) -> int:
    """Return how many reports a running house has, 0 when it cannot be asked yet."""
    told = Home(home).told()
    if told is None:
        return 0
    try:
        with psycopg.connect(told.server) as server:
            row = server.execute("select count(*) from intake_report").fetchone()
    except psycopg.Error:
        return 0
    return int(row[0]) if row else 0


def counts(home: Path) -> dict[str, int]:
    return dict(json.loads(lindung(home, "doctor", "--json").stdout)["counts"])


@pytest.fixture(scope="module")
def whole() -> dict[str, int]:
    """What a demo has that nobody disturbed."""
    with new_home() as home, running(home, "--demo"):
        return counts(home)


@pytest.mark.long
def test_a_demo_killed_half_way_is_filled_anew_by_the_next_start(whole: dict[str, int]) -> None:
    with new_home() as home:
        house = start(home, "--demo")
        until(lambda: reports_in(home) > 0 or house.process.poll() is not None, 60)
        parts = children_of(house.process.pid)
        os.kill(house.process.pid, signal.SIGKILL)
        house.process.wait(timeout=20)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in parts), 5)
        assert Home(home).half_filled()
        before = (home / "keys" / "root.key").read_bytes()

        with running(home, "--demo") as again:
            found = counts(home)
            said = again.said()

        assert "thrown away and filled again" in said
        assert (found["reports"], found["cases"]) == (whole["reports"], whole["cases"])
        assert not Home(home).half_filled()
        assert (home / "keys" / "root.key").read_bytes() == before


def test_a_demo_that_was_filled_is_never_thrown_away() -> None:
    with new_home() as path:
        home = Home(path)
        home.prepare()
        home.settle("demo")
        home.filled_file.write_text("")

        with filling(home):
            assert not home.half_filled()


def test_a_house_of_real_people_is_never_thrown_away() -> None:
    with new_home() as path:
        home = Home(path)
        home.prepare()
        home.settle("plain")
        home.filling_file.write_text("")

        assert not home.half_filled()
