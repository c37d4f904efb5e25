"""Days in court: planned with somebody who goes along, then what came of them."""

from datetime import datetime
from uuid import UUID

from lindung.casework import queries as casework
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.turns import end_turn
from lindung.legal import moves
from lindung.legal.codes import HearingKind, HearingState
from lindung.legal.models import Hearing, Proceeding
from lindung.legal.policy import LAW
from lindung.legal.refusals import chosen, refusal


def plan_hearing(
    actor: Actor,
    proceeding: Proceeding,
    *,
    kind: str,
    at: datetime,
    companion: UUID | None = None,
    place: str = "",
    closed_doors: bool = False,
    remote: bool = False,
) -> Hearing:
    """Plan a day. Without a companion it stands among the manager's tasks at once.

    Raises:
        RuleBroken: `choice_unknown`, `hearing_past`, `companion_not_on_case`.
    """
    with acting(actor, LAW, "plan_hearing", proceeding):
        what = chosen(HearingKind, kind, "kind")
        if at <= now():
            raise refusal("hearing_past")
        if companion and not casework.works_on_case(proceeding.case_id, companion):
            raise refusal("companion_not_on_case")
        hearing = Hearing.objects.create(
            case_id=proceeding.case_id,
            data_key_id=proceeding.data_key_id,
            proceeding=proceeding,
            kind=what,
            at=at,
            companion_id=companion,
            closed_doors=closed_doors,
            remote=remote,
            entered_at=Moment(),
            entered_by=actor.id,
            place=place.strip() or None,
        )
        moves.hearing_waits(hearing, moves.facts_of(proceeding.case_id))
        moves.tell()
    return Hearing.objects.get(pk=hearing.pk)


def end_hearing(actor: Actor, hearing: Hearing, *, state: str, words: str = "") -> None:
    """Say what came of it. A postponed one is planned anew with its new day.

    Raises:
        RuleBroken: `choice_unknown`, `hearing_not_yet`, `hearing_over`.
    """
    with acting(actor, LAW, "end_hearing", hearing):
        became = chosen(HearingState, state, "state")
        if became == HearingState.PLANNED:
            raise refusal("choice_unknown", "state")
        if became == HearingState.HELD and hearing.at > now():
            raise refusal("hearing_not_yet")
        planned = Hearing.objects.filter(pk=hearing.pk, state=HearingState.PLANNED)
        if not planned.update(
            state=became, ended_at=Moment(), words=moves.sealed(hearing, "words", words)
        ):
            raise refusal("hearing_over")
        end_turn(hearing.pk)
        moves.tell()
