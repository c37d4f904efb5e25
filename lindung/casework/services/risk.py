"""A client's danger: looked at again, raised freely, lowered only by a second person."""

from typing import TYPE_CHECKING

from lindung.access.codes import Ask
from lindung.access.services import ask_approval, decide_approval, withdraw_approval
from lindung.casework import rules, turns
from lindung.casework.codes import Stage
from lindung.casework.events import RiskRaised
from lindung.casework.models import Case, CaseRiskChange
from lindung.casework.policy import POLICY
from lindung.casework.refusals import chosen, refusal
from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.events import publish
from lindung.intake.codes import Risk

if TYPE_CHECKING:
    from uuid import UUID

    from lindung.access.models import Approval


def review(actor: Actor, case: Case, *, words: str = "") -> None:
    """Say that the client's safety was looked at and the risk stays; the next look is set."""
    with acting(actor, POLICY, "review", case):
        _change(case, Risk(case.risk), emergency=case.emergency, by=actor.id, reason=words)


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


def raise_to(actor: Actor, case: Case, *, risk: Risk, emergency: bool, reason: str) -> None:
    """Raise the risk as part of another act; what was asked about the lower one is taken back."""
    withdraw_approval(actor, case.pk, Ask.LOWER_RISK)
    _change(case, risk, emergency=emergency, by=actor.id, reason=reason)
    publish(RiskRaised(case_id=str(case.pk), risk=risk.value, emergency=emergency))


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
        RuleBroken: `approval_decided` when a colleague was faster.
    """
    decide_approval(actor, approval, granted=granted)
    if granted:
        carry_out_lowering(approval)


def carry_out_lowering(approval: "Approval") -> None:
    """Do what a second person agreed to. Doing it again changes nothing more."""
    case = Case.objects.get(pk=approval.subject_id)
    new, old = Risk(approval.detail), Risk(case.risk)
    if not (rules.is_lower(new, old) or (case.emergency and new == old)):
        return
    with acting(MACHINE, POLICY, "lower_risk", case):
        _change(
            case,
            new,
            emergency=False,
            by=approval.asked_by_id,
            agreed_by=approval.decided_by_id or approval.witness_id,
        )


def _change(  # who, what and why of one change
    case: Case,
    risk: Risk,
    *,
    emergency: bool,
    by: "UUID",
    reason: str = "",
    agreed_by: "UUID | None" = None,
) -> None:
    """Set the risk only if it is still what we think it is, write the change, set the next look."""
    after = rules.review_after(risk, emergency=emergency, stage=Stage(case.stage))
    same = Case.objects.filter(pk=case.pk, risk=case.risk, emergency=case.emergency)
    if not same.update(risk=risk, emergency=emergency, review_due_at=Moment() + after):
        raise refusal("case_changed")
    CaseRiskChange.objects.create(
        case=case,
        old=case.risk,
        new=risk,
        emergency=emergency,
        changed_by=by,
        approved_by=agreed_by,
        changed_at=Moment(),
        data_key_id=case.data_key_id,
        reason=reason.strip() or None,
    )
    case.refresh_from_db(fields=["risk", "emergency", "review_due_at"])
    turns.review_falls_due(case)
