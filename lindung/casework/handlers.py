"""What casework does when it hears of something."""

from collections.abc import Sequence
from uuid import UUID

from lindung.access.events import ApprovalDecided, StaffLeft
from lindung.access.queries import decided_approval
from lindung.casework import turns
from lindung.casework.codes import Stage
from lindung.casework.events import RiskRaised
from lindung.casework.models import Assignment, Case, Companion
from lindung.casework.moves import hide_from
from lindung.casework.policy import POLICY
from lindung.casework.services import carry_out, count_mission
from lindung.casework.team import who_assigns
from lindung.core.acting import acting
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.events import subscribe
from lindung.core.models import Conflict
from lindung.intake.codes import State
from lindung.intake.events import ConflictKnown, ReportEnded
from lindung.response import queries as response
from lindung.response import services as missions
from lindung.response.events import MissionEnded


@subscribe(ApprovalDecided, in_practice=True)
def on_approval_decided(event: ApprovalDecided) -> None:
    """Carry out what a witness or the approver of another unit decided about a case."""
    if event.kind == turns.CASE:
        carry_out(decided_approval(UUID(event.approval_id)))


@subscribe(ConflictKnown, in_practice=True)
def on_conflict_known(event: ConflictKnown) -> None:
    """Hide the case that stands on a report from whoever must not know of that report."""
    for case in Case.objects.filter(reports__report_id=event.report_id):
        with acting(MACHINE, POLICY, "block_named", case):
            staff_id = UUID(event.staff_id)
            hide_from(case, staff_id, Conflict(event.basis), said_by=MACHINE.id)


@subscribe(RiskRaised, in_practice=True)
def on_risk_raised(event: RiskRaised) -> None:
    """Let those who go out for a case know that its client is in more danger."""
    for mission in response.open_of_case(UUID(event.case_id)):
        missions.raise_mission_risk(MACHINE, mission, risk=event.risk, emergency=event.emergency)


@subscribe(MissionEnded, in_practice=True)
def on_mission_ended(event: MissionEnded) -> None:
    """Count a completed mission among the services of its case, if its report has one yet."""
    _count([response.ended_mission(UUID(event.mission_id))])


@subscribe(ReportEnded, in_practice=True)
def on_report_ended(event: ReportEnded) -> None:
    """Count what was done for a report before it came into a case."""
    if event.state == State.IN_CASE:
        _count(response.ended_of_report(UUID(event.report_id)))


def _count(missions_done: Sequence[response.Figures | None]) -> None:
    for figures in missions_done:
        if figures is None:
            continue
        whose = (
            {"pk": figures.case_id}
            if figures.case_id
            else {"reports__report_id": figures.report_id}
        )
        for case in Case.objects.filter(**whose):
            count_mission(MACHINE, case, figures)


@subscribe(StaffLeft)
def on_staff_left(event: StaffLeft) -> None:
    """Take who left off every case; each that is not ended waits for a new manager."""
    gone = UUID(event.staff_id)
    for table in (Companion, Assignment):
        table._default_manager.filter(staff_id=gone, until=None).update(until=Moment())
    for case in Case.objects.filter(manager_id=gone).exclude(stage=Stage.CLOSED):
        turns.needs_a_manager(case, who_assigns(case.pk, but=gone))
