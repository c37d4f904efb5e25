"""What intake does when it hears of something."""

from uuid import UUID

from lindung.access.events import ApprovalDecided, StaffLeft
from lindung.access.queries import decided_approval
from lindung.core.actor import MACHINE
from lindung.core.events import subscribe
from lindung.intake import moves
from lindung.intake.models import Report
from lindung.intake.services import carry_out_lowering, give_back


@subscribe(ApprovalDecided, in_practice=True)
def on_approval_decided(event: ApprovalDecided) -> None:
    """Carry out what a witness or the approver of another unit decided about a report."""
    if event.kind == moves.KIND and event.granted:
        carry_out_lowering(MACHINE, decided_approval(UUID(event.approval_id)))


@subscribe(StaffLeft)
def on_staff_left(event: StaffLeft) -> None:
    """Give back to the desk what somebody handled who works here no more."""
    for report in Report.objects.filter(handled_by=event.staff_id, ended_at=None):
        give_back(MACHINE, report)
