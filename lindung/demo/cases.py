"""Invented cases: what was promised, what was done, how it ended."""

from datetime import datetime, timedelta
from uuid import UUID

from lindung.casework.codes import (
    Check,
    CloseReason,
    ConsentBasis,
    ConsentPurpose,
    FundLine,
    LineState,
    NoteKind,
    Place,
    RegisterClass,
    Service,
    Stage,
)
from lindung.casework.lists import COUNTED
from lindung.casework.models import (
    Case,
    CaseParty,
    CaseReport,
    Closing,
    Companion,
    Consent,
    Incident,
    Note,
    PlanLine,
    ServiceRecord,
)
from lindung.core.keys import new_key
from lindung.core.models import KeyKind, Turn
from lindung.demo.batch import Batch
from lindung.demo.dice import Dice
from lindung.demo.reports import Telling
from lindung.demo.rows import new_row
from lindung.demo.words import CLOSINGS, DONE, NOTES, PLANS
from lindung.intake.codes import Form, Relation, Risk, State
from lindung.people.codes import CHILD_BANDS, PersonRole

SERVICES = {
    Service.ASSESSMENT: 16,
    Service.COUNSELLING: 18,
    Service.PSYCHOSOCIAL: 10,
    Service.POLICE_ESCORT: 10,
    Service.MEDICAL_REPORT: 8,
    Service.HEALTH_ESCORT: 6,
    Service.LEGAL_CONSULT: 8,
    Service.COURT_ESCORT: 4,
    Service.RIGHTS_INFORMED: 8,
    Service.HOME_VISIT: 6,
    Service.SHELTER: 3,
    Service.RETURN_HOME: 1,
    Service.COORDINATION: 6,
    Service.REINTEGRATION: 2,
}
CLOSABLE_DAYS, MONITORABLE_DAYS = 45, 30
REVIEW = {Risk.HIGH: 1, Risk.MEDIUM: 7, Risk.LOW: 30}  # days
PLACES = {
    Place.HOME: 64,
    Place.SCHOOL: 9,
    Place.PUBLIC: 12,
    Place.WORK: 3,
    Place.OTHER: 9,
    Place.UNKNOWN: 3,
}


def invent_case(
    dice: Dice, telling: Telling, staff: dict[str, list[UUID]], now: datetime, batch: Batch
) -> Case:
    """Make the case that stands on one report."""
    report = telling.report
    opened = min(telling.responded_at + dice.minutes(600), now - timedelta(hours=1))
    report.state, report.ended_at = State.IN_CASE, opened
    key = new_key(KeyKind.CASE, save=False)
    child = telling.band in CHILD_BANDS
    age_days = (now - opened).days
    closed = age_days > CLOSABLE_DAYS and dice.happens(0.7)
    monitoring = not closed and age_days > MONITORABLE_DAYS and dice.happens(0.3)
    case = new_row(
        Case,
        id=dice.uuid(),
        number=dice.number_of("K", opened),
        stage=Stage.CLOSED if closed else Stage.MONITORING if monitoring else Stage.OPEN,
        register_class=RegisterClass.AMPK if child else RegisterClass.KTP,
        sex=telling.sex,
        age_band=telling.band,
        area_id=telling.place,
        forms=report.forms,
        relation=report.relation,
        risk=report.risk,
        manager_id=dice.of(staff["case_manager"]),
        kdrt=report.relation in {Relation.SPOUSE, Relation.PARENT, Relation.FAMILY},
        tpks=Form.SEXUAL in report.forms,
        finding=report.finding,
        opened_at=opened,
        review_due_at=max(opened, now - timedelta(hours=dice.number(0, 9)))
        + timedelta(
            hours=dice.number(0, 24 * (REVIEW[Risk(report.risk)] + 1)), minutes=dice.number(0, 59)
        ),
        data_key=key,
        initials=_initials(dice, telling),
    )
    if closed:
        _close(dice, case, staff, now, batch)
    batch.add(
        key,
        case,
        new_row(
            CaseReport,
            id=dice.uuid(),
            case=case,
            report=report,
            attached_at=opened,
            attached_by=case.manager_id,
        ),
    )
    _add_people(dice, case, telling, staff, batch)
    _add_facts(dice, case, telling, batch)
    _add_work(dice, case, staff, now, batch)
    if not closed:
        batch.add(_turn(dice, case.id, case, "review", case.manager_id, case.review_due_at))
    return case


def _initials(dice: Dice, telling: Telling) -> str | None:
    if dice.happens(0.03):
        return None  # *tidak dikenal*
    name = telling.victim.name
    words = name.words.split() if name is not None and name.words else []
    return "".join(word[0] for word in words)[:3] or None


def _close(
    dice: Dice, case: Case, staff: dict[str, list[UUID]], now: datetime, batch: Batch
) -> None:
    ended = case.opened_at + timedelta(days=dice.number(20, 120))
    case.closed_at = min(ended, now - timedelta(days=1))
    case.close_asked_at = case.closed_at - timedelta(hours=dice.number(1, 40))
    case.close_reason = dice.weighted(
        {
            CloseReason.GOALS_MET: 60,
            CloseReason.OWN_REQUEST: 14,
            CloseReason.MOVED: 10,
            CloseReason.LOST_CONTACT: 8,
            CloseReason.HANDED_OVER: 8,
        }
    )
    case.recovery_ended_on = case.closed_at.date()
    batch.add(
        new_row(
            Closing,
            id=dice.uuid(),
            case=case,
            reason=case.close_reason,
            checks=dict.fromkeys(Check.values, "yes"),
            asked_by=case.manager_id,
            asked_at=case.close_asked_at,
            agreed_by=dice.of(staff["agrees"]),
            agreed_at=case.closed_at,
            data_key=case.data_key,
            words=dice.of(CLOSINGS),
        )
    )


def _add_people(
    dice: Dice, case: Case, telling: Telling, staff: dict[str, list[UUID]], batch: Batch
) -> None:
    batch.add(
        new_row(
            CaseParty, id=dice.uuid(), case=case, person=telling.victim, role=PersonRole.VICTIM
        ),
        new_row(
            Companion,
            id=dice.uuid(),
            case=case,
            staff_id=dice.of(staff["companion"]),
            since=case.opened_at,
            until=case.closed_at,
        ),
    )
    if telling.reported is not None:
        batch.add(
            new_row(
                CaseParty,
                id=dice.uuid(),
                case=case,
                person=telling.reported,
                role=PersonRole.REPORTED,
            )
        )


def _add_facts(dice: Dice, case: Case, telling: Telling, batch: Batch) -> None:
    child = telling.band in CHILD_BANDS
    batch.add(
        new_row(
            Incident,
            id=dice.uuid(),
            case=case,
            place=dice.weighted(PLACES),
            area_id=case.area_id,
            from_on=(case.opened_at - timedelta(days=dice.number(1, 90))).date(),
            forms=case.forms,
            recorded_at=case.opened_at,
            recorded_by=case.manager_id,
            data_key=case.data_key,
        ),
        new_row(
            Consent,
            id=dice.uuid(),
            case=case,
            purpose=ConsentPurpose.SERVICE,
            basis=ConsentBasis.CHILD_ASSENT if child else ConsentBasis.CONSENT,
            given_by=PersonRole.GUARDIAN if child else PersonRole.VICTIM,
            given_at=case.opened_at,
            recorded_by=case.manager_id,
            data_key=case.data_key,
        ),
    )


def _add_work(
    dice: Dice, case: Case, staff: dict[str, list[UUID]], now: datetime, batch: Batch
) -> None:
    end = case.closed_at or now
    at = dice.at_the_office(case.opened_at + timedelta(days=1))
    for _ in range(dice.number(2, 5)):
        line = _line(dice, case, staff, at, end)
        batch.add(line)
        if line.state == LineState.DONE:
            record = _service(dice, case, line)
            batch.add(record)
            case.first_service_at = min(case.first_service_at or record.given_at, record.given_at)
        else:
            batch.add(_turn(dice, line.id, case, "do", line.owner_id, line.due_at))
        at = dice.at_the_office(at + timedelta(days=dice.number(1, 20)))
    if dice.happens(0.5):
        _add_note(dice, case, staff, batch)


def _line(
    dice: Dice, case: Case, staff: dict[str, list[UUID]], at: datetime, end: datetime
) -> PlanLine:
    due = dice.at_the_office(at + timedelta(days=dice.number(1, 10)))
    done = case.closed_at is not None or (due < end and dice.happens(0.92))
    made = min(at, end - timedelta(minutes=30))
    return new_row(
        PlanLine,
        id=dice.uuid(),
        case=case,
        service=dice.weighted(SERVICES),
        owner_id=dice.of([case.manager_id, *staff["companion"]]),
        due_at=due if done or due > end else end + timedelta(days=dice.number(0, 6)),
        state=LineState.DONE if done else LineState.OPEN,
        made_by=case.manager_id,
        made_at=made,
        ended_at=min(due, end - timedelta(minutes=5)) if done else None,
        ended_by=case.manager_id if done else None,
        agreed_with_client=dice.happens(0.85),
        data_key=case.data_key,
        words=dice.of(PLANS),
    )


def _service(dice: Dice, case: Case, line: PlanLine) -> ServiceRecord:
    counted = COUNTED[Service(line.service)]
    given = max(line.ended_at or case.opened_at, case.opened_at)
    paid = dice.happens(0.3)
    return new_row(
        ServiceRecord,
        id=dice.uuid(),
        case=case,
        plan_line=line,
        service=line.service,
        function=counted.function,
        task=counted.task,
        simfoni=counted.simfoni,
        given_at=given,
        given_by=line.owner_id,
        recorded_at=given,
        recorded_by=line.owner_id,
        duration_minutes=dice.of([30, 45, 60, 90, 120, 240]),
        fund_line=FundLine.DAK_OUTREACH if paid else FundLine.NONE,
        cost_rupiah=dice.number(5, 60) * 10_000 if paid else 0,
        data_key=case.data_key,
        words=dice.of(DONE),
    )


def _add_note(dice: Dice, case: Case, staff: dict[str, list[UUID]], batch: Batch) -> None:
    sealed = dice.happens(0.3) and bool(staff["psychologist"])
    key = new_key(KeyKind.SEALED, save=False) if sealed else case.data_key
    if sealed:
        batch.add(key)
    batch.add(
        new_row(
            Note,
            id=dice.uuid(),
            case=case,
            kind=NoteKind.PSYCHOLOGIST if sealed else NoteKind.ORDINARY,
            written_by=dice.of(staff["psychologist"]) if sealed else case.manager_id,
            written_at=case.opened_at + dice.minutes(3000),
            data_key=key,
            words=dice.of(NOTES),
        )
    )


def _turn(dice: Dice, record_id: UUID, case: Case, verb: str, staff_id: UUID, at: datetime) -> Turn:
    return new_row(
        Turn,
        id=dice.uuid(),
        kind="casework.case" if verb == "review" else "casework.plan_line",
        record_id=record_id,
        subject_id=case.id,
        number=case.number,
        verb=verb,
        next_staff=staff_id,
        next_at=at,
    )
