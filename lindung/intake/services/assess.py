"""How urgent a report is: answers, triage, raising. Raised freely, lowered only by two."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from lindung.access.codes import Ask, Role
from lindung.access.services import withdraw_approval
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.events import publish
from lindung.core.turns import end_turn
from lindung.intake import moves, rules
from lindung.intake.codes import (
    Answer,
    Authority,
    CaseType,
    Form,
    Institution,
    Relation,
    Risk,
    SetBy,
    State,
    Verb,
)
from lindung.intake.events import ReportRaised
from lindung.intake.instruments import newest
from lindung.intake.models import Report, Screening
from lindung.intake.policy import POLICY
from lindung.intake.told import known_area, require_code
from lindung.people.codes import Tri

FACTS = frozenset({"forms", "relation", "area", "child", "institution_named", "institutions"})
CODES: Mapping[str, type[TextChoices]] = {
    "forms": Form,
    "relation": Relation,
    "child": Tri,
    "institution_named": Tri,
    "institutions": Institution,
}
NOTHING_ASKED = (Risk.UNASSESSED, Risk.LOW)  # all ten asked and no: that is low


def screen(
    actor: Actor, report: Report, *, instrument: str, answers: Mapping[str, str]
) -> Screening:
    """Keep the answers to an instrument, and let them set the level until a person confirms it.

    All ten asked and answered no make low what only unasked questions had made medium; no answer
    lowers what a yes or a person made.

    Raises:
        RuleBroken: `instrument_unknown`, `answer_unknown`, `not_answered`, `report_ended`.
    """
    with acting(actor, POLICY, "screen", report):
        moves.require_open(report)
        own = _scored(instrument, answers)
        known = newest(instrument)
        row = Screening.objects.create(
            report=report,
            instrument=instrument,
            version=known.version if known else 0,
            answers=dict(answers),
            level=own.level,
            emergency=own.emergency,
            answered_by=actor.id,
            answered_at=Moment(),
        )
        human = report.risk if report.risk_set_by == SetBy.HUMAN else Risk.UNASSESSED
        made = moves.levels_of(report)
        level = rules.highest([made.level, human])
        _announce(report, level, emergency=made.emergency)
        score = rules.Score(level, report.emergency or made.emergency, made.reasons)
        moves.set_level(report, score, actor.id, reason="")
    return row


def triage(
    actor: Actor,
    report: Report,
    *,
    case_types: Collection[str],
    authority: str,
    risk: str,
    emergency: bool = False,
    reason: str = "",
    **facts: Any,
) -> None:
    """Say what kind of matter a report is, whose, and how urgent; a person answers for the level.

    Args:
        actor: who assesses it.
        report: open.
        case_types: codes of `CaseType`, at least one.
        authority: a code of `Authority`.
        risk: low, medium or high.
        emergency: somebody is in danger at this moment.
        reason: why, in a word.
        facts: `forms`, `relation`, `area`, `child`, `institution_named`, `institutions`; what is
            left out stays as it is.

    Raises:
        RuleBroken: `case_types_missing`, `authority_missing`, `risk_missing`, `choice_unknown`;
            `screen_first` for a low risk while not all ten questions were asked;
            `lower_needs_second` for one below what the answers, the facts or a colleague made;
            `report_ended`, `report_changed`.
    """
    with acting(actor, POLICY, "triage", report):
        moves.require_open(report)
        _require_codes(case_types, authority, risk)
        changes = _changes(report, facts)
        if changes:
            moves.move(report, None, **changes)
        score = rules.Score(Risk(risk), emergency)
        _require_not_lower(report, score)
        _announce(report, score.level, emergency=emergency)
        if report.looked_at is None:
            moves.move(report, looked_at=Moment(), looked_by=actor.id)
        moves.set_level(
            report,
            score,
            actor.id,
            reason=reason,
            state=None if report.state == State.TRIAGED else State.TRIAGED,
            risk_set_by=SetBy.HUMAN,
            case_types=sorted(set(case_types)),
            authority=authority,
        )
        end_turn(report.pk, Verb.LOOK)
        end_turn(report.pk, Verb.TRIAGE)
        moves.wait_for(report, Verb.DECIDE, role=Role.CASE_MANAGER)


def raise_risk(
    actor: Actor, report: Report, *, risk: str, emergency: bool = False, reason: str = ""
) -> None:
    """Say that a report is more urgent than was thought. Nobody needs to agree.

    An emergency stays one, and what was asked about a lower level is taken back.

    Raises:
        RuleBroken: `not_higher`, `report_ended`, `report_changed`.
    """
    with acting(actor, POLICY, "raise_risk", report):
        moves.require_open(report)
        require_code(Risk, risk, "risk")
        new, is_now = Risk(risk), emergency or report.emergency
        same = rules.highest([new, report.risk]) == Risk(report.risk)
        if same and is_now == report.emergency:
            raise RuleBroken("not_higher", _("That is not higher than now."), "risk")
        level = rules.highest([new, report.risk])
        withdraw_approval(actor, report.pk, Ask.LOWER_RISK)
        _announce(report, level, emergency=is_now)
        score = rules.Score(level, is_now)
        moves.set_level(report, score, actor.id, reason=reason, risk_set_by=SetBy.HUMAN)


def _scored(instrument: str, answers: Mapping[str, str]) -> rules.Score:
    known = newest(instrument)
    if known is None:
        raise RuleBroken("instrument_unknown", _("This unit does not use that instrument."))
    if not set(answers.values()) <= set(Answer.values):
        raise RuleBroken("answer_unknown", _("Choose one of the four answers."))
    try:
        score = rules.score(known, answers)
    except ValueError:
        raise RuleBroken("answer_unknown", _("That question is not in the instrument.")) from None
    if score.level == Risk.UNASSESSED:
        raise RuleBroken("not_answered", _("Answer at least one question."))
    return score


def _require_codes(case_types: Collection[str], authority: str, risk: str) -> None:
    if not case_types or not set(case_types) <= set(CaseType.values):
        raise RuleBroken("case_types_missing", _("Choose the kind of matter."), "case_types")
    if authority not in Authority.values:
        raise RuleBroken("authority_missing", _("Choose whose matter it is."), "authority")
    if risk not in Risk.values or risk == Risk.UNASSESSED:
        raise RuleBroken("risk_missing", _("Choose the level of risk."), "risk")


def _changes(report: Report, facts: Mapping[str, Any]) -> dict[str, object]:
    """Return the facts that were told anew."""
    unknown = set(facts) - FACTS
    if unknown:
        raise TypeError(f"A triage knows no {sorted(unknown)}.")
    for name, kind in CODES.items():
        if facts.get(name):
            require_code(kind, facts[name], name)
    told: dict[str, object] = {name: facts.get(name) for name in ("relation", "child")}
    for name in ("forms", "institutions"):
        told[name] = None if facts.get(name) is None else sorted(set(facts[name]))
    told["area_id"] = known_area(facts.get("area") or "")
    told["institution_named"] = (
        Tri.YES if facts.get("institutions") else facts.get("institution_named")
    )
    return {n: value for n, value in told.items() if value not in (None, "", getattr(report, n))}


def _require_not_lower(report: Report, score: rules.Score) -> None:
    """Raise unless the level is at least what answers, facts and people made of it."""
    human = report.risk if report.risk_set_by == SetBy.HUMAN else Risk.UNASSESSED
    made = moves.levels_of(report)
    if report.emergency and not score.emergency:
        message = _("Only a second person ends an emergency. Ask for it.")
        raise RuleBroken("lower_needs_second", message, "emergency")
    floor = rules.highest([made.level, human])
    if not rules.is_lower(score.level, floor) and (floor, score.level) != NOTHING_ASKED:
        return
    unasked = made.level in {Risk.UNASSESSED, Risk.MEDIUM} and not moves.facts_of(report).matter
    if human == Risk.UNASSESSED and unasked:
        message = _("Low means that all ten questions were asked and answered no. Ask them first.")
        raise RuleBroken("screen_first", message, "risk")
    message = _("Only a second person lowers the risk. Ask for it, with a reason.")
    raise RuleBroken("lower_needs_second", message, "risk")


def _announce(report: Report, level: Risk, *, emergency: bool) -> None:
    """Tell the modules above that a report became more urgent."""
    if rules.is_lower(report.risk, level) or (emergency and not report.emergency):
        now = emergency or report.emergency
        event = ReportRaised(report_id=str(report.pk), risk=level.value, emergency=now)
        publish(event)
