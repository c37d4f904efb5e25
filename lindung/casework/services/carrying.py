"""Doing what a second person decided, whoever it was."""

from typing import TYPE_CHECKING

from lindung.access.codes import Ask
from lindung.casework.models import BreakGlass
from lindung.casework.moves import close_as_agreed, lower_as_agreed
from lindung.casework.policy import GLASS_POLICY
from lindung.core.acting import acting
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment

if TYPE_CHECKING:
    from lindung.access.models import Approval


def carry_out(approval: "Approval") -> None:
    """Carry out a decision about a case of the unit at work. Again, it changes nothing more."""
    if approval.ask == Ask.CLOSE_CASE:
        close_as_agreed(approval)
    elif approval.ask == Ask.LOWER_RISK and approval.granted:
        lower_as_agreed(approval)
    elif approval.ask == Ask.BREAK_GLASS:
        _mark_reviewed(approval)


def _mark_reviewed(approval: "Approval") -> None:
    who = approval.decided_by_id or approval.witness_id
    if who is None:
        return  # taken back, not decided
    unseen = BreakGlass.objects.filter(case_id=approval.subject_id, reviewed_at=None)
    for glass in unseen.exclude(staff_id=who):
        with acting(MACHINE, GLASS_POLICY, "review_break_glass", glass):
            BreakGlass.objects.filter(pk=glass.pk, reviewed_at=None).update(
                reviewed_at=Moment(), reviewed_by=who
            )
