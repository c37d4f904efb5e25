"""What a mission for a case stands on: its first report, and who works on it."""

from typing import TYPE_CHECKING
from uuid import UUID

from lindung.casework.models import Assignment, Case, CaseReport, Companion
from lindung.casework.policy import POLICY
from lindung.core.acting import refused
from lindung.core.actor import Actor
from lindung.intake import queries as intake

if TYPE_CHECKING:
    from lindung.intake.models import Report


def team_of(actor: Actor, case: Case) -> set[UUID]:
    """Return who works on a case, for whoever may send them out. Two queries."""
    _require(actor, case)
    rows = Companion.objects.filter(case=case, until=None).values_list("staff_id", flat=True)
    more = Assignment.objects.filter(case=case, until=None).values_list("staff_id", flat=True)
    return {case.manager_id, *rows, *more}


def report_of_case(actor: Actor, case: Case) -> "Report":
    """Return the report a case stands on, the first of several, unopened. Two queries."""
    _require(actor, case)
    first = CaseReport.objects.filter(case=case).order_by("attached_at", "id")
    return intake.report_of(actor, first.values_list("report_id", flat=True)[0])


def report_ids_of(actor: Actor, case: Case) -> list[UUID]:
    """Return which reports a case stands on, for who sees it. One query."""
    seen = POLICY.only(actor, "view", Case.objects.filter(pk=case.pk))
    rows = CaseReport.objects.filter(case__in=seen)
    return list(rows.values_list("report_id", flat=True))


def _require(actor: Actor, case: Case) -> None:
    if not POLICY.speaks_for(actor, "send_out", case):
        raise refused(actor, POLICY, "send_out", case.pk)
