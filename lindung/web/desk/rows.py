"""Rows of the desk's lists in words. No name of a client is in any of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext

from lindung.core.clock import now
from lindung.intake.codes import Channel, State
from lindung.web.desk import words
from lindung.web.desk.clocks import Clock, ago, clock_of


class ReportLike(Protocol):
    """What a row of the inbox needs of a report."""

    number: str
    channel: str
    state: str
    risk: str
    emergency: bool
    received_at: datetime
    look_due_at: datetime
    looked_at: datetime | None
    respond_due_at: datetime | None
    responded_at: datetime | None
    handled_by: UUID | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row, one decision: number, risk, what happened, whose turn, clock, age."""

    number: str
    url: str
    risk: str
    emergency: bool
    what: str
    state: str
    state_kind: str
    turn: str
    clock: Clock | None
    age: str
    at: datetime

    @property
    def is_now(self) -> bool:
        """Say whether the row must catch the eye."""
        return self.emergency or (self.risk == "high" and self.late)

    @property
    def late(self) -> bool:
        """Say whether its clock has run out."""
        return self.clock is not None and self.clock.state == "late"


def report_rows(
    reports: Iterable[ReportLike], names: Mapping[UUID, str], mine: UUID, url_of: Any
) -> list[Row]:
    """Return the rows of the inbox."""
    at = now()
    return [_report_row(report, names, mine, at, url_of(report.number)) for report in reports]


def _report_row(
    report: ReportLike, names: Mapping[UUID, str], mine: UUID, at: datetime, url: str
) -> Row:
    return Row(
        number=report.number,
        url=url,
        risk=report.risk,
        emergency=report.emergency,
        what=str(Channel(report.channel).label),
        state=str(State(report.state).label),
        state_kind=words.REPORT_STATES[report.state],
        turn=whose_report(report, names, mine),
        clock=report_clock(report, at),
        age=ago(report.received_at, at),
        at=report.received_at,
    )


def report_clock(report: ReportLike, at: datetime) -> Clock | None:
    """Return the clock that runs now: the first look, then the beginning of service."""
    if report.ended_at is not None:
        return None
    if report.looked_at is None:
        return clock_of(report.look_due_at, at, began_at=report.received_at)
    if report.responded_at is None:
        return clock_of(report.respond_due_at, at, began_at=report.received_at)
    return None


def whose_report(report: ReportLike, names: Mapping[UUID, str], mine: UUID) -> str:
    """Return whose turn it is: you, a colleague, whoever is on duty, or nobody."""
    if report.ended_at is not None:
        return ""
    if report.handled_by is None:
        return gettext("Complaints officer")
    if report.handled_by == mine:
        return gettext("You")
    return names.get(report.handled_by, gettext("A colleague"))
