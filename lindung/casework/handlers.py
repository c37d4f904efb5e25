"""What casework does when it hears of something."""

from uuid import UUID

from lindung.access.events import ApprovalDecided, StaffLeft
from lindung.access.queries import decided_approval
from lindung.casework import turns
from lindung.casework.codes import Stage
from lindung.casework.models import Assignment, Case, Companion
from lindung.casework.moves import hide_from
from lindung.casework.policy import POLICY
from lindung.casework.services import carry_out
from lindung.casework.team import who_assigns
from lindung.core.acting import acting
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.events import subscribe
from lindung.core.models import Conflict
from lindung.intake.events import ConflictKnown


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


@subscribe(StaffLeft)
def on_staff_left(event: StaffLeft) -> None:
    """Take who left off every case; each that is not ended waits for a new manager."""
    gone = UUID(event.staff_id)
    for table in (Companion, Assignment):
        table._default_manager.filter(staff_id=gone, until=None).update(until=Moment())
    for case in Case.objects.filter(manager_id=gone).exclude(stage=Stage.CLOSED):
        turns.needs_a_manager(case, who_assigns(case.pk, but=gone))
