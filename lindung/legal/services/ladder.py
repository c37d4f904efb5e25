"""The ladder of a proceeding: each step is written once, and starts and meets clocks by itself."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.turns import end_turn
from lindung.legal import moves, rules
from lindung.legal.codes import PS_41, By, End, Level, Payer, Procedure, Step, Track, Verb
from lindung.legal.models import LawClock, Proceeding, StepTaken
from lindung.legal.policy import LAW
from lindung.legal.refusals import chosen, refusal, refuse_if

if TYPE_CHECKING:
    from lindung.casework.models import Case


def open_proceeding(
    actor: Actor,
    case: "Case",
    *,
    track: str,
    procedure: str = "",
    started_on: date | None = None,
    name: str = "",
) -> Proceeding:
    """Open one way of the law for a case.

    Args:
        actor: who works on the case.
        case: the case.
        track: a code of `Track`.
        procedure: a code of `Procedure`; empty: as the day it started says.
        started_on: when the authorities took it up; None: today.
        name: how one finds it: LP number, court and number.

    Raises:
        RuleBroken: `choice_unknown`.
    """
    known = Proceeding(
        case=case,
        data_key_id=case.data_key_id,
        track=chosen(Track, track, "track"),
        procedure=chosen(Procedure, procedure, "procedure")
        if procedure
        else rules.procedure_of(started_on or now().astimezone(moves.zone()).date()),
        opened_at=Moment(),
        opened_by=actor.id,
        name=name.strip() or None,
    )
    with acting(actor, LAW, "open_proceeding", known):
        known.save(force_insert=True)
    return Proceeding.objects.get(pk=known.pk)


def take_step(
    actor: Actor,
    proceeding: Proceeding,
    *,
    step: str,
    at: datetime,
    paper: str = "",
    words: str = "",
    level: str = "",
    by: str = "",
    payer: str = "",
    cost_rupiah: int | None = None,
) -> StepTaken:
    """Write down what happened. Clocks of the law that it starts run from that moment.

    Raises:
        RuleBroken: `choice_unknown`, `future`, `lp_incomplete`.

    Source: DOMAIN sections 4.2 and 13.
    """
    with acting(actor, LAW, "take_step", proceeding):
        kind = chosen(Step, step, "step")
        refuse_if(rules.moment_problem(at, now()))
        if kind == Step.POLICE_REPORT and not (paper.strip() and level and by):
            raise refusal("lp_incomplete")
        taken = StepTaken.objects.create(
            case_id=proceeding.case_id,
            data_key_id=proceeding.data_key_id,
            proceeding=proceeding,
            step=kind,
            at=at,
            entered_at=Moment(),
            entered_by=actor.id,
            level=chosen(Level, level, "level") if level else "",
            by=chosen(By, by, "by") if by else "",
            payer=chosen(Payer, payer, "payer") if payer else "",
            cost_rupiah=cost_rupiah,
            paper=paper.strip() or None,
            words=words.strip() or None,
        )
        _meet(actor, proceeding, taken)
        _start(proceeding, taken)
        moves.tell()
    return StepTaken.objects.get(pk=taken.pk)


def strike_step(actor: Actor, step: StepTaken, *, reason: str) -> None:
    """Strike a step that was entered wrongly; the clocks it started end with that reason.

    What it met begins to run again. The line stays, struck.

    Raises:
        RuleBroken: `reason_missing`, `step_struck`.
    """
    with acting(actor, LAW, "strike_step", step):
        if not reason.strip():
            raise refusal("reason_missing")
        standing = StepTaken.objects.filter(pk=step.pk, struck_at=None)
        if not standing.update(struck_at=Moment(), struck_by=actor.id):
            raise refusal("step_struck")
        begun = LawClock.objects.filter(started_by=step, end="")
        moves.end_clocks(list(begun), end=End.ENTERED_WRONGLY, at=now(), actor=actor, reason=reason)
        _run_again(step)
        moves.tell()


def end_clock(actor: Actor, clock: LawClock, *, reason: str) -> None:
    """End a clock that does not concern this case after all, with the reason; never that of Ps 41.

    Raises:
        RuleBroken: `reason_missing`, `clock_over`, `opinion_missing` for the duty to report.
    """
    with acting(actor, LAW, "end_clock", clock):
        if clock.rule == PS_41:
            raise refusal("opinion_missing")
        if not reason.strip():
            raise refusal("reason_missing")
        moves.end_clocks([clock], end=End.ENTERED_WRONGLY, at=now(), actor=actor, reason=reason)
        moves.tell()


def _meet(actor: Actor, proceeding: Proceeding, taken: StepTaken) -> None:
    running = LawClock.objects.filter(end="", began_at__lte=taken.at)
    met = running.filter(proceeding=proceeding, rule__in=rules.met_by(Step(taken.step)))
    moves.end_clocks(list(met), end=End.MET, at=taken.at, actor=actor)
    if taken.step == Step.POLICE_REPORT:
        end = rules.duty_met_by(By(taken.by))
        duty = LawClock.objects.filter(case_id=taken.case_id, rule=PS_41, end="")
        if end is not None:
            moves.end_clocks(list(duty), end=end, at=taken.at, actor=actor)
            end_turn(taken.case_id, Verb.ASK_HER)


def _start(proceeding: Proceeding, taken: StepTaken) -> None:
    case = moves.facts_of(taken.case_id)
    facts = moves.proceeding_facts(proceeding, case)
    on = taken.at.astimezone(moves.zone()).date()
    for clock in rules.started_by(Step(taken.step), facts, on):
        begun = moves.start_clock(
            clock,
            case_id=taken.case_id,
            data_key_id=taken.data_key_id,
            began_at=taken.at,
            proceeding=proceeding,
            step=taken,
        )
        moves.waits(begun, case)


def _run_again(step: StepTaken) -> None:
    """Let what only this step had met run again."""
    rules_met = [*rules.met_by(Step(step.step))]
    met = LawClock.objects.filter(
        proceeding=step.proceeding, rule__in=rules_met, end=End.MET, ended_at=step.at
    )
    if step.step == Step.POLICE_REPORT:
        duty = LawClock.objects.filter(
            case_id=step.case_id,
            rule=PS_41,
            end__in=[End.REPORTED, End.VICTIM_REPORTED],
            ended_at=step.at,
        )
        met = met | duty
    case = moves.facts_of(step.case_id)
    for clock in list(met):
        LawClock.objects.filter(pk=clock.pk).update(end="", ended_at=None, ended_by=None)
        clock.refresh_from_db()
        moves.waits(clock, case)
