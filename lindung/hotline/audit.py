"""Who watches the caller: one simple question to the tables, asked by a process of its own."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from lindung.hotline.codes.escalation import Beat, Finding
from lindung.hotline.rules.escalation import LATE_AFTER

HEARD_WITHIN = timedelta(minutes=2)
"""[I] Each line is looked at every few seconds, and a broken one is tried again within a minute."""

ALWAYS = (Beat.TICK, Beat.SENDER, Beat.AUDITOR)
"""The parts of the calling that must speak in every house, all the time."""


@dataclass(frozen=True, slots=True)
class Alive:
    """Whether the calling goes on, for watchers that know no unit: seconds and codes only."""

    late_s: int  # of the oldest call that is due
    silent: tuple[Beat, ...]
    n_unheard: int  # lines into the house, opened by a unit, to which nobody listens now

    @property
    def fine(self) -> bool:
        """Say whether all parts spoke lately, all lines are heard, no call is a minute late."""
        in_time = self.late_s <= LATE_AFTER.total_seconds()
        return in_time and not self.silent and not self.n_unheard


def alive() -> Alive:
    """Say which parts of the calling are silent or see something wrong. One query.

    A part that never spoke is silent: a house that just started says so for some seconds.

    Source: HOTLINE section 4 (health red if the oldest overdue report is more than 60 s late).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select late_s, (select array_agg(name) from hotline_heartbeat"
            " where finding = %s and at > statement_timestamp() - %s), door_lines_unheard(%s)"
            " from door_alarm_audit()",
            [Finding.FINE.value, LATE_AFTER, HEARD_WITHIN],  # type: ignore[list-item]  # lengths
        )
        late_s, spoke, n_unheard = cursor.fetchone()
    silent = tuple(beat for beat in ALWAYS if beat.value not in (spoke or ()))
    return Alive(max(0, int(late_s)), silent, n_unheard)


@dataclass(frozen=True, slots=True)
class Audit:
    """What was seen: the worst first."""

    finding: Finding
    late: timedelta


def look() -> Audit:
    """Say whether a call is late, a report has no alarm, or the caller stands still. Two queries.

    It knows nothing of how alarms move: it only compares due times with the database's clock.

    Source: HOTLINE section 4 (health red if the oldest overdue report is more than 60 s late).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select late_s, unwatched_s, (select extract(epoch from statement_timestamp() - at)"
            " from hotline_heartbeat where name = %s) from door_alarm_audit()",
            [Beat.TICK.value],
        )
        late_s, unwatched_s, tick_s = cursor.fetchone()
    late, unwatched = timedelta(seconds=late_s), timedelta(seconds=unwatched_s)
    if tick_s is None or timedelta(seconds=float(tick_s)) > LATE_AFTER:
        still = timedelta(seconds=float(tick_s or 0))
        return Audit(Finding.STOPPED, max(late, still))
    if unwatched > LATE_AFTER:
        return Audit(Finding.UNWATCHED, unwatched)
    if late > LATE_AFTER:
        return Audit(Finding.LATE, late)
    return Audit(Finding.FINE, max(late, timedelta(0)))
