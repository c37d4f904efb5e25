"""Lowering a risk: one asks with a reason, another agrees. In doubt it stays as it is."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from lindung.access.codes import Ask
from lindung.access.services import ask_approval, decide_approval
from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.intake import moves, rules
from lindung.intake.codes import Risk, SetBy
from lindung.intake.models import Report
from lindung.intake.policy import POLICY

if TYPE_CHECKING:
    from lindung.access.models import Approval


def ask_lower_risk(actor: Actor, report: Report, *, risk: str, reason: str) -> "Approval":
    """Ask a second person to agree that `report` is less urgent; agreed, it also ends an emergency.

    It goes outside the unit when its head has a conflict of interest. Asking for the present risk
    asks for just the end of the emergency.

    Raises:
        RuleBroken: `not_lower`, `reason_missing`, `approval_open`, `report_ended`.
    """
    with acting(actor, POLICY, "ask_lower_risk", report):
        moves.require_open(report)
        if risk not in Risk.values or not _is_less(report, Risk(risk)):
            raise RuleBroken("not_lower", _("That is not lower than now."), "risk")
        return ask_approval(
            actor,
            ask=Ask.LOWER_RISK,
            kind=moves.KIND,
            subject_id=report.pk,
            number=report.number,
            detail=Risk(risk).value,
            reason=reason,
        )


def decide_lower_risk(actor: Actor, approval: "Approval", *, granted: bool) -> None:
    """Agree that a report is less urgent, or not; never the one who asked.

    Raises:
        Denied: `actor` asked for it, or may not decide it.
        RuleBroken: `approval_decided` when a colleague was faster.
    """
    with transaction.atomic():  # a decision that cannot be carried out was not taken
        decide_approval(actor, approval, granted=granted)
        if not granted:
            return
        with frame(approval.from_unit_id):
            report = Report.objects.get(pk=approval.subject_id)
            # Whoever decided may be a stranger to the report; the decision itself was checked.
            with acting(MACHINE, POLICY, "lower_risk", report):
                _lower(report, approval)


def carry_out_lowering(actor: Actor, approval: "Approval") -> None:
    """Do what was decided elsewhere, in the unit that asked. Again, it changes nothing more."""
    with frame(approval.from_unit_id):
        report = Report.objects.get(pk=approval.subject_id)
        with acting(actor, POLICY, "lower_risk", report):
            _lower(report, approval)


def _lower(report: Report, approval: "Approval") -> None:
    risk = Risk(approval.detail)
    if report.ended_at is None and _is_less(report, risk):
        moves.set_level(
            report,
            rules.Score(risk, emergency=False),
            approval.asked_by_id,
            reason="",
            approved_by=approval.decided_by_id or approval.witness_id,
            risk_set_by=SetBy.HUMAN,
        )


def _is_less(report: Report, risk: Risk) -> bool:
    lower = risk != Risk.UNASSESSED and rules.is_lower(risk, report.risk)
    return lower or (report.emergency and risk == report.risk)
