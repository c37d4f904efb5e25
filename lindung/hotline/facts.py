"""What statistics may know of the hotline: codes and moments, never a word or a person.

Each function runs in the frame of one unit: row-level security hides what a conflict of interest
hides, so a blocked colleague cannot learn from a count either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, F, Q

from lindung.core.clock import Moment
from lindung.hotline.codes.contact import Choice
from lindung.hotline.codes.escalation import Severity
from lindung.hotline.codes.telephony import CallStage
from lindung.hotline.models import Drill
from lindung.hotline.models.contact import CallBack
from lindung.hotline.models.telephony import PbxCall

ACKNOWLEDGE_WITHIN: Mapping[Severity, timedelta] = {
    Severity.NOW: timedelta(minutes=2),
    Severity.HIGH: timedelta(minutes=5),
    Severity.MEDIUM: timedelta(minutes=15),
    Severity.LOW: timedelta(minutes=60),
}
"""Source: HOTLINE section 3, suggested settings, not law."""

ANSWER_WITHIN_S = (15, 20)
"""Source: HOTLINE section 3 (NENA-STA-020.1): 90 % within 15 s, 95 % within 20 s."""

GAVE_UP_AFTER_S = 5
"""Source: HOTLINE section 3: of calls that waited longer, at most 5 % may be abandoned."""

MOST_DRILLS = 12


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Of alarms of one severity that called somebody: how many were answered in time."""

    severity: Severity
    n: int
    in_time: int
    median_s: int | None  # who still waits counts with the time until now
    nine_of_ten_s: int | None


ACKNOWLEDGED = """
with took as (
  select a.severity, l.within, statement_timestamp() - a.started_at as age,
    least(min(c.answered_at) filter (where c.answered_at >= a.started_at),
      case when a.acked_at >= a.started_at then a.acked_at end, a.ended_at) - a.started_at as took
  from hotline_alarm a
  join (values {limits}) as l (severity, within) on l.severity = a.severity
  join hotline_callfor f on f.alarm_id = a.id
  join hotline_call c on c.id = f.call_id and c.rung_at is not null
  where a.started_at > statement_timestamp() - %s
  group by a.id, l.within)
select severity, count(*), count(*) filter (where took <= within),
  extract(epoch from percentile_disc(0.5) within group (order by coalesce(took, age))),
  extract(epoch from percentile_disc(0.9) within group (order by coalesce(took, age)))
from took where took is not null or age > within group by severity
"""


def acknowledged(within: timedelta) -> list[Acknowledged]:
    """Return how fast a person answered, took or ended what called, the loudest first. One query.

    An alarm that nobody answered counts as soon as its limit has passed: silence cannot look good.
    An alarm that began anew, since its report became more urgent, counts from then.
    """
    limits = ", ".join(["(%s, %s::interval)"] * len(ACKNOWLEDGE_WITHIN))
    values = [one for pair in ACKNOWLEDGE_WITHIN.items() for one in (str(pair[0]), str(pair[1]))]
    with connection.cursor() as cursor:
        cursor.execute(ACKNOWLEDGED.format(limits=limits), [*values, within])  # type: ignore[list-item]  # a length
        found = {row[0]: row for row in cursor.fetchall()}
    return [
        Acknowledged(severity, *(None if n is None else int(n) for n in found[severity][1:]))  # type: ignore[arg-type]  # counts are never null
        for severity in ACKNOWLEDGE_WITHIN
        if severity in found
    ]


@dataclass(frozen=True, slots=True)
class Answers:
    """Calls that came to a seat of the switchboard. A duty phone is no seat and is not in it."""

    n: int
    in_15: int
    in_20: int
    n_waited: int  # longer than five seconds
    n_gave_up: int  # of those


SEATED = (
    CallStage.ANSWERED,
    CallStage.TALKING,
    CallStage.BACKUP,
    CallStage.ABANDONED,
    CallStage.TIMED_OUT,
)
AT_SEAT = Q(stage__in=[CallStage.ANSWERED, CallStage.TALKING])


def answers(within: timedelta) -> Answers:
    """Return how long callers waited for a seat, as the switchboard's queue counts. One query."""
    rows = PbxCall.objects.filter(
        heard_at__gt=Moment() - within, stage__in=SEATED, waited_s__isnull=False
    )
    first, second = ANSWER_WITHIN_S
    long = Q(waited_s__gt=GAVE_UP_AFTER_S)
    found = rows.aggregate(
        n=Count("pk"),
        in_15=Count("pk", filter=AT_SEAT & Q(waited_s__lte=first)),
        in_20=Count("pk", filter=AT_SEAT & Q(waited_s__lte=second)),
        n_waited=Count("pk", filter=long),
        n_gave_up=Count("pk", filter=long & Q(stage=CallStage.ABANDONED)),
    )
    return Answers(**found)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Missed, silent and dropped calls: how many were decided about within five minutes."""

    n: int
    in_time: int
    n_open: int


def decisions(within: timedelta) -> Decisions:
    """Return how fast a person decided about calls nobody took, counted from the ring. One query.

    One without a decision counts as soon as its five minutes have passed.
    """
    rows = CallBack.objects.filter(asked_at__gt=Moment() - within)
    ripe = Q(decided_at__isnull=False) | Q(due_at__lt=Moment())
    found = rows.exclude(choice=Choice.CORRECTED).aggregate(
        n=Count("pk", filter=ripe),
        in_time=Count("pk", filter=Q(decided_at__lte=F("due_at"))),
        n_open=Count("pk", filter=Q(decided_at=None)),
    )
    return Decisions(**found)


@dataclass(frozen=True, slots=True)
class DrillFact:
    """One *uji siaga*: how many were called, and how many answered in time."""

    started_at: datetime
    n: int
    answered: int


def drills(within: timedelta) -> list[DrillFact]:
    """Return the drills that are over, the newest first. One query."""
    over = Drill.objects.filter(started_at__gt=Moment() - within, ends_at__lt=Moment())
    in_time = Q(calls__answered_at__lte=F("ends_at"))
    rows = over.annotate(n=Count("calls"), answered=Count("calls", filter=in_time))
    return [
        DrillFact(row.started_at, row.n, row.answered)
        for row in rows.order_by("-started_at")[:MOST_DRILLS]
    ]
