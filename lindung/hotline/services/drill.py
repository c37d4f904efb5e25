"""*Uji siaga*: everybody who is to answer is called for nothing; silence is found by day."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.hotline.codes.escalation import CallKind, Severity
from lindung.hotline.engine import database_now
from lindung.hotline.models import Call, Drill
from lindung.hotline.policy.escalation import CALLING
from lindung.hotline.queries.rota import people_of_rota

if TYPE_CHECKING:
    from lindung.directory.models import Unit

LASTS = timedelta(minutes=15)  # in which everybody must have answered; [I]


def start_drill(actor: Actor, unit: "Unit") -> Drill:
    """Call everybody who is on the rota of the next days, and the standing cover, for nothing.

    Whoever does not answer within 15 minutes counts as a gap in the rota until the next drill.

    Raises:
        RuleBroken: `drill_running`, `nobody_on_rota`.
    """
    with acting(actor, CALLING, "start_drill", unit):
        if Drill.objects.filter(ends_at__gt=Moment()).exists():
            raise RuleBroken("drill_running", _("A drill is running already."))
        people = people_of_rota(database_now())
        if not people:
            raise RuleBroken("nobody_on_rota", _("Nobody is on the rota of the coming days."))
        drill = Drill.objects.create(
            started_by=actor.id, started_at=Moment(), ends_at=Moment() + LASTS
        )
        Call.objects.bulk_create(
            Call(
                staff_id=staff_id,
                kind=CallKind.DRILL,
                drill=drill,
                severity=Severity.LOW,
                made_at=Moment(),
                due_at=Moment(),
            )
            for staff_id in sorted(people)
        )
    return Drill.objects.get(pk=drill.pk)
