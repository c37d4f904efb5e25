"""The moments of a mission: departed, arrived, asked for help, taking along, there, finished."""

from datetime import datetime, timedelta

from lindung.access.codes import Role
from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.events import publish
from lindung.core.turns import end_turn
from lindung.intake import services as intake
from lindung.response import moves, rules
from lindung.response.codes import MissionState, Stamp, Verb
from lindung.response.events import HelpArrived, MissionEnded
from lindung.response.models import Mission, Stamped
from lindung.response.policy import MISSIONS

RESULT_WITHIN = timedelta(days=5)  # house rule: the report of the journey. Source: docs/adr/0030


def stamp(actor: Actor, mission: Mission, *, stamp: str, at: datetime | None = None) -> None:
    """Write down a moment: now, or one that was earlier. Every entry is kept.

    A moment pressed on the spot is a safe word too. One written down later happened: the plan and
    the company are not asked any more, and where one went alone the head learns of it.

    Args:
        actor: who goes along, or the desk that was told.
        mission: seen before.
        stamp: a code of `Stamp`.
        at: when it was; None for now.

    Raises:
        RuleBroken: `stamp_future`, `stamp_before_report`, `not_departed`, `mission_over` when it
            was called off; at departure now: `nobody_goes`, `alone`, `return_by_missing`,
            `return_by_past`, `route_missing`, `village_contact_missing`.
    """
    with acting(actor, MISSIONS, "stamp", mission):
        kind = moves.chosen(Stamp, stamp, "stamp")
        if mission.state == MissionState.CALLED_OFF:
            moves.require_not_over(mission)
        before = moves.times_of(mission)
        _require_possible(mission, kind, at, departed=Stamp.EN_ROUTE in before)
        if mission.state == MissionState.PREPARED and kind == Stamp.EN_ROUTE and at is None:
            _require_safe_departure(mission)
        Stamped.objects.create(
            mission=mission,
            subject_id=mission.subject_id,
            stamp=kind,
            at=at or Moment(),
            entered_at=Moment(),
            entered_by=actor.id,
        )
        _follow(mission, kind, before, on_the_spot=at is None)
        moves.tell()


def _require_possible(
    mission: Mission, kind: Stamp, at: datetime | None, *, departed: bool
) -> None:
    here = moves.database_now(mission)
    problem = rules.stamp_problem(
        kind, at or here, now=here, since=mission.report.received_at, departed=departed
    )
    if problem:
        raise moves.refusal(problem, "at")


def _require_safe_departure(mission: Mission) -> None:
    problem = moves.company_problem(mission, moves.crew_of(mission)) or rules.plan_problem(
        rules.Plan(
            mission.signal,
            mission.return_by,
            has_route=mission.route is not None,
            has_village_contact=mission.village_contact is not None,
        ),
        moves.database_now(mission),
    )
    if problem:
        raise moves.refusal(problem)


def _follow(
    mission: Mission, kind: Stamp, before: dict[Stamp, datetime], *, on_the_spot: bool
) -> None:
    """Let state, clocks, turns and the report follow what was written down."""
    if mission.state == MissionState.PREPARED:
        if kind != Stamp.EN_ROUTE:
            return  # a late moment of a way whose beginning is not written down yet
        _depart(mission)
    elif mission.state == MissionState.UNDER_WAY and on_the_spot:
        moves.change(mission, next_check_at=moves.next_check(mission.signal), missed_at=None)
        moves.wait_for_word(mission)
    after = moves.times_of(mission)
    if kind == Stamp.ON_SCENE:
        _arrived(mission, after[kind], before.get(kind))
    elif kind == Stamp.ADDITIONAL and mission.state == MissionState.UNDER_WAY:
        moves.turn(mission, Verb.SEND_MORE, Moment(), role=Role.OPERATOR)
    elif kind == Stamp.COMPLETE and mission.state == MissionState.UNDER_WAY:
        _finish(mission)
    if mission.state == MissionState.COMPLETE:
        publish(MissionEnded(mission_id=str(mission.pk), report_id=str(mission.report_id)))


def _depart(mission: Mission) -> None:
    moves.change(
        mission,
        state=MissionState.UNDER_WAY,
        next_check_at=moves.next_check(mission.signal),
        missed_at=None,
    )
    end_turn(mission.pk, Verb.DEPART)
    moves.wait_for_departure(mission)  # the head learns of one who went alone
    moves.wait_for_word(mission)


def _arrived(mission: Mission, at: datetime, before: datetime | None) -> None:
    intake.begin_service(MACHINE, mission.report, at=at, instead_of=before)
    publish(HelpArrived(mission_id=str(mission.pk), report_id=str(mission.report_id)))


def _finish(mission: Mission) -> None:
    moves.change(
        mission, state=MissionState.COMPLETE, ended_at=Moment(), next_check_at=None, missed_at=None
    )
    moves.nothing_waits(mission)
    crew = moves.crew_of(mission)
    if crew:
        moves.turn(mission, Verb.RESULT, Moment() + RESULT_WITHIN, staff_id=crew[0].staff_id)


def help_is_sent(actor: Actor, mission: Mission) -> None:
    """Say that the help they asked for on the spot is on its way."""
    with acting(actor, MISSIONS, "help_is_sent", mission):
        end_turn(mission.pk, Verb.SEND_MORE)
        moves.tell()
