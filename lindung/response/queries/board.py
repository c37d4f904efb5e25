"""Missions out there on one screen: number, clock, what is red. No place and no name."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.response.queries.missions import FieldAlarms, MissionRow, missions_seen, row_of

MOST_MISSIONS = 12


@dataclass(frozen=True, slots=True)
class Board:
    """Open missions, those in danger first, then by their next safe word."""

    rows: tuple[MissionRow, ...]
    n: int
    alarms: FieldAlarms


def board(actor: Actor) -> Board:
    """Return the open missions that `actor` may see, and what is red of them. One query.

    Whoever goes along sees their mission without its danger: their phone must not betray them.
    What is late is late by the database's clock.
    """
    late = ExpressionWrapper(Q(next_check_at__lt=Moment()), BooleanField())
    red_first = (F("duress_at").desc(nulls_last=True), F("next_check_at").asc(nulls_last=True))
    found: list[tuple[MissionRow, bool]] = []
    open_ = missions_seen(actor).filter(ended_at=None).annotate(late=late)
    for one in open_.order_by(*red_first, "depart_due_at", "id"):
        known: Any = one  # annotated just above
        found.append((row_of(one), bool(known.late)))
    danger = [row.number for row, _ in found if row.danger]
    missed = [row.number for row, is_late in found if is_late and not (row.mine or row.danger)]
    first = next(iter([*danger, *missed]), "")
    rows = tuple(row for row, _ in found[:MOST_MISSIONS])
    return Board(rows, len(found), FieldAlarms(len(danger), len(missed), first))
