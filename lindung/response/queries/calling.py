"""What the calling must know of those in the field: codes and ids, only as the machine."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from lindung.core.clock import Moment
from lindung.response.models import Mission


@dataclass(frozen=True, slots=True)
class ToCall:
    """One mission that is in danger, or whose safe word did not come."""

    id: UUID
    number: str
    subject_id: UUID
    danger: bool
    emergency: bool
    out_there: tuple[UUID, ...]


def to_call() -> list[ToCall]:
    """Return the missions of the unit at work for which somebody must be called. One query.

    It is no screen's: nobody reads it, so nobody's rights are asked, and it opens nothing. A word
    is late by the database's clock, whether or not anybody was told of it.
    """
    danger = Q(duress_at__isnull=False, settled_at=None)
    rows = (
        Mission.objects.filter(danger | Q(next_check_at__lt=Moment()))
        .annotate(crew_now=ArrayAgg("crew__staff_id", filter=Q(crew__until=None), default=[]))
        .order_by("duress_at", "next_check_at", "id")
        .values_list(
            "id", "number", "subject_id", "duress_at", "settled_at", "emergency", "crew_now"
        )
    )
    return [
        ToCall(pk, number, subject, duress is not None and settled is None, emergency, tuple(crew))
        for pk, number, subject, duress, settled, emergency, crew in rows
    ]
