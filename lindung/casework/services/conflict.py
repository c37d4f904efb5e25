"""Conflicts of interest: from now on the colleague knows nothing of the case."""

from uuid import UUID

from lindung.casework.models import Case
from lindung.casework.moves import hide_from
from lindung.casework.policy import POLICY
from lindung.casework.refusals import chosen
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.models import Conflict


def declare_conflict(actor: Actor, case: Case) -> None:
    """Say "I know these people". The case, its reports and people vanish for whoever says so.

    An open promise goes to the manager; if it was the manager, the head finds another one.
    """
    with acting(actor, POLICY, "declare_conflict", case):
        hide_from(case, actor.id, Conflict.KNOWS, said_by=actor.id)


def block_named(actor: Actor, case: Case, *, staff: UUID, basis: str = Conflict.NAMED) -> None:
    """Hide a case from a colleague who is named in it, heads the named, or is a relative.

    It takes effect at once in lists, search, counts, alarms and tasks; the colleague is not told.
    """
    with acting(actor, POLICY, "block_named", case):
        hide_from(case, staff, chosen(Conflict, basis, "basis"), said_by=actor.id)
