"""`lindung bench`: load, measure, count again, throw away."""

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lindung.bench.browser import Browser
from lindung.bench.flood import CLIENTS, SECONDS, flood
from lindung.bench.house import throw_away_house
from lindung.bench.measures import screens
from lindung.bench.names import NAMES

UNITS = 20
SAY_EVERY_S = 5
INDEX_WAIT_S = 600
UNIT = "batam"


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured, as the JSON has it."""

    body: dict[str, Any]

    def text(self) -> str:
        """Return it as JSON."""
        return json.dumps(self.body, indent=1)


Inside = Callable[[], AbstractContextManager[str]]


def run(*, cases: int, inside: Inside, seconds: float = SECONDS, say: Any = print) -> Result:
    """Load `cases` cases in 20 units and measure every screen and the public door.

    Stopped at any moment, the house ends and its folder goes.

    Args:
        cases: how many.
        inside: makes this process work in the house, and yields the superuser's address.
        seconds: how long the public door is pressed.
        say: told what goes on.
    """
    with throw_away_house() as (_, port), inside() as superuser:
        loaded_s = _load(cases, say)
        _analyse(superuser, say)
        _wait_for_index(port, say)
        body = _measure(port, cases, seconds, say)
        return Result({"cases": cases, "machine": machine(), "load_s": loaded_s} | body)


def machine() -> str:
    """Name the machine by what matters for speed."""
    cores = os.cpu_count() or 1
    python = ".".join(str(part) for part in sys.version_info[:3])
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return f"{cores} cores, {memory} GiB, {platform.machine()}, Python {python}"


def _load(cases: int, say: Any) -> float:
    from lindung.demo.load import load

    began, last = time.monotonic(), 0.0

    def progress(done: int, wanted: int) -> None:
        nonlocal last
        if time.monotonic() - last > SAY_EVERY_S:
            last = time.monotonic()
            rate = done / (last - began)
            say(f"  {done} / {wanted} cases, {rate:.0f}/s, {(wanted - done) / rate:.0f} s left")

    load(seed=1, cases=cases, units=UNITS, progress=progress)
    return round(time.monotonic() - began, 1)


def _analyse(superuser: str, say: Any) -> None:
    """Let the planner know the tables now, as autovacuum would within minutes."""
    import psycopg

    say("  vacuum analyze")
    with psycopg.connect(superuser, dbname="lindung", autocommit=True) as server:
        server.execute("vacuum analyze")


def _wait_for_index(port: int, say: Any) -> None:
    end = time.monotonic() + INDEX_WAIT_S
    while time.monotonic() < end:
        if json.loads(Browser(port).get("/healthz").body).get("index") == "ready":
            return
        say("  waiting for the name index")
        time.sleep(5)


def _measure(port: int, cases: int, seconds: float, say: Any) -> dict[str, Any]:
    from lindung.demo.accounts import PASSWORD

    manager, head = Browser(port), Browser(port)
    manager.sign_in(f"kasus@{UNIT}.example", PASSWORD)
    head.sign_in(f"kepala@{UNIT}.example", PASSWORD)
    say("  screens")
    numbers = _case_numbers(f"kasus@{UNIT}.example")
    told: dict[str, Any] = {
        name: measure.shown()
        for name, measure in screens(manager, head, cases=numbers, names=list(NAMES)).items()
    }
    say(f"  {CLIENTS} clients tell for {seconds:.0f} s")
    before = _all_reports()
    acknowledged = flood(port, seconds=seconds)
    there = _all_reports() - before
    told["submit"] = {
        "per_s": round(len(acknowledged.numbers) / acknowledged.seconds, 1),
        "accepted": len(acknowledged.numbers),
        "counted": there,
        "lost": _missing(acknowledged.numbers),
        "errors": acknowledged.refused,
    }
    return told


def _case_numbers(email: str) -> list[str]:
    """Return open cases of one manager, spread over the year."""
    from lindung.access.models import Staff
    from lindung.casework.models import Case
    from lindung.core.frame import frame

    staff = Staff.objects.get(email=email)
    with frame(staff.unit_id):
        mine = Case.objects.filter(manager_id=staff.id).order_by("id")
        return list(mine.values_list("number", flat=True)[:200])


def _all_reports() -> int:
    from lindung.core.frame import frame
    from lindung.directory.models import Unit
    from lindung.intake.models import Report

    n = 0
    for unit_id in Unit.objects.values_list("id", flat=True):
        with frame(unit_id):
            n += Report.objects.count()
    return n


def _missing(numbers: list[str]) -> int:
    """Count the acknowledged reports that are not in the database, or twice acknowledged."""
    from lindung.core.frame import frame
    from lindung.directory.models import Unit
    from lindung.intake.models import Report

    found: set[str] = set()
    for unit_id in Unit.objects.values_list("id", flat=True):
        with frame(unit_id):
            rows = Report.objects.filter(number__in=numbers)
            found |= set(rows.values_list("number", flat=True))
    return len(numbers) - len(found)


def write(result: Result, place: str | None) -> None:
    """Print the result, and write it beside."""
    sys.stdout.write(result.text() + "\n")
    if place:
        Path(place).write_text(result.text() + "\n")
