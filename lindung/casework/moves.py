"""What several services of a case do alike: changes of its risk and stage, and hiding it."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models.expressions import Combinable

from lindung.access.codes import Ask
from lindung.access.services import withdraw_approval
from lindung.casework import rules, turns
from lindung.casework.codes import LineState, Stage
from lindung.casework.events import CaseClosed, RiskRaised
from lindung.casework.models import (
    Assignment,
    Case,
    CaseParty,
    CaseReport,
    CaseRiskChange,
    Closing,
    Companion,
    PlanLine,
)
from lindung.casework.policy import POLICY
from lindung.casework.refusals import refusal
from lindung.casework.team import who_assigns
from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.events import publish
from lindung.core.models import Blocked, Conflict
from lindung.intake.codes import Risk
from lindung.response.queries.missions import open_for
from lindung.response.services import take_off

if TYPE_CHECKING:
    from lindung.access.models import Approval


def raise_to(actor: Actor, case: Case, *, risk: Risk, emergency: bool, reason: str) -> None:
    """Raise the risk as part of another act; what was asked about the lower one is taken back."""
    withdraw_approval(actor, case.pk, Ask.LOWER_RISK)
    change_risk(case, risk, emergency=emergency, by=actor.id, reason=reason)
    publish(RiskRaised(case_id=str(case.pk), risk=risk.value, emergency=emergency))


def change_risk(  # who, what and why of one change
    case: Case,
    risk: Risk,
    *,
    emergency: bool,
    by: UUID,
    reason: str = "",
    agreed_by: UUID | None = None,
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


def lower_as_agreed(approval: "Approval") -> None:
    """Do what a second person agreed to. Doing it again changes nothing more."""
    case = Case.objects.get(pk=approval.subject_id)
    new, old = Risk(approval.detail), Risk(case.risk)
    if not (rules.is_lower(new, old) or (case.emergency and new == old)):
        return
    with acting(MACHINE, POLICY, "lower_risk", case):
        change_risk(
            case,
            new,
            emergency=False,
            by=approval.asked_by_id,
            agreed_by=approval.decided_by_id or approval.witness_id,
        )


def move(case: Case, stage: Stage, **changes: object) -> None:
    """Change the stage only if it is still what we think it is; no lock, no lost update."""
    if stage not in rules.NEXT_STAGES[Stage(case.stage)]:
        raise refusal("stage_not_allowed")
    same = Case.objects.filter(pk=case.pk, stage=case.stage)
    if not same.update(stage=stage, **changes):
        raise refusal("case_changed")
    case.refresh_from_db()


def next_look(case: Case, stage: Stage) -> Combinable:
    """Return when the client's safety is to be looked at next, seen from this statement."""
    return Moment() + rules.review_after(Risk(case.risk), emergency=case.emergency, stage=stage)


def require_no_promise(case: Case) -> None:
    """Raise `RuleBroken` while a line of the plan is open."""
    if PlanLine.objects.filter(case=case, state=LineState.OPEN).exists():
        raise refusal("plan_open")


def close_as_agreed(approval: "Approval") -> None:
    """Do what a second person decided about ending a service. Again, it changes nothing more."""
    case = Case.objects.get(pk=approval.subject_id)
    asked = Closing.objects.filter(case=case, agreed_at=None, refused_at=None)
    closing = asked.select_for_update().first()
    if closing is None:
        return
    who = approval.decided_by_id or approval.witness_id
    with acting(MACHINE, POLICY, "close", case):
        if approval.granted:
            asked.update(agreed_by=who, agreed_at=Moment())
            _end_service(case, closing)
        else:
            asked.update(refused_by=who, refused_at=Moment())
            Case.objects.filter(pk=case.pk).update(close_asked_at=None)


def _end_service(case: Case, closing: Closing) -> None:
    require_no_promise(case)
    move(case, Stage.CLOSED, closed_at=Moment(), close_reason=closing.reason)
    turns.nothing_waits(case)
    publish(CaseClosed(case_id=str(case.pk), reason=closing.reason))


def hide_from(case: Case, staff_id: UUID, basis: Conflict, *, said_by: UUID) -> None:
    """Take a colleague off the case and hide it. The block comes last: it may hide it from us.

    The reports the case stands on and the people in it are hidden with it, and nobody goes out to
    people they know.
    """
    for table in (Companion, Assignment):
        theirs = table._default_manager.filter(case=case, staff_id=staff_id, until=None)
        theirs.update(until=Moment())
    reports = CaseReport.objects.filter(case=case).values_list("report_id", flat=True)
    people = CaseParty.objects.filter(case=case).values_list("person_id", flat=True)
    hidden = {case.pk, *reports, *people}
    for mission in open_for(staff_id, reports):
        take_off(MACHINE, mission, staff_id=staff_id)
    if staff_id == case.manager_id and case.stage != Stage.CLOSED:
        turns.needs_a_manager(case, who_assigns(case.pk, but=staff_id))
    else:
        turns.hand_over_lines(case, from_staff=[staff_id], to_staff=case.manager_id)
    Blocked.objects.bulk_create(
        (
            Blocked(subject_id=one, staff_id=staff_id, basis=basis, declared_by=said_by)
            for one in hidden
        ),
        ignore_conflicts=True,
    )
