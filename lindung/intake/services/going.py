"""What a mission into the field changes in a report: service begins when somebody is there."""

from datetime import datetime

from django.db.models import Q

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.intake import moves
from lindung.intake.models import Report
from lindung.intake.policy import POLICY


def begin_service(
    actor: Actor, report: Report, *, at: datetime, instead_of: datetime | None = None
) -> None:
    """Say that somebody of the unit was with the client at `at`; the earliest beginning counts.

    Args:
        actor: the machine: the mission was asked.
        report: the report somebody went out for.
        at: when they arrived.
        instead_of: what was said before and is corrected now, in either direction.
    """
    with acting(actor, POLICY, "begin_service", report):
        later = Q(responded_at=None) | Q(responded_at__gt=at)
        if instead_of is not None:
            later |= Q(responded_at=instead_of)
        if Report.objects.filter(later, pk=report.pk).update(responded_at=at):
            report.refresh_from_db(fields=["responded_at"])
            moves.tell(report.unit_id)
