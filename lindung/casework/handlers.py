"""What casework does when it hears of something."""

from uuid import UUID

from lindung.access.codes import Role
from lindung.access.events import ApprovalDecided, StaffLeft
from lindung.access.queries import decided_approval
from lindung.casework import turns
from lindung.casework.services import carry_out
from lindung.core.events import subscribe
from lindung.core.models import Turn


@subscribe(ApprovalDecided)
def on_approval_decided(event: ApprovalDecided) -> None:
    """Carry out what a witness or the approver of another unit decided about a case."""
    if event.kind == turns.CASE:
        carry_out(decided_approval(UUID(event.approval_id)))


@subscribe(StaffLeft)
def on_staff_left(event: StaffLeft) -> None:
    """Let nothing of a case wait for somebody who works here no more: the head finds another."""
    theirs = Turn.objects.filter(next_staff=event.staff_id, kind__in=[turns.CASE, turns.LINE])
    theirs.update(next_staff=None, next_role=Role.UNIT_HEAD)
