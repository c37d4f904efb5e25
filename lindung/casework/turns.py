"""Whose turn a case is: each open thing of it stands in *Tugas saya* until it is done."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from lindung.access.codes import Role
from lindung.casework.codes import LineState
from lindung.casework.models import Case, PlanLine
from lindung.core.clock import Moment
from lindung.core.models import Turn
from lindung.core.notify import Topic, tell_screens
from lindung.core.turns import end_turn, set_turn

CASE, LINE = "casework.case", "casework.plan_line"


class Verb(StrEnum):
    """What somebody is to do. Approvals have verbs of their own in `access`."""

    REVIEW = "review"
    ASSIGN = "assign"
    DO = "do"


def review_falls_due(case: Case) -> None:
    """Let the manager know when the client's safety is to be looked at next."""
    set_turn(
        case.pk,
        Verb.REVIEW,
        kind=CASE,
        number=case.number,
        next_at=case.review_due_at,
        staff_id=case.manager_id,
    )
    tell_screens(case.unit_id, Topic.TASKS)


def needs_a_manager(case: Case, role: Role) -> None:
    """Let whoever holds `role` find a new manager, at once."""
    set_turn(case.pk, Verb.ASSIGN, kind=CASE, number=case.number, next_at=Moment(), role=role)
    tell_screens(case.unit_id, Topic.TASKS)


def has_a_manager(case: Case) -> None:
    """Nobody needs to look for one any more."""
    end_turn(case.pk, Verb.ASSIGN)


def line_falls_due(case: Case, line: PlanLine) -> None:
    """Let the owner of a plan line know what was promised until when."""
    set_turn(
        line.pk,
        Verb.DO,
        kind=LINE,
        number=case.number,
        next_at=line.due_at,
        staff_id=line.owner_id,
        subject_id=case.pk,
    )
    tell_screens(case.unit_id, Topic.TASKS)


def line_is_over(line: PlanLine) -> None:
    """Nobody needs to do this line of the plan any more."""
    end_turn(line.pk, Verb.DO)
    tell_screens(line.unit_id, Topic.TASKS)


def hand_over_lines(case: Case, *, from_staff: Collection[UUID], to_staff: UUID) -> None:
    """Give the open promises of some colleagues to another one."""
    theirs = PlanLine.objects.filter(case_id=case.pk, owner_id__in=from_staff, state=LineState.OPEN)
    ids = list(theirs.values_list("pk", flat=True))
    PlanLine.objects.filter(pk__in=ids).update(owner_id=to_staff)
    Turn.objects.filter(record_id__in=ids).update(next_staff=to_staff, next_role="")
    tell_screens(case.unit_id, Topic.TASKS)


def nothing_waits(case: Case) -> None:
    """Service has ended: nobody needs to act on anything of the case."""
    Turn.objects.filter(subject_id=case.pk).delete()
    tell_screens(case.unit_id, Topic.TASKS)
