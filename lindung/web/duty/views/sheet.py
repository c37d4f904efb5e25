"""What stands on the hand-over sheet: numbers, risks, whose turn; no name, no place, no story."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lindung.access import queries as access
from lindung.core.clock import now
from lindung.core.turns import first_turns
from lindung.hotline.queries import hand_over as hand_overs
from lindung.hotline.queries import rota as queries
from lindung.intake import queries as intake
from lindung.intake.codes import Risk
from lindung.web.desk import words
from lindung.web.gates import StaffRequest

MOST_ROWS = 18  # what fits on one page and is read in three minutes
AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One open report: number, how urgent, what next, who has it."""

    number: str
    risk: str
    verb: str
    due_at: datetime | None
    who: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page."""

    at: datetime
    rows: list[SheetRow]
    has_more: bool
    duty: str
    backup: str
    coming: list[queries.Row]
    standing: list[str]
    signed: hand_overs.HandOvers
    names: dict[UUID, str]


def sheet_of(request: StaffRequest) -> Sheet:
    """Return the sheet as the actor may see it: reports that wait, the most urgent first."""
    actor, unit, at = request.actor, request.unit, now()
    page = intake.inbox(actor, tab="open", limit=MOST_ROWS)
    turns = first_turns([row.id for row in page.rows])
    parts = queries.segments(at, at + AHEAD)
    standing = queries.standing(actor, unit)
    signed = hand_overs.latest(actor, unit)
    names = access.names_of(
        [
            *(row.handled_by for row in page.rows),
            *queries.people_in(parts),
            *(one.staff_id for one in standing),
            *signed.people,
        ]
    )
    rows = [
        SheetRow(
            row.number,
            _risk(row),
            str(words.verb(turns[row.id].verb)) if row.id in turns else "",
            turns[row.id].next_at if row.id in turns else row.look_due_at,
            names.get(row.handled_by, "") if row.handled_by else "",
        )
        for row in page.rows
    ]
    coming = queries.rows_of(actor, unit, parts, names)
    return Sheet(
        at=at,
        rows=rows,
        has_more=page.next_cursor is not None,
        duty=coming[0].duty,
        backup=coming[0].backup,
        coming=coming,
        standing=[
            names.get(s.staff_id, "") if s.staff_id else s.get_instance_display() for s in standing
        ],
        signed=signed,
        names=names,
    )


def _risk(row: intake.ReportRow) -> str:
    words_of = str(Risk(row.risk).label)
    return f"{words_of} !" if row.emergency else words_of
