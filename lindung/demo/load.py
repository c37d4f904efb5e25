"""Fill an installation with an invented year, from a seed, in bulk.

Each batch is one transaction of one unit, so stopping between two leaves whole cases only; loading
again with the same seed goes on where it stopped, since a batch that is there is not made twice.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from uuid import UUID, uuid5

from django.db import connections

from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.demo.batch import Batch
from lindung.demo.cases import invent_case
from lindung.demo.dice import Dice
from lindung.demo.duty import invent_duty
from lindung.demo.reports import invent_report
from lindung.demo.units import NAMES, Office, open_offices
from lindung.demo.waiting import invent_last_night
from lindung.directory.codes import TimeZone
from lindung.directory.models import Unit
from lindung.intake.codes import Finding, State
from lindung.intake.models import Report
from lindung.people.names import tell_index

DEFAULT_CASES = 400
A_YEAR = 365
BATCH_CASES = 250
NUMBERS_A_CASE = 3  # one for the case, at most two for reports
NUMBERS_A_SEED = (
    4_000_000  # so that two seeds in one home do not meet; a seed holds a million cases
)
PARALLEL_FROM = 4_000  # below it, starting a second process costs more than it saves
MORE_REPORTS = 0.35  # reports that became no case, to one that did
HOURS_EAST = {TimeZone.WIB: 7, TimeZone.WITA: 8, TimeZone.WIT: 9}
SHARES = {"kutim": 0.2, "batam": 0.8}  # of the two modelled units; others get alike
Progress = Callable[[int, int], None]  # cases done, of how many


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was made."""

    units: int
    cases: int
    reports: int


def load(
    *,
    seed: int = 1,
    cases: int | None = None,
    units: int = 2,
    if_empty: bool = False,
    progress: Progress | None = None,
) -> Loaded | None:
    """Invent `cases` cases of the year until now, shared among `units` units.

    Args:
        seed: the same seed, number and day make the same year.
        cases: how many; 400 when not said.
        units: two modelled ones, then invented others.
        if_empty: do nothing, and return None, when there is a report already.
        progress: told after each batch.
    """
    if if_empty and is_filled():
        return None
    wanted = DEFAULT_CASES if cases is None else cases
    offices = open_offices(extra=max(units - 2, 0))
    today = now()
    parts = list(_parts(offices, wanted, seed))
    done = reports = 0
    for made, more in _carry_out(parts, today, wanted):
        done, reports = done + made, reports + more
        if progress:
            progress(done, wanted)
    for index, office in enumerate(offices[:2], start=1):
        dice = Dice(f"{seed}/{office.unit.code}/night", (seed + 1) * NUMBERS_A_SEED - index * 100)
        with frame(office.unit.id):
            reports += invent_last_night(dice, office, today)
            invent_duty(Dice(f"{seed}/{office.unit.code}/duty"), office, today)
    for office in offices:
        with frame(office.unit.id):
            tell_index()
    return Loaded(len(offices), done, reports)


def is_filled() -> bool:
    """Say whether some unit has a report already."""
    for unit_id in Unit.objects.filter(practice_of=None).values_list("id", flat=True):
        with frame(unit_id):
            if Report.objects.exists():
                return True
    return False


@dataclass(frozen=True, slots=True)
class Part:
    """One batch: so many cases of one office, under a name that its chance comes from."""

    office: Office
    cases: int
    name: str
    first_number: int


def _parts(offices: list[Office], wanted: int, seed: int) -> Iterator[Part]:
    first = seed * NUMBERS_A_SEED
    for office, share in zip(offices, _shares(offices), strict=True):
        left, number = round(wanted * share), 0
        while left > 0:
            size = min(left, BATCH_CASES)
            yield Part(office, size, f"{seed}/{office.unit.code}/{number}", first)
            left, number, first = left - size, number + 1, first + size * NUMBERS_A_CASE


def _shares(offices: list[Office]) -> list[float]:
    if len(offices) == len(SHARES):
        return [SHARES[office.unit.code] for office in offices]
    return [1 / len(offices)] * len(offices)


def _carry_out(parts: list[Part], today: datetime, wanted: int) -> Iterator[tuple[int, int]]:
    """Make the parts, on all cores when there are many. Yield cases and reports of each."""
    workers = min(os.cpu_count() or 1, 4)
    if wanted < PARALLEL_FROM or workers == 1:
        for part in parts:
            yield make_part(part, today)
        return
    connections.close_all()  # a child must not share our connection
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        waiting = [pool.submit(make_part, part, today) for part in parts]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def make_part(part: Part, today: datetime) -> tuple[int, int]:
    """Make one batch in one transaction, unless it was made before. Return cases and reports."""
    office = part.office
    mark: UUID = uuid5(NAMES, part.name)  # the id of the batch's first report
    batch, reports = Batch(), 0
    with frame(office.unit.id):
        if Report.objects.filter(pk=mark).exists():
            return 0, 0
        for number in range(part.cases):
            # Chance of its own for each case: how far one has come depends on the hour of loading,
            # and must change neither the others nor how many there are.
            dice = Dice(f"{part.name}/{number}", part.first_number + number * NUMBERS_A_CASE)
            made = _one_case(dice, office, today, batch, first_id=mark if number == 0 else None)
            reports += made
        batch.write()
    return part.cases, reports


def _one_case(
    dice: Dice, office: Office, today: datetime, batch: Batch, *, first_id: UUID | None
) -> int:
    east = HOURS_EAST[TimeZone(office.unit.time_zone)]
    alone = not dice.happens(MORE_REPORTS)
    received = dice.moment_before(today, A_YEAR, east)
    telling = invent_report(dice, office, received, batch, report_id=first_id)
    invent_case(dice, telling, office.staff, today, batch)
    if alone:
        return 1
    other = invent_report(dice, office, dice.moment_before(today, A_YEAR, east), batch)
    report = other.report
    report.state = State.INFORMED if dice.happens(0.8) else State.STOPPED
    report.finding = dice.of([Finding.NOT_OURS, Finding.INSUFFICIENT, Finding.DID_NOT_HAPPEN])
    report.ended_at = other.responded_at + timedelta(minutes=dice.number(20, 3000))
    return 2
