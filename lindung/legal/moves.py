"""What several services of the law do alike: starting, meeting and ending clocks, and turns."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model

from lindung.access.codes import Role
from lindung.casework import queries as casework
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.frame import this_unit
from lindung.core.notify import Topic, tell_screens
from lindung.core.seal import SealedTextField
from lindung.core.turns import end_turn, set_turn
from lindung.directory.queries import unit_by_id
from lindung.intake.clocks import Clock
from lindung.legal import rules
from lindung.legal.codes import CLOCK, DUTY, HEARING, ORDER, End, Procedure, Track, Verb
from lindung.legal.models import Hearing, LawClock, Order, Proceeding, StepTaken
from lindung.legal.refusals import refusal


def sealed(row: Model, field: str, words: str) -> object:
    """Return words sealed for a column of a row, or None for none, to be used in an update."""
    column = type(row)._meta.get_field(field)
    if not isinstance(column, SealedTextField):
        raise TypeError(field)
    return column.seal_for(row, words.strip()) if words.strip() else None


def zone() -> ZoneInfo:
    """Return the time zone of the unit at work."""
    return ZoneInfo(unit_by_id(this_unit()).time_zone)


def facts_of(case_id: UUID) -> casework.CaseFacts:
    """Return what the law asks of a case of this unit."""
    facts = casework.facts_of_case(case_id)
    if facts is None:
        raise LookupError(case_id)
    return facts


def proceeding_facts(proceeding: Proceeding, case: casework.CaseFacts) -> rules.Facts:
    """Return what the law asks of a proceeding."""
    return rules.Facts(
        tpks=case.tpks or case.sexual,
        kdrt=case.kdrt,
        track=Track(proceeding.track),
        procedure=Procedure(proceeding.procedure),
    )


def start_clock(  # what the law says now is written down with it
    clock: Clock,
    *,
    case_id: UUID,
    data_key_id: UUID,
    began_at: datetime,
    proceeding: Proceeding | None = None,
    step: StepTaken | None = None,
    told_by: str = "",
) -> LawClock:
    """Let a limit of the law run for a case."""
    if clock.limit is None:
        raise ValueError(clock.id)
    warn_at, due_at = rules.due(clock.limit, began_at, zone())
    return LawClock.objects.create(
        case_id=case_id,
        data_key_id=data_key_id,
        proceeding=proceeding,
        rule=clock.id,
        rule_from=clock.valid_from,
        basis=clock.basis,
        sure=clock.sure,
        amount=clock.limit.amount,
        every=clock.limit.every,
        began_at=began_at,
        due_at=due_at,
        warn_at=warn_at,
        started_by=step,
        told_by=told_by,
    )


def waits(clock: LawClock, facts: casework.CaseFacts) -> None:
    """Let the manager of the case see a clock among the tasks from when it is to be warned of."""
    set_turn(
        clock.pk,
        Verb.CLOCK,
        kind=CLOCK,
        number=facts.number,
        next_at=clock.due_at,
        staff_id=facts.manager_id,
        subject_id=clock.case_id,
    )


def end_clocks(
    clocks: Collection[LawClock], *, end: End, at: datetime, actor: Actor, reason: str = ""
) -> None:
    """End clocks that still run, at the moment it really happened."""
    for clock in clocks:
        running = LawClock.objects.filter(pk=clock.pk, end="")
        if not running.update(
            end=end, ended_at=at, ended_by=actor.id, reason=sealed(clock, "reason", reason)
        ):
            raise refusal("clock_over")
        end_turn(clock.pk)


def order_waits(order: Order, facts: casework.CaseFacts) -> None:
    """Let the manager know in time that protection, or detention, ends."""
    set_turn(
        order.pk,
        Verb.ORDER,
        kind=ORDER,
        number=facts.number,
        next_at=order.warn_at,
        staff_id=facts.manager_id,
        subject_id=order.case_id,
    )


def hearing_waits(hearing: Hearing, facts: casework.CaseFacts) -> None:
    """Let whoever goes along see the day; without a companion the manager is to find one."""
    set_turn(
        hearing.pk,
        Verb.HEARING,
        kind=HEARING,
        number=facts.number,
        next_at=hearing.at if hearing.companion_id else now(),
        staff_id=hearing.companion_id or facts.manager_id,
        subject_id=hearing.case_id,
    )


def ask_her(case_id: UUID, facts: casework.CaseFacts) -> None:
    """Let the manager be asked whether the victim herself has spoken to the unit."""
    set_turn(
        case_id,
        Verb.ASK_HER,
        kind=DUTY,
        number=facts.number,
        next_at=now(),
        staff_id=facts.manager_id,
        subject_id=case_id,
    )


def role_waits(clock: LawClock, number: str, verb: Verb, role: Role) -> None:
    """Let whoever holds `role` confirm an hour or sign a reason, at once."""
    set_turn(
        clock.pk,
        verb,
        kind=CLOCK,
        number=number,
        next_at=now(),
        role=role,
        subject_id=clock.case_id,
    )


def tell() -> None:
    """Let open screens know that tasks changed."""
    tell_screens(this_unit(), Topic.TASKS)
