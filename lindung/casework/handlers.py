"""What casework does when it hears of something."""

from dataclasses import replace
from uuid import UUID

from lindung.access.events import ApprovalDecided, StaffLeft
from lindung.access.queries import decided_approval
from lindung.casework import turns
from lindung.casework.codes import Stage
from lindung.casework.models import Assignment, Case, Companion
from lindung.casework.services import carry_out
from lindung.casework.team import who_assigns
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.events import subscribe
from lindung.core.frame import this_unit


@subscribe(ApprovalDecided)
def on_approval_decided(event: ApprovalDecided) -> None:
    """Carry out what a witness or the approver of another unit decided about a case."""
    if event.kind == turns.CASE:
        carry_out(decided_approval(UUID(event.approval_id)))


@subscribe(StaffLeft)
def on_staff_left(event: StaffLeft) -> None:
    """Take who left off every case; each that is not ended waits for a new manager."""
    gone, here = UUID(event.staff_id), replace(MACHINE, unit_id=this_unit())
    for table in (Companion, Assignment):
        table._default_manager.filter(staff_id=gone, until=None).update(until=Moment())
    for case in Case.objects.filter(manager_id=gone).exclude(stage=Stage.CLOSED):
        turns.needs_a_manager(case, who_assigns(here, case.pk, but=gone))
