"""Carrying out what one person asked and another decided, by the module that owns the record."""

from typing import Any

from django.db import transaction

from lindung.access import services as access
from lindung.access.codes import Ask
from lindung.casework import services as cases
from lindung.casework.codes import CloseReason
from lindung.core.actor import Actor
from lindung.intake import services as reports
from lindung.intake.codes import Risk

REPORT, CASE = "intake.report", "casework.case"


def decide_as(actor: Actor, approval: Any, *, granted: bool) -> None:
    """Agree or not. What another unit decides is carried out there, a moment later."""
    if approval.from_unit_id != actor.unit_id:
        access.decide_approval(actor, approval, granted=granted, tell=True)
    elif approval.kind == REPORT:
        reports.decide_lower_risk(actor, approval, granted=granted)
    else:
        with transaction.atomic():  # a decision that cannot be carried out was not taken
            access.decide_approval(actor, approval, granted=granted)
            cases.carry_out(approval)


def asked_for(approval: Any) -> str:
    """Return in words what would change."""
    if approval.ask == Ask.LOWER_RISK:
        return str(Risk(approval.detail).label)
    if approval.ask == Ask.CLOSE_CASE:
        return str(CloseReason(approval.detail).label)
    return ""
