"""Who watches the caller: one simple question to the tables, asked by a process of its own."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from lindung.hotline.codes.escalation import Beat, Finding
from lindung.hotline.rules.escalation import LATE_AFTER


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
