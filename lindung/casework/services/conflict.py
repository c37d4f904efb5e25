"""Conflicts of interest: from now on the colleague knows nothing of the case."""

from uuid import UUID

from lindung.casework import turns
from lindung.casework.models import Assignment, Case, CaseReport, Companion
from lindung.casework.policy import POLICY
from lindung.casework.refusals import chosen
from lindung.casework.team import who_assigns
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.models import Blocked, Conflict


def declare_conflict(actor: Actor, case: Case) -> None:
    """Say "I know these people". The case and its reports vanish for whoever says so.

    An open promise goes to the manager; if it was the manager, the head finds another one.
    """
    with acting(actor, POLICY, "declare_conflict", case):
        _hide(actor, case, actor.id, Conflict.KNOWS)


def block_named(actor: Actor, case: Case, *, staff: UUID, basis: str = Conflict.NAMED) -> None:
    """Hide a case from a colleague who is named in it, heads the named, or is a relative.

    It takes effect at once in lists, search, counts, alarms and tasks; the colleague is not told.
    """
    with acting(actor, POLICY, "block_named", case):
        _hide(actor, case, staff, chosen(Conflict, basis, "basis"))


def _hide(actor: Actor, case: Case, staff_id: UUID, basis: Conflict) -> None:
    """Take the colleague off the case. The block itself comes last: it hides the rows from us."""
    Companion.objects.filter(case=case, staff_id=staff_id, until=None).update(until=Moment())
    Assignment.objects.filter(case=case, staff_id=staff_id, until=None).update(until=Moment())
    subjects = [case.pk, *CaseReport.objects.filter(case=case).values_list("report_id", flat=True)]
    if staff_id == case.manager_id:
        turns.needs_a_manager(case, who_assigns(actor, case.pk, but=staff_id))
    else:
        turns.hand_over_lines(case, from_staff=[staff_id], to_staff=case.manager_id)
    Blocked.objects.bulk_create(
        (
            Blocked(subject_id=one, staff_id=staff_id, basis=basis, declared_by=actor.id)
            for one in subjects
        ),
        ignore_conflicts=True,
    )
