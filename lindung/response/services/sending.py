"""Sending somebody out, and the plan they leave behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.frame import this_unit
from lindung.core.keys import new_key
from lindung.core.models import KeyKind
from lindung.core.numbers import with_fresh_number
from lindung.core.turns import end_turn
from lindung.directory import queries as directory
from lindung.intake import services as intake
from lindung.intake.codes import About, Risk, State
from lindung.response import moves, rules
from lindung.response.codes import (
    NUMBER_LETTER,
    Escort,
    MissionKind,
    MissionState,
    Part,
    Signal,
    Verb,
)
from lindung.response.models import Crew, Mission
from lindung.response.policy import IN_THE_FIELD, MISSIONS

if TYPE_CHECKING:
    from lindung.intake.models import Report

LEVELS = (Risk.UNASSESSED, Risk.LOW, Risk.MEDIUM, Risk.HIGH)


@dataclass(frozen=True, slots=True)
class ForCase:
    """The case a mission goes out for, when it is not only for a report."""

    id: UUID
    number: str
    risk: str
    emergency: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to, by which way, back by when, whom to ask: what stays at the unit."""

    destination: str = ""
    area: str | None = None
    signal: str = Signal.UNKNOWN
    return_by: datetime | None = None
    route: str = ""
    village_contact: str = ""
    escort: str = Escort.NONE
    escort_words: str = ""
    leave_at: datetime | None = None


SEALED = ("destination", "route", "village_contact", "escort_words")


def send(
    actor: Actor,
    report: "Report",
    *,
    kind: str,
    crew: Sequence[UUID],
    plan: Plan,
    case: ForCase | None = None,
) -> Mission:
    """Send colleagues out for a report, or for the case it belongs to. The first of them leads.

    Whoever sends for a report that nobody handles yet handles it from now on.

    Raises:
        Denied: `actor` may not send, or must not know of it.
        RuleBroken: `not_assessed`, `report_over`, `not_ours_to_send`, `nobody_goes`,
            `staff_conflict`, `escort_named`, `return_by_past`, `choice_unknown`.
    """
    subject_id = case.id if case else report.pk
    mission = Mission(report=report, subject_id=subject_id)
    with acting(actor, MISSIONS, "send", mission):
        _require_ready(report, case)
        people = _fit(actor, crew, subject_id)
        mission.kind = moves.chosen(MissionKind, kind, "kind")
        if case:
            mission.case_id, mission.case_number = case.id, case.number
        known = case or report
        mission.risk, mission.emergency = known.risk, known.emergency
        _take_plan(mission, plan, report.institutions)
        _save(actor, mission, plan)
        for place, staff_id in enumerate(people):
            _put_on(actor, mission, staff_id, lead=place == 0)
        moves.wait_for_departure(mission)
        if report.ended_at is None and report.handled_by is None:
            intake.take(actor, report)
        moves.tell()
    return mission


def _require_ready(report: "Report", case: ForCase | None) -> None:
    if report.about == About.STAFF_COMPLAINT:
        raise moves.refusal("not_ours_to_send")
    if report.ended_at is not None and report.state != State.IN_CASE:
        raise moves.refusal("report_over")
    known = case or report
    if known.risk == Risk.UNASSESSED and not known.emergency:
        raise moves.refusal("not_assessed")


def _fit(actor: Actor, crew: Sequence[UUID], subject_id: UUID) -> list[UUID]:
    fit = {colleague.id for colleague in access.colleagues(actor, IN_THE_FIELD)}
    return moves.require_crew(crew, fit, subject_id)


def _take_plan(mission: Mission, plan: Plan, institutions: Sequence[str]) -> None:
    """Take over what a plan says, or refuse it."""
    escort = moves.chosen(Escort, plan.escort, "escort")
    problem = rules.escort_problem(escort, institutions)
    if problem:
        raise moves.refusal(problem, "escort")
    if plan.return_by is not None and plan.return_by <= now():
        raise moves.refusal("return_by_past", "return_by")
    mission.escort = escort
    mission.signal = moves.chosen(Signal, plan.signal, "signal")
    mission.area_id, mission.return_by = plan.area or None, plan.return_by


def _save(actor: Actor, mission: Mission, plan: Plan) -> None:
    unit = directory.unit_by_id(this_unit())
    mission.data_key = new_key(KeyKind.CASE)
    for column in SEALED:
        setattr(mission, column, getattr(plan, column).strip() or None)
    mission.asked_at, mission.made_at, mission.made_by = Moment(), Moment(), actor.id
    mission.depart_due_at = moves.depart_due(
        mission.risk, emergency=mission.emergency, leave_at=plan.leave_at
    )

    def save(number: str) -> None:
        mission.number = number
        mission.save(force_insert=True)

    at = now().astimezone(ZoneInfo(unit.time_zone))
    with_fresh_number(NUMBER_LETTER, at, save, practice=unit.practice_of_id is not None)
    mission.refresh_from_db()


def _put_on(actor: Actor, mission: Mission, staff_id: UUID, *, lead: bool) -> None:
    Crew.objects.create(
        mission=mission,
        subject_id=mission.subject_id,
        staff_id=staff_id,
        lead=lead,
        since=Moment(),
        added_by=actor.id,
    )


def change_plan(actor: Actor, mission: Mission, *, plan: Plan, from_phone: bool = False) -> None:
    """Change the plan, before departure or on the way. Words left empty stay as they are.

    A later hour of return moves the clock of the safe word with it. What the desk changes is
    written down part by part, so that a phone without signal cannot undo it unseen; a phone's own
    entry says so already.

    Raises:
        RuleBroken: `mission_over`, `escort_named`, `return_by_past`, `choice_unknown`.
    """
    with acting(actor, MISSIONS, "change_plan", mission):
        moves.require_not_over(mission)
        before = mission.signal, mission.return_by
        _take_plan(mission, plan, mission.report.institutions)
        if not from_phone:
            moves.note_parts(actor, mission, _changed_parts(mission, plan, before))
        changes: dict[str, object] = {
            name: getattr(mission, name) for name in ("escort", "signal", "area_id", "return_by")
        }
        for column in SEALED:
            words = getattr(plan, column).strip()
            if words:
                field: Any = Mission._meta.get_field(column)
                changes[column] = field.seal_for(mission, words)
        if plan.leave_at is not None and mission.state == MissionState.PREPARED:
            changes["depart_due_at"] = plan.leave_at
        moves.change(mission, **changes)
        if mission.state == MissionState.UNDER_WAY:
            moves.change(mission, next_check_at=moves.next_check(mission.signal), missed_at=None)
            moves.wait_for_word(mission)
        moves.wait_for_departure(mission)


def _changed_parts(
    mission: Mission, plan: Plan, before: tuple[str, datetime | None]
) -> dict[Part, str]:
    parts: dict[Part, str] = {}
    if mission.signal != before[0]:
        parts[Part.PLAN_SIGNAL] = mission.signal
    if mission.return_by is not None and mission.return_by != before[1]:
        parts[Part.PLAN_RETURN] = mission.return_by.isoformat()
    if plan.route.strip():
        parts[Part.PLAN_ROUTE] = plan.route.strip()
    if plan.village_contact.strip():
        parts[Part.PLAN_VILLAGE] = plan.village_contact.strip()
    return parts


def call_off(actor: Actor, mission: Mission, *, words: str) -> None:
    """Call off a mission that nobody left for. Whoever is out is waited for until they are back.

    Raises:
        RuleBroken: `mission_over`, `still_out`.
    """
    with acting(actor, MISSIONS, "call_off", mission):
        moves.require_not_over(mission)
        if mission.state == MissionState.UNDER_WAY:
            raise moves.refusal("still_out")
        moves.change(
            mission,
            state=MissionState.CALLED_OFF,
            ended_at=Moment(),
            end_words=Mission._meta.get_field("end_words").seal_for(mission, words.strip()),
        )
        moves.nothing_waits(mission)


def raise_mission_risk(actor: Actor, mission: Mission, *, risk: str, emergency: bool) -> None:
    """Let a mission know that its client is in more danger than was thought; never less.

    Where one goes alone the head is asked again.
    """
    with acting(actor, MISSIONS, "raise_risk", mission):
        higher = max((mission.risk, risk), key=lambda level: LEVELS.index(Risk(level)))
        moves.change(mission, risk=higher, emergency=mission.emergency or emergency)
        if mission.state == MissionState.PREPARED and (emergency or risk == Risk.HIGH):
            soon = moves.depart_due(higher, emergency=emergency, leave_at=None)
            sooner = Mission.objects.filter(pk=mission.pk, depart_due_at__gt=soon)
            sooner.update(depart_due_at=soon)
            mission.refresh_from_db()
        end_turn(mission.pk, Verb.SIGN_ALONE)
        moves.wait_for_departure(mission)
