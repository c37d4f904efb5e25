"""What was promised, and what was given."""

from datetime import datetime
from uuid import UUID

from django.db.models import Min

from lindung.casework import rules, turns
from lindung.casework.codes import FundLine, LineState, Service
from lindung.casework.lists import COUNTED
from lindung.casework.models import Case, CaseReport, Incident, PlanLine, ServiceRecord
from lindung.casework.policy import POLICY
from lindung.casework.queries.words import get_of_case
from lindung.casework.refusals import chosen, refusal, refuse_if
from lindung.casework.team import require_free, works_on
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now


def add_plan_line(
    actor: Actor,
    case: Case,
    *,
    service: str,
    owner: UUID,
    due_at: datetime,
    words: str = "",
    agreed_with_client: bool = False,
) -> PlanLine:
    """Promise something: what, who, until when. It stands among the owner's tasks until it is done.

    Raises:
        RuleBroken: `owner_not_on_case`, `staff_conflict`, `due_past`, `mediation_barred`,
            `mediation_needs_two`, `closing_asked`.
    """
    with acting(actor, POLICY, "add_plan_line", case):
        kind = chosen(Service, service, "service")
        _require_no_bar(case, kind)
        require_free([owner], case.pk, "owner")
        if not works_on(case, owner):
            raise refusal("owner_not_on_case")
        if due_at < now():
            raise refusal("due_past")
        if Case.objects.filter(pk=case.pk, close_asked_at__isnull=False).exists():
            raise refusal("closing_asked")
        line = PlanLine.objects.create(
            case=case,
            service=kind,
            owner_id=owner,
            due_at=due_at,
            made_by=actor.id,
            made_at=Moment(),
            agreed_with_client=agreed_with_client,
            data_key_id=case.data_key_id,
            words=words.strip() or None,
        )
        turns.line_falls_due(case, line)
    return line


def end_plan_line(actor: Actor, case: Case, line_id: UUID, *, state: str) -> None:
    """Say that a promise was kept, or dropped.

    Raises:
        NotFound: no such line in this case.
        RuleBroken: `line_ended` when it was before; `choice_unknown` for any other state.
    """
    with acting(actor, POLICY, "end_plan_line", case):
        line = get_of_case(actor, case, "plan_line", line_id)
        new = chosen(LineState, state, "state")
        if new == LineState.OPEN:
            raise refusal("choice_unknown", "state")
        _end(actor, line, new)


def record_service(  # one line of the service register
    actor: Actor,
    case: Case,
    *,
    service: str,
    given_at: datetime,
    given_by: UUID | None = None,
    duration_minutes: int | None = None,
    fund_line: str = FundLine.NONE,
    cost_rupiah: int = 0,
    plan_line: UUID | None = None,
    words: str = "",
) -> ServiceRecord:
    """Write down a service that was given; it counts in all three official lists at once.

    Args:
        actor: who works on the case.
        case: the case.
        service: a code of `Service`.
        given_at: when; help may come before the file is opened, but not before the first report.
        given_by: the colleague who gave it; None for `actor`.
        duration_minutes: how long it took.
        fund_line: a code of `FundLine`.
        cost_rupiah: whole rupiah.
        plan_line: the id of the promise it keeps, which is then done.
        words: what was done.

    Raises:
        RuleBroken: `service_future`, `service_before_report`, `mediation_barred`,
            `mediation_needs_two`, `line_ended`.
        NotFound: no such line of the plan in this case.
    """
    with acting(actor, POLICY, "record_service", case):
        kind = chosen(Service, service, "service")
        _require_no_bar(case, kind)
        refuse_if(rules.service_problem(given_at, since=_first_told_at(case), now=now()))
        counted = COUNTED[kind]
        kept = get_of_case(actor, case, "plan_line", plan_line) if plan_line else None
        record = ServiceRecord.objects.create(
            case=case,
            plan_line=kept,
            service=kind,
            function=counted.function,
            task=counted.task,
            simfoni=counted.simfoni,
            given_at=given_at,
            given_by=given_by or actor.id,
            recorded_at=Moment(),
            recorded_by=actor.id,
            duration_minutes=duration_minutes,
            fund_line=chosen(FundLine, fund_line, "fund_line"),
            cost_rupiah=cost_rupiah,
            data_key_id=case.data_key_id,
            words=words.strip() or None,
        )
        if kept is not None:
            _end(actor, kept, LineState.DONE)
        Case.objects.filter(pk=case.pk, first_service_at=None).update(first_service_at=given_at)
    return record


def _end(actor: Actor, line: PlanLine, state: LineState) -> None:
    waiting = PlanLine.objects.filter(pk=line.pk, state=LineState.OPEN)
    if not waiting.update(state=state, ended_at=Moment(), ended_by=actor.id):
        raise refusal("line_ended")
    turns.line_is_over(line)


def _require_no_bar(case: Case, service: Service) -> None:
    """Refuse mediation by what is known of the case and of everything that happened."""
    if rules.is_mediation(service):
        told = Incident.objects.filter(case=case).values_list("forms", flat=True)
        forms = {form for some in told for form in some} | set(case.forms)
        refuse_if(rules.mediation_bar(forms, tpks=case.tpks, kdrt=case.kdrt, risk=case.risk))


def _first_told_at(case: Case) -> datetime:
    told = CaseReport.objects.filter(case=case).aggregate(at=Min("report__received_at"))["at"]
    return min(told or case.opened_at, case.opened_at)
