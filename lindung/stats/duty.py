"""The figures of duty: how fast people answer, decide, depart and arrive. Each with its n.

They measure a unit at work, never a colleague: no figure is by person.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.hotline import facts as hotline
from lindung.hotline.codes.escalation import Severity
from lindung.response import facts as field
from lindung.stats.policy import POLICY
from lindung.stats.queries import Share, share

if TYPE_CHECKING:
    from lindung.directory.models import Unit

LEAST_FOR_MEDIAN = 5
"""[I] Fewer are shown as a count only: the middle of three nights says nothing of the fourth."""

WITHIN = (timedelta(days=30), timedelta(days=90), timedelta(days=365))


@dataclass(frozen=True, slots=True)
class AckRow:
    """How fast alarms of one severity were answered."""

    severity: Severity
    limit: timedelta
    share: Share
    median: timedelta | None
    nine_of_ten: timedelta | None


@dataclass(frozen=True, slots=True)
class OutRow:
    """How fast missions left and arrived that were asked for at one time."""

    at: int | None
    n: int
    n_departed: int
    departed: timedelta | None
    n_arrived: int
    arrived: timedelta | None


@dataclass(frozen=True, slots=True)
class DutyFigures:
    """All of them."""

    as_of: datetime
    within: timedelta
    acknowledged: list[AckRow]
    n_seat_calls: int
    answer_15: Share
    answer_20: Share
    gave_up: Share
    decided: Share
    n_undecided: int
    all_out: OutRow | None
    by_hour: list[OutRow]
    by_weekday: list[OutRow]
    drills: list[tuple[datetime, Share]]


def duty_figures(actor: Actor, unit: "Unit", within: timedelta) -> DutyFigures:
    """Return the figures of duty of the unit at work. Five queries of its own and a trail line.

    Raises:
        Denied: the actor has no role that sees figures.
    """
    with acting(actor, POLICY, "view_figures", unit):
        answers, decided = hotline.answers(within), hotline.decisions(within)
        rows = field.out(within, unit.time_zone)
        return DutyFigures(
            as_of=now(),
            within=within,
            acknowledged=[_ack(one) for one in hotline.acknowledged(within)],
            n_seat_calls=answers.n,
            answer_15=share(answers.in_15, answers.n),
            answer_20=share(answers.in_20, answers.n),
            gave_up=share(answers.n_gave_up, answers.n_waited),
            decided=share(decided.in_time, decided.n),
            n_undecided=decided.n_open,
            all_out=next(
                (_out(r, None) for r in rows if r.n and r.hour is None and r.weekday is None), None
            ),
            by_hour=[_out(r, r.hour) for r in rows if r.hour is not None],
            by_weekday=[_out(r, r.weekday) for r in rows if r.weekday is not None],
            drills=[(one.started_at, share(one.answered, one.n)) for one in hotline.drills(within)],
        )


def _ack(one: hotline.Acknowledged) -> AckRow:
    enough = one.n >= LEAST_FOR_MEDIAN
    return AckRow(
        one.severity,
        hotline.ACKNOWLEDGE_WITHIN[one.severity],
        share(one.in_time, one.n),
        _length(one.median_s) if enough else None,
        _length(one.nine_of_ten_s) if enough else None,
    )


def _out(row: field.OutAt, at: int | None) -> OutRow:
    return OutRow(
        at,
        row.n,
        row.n_departed,
        _length(row.departed_s) if row.n_departed >= LEAST_FOR_MEDIAN else None,
        row.n_arrived,
        _length(row.arrived_s) if row.n_arrived >= LEAST_FOR_MEDIAN else None,
    )


def _length(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
