"""Counting what each colleague opens, from the trail, a moment after it happened.

Nobody waits for the count: the worker follows the chain, where each line has its one place, so no
line is counted twice or missed. It opens nothing, and blocks nobody's work: it makes somebody ask.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from lindung.casework import guard_rules as rules
from lindung.casework.codes import AlarmCause
from lindung.casework.models import CaseParty, CaseReport, Decoy, Note, OpenedFile, OpeningLimit
from lindung.casework.services.guard import raise_alarm
from lindung.core.actor import MACHINE
from lindung.core.clock import now
from lindung.directory import queries as directory

LENGTH_OF_ID = 36  # anything shorter is a number somebody asked for
Day = tuple[UUID, date]  # a colleague, and the day


class Line(Protocol):
    """What counting reads of a line of the trail."""

    at: datetime
    actor_id: UUID
    action: str
    record_id: str
    refused: bool


def count_openings(unit_id: UUID, lines: Iterable[Line]) -> int:
    """Count the openings among some new lines of a unit, in its frame. Return alarms raised.

    At most six queries however many lines, and two more for each colleague who opened something.
    """
    zone = ZoneInfo(directory.unit_by_id(unit_id).time_zone)
    acts = [
        rules.Act(
            line.actor_id,
            line.action,
            line.record_id,
            line.at.astimezone(zone).date(),
            line.refused,
        )
        for line in lines
    ]
    openings = [act for act in acts if rules.opened(act)]
    n = sum(_ask_why(day, AlarmCause.DECOY) for day in sorted(_bitten(acts)))
    if not openings:
        return n
    days = _keep(openings)
    most, _version = limit_now()
    return n + sum(_ask_why(day, AlarmCause.MANY) for day in sorted(days) if _n_opened(day) > most)


def limit_now() -> tuple[int, int]:
    """Return how many files a day are usual in the unit at work, and the version. One query."""
    newest = OpeningLimit.objects.order_by("-version").values_list("most", "version").first()
    return newest or (rules.MOST_A_DAY, 0)


def forget_counts() -> int:
    """Forget counts of days long past, in the frame of a unit; the trail stays. Return how many."""
    before = now().date() - timedelta(days=rules.REMEMBER_DAYS)
    return OpenedFile.objects.filter(on__lt=before).delete()[0]


def _ask_why(day: Day, cause: AlarmCause) -> bool:
    staff_id, on = day
    most, version = limit_now()
    return raise_alarm(
        MACHINE, staff_id, on=on, cause=cause, n=_n_opened(day), most=most, version=version
    )


def _n_opened(day: Day) -> int:
    staff_id, on = day
    return OpenedFile.objects.filter(staff_id=staff_id, on=on).count()


def _bitten(acts: Sequence[rules.Act]) -> set[Day]:
    """Return who touched bait. One query, and none while there is no bait."""
    bait = {
        str(one)
        for row in Decoy.objects.filter(case__isnull=False).values_list(
            "case_id", "case__number", "person_id"
        )
        for one in row
        if one
    }
    return {(act.staff_id, act.on) for act in acts if rules.bites(act, bait)}


def _keep(openings: Sequence[rules.Act]) -> set[Day]:
    """Write down which files were opened, each once a day, and return whose days grew."""
    file_of = _files({act.record_id for act in openings})
    rows = {
        (act.staff_id, act.on, file_of[act.record_id])
        for act in openings
        if act.record_id in file_of
    }
    OpenedFile.objects.bulk_create(
        (OpenedFile(staff_id=s, on=on, file_id=file_id) for s, on, file_id in sorted(rows)),
        ignore_conflicts=True,
    )
    return {(staff_id, on) for staff_id, on, _ in rows}


def _files(record_ids: set[str]) -> dict[str, UUID]:
    """Return in which file each record lies: reports, people and notes in their case.

    Somebody of a report alone is read together with it, so that one is counted already.
    """
    ids = {UUID(one) for one in record_ids if len(one) == LENGTH_OF_ID}
    inside: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for rows, column in (
        (CaseReport.objects.filter(report_id__in=ids), "report_id"),
        (CaseParty.objects.filter(person_id__in=ids), "person_id"),
        (Note.objects.filter(pk__in=ids), "pk"),
    ):
        for record, case_id in rows.values_list(column, "case_id"):
            inside[record].add(case_id)
    return {str(one): min(inside.get(one, {one})) for one in ids}
