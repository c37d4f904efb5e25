"""How a report ends: in a case, explained and informed, joined with another one, or stopped."""

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lindung.access.codes import Ask
from lindung.access.services import withdraw_approval
from lindung.core.acting import acting, missed
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.events import publish
from lindung.core.models import Turn
from lindung.core.turns import end_turn
from lindung.intake import moves, rules
from lindung.intake.codes import Finding, Risk, Sender, SetBy, State, Verb
from lindung.intake.events import ReportEnded
from lindung.intake.models import Message, Report, ReporterRequest
from lindung.intake.policy import POLICY

OF_THE_DESK = (Verb.LOOK, Verb.TRIAGE, Verb.DECIDE)


def put_in_case(actor: Actor, report: Report) -> None:
    """Let `report` stand in a case. Called inside the act of casework that opens or widens it.

    What the reporter waits for goes on waiting.

    Raises:
        RuleBroken: `state_not_allowed` when it has ended, or `report_changed`.
    """
    with acting(actor, POLICY, "put_in_case", report):
        _withdraw(actor, report)
        looked = {
            "looked_at": Coalesce(F("looked_at"), Moment()),
            "looked_by": report.looked_by or actor.id,
        }
        moves.move(report, State.IN_CASE, ended_at=Moment(), **_responded(), **looked)
        Turn.objects.filter(record_id=report.pk, verb__in=OF_THE_DESK).delete()
        _publish(report)


def inform_and_end(actor: Actor, report: Report, *, finding: str, words: str) -> None:
    """End `report` without a case: it was explained why, and where help is.

    Whoever holds the code reads the words. Nobody is ever told that a report was false.

    Raises:
        RuleBroken: `finding_missing`, `words_missing`; `confirmed_needs_case`; `lower_risk_first`
            for an emergency or a high risk; `state_not_allowed`, `report_changed`.
    """
    with acting(actor, POLICY, "inform_and_end", report):
        if finding not in Finding.values:
            raise RuleBroken("finding_missing", _("Choose what was found."), "finding")
        if finding == Finding.CONFIRMED:
            message = _("What is confirmed becomes a case, or goes to who must handle it.")
            raise RuleBroken("confirmed_needs_case", message, "finding")
        if not words.strip():
            message = _("Write what was explained, and where she was directed.")
            raise RuleBroken("words_missing", message, "words")
        _require_not_urgent(report)
        _withdraw(actor, report)
        if report.mailbox_key_id:
            Message.objects.create(
                report=report,
                sender=Sender.STAFF,
                staff_id=actor.id,
                sent_at=Moment(),
                data_key_id=report.mailbox_key_id,
                words=words.strip(),
            )
        outcome = Report._meta.get_field("outcome").seal_for(report, words.strip())
        closes = {"mailbox_closes_at": Moment() + moves.MAILBOX_OPEN} if report.has_mailbox else {}
        moves.end(
            report,
            State.INFORMED,
            **{"finding": finding, "outcome": outcome, **_responded(), **closes},
        )
        _publish(report)


def join(actor: Actor, report: Report, *, to: Report) -> None:
    """End `report` because `to` tells of the same. Both stay readable, and no danger is lost.

    Raises:
        Denied: `actor` may not see one of the two.
        RuleBroken: `join_itself`; `join_ended` when `to` leads nowhere; `attach_to_case` when it
            is in a case; `state_not_allowed`, `report_changed`.
    """
    with acting(actor, POLICY, "join", report), acting(actor, POLICY, "join", to):
        _require_joinable(report, to)
        _withdraw(actor, report)
        level = rules.highest([report.risk, to.risk])
        emergency = report.emergency or to.emergency
        if (level, emergency) != (to.risk, to.emergency):
            confirmed = SetBy.HUMAN in {report.risk_set_by, to.risk_set_by}
            set_by = SetBy.HUMAN if confirmed else SetBy.MACHINE
            moves.set_level(
                to, rules.Score(level, emergency), actor.id, reason="", risk_set_by=set_by
            )
        moves.end(report, State.JOINED, joined_to=to, **_responded())
        _publish(report)


def stop(actor: Actor, report: Report, request: ReporterRequest | None, *, confirmed: bool) -> None:
    """Decide what the wish of whoever holds the code comes to.

    Confirmed means: by the safe way to reach her, or in person. Not confirmed, all goes on. A
    report in a case stays there; what follows is for the case.

    Raises:
        NotFound: the wish belongs to another report.
        RuleBroken: `no_request`, `request_decided`; `lower_risk_first` for an emergency or a high
            risk; `report_changed`.
    """
    with acting(actor, POLICY, "stop", report):
        if request is None:
            raise RuleBroken("no_request", _("Nobody asked for it."))
        if request.report_id != report.pk:
            raise missed(actor, POLICY, "stop", str(request.pk))
        undecided = ReporterRequest.objects.filter(pk=request.pk, decided_at=None)
        if not undecided.update(decided_at=Moment(), decided_by=actor.id, confirmed=confirmed):
            raise RuleBroken("request_decided", _("A colleague decided this already."))
        end_turn(report.pk, Verb.STOP_REQUEST)
        if confirmed and report.ended_at is None:
            _require_not_urgent(report)
            _withdraw(actor, report)
            moves.end(report, State.STOPPED, **_responded())
            _publish(report)


def _require_joinable(report: Report, to: Report) -> None:
    if to.pk == report.pk:
        raise RuleBroken("join_itself", _("Choose another report."), "to")
    if to.state == State.IN_CASE:
        message = _("That report is in a case. Put this one in the case too.")
        raise RuleBroken("attach_to_case", message, "to")
    if to.ended_at is not None:
        raise RuleBroken("join_ended", _("That report has ended. Choose an open one."), "to")


def _require_not_urgent(report: Report) -> None:
    """Raise while ending it would lower a risk by one person alone."""
    if report.emergency or report.risk == Risk.HIGH:
        message = _("This risk is high. A second person must lower it before the report ends.")
        raise RuleBroken("lower_risk_first", message)


def _withdraw(actor: Actor, report: Report) -> None:
    """Take back what was asked about the risk: it is over."""
    withdraw_approval(actor, report.pk, Ask.LOWER_RISK)


def _responded() -> dict[str, object]:
    return {"responded_at": Coalesce(F("responded_at"), Moment())}


def _publish(report: Report) -> None:
    publish(ReportEnded(report_id=str(report.pk), state=report.state))
