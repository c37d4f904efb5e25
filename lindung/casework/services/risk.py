"""A client's danger: looked at again, raised freely, lowered only by a second person."""

from typing import TYPE_CHECKING

from lindung.access.codes import Ask
from lindung.access.services import ask_approval, decide_approval
from lindung.casework import rules, turns
from lindung.casework.models import Case
from lindung.casework.moves import change_risk, lower_as_agreed, raise_to
from lindung.casework.policy import POLICY
from lindung.casework.refusals import chosen, refusal
from lindung.core.acting import acting, missed
from lindung.core.actor import Actor
from lindung.intake.codes import Risk

if TYPE_CHECKING:
    from lindung.access.models import Approval


def review(actor: Actor, case: Case, *, words: str = "") -> None:
    """Say that the client's safety was looked at and the risk stays; the next look is set."""
    with acting(actor, POLICY, "review", case):
        change_risk(case, Risk(case.risk), emergency=case.emergency, by=actor.id, reason=words)


def raise_risk(
    actor: Actor, case: Case, *, risk: str, emergency: bool = False, reason: str = ""
) -> None:
    """Say that the client is in more danger than was thought. Nobody needs to agree.

    An emergency stays one: raising the risk does not end it.

    Raises:
        RuleBroken: `not_higher`, or `case_changed` when a colleague changed it meanwhile.
    """
    with acting(actor, POLICY, "raise_risk", case):
        new, emergency = chosen(Risk, risk, "risk"), emergency or case.emergency
        if not rules.is_higher(
            new, Risk(case.risk), new_emergency=emergency, old_emergency=case.emergency
        ):
            raise refusal("not_higher")
        raise_to(actor, case, risk=new, emergency=emergency, reason=reason)


def ask_lower_risk(actor: Actor, case: Case, *, risk: str, reason: str) -> "Approval":
    """Ask a second person to agree that the danger is lower. Until then it stays as it is.

    Agreed, it also ends an emergency; asking for the present risk asks for just that.

    Raises:
        RuleBroken: `not_lower`, `reason_missing`, or `approval_open`.
    """
    with acting(actor, POLICY, "ask_lower_risk", case):
        new, old = chosen(Risk, risk, "risk"), Risk(case.risk)
        if not (rules.is_lower(new, old) or (case.emergency and new == old)):
            raise refusal("not_lower")
        return ask_approval(
            actor,
            ask=Ask.LOWER_RISK,
            kind=turns.CASE,
            subject_id=case.pk,
            number=case.number,
            detail=new.value,
            reason=reason,
        )


def decide_lower_risk(actor: Actor, approval: "Approval", *, granted: bool) -> None:
    """Agree that the danger is lower, or not; never the one who asked.

    Raises:
        NotFound: the case is hidden from `actor`.
        RuleBroken: `approval_decided` when a colleague was faster.
    """
    case = Case.objects.filter(pk=approval.subject_id).first()
    if case is None:
        raise missed(actor, POLICY, "decide_lower_risk", approval.number)
    with acting(actor, POLICY, "decide_lower_risk", case):
        decide_approval(actor, approval, granted=granted)
        if granted:
            lower_as_agreed(approval)
