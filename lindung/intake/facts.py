"""What statistics may know of reports: coded columns and moments, never a sealed word or a person.

Each function runs in the frame of one unit: row-level security hides what a conflict of interest
hides, so a blocked colleague cannot learn from a count either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q

from lindung.core.clock import Moment
from lindung.intake.codes import Risk
from lindung.intake.models import Report


@dataclass(frozen=True, slots=True)
class Waiting:
    """Reports nobody has begun to handle."""

    n: int
    oldest_at: datetime | None
    n_emergency: int


@dataclass(frozen=True, slots=True)
class Responses:
    """Of the reports whose limit has passed or that were served: how many in time."""

    n_high: int
    n_high_in_time: int
    n_medium: int
    n_medium_in_time: int


def waiting() -> Waiting:
    """Count what is open and not yet handled. One query over open rows only."""
    found = Report.objects.filter(ended_at=None, responded_at=None, handled_by=None).aggregate(
        n=Count("pk"), oldest=Min("received_at"), urgent=Count("pk", filter=Q(emergency=True))
    )
    return Waiting(found["n"], found["oldest"], found["urgent"])


def responses(within: timedelta) -> Responses:
    """Count how many high and medium risks of the last `within` were served in time. One query.

    A report that still waits counts as soon as its limit has passed, so silence cannot look good.
    """
    ripe = Q(responded_at__isnull=False) | Q(respond_due_at__lt=Moment())
    in_time = Q(responded_at__lte=F("respond_due_at"))
    high, medium = Q(risk=Risk.HIGH), Q(risk=Risk.MEDIUM)
    rows = Report.objects.filter(
        ripe, received_at__gte=Moment() - within, respond_due_at__isnull=False
    )
    found = rows.aggregate(
        high=Count("pk", filter=high),
        high_in_time=Count("pk", filter=high & in_time),
        medium=Count("pk", filter=medium),
        medium_in_time=Count("pk", filter=medium & in_time),
    )
    return Responses(found["high"], found["high_in_time"], found["medium"], found["medium_in_time"])
