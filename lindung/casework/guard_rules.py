"""What guards names against those who work here, decided from values: limits, ears, rows. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lindung.access.codes import Role
from lindung.core.actor import MACHINE, REPORTER

MOST_A_DAY = 40
"""Files one colleague opens on a day before somebody asks why, until a unit sets its own number.

Source: house rule, no law names one; NIGHTS 10 asks for a number. A unit of four carries a few
dozen open cases, and nobody works on all of them on one day.
"""
LIMIT_RANGE = (5, 1000)  # a limit nobody can reach would be no limit. Source: house rule
ASK_WHY_WITHIN = {  # Source: house rule; bait means somebody looks around, many may be a busy day
    "many": timedelta(hours=24),
    "decoy": timedelta(hours=1),
}
REMEMBER_DAYS = 35  # counts of openings; the trail itself stays
EXPORT_DAYS = 92  # the longest a copy with names may exist: a quarter. Source: house rule
EXPORT_DECIDE_WITHIN = timedelta(days=3)  # Source: house rule, as for ending a service
NOT_PEOPLE = frozenset({MACHINE.id, REPORTER.id})

WITHOUT_CLIENTS = frozenset({"access", "core", "directory", "stats"})
NO_OPENINGS = frozenset(
    {
        "people.read_initials",  # two letters; every case page and search shows them
        "intake.read_mailbox",  # the reporter's own
        *("casework.read_decoy", "casework.read_export", "casework.read_finding"),
    }
)


def is_opening(action: str) -> bool:
    """Say whether an action of the trail reads words or names of somebody.

    A room that is added later counts by itself, if its actions are named as all are: `read_…`.
    """
    room, _, act = action.partition(".")
    known = act.startswith("read_") and room not in WITHOUT_CLIENTS
    return known and action not in NO_OPENINGS


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the trail, as far as counting needs it."""

    staff_id: UUID
    action: str
    record_id: str  # an id, or a number somebody asked for in vain
    on: date  # the unit's own day
    refused: bool


def opened(act: Act) -> bool:
    """Say whether a colleague read words or a name."""
    return is_opening(act.action) and not act.refused and act.staff_id not in NOT_PEOPLE


def bites(act: Act, bait: Collection[str]) -> bool:
    """Say whether a colleague opened bait, or tried to do anything with it.

    A search that lists it among other hits does not: it shows initials, and nobody chose it.
    """
    known = act.record_id in bait and act.staff_id not in NOT_PEOPLE
    return known and (act.refused or is_opening(act.action))


def who_hears(
    about: Collection[str], others: Iterable[Collection[str]], *, has_approver: bool
) -> Role:
    """Return the role that hears of an alarm; never one that the person it is about holds.

    Args:
        about: roles of the person.
        others: roles of everybody else who works in the unit.
        has_approver: somebody decides for the unit from outside.

    Source: NIGHTS 10; SECURITY section 8 (the approver outside the unit when the head is the one).
    """
    held = {role for roles in others for role in roles} - set(about)
    if Role.UNIT_HEAD in held:
        return Role.UNIT_HEAD
    if has_approver:
        return Role.APPROVER
    inside = (Role.SUPERVISOR, Role.ADMINISTRATOR)
    return next((role for role in inside if role in held), Role.UNIT_HEAD)


def who_agrees(
    asked_by: UUID, others: Iterable[tuple[UUID, Collection[str]]], *, has_approver: bool
) -> Role:
    """Return the role whose yes lets names out: never whoever asks.

    Source: NIGHTS 10 (bulk with names needs two); FRAME section 7 (never the one who asked).
    """
    held = {role for staff_id, roles in others if staff_id != asked_by for role in roles}
    inside = next((role for role in (Role.SUPERVISOR, Role.UNIT_HEAD) if role in held), None)
    if inside is None and has_approver:
        return Role.APPROVER
    return inside or Role.SUPERVISOR


def limit_problem(most: int) -> str | None:
    """Return why a number cannot be the limit of a day, as a code, or None."""
    lowest, highest = LIMIT_RANGE
    return None if lowest <= most <= highest else "limit_out_of_range"


def export_problem(
    from_on: date, until_on: date, ends_on: date, *, today: date
) -> tuple[str, str] | None:
    """Return why names may not leave for these days, as a code and a field, or None."""
    if until_on < from_on:
        return "export_backwards", "until_on"
    if from_on > today:
        return "export_future", "from_on"
    if ends_on < today:
        return "export_ends_past", "ends_on"
    if ends_on > today + timedelta(days=EXPORT_DAYS):
        return "export_ends_late", "ends_on"
    return None


FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    Source: OWASP, *CSV Injection*.
    """
    text = cell.replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_SIGNS) else text


def csv_row(cells: Sequence[object]) -> list[str]:
    """Return the cells of one row as harmless text."""
    return [harmless("" if cell is None else str(cell)) for cell in cells]
