"""A report becomes a case."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from lindung.access.codes import Sex
from lindung.casework import moves, rules, turns
from lindung.casework.answers import known_area, tidy_initials
from lindung.casework.codes import RegisterClass, Stage
from lindung.casework.events import CaseOpened
from lindung.casework.models import Case, CaseParty, CaseReport, Companion
from lindung.casework.policy import POLICY
from lindung.casework.refusals import chosen, refusal
from lindung.casework.team import ACCOMPANIES, MANAGES, require_fit, require_free
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.events import publish
from lindung.core.frame import this_unit
from lindung.core.keys import hold_key, new_key
from lindung.core.models import Blocked, KeyKind
from lindung.core.numbers import with_fresh_number
from lindung.directory import queries as directory
from lindung.intake import services as intake
from lindung.intake.codes import Form, Relation, Risk
from lindung.people.codes import AgeBand

if TYPE_CHECKING:
    from lindung.intake.models import Report


def open_case(  # the nine fields of a case
    actor: Actor,
    report: "Report",
    *,
    register_class: str,
    initials: str | None,
    sex: str,
    age_band: str,
    area: str,
    forms: Collection[str],
    relation: str,
    risk: str,
    manager: UUID,
    companions: Collection[UUID] = (),
    kdrt: bool = False,
    tpks: bool = False,
) -> Case:
    """Open a case on a report, which then stands in it. Nine fields, and nothing else is needed.

    Whoever has a conflict of interest with the report has it with the case.

    Args:
        actor: a case manager or the head, who need not be the one who will answer for it.
        report: read, and in no case yet.
        initials: as the client wants to be noted; None or empty for *tidak dikenal*.
        area: the Kemendagri code of the kecamatan.
        manager: the id of a colleague who works as case manager or heads the unit.
        companions: ids of colleagues who accompany the client.
        register_class: a code of `RegisterClass`.
        sex: F or M.
        age_band: a code of `AgeBand`.
        forms: codes of `Form`, at least one.
        relation: what the reported person is to the client, a code of `Relation`.
        risk: low, medium or high; not below that of the report.
        kdrt: domestic violence is the context.
        tpks: elements of a sexual violence crime are met.

    Raises:
        RuleBroken: one of the nine is missing or no answer, `risk_below_report`, `manager_unfit`,
            `companion_unfit`, `staff_conflict`, or what `intake.services.put_in_case` raises.
    """
    case = Case(
        register_class=register_class,
        sex=sex,
        age_band=age_band,
        forms=sorted(set(forms)),
        relation=relation,
        risk=risk,
        manager_id=manager,
        kdrt=kdrt,
        tpks=tpks,
        emergency=report.emergency,
        finding=report.finding,
    )
    with acting(actor, POLICY, "open_case", case):
        case.area_id = known_area(area)
        _require_nine(case, report)
        _require_team(actor, report, manager, companions)
        intake.put_in_case(actor, report)
        _write(case, initials)
        _stand_on(actor, case, report)
        Companion.objects.bulk_create(
            Companion(case=case, staff_id=one, since=Moment()) for one in set(companions)
        )
        turns.review_falls_due(case)
        publish(CaseOpened(case_id=str(case.pk), report_id=str(report.pk)))
    return case


def attach_report(actor: Actor, case: Case, report: "Report") -> None:
    """Let a later report stand in the case too. If it tells of more danger, the risk rises.

    Raises:
        RuleBroken: what `intake.services.put_in_case` raises.
    """
    with acting(actor, POLICY, "attach_report", case):
        intake.put_in_case(actor, report)
        _stand_on(actor, case, report)
        risk, emergency = _higher_of(case, report)
        if (risk, emergency) != (case.risk, case.emergency):
            moves.raise_to(actor, case, risk=risk, emergency=emergency, reason="")


def _require_nine(case: Case, report: "Report") -> None:
    chosen(RegisterClass, case.register_class, "register_class")
    chosen(Sex, case.sex, "sex")
    chosen(AgeBand, case.age_band, "age_band")
    chosen(Relation, case.relation, "relation")
    if not case.forms:
        raise refusal("forms_missing")
    for form in case.forms:
        chosen(Form, form, "forms")
    if chosen(Risk, case.risk, "risk") == Risk.UNASSESSED:
        raise refusal("risk_missing")
    if rules.is_lower(Risk(case.risk), Risk(report.risk)):
        raise refusal("risk_below_report")


def _require_team(
    actor: Actor, report: "Report", manager: UUID, companions: Collection[UUID]
) -> None:
    require_fit(actor, [manager], MANAGES, "manager_unfit")
    require_free([manager], report.pk, "manager")
    if companions:
        require_fit(actor, companions, ACCOMPANIES, "companion_unfit")
        require_free(companions, report.pk, "companions")


def _write(case: Case, initials: str | None) -> None:
    """Give the case its key and number, and write its row."""
    case.data_key = new_key(KeyKind.CASE)
    hold_key(case.data_key)
    case.initials = tidy_initials(initials)
    case.opened_at = Moment()
    every = rules.review_after(Risk(case.risk), emergency=case.emergency, stage=Stage.OPEN)
    case.review_due_at = Moment() + every
    unit = directory.unit_by_id(this_unit())

    def numbered(number: str) -> None:
        case.number = number
        case.save(force_insert=True)

    at, practice = now().astimezone(ZoneInfo(unit.time_zone)), unit.practice_of_id is not None
    with_fresh_number("K", at, numbered, practice=practice)
    case.refresh_from_db(fields=["opened_at", "review_due_at"])


def _stand_on(actor: Actor, case: Case, report: "Report") -> None:
    """Tie the report to the case, with the people in it and every conflict of interest."""
    CaseReport.objects.create(case=case, report=report, attached_at=Moment(), attached_by=actor.id)
    CaseParty.objects.bulk_create(
        (
            CaseParty(case=case, person_id=party.person_id, role=party.role)
            for party in report.parties.all()
        ),
        ignore_conflicts=True,
    )
    carried = Blocked.objects.filter(subject_id=report.pk)
    Blocked.objects.bulk_create(
        (
            Blocked(
                subject_id=case.pk, staff_id=b.staff_id, basis=b.basis, declared_by=b.declared_by
            )
            for b in carried
        ),
        ignore_conflicts=True,
    )


def _higher_of(case: Case, report: "Report") -> tuple[Risk, bool]:
    higher = max(Risk(case.risk), Risk(report.risk), key=rules.RISK_ORDER.index)
    return higher, case.emergency or report.emergency
