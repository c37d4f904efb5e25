"""Rows of the desk's lists in words. No name of a client is in any of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext

from lindung.casework.codes import RegisterClass, Stage
from lindung.core.clock import now
from lindung.intake.clocks import CLOCKS
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


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits in the rows of a page, for whom, and who reads them."""

    turns: Mapping[UUID, Any]
    names: Mapping[UUID, str]
    mine: UUID


def report_rows(reports: Iterable[Any], waits: Waits, url_of: Any) -> list[Row]:
    """Return the rows of the inbox."""
    at = now()
    return [_report_row(report, waits, at, url_of(report.number)) for report in reports]


def _report_row(report: Any, waits: Waits, at: datetime, url: str) -> Row:
    turn = waits.turns.get(report.id)
    whose = whose_report(report, waits.names, waits.mine)
    clock = report_clock(report, at)
    if clock is None and turn is not None:
        clock = clock_of(turn.next_at, at)
    return Row(
        number=report.number,
        url=url,
        risk=report.risk,
        emergency=report.emergency,
        what=str(Channel(report.channel).label),
        state=str(State(report.state).label),
        state_kind=words.REPORT_STATES[report.state],
        turn=_joined(whose, words.verb(turn.verb) if turn else ""),
        clock=clock,
        age=ago(report.received_at, at),
        at=report.received_at,
    )


def case_rows(cases: Iterable[Any], mine: UUID, url_of: Any) -> list[Row]:
    """Return the rows of the list of cases."""
    at = now()
    return [_case_row(case, mine, at, url_of(case.number)) for case in cases]


def _case_row(case: Any, mine: UUID, at: datetime, url: str) -> Row:
    closed = case.stage == Stage.CLOSED
    return Row(
        number=case.number,
        url=url,
        risk=case.risk,
        emergency=case.emergency,
        what=_joined(RegisterClass(case.register_class).label, words.verb(case.next_verb)),
        state=str(Stage(case.stage).label),
        state_kind=words.CASE_STATES[case.stage],
        turn=_whose_case(case, mine),
        clock=None if closed else clock_of(case.next_at or case.review_due_at, at),
        age=ago(case.opened_at, at),
        at=case.opened_at,
    )


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _whose_case(case: Any, mine: UUID) -> str:
    if case.stage == Stage.CLOSED:
        return ""
    if mine in {case.next_staff, None if case.next_at else case.manager_id}:
        return gettext("You")
    return case.next_name or str(words.role(case.next_role)) or case.manager


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for me: what, of which number, until when."""

    number: str
    url: str
    verb: str
    turn: str
    clock: Clock | None


def task_rows(turns: Iterable[Any], mine: UUID, url_of: Any) -> list[Task]:
    """Return the rows of *Tugas saya*, in the order in which they came."""
    at = now()
    return [
        Task(
            number=turn.number,
            url=url_of(turn),
            verb=str(words.verb(turn.verb)),
            turn=gettext("You") if turn.next_staff == mine else str(words.role(turn.next_role)),
            clock=clock_of(turn.next_at, at),
        )
        for turn in turns
    ]


RESPONSES = {
    clock.setting.value.removeprefix("respond_"): clock for clock in CLOCKS if clock.setting
}


def _basis(risk: str) -> str:
    """Return what sets the limit for the beginning of service, and where that stands."""
    clock = RESPONSES.get(risk)
    return _joined(clock.what, clock.basis, clock.note) if clock else ""


def report_clock(report: ReportLike, at: datetime) -> Clock | None:
    """Return the clock that runs now: the first look, then the beginning of service."""
    if report.ended_at is not None:
        return None
    if report.looked_at is None:
        unit_sets_it = gettext("First look: set by the unit, not by law")
        return clock_of(report.look_due_at, at, began_at=report.received_at, basis=unit_sets_it)
    if report.responded_at is None:
        law = _basis(report.risk)
        return clock_of(report.respond_due_at, at, began_at=report.received_at, basis=law)
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
