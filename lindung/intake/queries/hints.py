"""Reports that may tell of the same, each with its reason. Nothing merges by itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from lindung.core.actor import Actor
from lindung.intake.codes import Basis
from lindung.intake.models import Party, Report
from lindung.intake.policy import POLICY
from lindung.people import queries as people
from lindung.people.names import find_by_name

if TYPE_CHECKING:
    from lindung.people.models import Person

NEAR_IN_TIME = timedelta(hours=48)
MOST = 10
ALIKE_FROM = 85.0  # of 100; [I], below it a name suggests too much
OF_A_PERSON = frozenset({Basis.PHONE, Basis.NIK, Basis.EMAIL, Basis.PERSON})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another report, and why it may belong to this one."""

    number: str
    reasons: tuple[str, ...]  # in words, for the screen
    codes: tuple[str, ...]
    state: str
    received_at: datetime


def duplicates_of(actor: Actor, report: Report, *, names: bool = False) -> list[Suggestion]:
    """Return reports that may tell of the same thing, those with the most reasons first.

    Args:
        actor: who looks.
        report: seen before.
        names: also open the names of its people, noted, and ask who is called alike.
    """
    since, until = report.received_at - NEAR_IN_TIME, report.received_at + NEAR_IN_TIME
    return [
        one
        for one in _hints(actor, report, names=names)
        if since <= one.received_at <= until or Basis.NAME in one.codes
    ][:MOST]


def earlier_from_same(actor: Actor, report: Report) -> list[Suggestion]:
    """Return earlier reports of or by the same people, the newest first."""
    found = [
        one
        for one in _hints(actor, report)
        if OF_A_PERSON & set(one.codes) and one.received_at < report.received_at
    ]
    return sorted(found, key=lambda one: one.received_at, reverse=True)[:MOST]


def _hints(actor: Actor, report: Report, *, names: bool = False) -> list[Suggestion]:
    """Return all hints of a report; both lists of a page need them, so the row keeps them."""
    kept: list[Suggestion] | None = report.__dict__.get("_hints")
    if kept is None or names:
        report.__dict__["_hints"] = kept = _found(actor, report, names=names)
    return kept


def _found(actor: Actor, report: Report, *, names: bool) -> list[Suggestion]:
    reasons = _by_people(actor, report, names=names)
    near = _near(report)
    rows = POLICY.only(actor, "suggest", Report.objects.filter(Q(pk__in=list(reasons)) | near))
    rows = rows.exclude(pk=report.pk).only("number", "state", "received_at", "area_id", "forms")
    found = []
    for row in rows.order_by("-received_at")[: MOST * 2]:
        codes = set(reasons[row.pk])
        if _is_near(report, row):
            codes.add(Basis.PLACE_AND_TIME)
        ordered = tuple(code for code in Basis if code in codes)
        words = tuple(str(code.label) for code in ordered)
        found.append(Suggestion(row.number, words, ordered, row.state, row.received_at))
    return sorted(found, key=lambda one: len(one.codes), reverse=True)


def _by_people(actor: Actor, report: Report, *, names: bool) -> defaultdict[UUID, set[Basis]]:
    """Return why other reports share people with this one."""
    parties = Party.objects.filter(report=report).select_related("person")
    mine = list({party.person_id: party.person for party in parties}.values())
    reasons: defaultdict[UUID, set[Basis]] = defaultdict(set)
    if not mine:
        return reasons
    why: dict[UUID, set[Basis]] = {person.pk: {Basis.PERSON} for person in mine}
    for person_id, columns in people.twins_of(actor, mine).items():
        why[person_id] = {Basis(column) for column in columns}
    for person_id in _called_alike(actor, mine) if names else ():
        why.setdefault(person_id, set()).add(Basis.NAME)
    shared = Party.objects.filter(person_id__in=list(why)).exclude(report=report)
    for report_id, person_id in shared.values_list("report_id", "person_id"):
        reasons[report_id] |= why[person_id]
    return reasons


def _called_alike(actor: Actor, mine: Sequence["Person"]) -> set[UUID]:
    """Return who else is called like the people of a report, whose names are opened for it."""
    opened = people.read_names(actor, mine)
    alike: set[UUID] = set()
    for name in filter(None, opened.values()):
        alike |= {one.person_id for one in find_by_name(name).likely if one.score >= ALIKE_FROM}
    return alike - set(opened)


def _near(report: Report) -> Q:
    if report.area_id is None or not report.forms:
        return Q(pk__in=[])
    return Q(
        area_id=report.area_id,
        forms__overlap=report.forms,
        received_at__gte=report.received_at - NEAR_IN_TIME,
        received_at__lte=report.received_at + NEAR_IN_TIME,
    )


def _is_near(report: Report, row: Report) -> bool:
    close = abs(row.received_at - report.received_at) <= NEAR_IN_TIME
    return bool(close and row.area_id == report.area_id and set(row.forms) & set(report.forms))
