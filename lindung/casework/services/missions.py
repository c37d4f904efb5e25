"""Missions for a case: who of its team goes out, and how a completed one is counted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from lindung.casework.codes import Service
from lindung.casework.lists import COUNTED
from lindung.casework.models import Case, ServiceRecord
from lindung.casework.policy import POLICY
from lindung.casework.queries.missions import report_of_case, team_of
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.response import services as response
from lindung.response.codes import MissionKind
from lindung.response.queries import Figures

if TYPE_CHECKING:
    from lindung.response.models import Mission

COUNTED_AS = {
    MissionKind.OUTREACH: Service.OUTREACH_VISIT,
    MissionKind.HOME_VISIT: Service.HOME_VISIT,
    MissionKind.HOSPITAL: Service.HEALTH_ESCORT,
    MissionKind.POLICE: Service.POLICE_ESCORT,
    MissionKind.COURT: Service.COURT_ESCORT,
}


def send_out(
    actor: Actor, case: Case, *, kind: str, crew: Sequence[UUID], plan: response.Plan
) -> "Mission":
    """Send colleagues who work on the case out for it. The first of them leads.

    Raises:
        RuleBroken: `crew_not_on_case`, and what `response.services.send` raises.
    """
    with acting(actor, POLICY, "send_out", case):
        if not set(crew) <= team_of(actor, case):
            message = _("Only those who work on the case go out for it. Add them to it first.")
            raise RuleBroken("crew_not_on_case", message, "crew")
        known = response.ForCase(case.pk, case.number, case.risk, case.emergency)
        return response.send(
            actor, report_of_case(actor, case), kind=kind, crew=crew, plan=plan, case=known
        )


def count_mission(actor: Actor, case: Case, figures: Figures) -> None:
    """Count a completed mission as the service it was, once; a corrected one is counted anew.

    Its money stays with the mission, so that nothing is added up twice.

    Source: docs/adr/0030-missions.md.
    """
    with acting(actor, POLICY, "count_mission", case):
        kind = COUNTED_AS[MissionKind(figures.kind)]
        counted = COUNTED[kind]
        ServiceRecord.objects.update_or_create(
            id=figures.mission_id,  # one mission, one line of the register
            defaults={"given_at": figures.began_at, "duration_minutes": figures.minutes},
            create_defaults={
                "case": case,
                "service": kind,
                "function": counted.function,
                "task": counted.task,
                "simfoni": counted.simfoni,
                "given_at": figures.began_at,
                "given_by": figures.lead,
                "recorded_at": Moment(),
                "recorded_by": figures.lead,
                "duration_minutes": figures.minutes,
                "data_key_id": case.data_key_id,
            },
        )
        first = Case.objects.filter(pk=case.pk, first_service_at=None)
        first.update(first_service_at=figures.began_at)
