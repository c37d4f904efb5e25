"""The house stays up whatever dies in it, and leaves nothing behind when it goes."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lindung.running.children import working_in
from tests.running.houses import (
    House,
    children_of,
    free_port,
    lindung,
    lives,
    new_home,
    patience,
    running,
    start,
    until,
)

pytestmark = pytest.mark.xdist_group("house")  # one house for all of them


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One house for the tests that leave it standing."""
    with new_home() as home, running(home) as house:
        until(lambda: "spare stands ready" in (home / "log" / "web.log").read_text(), 60)
        yield house


def test_every_folder_of_the_home_is_closed_to_others(house: House) -> None:
    folders = [path for path in house.home.iterdir() if path.is_dir()]
    files = [path for path in house.home.rglob("*") if path.is_file()]

    assert house.home.stat().st_mode & 0o777 == 0o711
    assert {path.name: path.stat().st_mode & 0o777 for path in folders} == dict.fromkeys(
        ("keys", "files", "log", "run", "pg"), 0o700
    )
    assert [path for path in files if path.stat().st_mode & 0o077] == []


def test_the_database_runs_as_nobody_mighty_and_only_on_a_socket(house: House) -> None:
    postmaster = house.part(b"postgres -D")

    status = Path(f"/proc/{postmaster}/status").read_text()
    settings = Path(house.home / "pg" / "data" / "postmaster.pid").read_text().splitlines()

    uid = int(status.split("Uid:")[1].split()[0])
    assert uid != 0
    assert settings[5] == ""  # listen_addresses


@pytest.mark.parametrize("part", [b"cli web", b"cli worker", b"cli auditor", b"postgres -D"])
def test_a_part_that_is_killed_is_back_within_five_seconds(house: House, part: bytes) -> None:
    before = house.part(part)

    os.kill(before, signal.SIGKILL)

    until(lambda: part_or_none(house, part) not in (None, before), 5)
    house.await_health(5)


def part_or_none(house: House, part: bytes) -> int | None:
    try:
        return house.part(part)
    except IndexError:
        return None


def test_a_killed_connection_takes_the_database_down_and_up_within_five_seconds(
    house: House,
) -> None:
    backend = house.part(b"postgres: lindung_web")

    os.kill(backend, signal.SIGKILL)

    time.sleep(0.2)
    house.await_health(5)


def test_a_visitor_who_comes_while_the_pages_start_again_only_waits(house: House) -> None:
    os.kill(house.part(b"cli web"), signal.SIGKILL)

    assert house.healthz(timeout=10) == 200


def test_a_second_house_in_the_same_home_is_refused_and_the_first_lives(house: House) -> None:
    second = lindung(house.home, "up", "--port", str(free_port()))

    assert second.returncode == 1
    assert "in use by another process" in second.stderr
    assert house.healthz() == 200


def test_a_busy_port_is_refused_before_anything_is_started(house: House) -> None:
    with new_home() as home:
        refused = lindung(home, "up", "--port", str(house.port))

        assert refused.returncode == 1
        assert len(refused.stderr.strip().splitlines()) == 2  # one sentence, twice
        assert str(house.port) in refused.stderr
        assert not home.exists()


def test_doctor_tells_how_the_running_house_is(house: House) -> None:
    told = json.loads(lindung(house.home, "doctor", "--json").stdout)

    assert told["house"] == "running"
    assert told["keys"]["root"] == "ok"
    assert abs(told["clock"]["difference_s"]) < 2
    assert told["counts"].keys() == {"reports", "cases", "trail", "unchained"}
    assert told["database"]["role"] == "lindung_web"
    assert not told["database"]["sees_past_walls"]
    assert not told["database"]["owns_tables"]
    assert told["database"]["socket"] == str(house.home / "pg" / "run")
    # Nobody has entered a unit in this house.
    as_root = ["as_root"] if os.geteuid() == 0 else []
    assert [warned["code"] for warned in told["warnings"]] == [*as_root, "recovery", "no_unit"]


def test_an_end_comes_in_order_and_without_its_root_key_there_is_no_new_start() -> None:
    with new_home() as home, running(home) as house:
        parts = children_of(house.process.pid)
        began = time.monotonic()

        said = house.end()

        assert house.process.returncode == 0
        assert time.monotonic() - began < patience(10)
        assert "Lindung has stopped." in said
        assert not [pid for pid in parts if lives(pid)]
        assert not (home / "run" / "state.json").exists()
        assert "database system is shut down" in (home / "log" / "pg.log").read_text()

        (home / "keys" / "root.key").unlink()
        refused = lindung(home, "up", "--port", str(free_port()))

        assert refused.returncode == 1
        assert "root key is missing" in refused.stderr
        assert not (home / "keys" / "root.key").exists()


def test_the_recovery_key_is_shown_once_and_a_warm_start_makes_no_tables() -> None:
    with new_home() as home:
        with running(home) as house:
            first = house.end()
        kept = home / "keys" / "recovery-PRINT-AND-REMOVE"
        key = kept.read_text().strip().splitlines()[-1].strip()
        made = (home / "log" / "migrate.log").read_text()
        with running(home) as house:
            second = house.end()
        kept.unlink()
        with running(home) as house:
            third = house.end()

        assert key in first
        assert key not in second
        assert str(kept) in second
        assert "recovery" not in third.lower()
        assert f"http://localhost:{house.port}/" in third
        assert "lindung staff add" in third
        assert (home / "log" / "migrate.log").read_text() == made


def test_when_the_house_is_killed_nothing_of_it_stays_and_the_next_start_takes_its_port() -> None:
    with new_home() as home, running(home) as house:
        parts, data = children_of(house.process.pid), home / "pg" / "data"

        house.process.kill()

        until(lambda: not [pid for pid in parts if lives(pid)] and not working_in(data), 2)
        house.process.wait()
        again = start(home, port=house.port)
        again.await_health(60)
        again.end()
        assert again.process.returncode == 0


@pytest.mark.long
def test_a_long_path_to_the_home_is_no_hindrance() -> None:
    with new_home() as home, running(home.parent / ("x" * 100)) as house:
        assert house.healthz() == 200
