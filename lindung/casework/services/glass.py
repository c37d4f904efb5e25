"""Reading a case with a reason by a head who is not on it: an hour, told at once, reviewed."""

from lindung.access.codes import Ask
from lindung.access.queries import open_approval
from lindung.access.services import ask_approval, decide_approval
from lindung.casework import turns
from lindung.casework.models import BreakGlass, Case
from lindung.casework.policy import GLASS_POLICY, POLICY
from lindung.casework.refusals import refusal
from lindung.casework.rules import GLASS_LASTS
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment


def break_glass(actor: Actor, case: Case, *, reason: str) -> BreakGlass:
    """Let the head read and write a case for an hour. Somebody else is told at once, and reviews.

    Raises:
        RuleBroken: `reason_missing`.
    """
    with acting(actor, POLICY, "break_glass", case):
        if not reason.strip():
            raise refusal("reason_missing")
        glass = BreakGlass.objects.create(
            case=case,
            staff_id=actor.id,
            opened_at=Moment(),
            until=Moment() + GLASS_LASTS,
            data_key_id=case.data_key_id,
            reason=reason.strip(),
        )
        if open_approval(case.pk, Ask.BREAK_GLASS) is None:
            ask_approval(
                actor,
                ask=Ask.BREAK_GLASS,
                kind=turns.CASE,
                subject_id=case.pk,
                number=case.number,
                reason=reason,
            )
    glass.refresh_from_db(fields=["opened_at", "until"])
    return glass


def review_break_glass(actor: Actor, glass: BreakGlass, *, accepted: bool = True) -> None:
    """Say, as another person, that the reason was looked at, and whether it was good enough.

    Raises:
        RuleBroken: `glass_reviewed` when it was before.
    """
    with acting(actor, GLASS_POLICY, "review_break_glass", glass):
        unseen = BreakGlass.objects.filter(pk=glass.pk, reviewed_at=None)
        if not unseen.update(reviewed_at=Moment(), reviewed_by=actor.id):
            raise refusal("glass_reviewed")
        approval = open_approval(glass.case_id, Ask.BREAK_GLASS)
        others = BreakGlass.objects.filter(case_id=glass.case_id, reviewed_at=None)
        if approval is not None and not others.exists():
            decide_approval(actor, approval, granted=accepted)
    glass.refresh_from_db(fields=["reviewed_at", "reviewed_by"])
