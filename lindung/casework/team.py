"""Which colleagues may be asked to work on a case: fit, of this unit, and free of a conflict."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from lindung.access import queries as access
from lindung.access.codes import Role
from lindung.casework.codes import NoteKind
from lindung.casework.models import Assignment, Case, Companion
from lindung.casework.refusals import refusal
from lindung.core.actor import MACHINE, Actor
from lindung.core.frame import this_unit
from lindung.core.models import Blocked

MANAGES = frozenset({Role.CASE_MANAGER, Role.UNIT_HEAD})
ACCOMPANIES = frozenset(
    {
        Role.COMPANION,
        Role.CASE_MANAGER,
        Role.OPERATOR,
        Role.PSYCHOLOGIST,
        Role.COUNSEL,
        Role.UNIT_HEAD,
    }
)
WRITES_NOTES = {NoteKind.PSYCHOLOGIST: Role.PSYCHOLOGIST, NoteKind.LEGAL: Role.COUNSEL}


def require_fit(
    actor: Actor, staff_ids: Collection[UUID], roles: Collection[Role], code: str
) -> None:
    """Raise `RuleBroken` unless all of them work in this unit and hold one of `roles`."""
    known = {colleague.id for colleague in access.colleagues(actor, roles)}
    if not set(staff_ids) <= known:
        raise refusal(code)


def require_free(staff_ids: Collection[UUID], subject_id: UUID, field: str) -> None:
    """Raise `RuleBroken` if one of them has a conflict of interest with a report or case.

    Whoever chooses learns only that the colleague cannot be chosen, not why.
    """
    if Blocked.objects.filter(subject_id=subject_id, staff_id__in=staff_ids).exists():
        raise refusal("staff_conflict", field)


def works_on(case: Case, staff_id: UUID) -> bool:
    """Say whether somebody is the manager, a companion or an assigned specialist of `case`."""
    return (
        staff_id == case.manager_id
        or Companion.objects.filter(case_id=case.pk, staff_id=staff_id, until=None).exists()
        or Assignment.objects.filter(case_id=case.pk, staff_id=staff_id, until=None).exists()
    )


def who_assigns(subject_id: UUID, *, but: UUID) -> Role:
    """Return who finds a new manager: the head, or a case manager if every head is blocked."""
    here = replace(MACHINE, unit_id=this_unit())
    heads = {head.id for head in access.colleagues(here, {Role.UNIT_HEAD})} - {but}
    blocked = Blocked.objects.filter(subject_id=subject_id, staff_id__in=heads)
    return Role.UNIT_HEAD if blocked.count() < len(heads) else Role.CASE_MANAGER
