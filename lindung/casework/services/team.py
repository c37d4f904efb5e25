"""Who works on a case, and who else is in it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from lindung.casework import turns
from lindung.casework.codes import NoteKind
from lindung.casework.models import Assignment, Case, CaseParty, Companion
from lindung.casework.policy import POLICY
from lindung.casework.queries.words import get_of_case
from lindung.casework.refusals import chosen, refusal
from lindung.casework.team import (
    ACCOMPANIES,
    MANAGES,
    WRITES_NOTES,
    require_fit,
    require_free,
)
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.people.codes import PersonRole
from lindung.people.services import write_person

if TYPE_CHECKING:
    from lindung.people.models import Person


def assign(actor: Actor, case: Case, *, manager: UUID) -> None:
    """Let another colleague answer for the case; what the last one had promised goes along.

    Raises:
        RuleBroken: `manager_unfit`, `staff_conflict`, or `case_changed`.
    """
    with acting(actor, POLICY, "assign", case):
        require_fit(actor, [manager], MANAGES, "manager_unfit")
        require_free([manager], case.pk, "manager")
        before = case.manager_id
        same = Case.objects.filter(pk=case.pk, manager_id=before)
        if not same.update(manager_id=manager):
            raise refusal("case_changed")
        case.refresh_from_db(fields=["manager"])
        turns.hand_over_lines(case, from_staff=[before], to_staff=manager)
        turns.review_falls_due(case)
        turns.has_a_manager(case)


def add_companion(actor: Actor, case: Case, *, staff: UUID) -> None:
    """Let a colleague accompany the client, and read and write the case.

    Raises:
        RuleBroken: `staff_unfit`, `staff_conflict`, `already_on_case`.
    """
    with acting(actor, POLICY, "add_companion", case):
        require_fit(actor, [staff], ACCOMPANIES, "staff_unfit")
        require_free([staff], case.pk, "staff")
        if staff == case.manager_id:
            raise refusal("already_on_case")
        try:
            with transaction.atomic():
                Companion.objects.create(case=case, staff_id=staff, since=Moment())
        except IntegrityError:
            raise refusal("already_on_case") from None


def end_companion(actor: Actor, case: Case, companion_id: UUID) -> None:
    """Let a colleague accompany the client no more; open promises go to the case manager.

    Raises:
        NotFound: no such companion in this case.
        RuleBroken: `case_changed` when it was ended before.
    """
    with acting(actor, POLICY, "end_companion", case):
        companion = get_of_case(actor, case, "companion", companion_id)
        now_there = Companion.objects.filter(pk=companion.pk, until=None)
        if not now_there.update(until=Moment()):
            raise refusal("case_changed")
        left = [companion.staff_id]
        turns.hand_over_lines(case, from_staff=left, to_staff=case.manager_id)


def assign_notes(actor: Actor, case: Case, *, staff: UUID, kind: str) -> None:
    """Let a psychologist or a counsel work on the case with sealed notes of that kind.

    Raises:
        RuleBroken: `staff_unfit`, `staff_conflict`, `already_on_case`, `choice_unknown`.
    """
    with acting(actor, POLICY, "assign_notes", case):
        note_kind = chosen(NoteKind, kind, "kind")
        if note_kind not in WRITES_NOTES:
            raise refusal("choice_unknown", "kind")
        require_fit(actor, [staff], {WRITES_NOTES[note_kind]}, "staff_unfit")
        require_free([staff], case.pk, "staff")
        try:
            with transaction.atomic():
                Assignment.objects.create(case=case, staff_id=staff, kind=note_kind, since=Moment())
        except IntegrityError:
            raise refusal("already_on_case") from None


def end_notes(actor: Actor, case: Case, assignment_id: UUID) -> None:
    """End an assignment. A psychologist goes on reading only what was written in person.

    Raises:
        NotFound: no such assignment in this case.
        RuleBroken: `case_changed` when it was ended before.
    """
    with acting(actor, POLICY, "end_notes", case):
        assignment = get_of_case(actor, case, "assignment", assignment_id)
        now_there = Assignment.objects.filter(pk=assignment.pk, until=None)
        if not now_there.update(until=Moment()):
            raise refusal("case_changed")


def add_party(
    actor: Actor, case: Case, *, role: str, guardian_conflict: bool = False, **person: Any
) -> "Person":
    """Say who else is in the case, and as what.

    Args:
        actor: who works on the case.
        case: the case.
        role: a code of `PersonRole`.
        guardian_conflict: a guardian who is suspected, and has no consent right for the child.
        person: what is known, as `people.services.write_person` takes it; nothing is required.

    Raises:
        RuleBroken: `choice_unknown`.
    """
    with acting(actor, POLICY, "add_party", case):
        as_what = chosen(PersonRole, role, "role")
        found = write_person(actor, **person)
        CaseParty.objects.create(
            case=case, person=found, role=as_what, guardian_conflict=guardian_conflict
        )
    return found


def mark_guardian(actor: Actor, case: Case, party_id: UUID, *, suspected: bool) -> None:
    """Say whether a guardian of the case is suspected, and so has no consent right for the child.

    Raises:
        NotFound: no such party in this case.
    """
    with acting(actor, POLICY, "mark_guardian", case):
        party = get_of_case(actor, case, "party", party_id)
        CaseParty.objects.filter(pk=party.pk).update(guardian_conflict=suspected)
