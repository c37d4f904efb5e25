"""The unit's own duty to report sexual violence to the police: UU 12/2022 Ps 41, 3 × 24 hours.

It runs from the hour the victim herself reported to the unit, back-dated when the class comes
later. A doctor, psychologist or social worker arms it too, and counsel confirms the hour. A third
party or a nameless report arms nothing, but asks whether she has spoken to us. It ends by a police
report, or by her decision in a complaint offence, or on review; never by a plain waiver.

Source: DOMAIN section 0a.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from lindung.access.codes import Role
from lindung.casework.queries import CaseFacts
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.turns import end_turn
from lindung.intake.clocks import clock as clock_by_id
from lindung.legal import moves, rules
from lindung.legal.codes import PS_41, End, Offence, Told, Verb
from lindung.legal.models import LawClock
from lindung.legal.policy import LAW, SIGNING
from lindung.legal.refusals import chosen, refusal, refuse_if

if TYPE_CHECKING:
    from uuid import UUID

    from lindung.casework.models import Case


def watch_duty(actor: Actor, case_id: "UUID") -> None:
    """Arm the duty when a case of sexual violence has her own report, else ask for it. Once."""
    facts = moves.facts_of(case_id)
    known = LawClock.objects.filter(case_id=case_id, rule=PS_41).exists()
    if known or not (facts.tpks or facts.sexual):
        return
    record = LawClock(case_id=case_id, data_key_id=facts.data_key_id)
    with acting(actor, LAW, "watch_duty", record):
        if facts.victim_told_at is None:
            moves.ask_her(case_id, facts)
        else:
            _arm(case_id, facts, Told.VICTIM, facts.victim_told_at)
        moves.tell()


def answer_duty(actor: Actor, case: "Case", *, told_by: str, at: datetime | None = None) -> None:
    """Say who told the unit, and when: the victim herself, or somebody whose word arms the duty.

    Raises:
        RuleBroken: `choice_unknown`, `duty_open`, `duty_not_tpks`, `hour_missing`, `future`.
    """
    record = LawClock(case=case, data_key_id=case.data_key_id)
    with acting(actor, LAW, "arm_duty", record):
        said = chosen(Told, told_by, "told_by")
        facts = moves.facts_of(case.pk)
        if not (facts.tpks or facts.sexual):
            raise refusal("duty_not_tpks")
        if LawClock.objects.filter(case=case, rule=PS_41, end="").exists():
            raise refusal("duty_open")
        if not rules.arms(said):
            moves.ask_her(case.pk, facts)
            return
        if at is None:
            raise refusal("hour_missing")
        refuse_if(rules.moment_problem(at, now()))
        _arm(case.pk, facts, said, at)
        end_turn(case.pk, Verb.ASK_HER)
        moves.tell()


def confirm_hour(actor: Actor, clock: LawClock, *, at: datetime) -> None:
    """Confirm, as counsel or head, the hour from which the duty runs; it may be another one.

    Raises:
        RuleBroken: `future`, `clock_over`.
    """
    with acting(actor, LAW, "confirm_hour", clock):
        refuse_if(rules.moment_problem(at, now()))
        limit = clock_by_id(clock.rule).limit
        if limit is None:
            raise refusal("clock_over")
        warn_at, due_at = rules.due(limit, at, moves.zone())
        running = LawClock.objects.filter(pk=clock.pk, end="")
        if not running.update(
            began_at=at,
            warn_at=warn_at,
            due_at=due_at,
            confirmed_at=Moment(),
            confirmed_by=actor.id,
        ):
            raise refusal("clock_over")
        clock.refresh_from_db()
        end_turn(clock.pk, Verb.CONFIRM)
        moves.waits(clock, moves.facts_of(clock.case_id))
        moves.tell()


def write_opinion(
    actor: Actor,
    clock: LawClock,
    *,
    end: str,
    reason: str,
    offence: str = "",
    disability: str = "",
    informed_at: datetime | None = None,
) -> None:
    """Write why the duty may end without a police report. The clock runs on until the head signs.

    Args:
        actor: counsel, or who works on the case.
        clock: that of Ps 41.
        end: `complaint` or `not_tpks`.
        reason: her decision and the legal reason, or why it is no crime of that law.
        offence: which complaint offence.
        disability: yes, no, unknown: only *no* lets an adult decide.
        informed_at: when she was told what a police report means.

    Raises:
        RuleBroken: `end_unknown`, `reason_missing`, `offence_missing`, `not_an_adult`,
            `disability_not_excluded`, `not_informed`, `future`, `clock_over`.
    """
    with acting(actor, LAW, "write_opinion", clock):
        if clock.rule != PS_41 or end not in {End.COMPLAINT, End.NOT_TPKS}:
            raise refusal("end_unknown")
        if not reason.strip():
            raise refusal("reason_missing")
        facts = moves.facts_of(clock.case_id)
        if end == End.COMPLAINT:
            if not offence:
                raise refusal("offence_missing")
            refuse_if(
                rules.complaint_problem(
                    age_band=facts.age_band,
                    disability=disability,
                    informed=informed_at is not None,
                )
            )
        if informed_at is not None and informed_at > now():
            raise refusal("future", "informed_at")
        running = LawClock.objects.filter(pk=clock.pk, end="")
        if not running.update(
            offence=chosen(Offence, offence, "offence") if end == End.COMPLAINT else "",
            informed_at=informed_at,
            opinion_at=Moment(),
            opinion_by=actor.id,
            opinion=moves.sealed(clock, "opinion", reason),
        ):
            raise refusal("clock_over")
        moves.role_waits(clock, facts.number, Verb.SIGN, Role.UNIT_HEAD)
        moves.tell()


def sign_opinion(actor: Actor, clock: LawClock) -> None:
    """Sign, as the head, why no police report is made. Only now does the clock end.

    Raises:
        RuleBroken: `clock_over`.
    """
    with acting(actor, SIGNING, "sign_opinion", clock):
        end = End.COMPLAINT if clock.offence else End.NOT_TPKS
        running = LawClock.objects.filter(pk=clock.pk, end="", opinion_at=clock.opinion_at)
        if not running.update(end=end, ended_at=Moment(), ended_by=actor.id):
            raise refusal("clock_over")
        end_turn(clock.pk)
        moves.tell()


def refuse_opinion(actor: Actor, clock: LawClock, *, reason: str) -> None:
    """Send the reason back: the duty stands, and the clock was never stopped.

    Raises:
        RuleBroken: `reason_missing`, `clock_over`.
    """
    with acting(actor, SIGNING, "refuse_opinion", clock):
        if not reason.strip():
            raise refusal("reason_missing")
        running = LawClock.objects.filter(pk=clock.pk, end="")
        if not running.update(
            opinion_at=None,
            opinion_by=None,
            offence="",
            reason=moves.sealed(clock, "reason", reason),
        ):
            raise refusal("clock_over")
        end_turn(clock.pk, Verb.SIGN)
        moves.tell()


def _arm(case_id: "UUID", facts: CaseFacts, told_by: Told, at: datetime) -> None:
    begun = moves.start_clock(
        clock_by_id(PS_41),
        case_id=case_id,
        data_key_id=facts.data_key_id,
        began_at=at,
        told_by=told_by,
    )
    moves.waits(begun, facts)
    if rules.needs_confirming(told_by):
        moves.role_waits(begun, facts.number, Verb.CONFIRM, Role.COUNSEL)
