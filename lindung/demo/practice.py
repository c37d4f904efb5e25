"""Fills a place of practice with invented cases of the last weeks. Never a real unit.

Same generator as the demo, with the colleagues who really work in the office, so that each finds
something under *Tugas saya*. Every number says COBA.
"""

import secrets
from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.access.rules import MACHINE_HOST
from lindung.core.actor import MACHINE
from lindung.core.clock import now
from lindung.core.frame import frame, note
from lindung.core.notify import Topic, tell_screens
from lindung.core.numbers import new_number
from lindung.core.trail import line_for
from lindung.demo.batch import Batch
from lindung.demo.cases import CLOSABLE_DAYS, invent_case
from lindung.demo.dice import Dice
from lindung.demo.load import HOURS_EAST
from lindung.demo.reports import invent_report
from lindung.demo.units import Office
from lindung.demo.waiting import invent_last_night
from lindung.directory.codes import TimeZone
from lindung.directory.models import Area, Unit
from lindung.directory.queries import unit_by_id
from lindung.intake.codes import Finding, State
from lindung.intake.models import Report
from lindung.people.names import tell_index

CASES, REPORTS = 10, 3  # beside last night's four; what one person can look through in an hour
FRESH, FRESH_DAYS = 4, 14  # so many cases are young, so that something is always open
WEEKS_BACK, LONG_BACK = timedelta(days=CLOSABLE_DAYS - 3), timedelta(days=150)
USED = (Role.OPERATOR, Role.CASE_MANAGER, Role.COMPANION)  # whom the generator draws from


class PracticeDice(Dice):
    """Chance without a seed: nobody needs the same practice twice, and numbers say what they are."""

    def __init__(self) -> None:
        super().__init__(secrets.token_hex(8))

    def number_of(self, letter: str, at: datetime) -> str:
        """Make a number of practice."""
        return new_number(letter, at, practice=True)


def fill_practice(unit_id: UUID) -> int:
    """Invent cases in an empty place of practice and return how many reports it holds then.

    Twice does no harm: a place that holds something is left alone, and so is a real unit or one
    that was given up meanwhile.
    """
    place = unit_by_id(unit_id)
    office_id = place.practice_of_id
    if office_id is None or place.ended_at is not None:
        return 0
    with frame(place.pk):
        if Report.objects.exists():
            return 0
        note(line_for(MACHINE, "demo.fill_practice", place.pk))
        made = _invent(PracticeDice(), _office(place, office_id), now())
        tell_index()
        for topic in Topic:
            tell_screens(place.pk, topic)
    return made


def _invent(dice: Dice, office: Office, today: datetime) -> int:
    batch, east = Batch(), HOURS_EAST[TimeZone(office.unit.time_zone)]
    # A case ends by two persons; where one holds every role, all cases are still open.
    two = not set(office.staff["agrees"]) & set(office.staff[Role.CASE_MANAGER])
    back = (LONG_BACK if two else WEEKS_BACK).days
    for number in range(CASES):
        received = dice.moment_before(today, FRESH_DAYS if number < FRESH else back, east)
        telling = invent_report(dice, office, received, batch)
        invent_case(dice, telling, office.staff, today, batch)
    for _ in range(REPORTS):
        telling = invent_report(dice, office, dice.moment_before(today, back, east), batch)
        report = telling.report
        report.state = dice.of([State.INFORMED, State.STOPPED])
        report.finding = dice.of([Finding.NOT_OURS, Finding.INSUFFICIENT])
        report.ended_at = telling.responded_at + timedelta(minutes=dice.number(20, 600))
    batch.write()
    return CASES + REPORTS + invent_last_night(dice, office, today)


def _office(place: Unit, office_id: UUID) -> Office:
    """Return the place with its kecamatan, and the office's people; whoever is there fills a gap."""
    working = Staff.objects.filter(unit_id=office_id, is_active=True, left_at=None)
    people = list(working.exclude(email__endswith=f"@{MACHINE_HOST}").order_by("made_at", "id"))
    by_role: defaultdict[str, list[UUID]] = defaultdict(list)
    for one in people:
        for role in one.roles:
            by_role[role].append(one.pk)
    for role in USED:
        by_role[role] = by_role[role] or [one.pk for one in people]
    by_role["agrees"] = by_role[Role.SUPERVISOR] or by_role[Role.UNIT_HEAD] or by_role[USED[1]]
    by_role.setdefault(Role.PSYCHOLOGIST, [])
    inside = Area.objects.filter(parent_id=place.area_id, valid_until=None).order_by("code")
    return Office(
        place, list(inside.values_list("code", flat=True)) or [place.area_id], dict(by_role)
    )
