"""The end of service: asked with a checklist, agreed by a second person, and taken up again."""

from collections.abc import Mapping

from lindung.access.codes import Ask
from lindung.access.queries import open_approval
from lindung.access.services import ask_approval, decide_approval
from lindung.casework import rules, turns
from lindung.casework.codes import Check, CloseReason, Stage
from lindung.casework.models import Case, Closing
from lindung.casework.moves import close_as_agreed, move, next_look, require_no_promise
from lindung.casework.policy import CLOSING_POLICY, POLICY
from lindung.casework.refusals import chosen, refusal
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment


def ask_to_close(
    actor: Actor, case: Case, *, reason: str, checks: Mapping[str, bool], words: str
) -> Closing:
    """Ask that service ends. It goes on until a second person agrees.

    Args:
        actor: who works on the case.
        case: open, or in aftercare.
        reason: a code of `CloseReason`.
        checks: what was settled, by code of `Check`; which of them must be yes hangs on the reason.
        words: what was agreed with the client.

    Raises:
        RuleBroken: `words_missing`, `checks_missing`, `plan_open`, `closing_asked`.
    """
    with acting(actor, POLICY, "ask_to_close", case):
        why = chosen(CloseReason, reason, "reason")
        _require_settled(case, why, checks, words)
        waiting = Case.objects.filter(pk=case.pk, close_asked_at=None, stage=case.stage)
        if not waiting.update(close_asked_at=Moment()):
            raise refusal("closing_asked")
        closing = Closing.objects.create(
            case=case,
            reason=why,
            checks={check.value: bool(checks.get(check.value)) for check in Check},
            asked_by=actor.id,
            asked_at=Moment(),
            data_key_id=case.data_key_id,
            words=words.strip(),
        )
        ask_approval(
            actor,
            ask=Ask.CLOSE_CASE,
            kind=turns.CASE,
            subject_id=case.pk,
            number=case.number,
            detail=why.value,
            reason=words,
        )
        case.refresh_from_db(fields=["close_asked_at"])
    closing.refresh_from_db(fields=["asked_at"])
    return closing


def decide_closing(actor: Actor, closing: Closing, *, granted: bool) -> None:
    """Agree that service ends, or not; never the one who asked.

    Raises:
        RuleBroken: `closing_decided`, or `plan_open` when a promise was made since.
    """
    with acting(actor, CLOSING_POLICY, "decide_closing", closing):
        approval = open_approval(closing.case_id, Ask.CLOSE_CASE)
        if approval is None:
            raise refusal("closing_decided")
        decide_approval(actor, approval, granted=granted)
        close_as_agreed(approval)
    closing.refresh_from_db()


def move_to_monitoring(actor: Actor, case: Case) -> None:
    """Say that only aftercare is left. The next look at her safety follows its own rhythm.

    Raises:
        RuleBroken: `stage_not_allowed`, or `case_changed` when a colleague moved it meanwhile.
    """
    with acting(actor, POLICY, "move_to_monitoring", case):
        move(case, Stage.MONITORING, review_due_at=next_look(case, Stage.MONITORING))
        turns.review_falls_due(case)


def reopen(actor: Actor, case: Case) -> None:
    """Take up a case again that had ended, or was in aftercare.

    Raises:
        RuleBroken: `stage_not_allowed`, or `case_changed` when a colleague moved it meanwhile.
    """
    with acting(actor, POLICY, "reopen", case):
        move(
            case,
            Stage.OPEN,
            closed_at=None,
            close_reason="",
            close_asked_at=None,
            review_due_at=next_look(case, Stage.OPEN),
        )
        turns.review_falls_due(case)


def _require_settled(
    case: Case, reason: CloseReason, checks: Mapping[str, bool], words: str
) -> None:
    if not words.strip():
        raise refusal("words_missing")
    if rules.missing_checks(reason, checks):
        raise refusal("checks_missing")
    require_no_promise(case)
