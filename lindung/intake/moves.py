"""What several services of a report do alike: conditional changes, turns, limits, attachments."""

import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Max, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _

from lindung.access.codes import Role
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.files import store_file
from lindung.core.models import Turn
from lindung.core.notify import Topic, tell_screens
from lindung.core.turns import end_turn, set_turn
from lindung.directory import queries as directory
from lindung.directory.codes import Limit
from lindung.intake import rules
from lindung.intake.codes import About, Risk, State, Verb
from lindung.intake.files import CheckedFile
from lindung.intake.models import Attachment, Report, RiskChange, Screening

KIND = "intake.report"
MAILBOX_OPEN = timedelta(days=365)  # after the last reply. Source: FRAME section 5
UNKNOWN_LIMIT = timedelta(hours=24)  # until something follows where no limit is known; HOTLINE s.3
Limits = dict[Limit, timedelta | None]


def move(report: Report, state: State | None = None, **changes: object) -> None:
    """Change a report only if it still stands where we think; no lock, no lost update.

    Raises:
        RuleBroken: `state_not_allowed`, or `report_changed` when a colleague was faster.
    """
    if state is not None:
        if state not in rules.NEXT_STATES[State(report.state)]:
            message = _("This report has ended, so this cannot be done any more.")
            raise RuleBroken("state_not_allowed", message)
        changes["state"] = state
    same = Report.objects.filter(pk=report.pk, state=report.state, risk=report.risk)
    if not same.filter(emergency=report.emergency).update(**changes):
        message = _("Somebody else changed this report. Read it again first.")
        raise RuleBroken("report_changed", message)
    report.refresh_from_db()
    tell(report.unit_id)


def tell(unit_id: UUID) -> None:
    """Let open screens know that the inbox and the tasks changed."""
    tell_screens(unit_id, Topic.INBOX)


def end(report: Report, state: State, **changes: object) -> None:
    """End a report; what waited for somebody waits no more."""
    move(report, state, ended_at=Moment(), **changes)
    end_turn(report.pk)


def require_open(report: Report) -> None:
    """Raise `report_ended` unless something may still be done."""
    if report.ended_at is not None:
        raise RuleBroken("report_ended", _("This report has ended."))


def hour_in(unit_id: UUID) -> int:
    """Return the hour of the day where a unit is."""
    return now().astimezone(ZoneInfo(directory.unit_by_id(unit_id).time_zone)).hour


def limits_for(
    start: Combinable, score: rules.Score, limits: Limits, hour: int
) -> dict[str, object]:
    """Return until when somebody must look, and until when service must have begun."""
    look = rules.look_limit(score.level, limits, emergency=score.emergency, hour=hour)
    respond = rules.respond_limit(score.level, limits)
    return {
        "look_due_at": start + look,
        "respond_due_at": None if respond is None else start + respond,
    }


def levels_of(report: Report) -> rules.Score:
    """Return the level that stored answers and facts of a report make. Two queries.

    What two people agreed to lower was looked at then: only what was answered later counts.
    """
    agreed = RiskChange.objects.filter(report=report, approved_by__isnull=False)
    since = agreed.aggregate(at=Max("changed_at"))["at"]
    stored = Screening.objects.filter(report=report).order_by("answered_at", "id")
    if since is not None:
        stored = stored.filter(answered_at__gt=since)
    screenings = [
        rules.Answers(*row) for row in stored.values_list("instrument", "version", "answers")
    ]
    return rules.level_of_report(screenings, facts_of(report) if since is None else rules.Facts())


def facts_of(report: Report) -> rules.Facts:
    """Return what a report says of its level beside its screenings."""
    return rules.Facts(report.child, tuple(report.forms), report.relation)


def set_level(
    report: Report,
    score: rules.Score,
    changed_by: UUID,
    *,
    reason: str,
    approved_by: UUID | None = None,
    state: State | None = None,
    **more: object,
) -> None:
    """Set a report's level and emergency, keep the change with its reason, and move the clocks.

    A higher level found later counts from now, since the unit did not know before; it never
    prolongs a limit that runs.
    """
    old, was_now = report.risk, report.emergency
    limits = directory.limits_of(report.unit_id)
    fresh = limits_for(Moment(), score, limits, hour_in(report.unit_id))
    clocks: dict[str, object] = {"look_due_at": Least(F("look_due_at"), fresh["look_due_at"])}
    if fresh["respond_due_at"] is not None:
        clocks["respond_due_at"] = Least(
            Coalesce(F("respond_due_at"), fresh["respond_due_at"]), fresh["respond_due_at"]
        )
    urgent = score.emergency or score.level == Risk.HIGH
    if urgent:
        more["flood"] = False  # any red flag takes it out. Source: FRAME section 5
    move(report, state, **{"risk": score.level, "emergency": score.emergency, **clocks, **more})
    if (old, was_now) != (score.level, score.emergency):
        RiskChange.objects.create(
            report=report,
            old=old,
            new=score.level,
            emergency=score.emergency,
            changed_by=changed_by,
            approved_by=approved_by,
            changed_at=Moment(),
            data_key_id=report.data_key_id,
            reason=reason.strip() or None,
        )
        hurry_turns(report)


def hurry_turns(report: Report) -> None:
    """Bring forward what waits for somebody when a report became more urgent."""
    due = report.respond_due_at if report.looked_at else report.look_due_at
    if due is not None:
        waiting = Turn.objects.filter(record_id=report.pk, next_at__gt=due)
        waiting.filter(verb__in=[Verb.LOOK, Verb.TRIAGE, Verb.DECIDE]).update(next_at=due)


def wait_for(
    report: Report, verb: Verb, *, next_at: Combinable | None = None, role: str = ""
) -> None:
    """Say what somebody must do next: who handles the report, else the role whose turn it is."""
    handler = report.handled_by
    set_turn(
        report.pk,
        verb,
        kind=KIND,
        number=report.number,
        next_at=next_at if next_at is not None else _due(report),
        role="" if handler else role or desk_role(report),
        staff_id=handler,
    )


def start_waiting(report: Report, verb: Verb) -> None:
    """Say what somebody must do first with a new report, where nothing waits yet."""
    Turn.objects.create(
        record_id=report.pk,
        subject_id=report.pk,
        kind=KIND,
        number=report.number,
        verb=verb,
        next_at=_due(report),
        next_role=desk_role(report),
    )


def _due(report: Report) -> Combinable:
    """Return when service must have begun; where no limit is known, a day from now."""
    if report.respond_due_at is None:
        return Moment() + UNKNOWN_LIMIT
    return Value(report.respond_due_at)


def desk_role(report: Report) -> str:
    """Return whose turn a report is that nobody handles yet."""
    complaint = report.about == About.STAFF_COMPLAINT
    return Role.APPROVER if complaint else Role.OPERATOR


def hand_turns(report: Report) -> None:
    """Give what waits on a report to who handles it, or back to the desk."""
    handler = report.handled_by
    Turn.objects.filter(record_id=report.pk).update(
        next_staff=handler, next_role="" if handler else desk_role(report)
    )


def waiting(report: Report) -> tuple[tuple[str, str, str], ...]:
    """Return what waits on a report that nobody handles: verb, whose role, until when."""
    rows = Turn.objects.filter(record_id=report.pk).order_by("verb")
    return tuple((row.verb, row.next_role, row.next_at.isoformat()) for row in rows)


def wait_again(report: Report, turns: Iterable[tuple[str, str, str]]) -> None:
    """Let exactly that wait on a report again, for whoever holds the role."""
    Turn.objects.filter(record_id=report.pk).delete()
    for verb, role, until in turns:
        set_turn(
            report.pk,
            verb,
            kind=KIND,
            number=report.number,
            next_at=datetime.fromisoformat(until),
            role=role,
        )


def step_back(report: Report, state: State | None, **changes: object) -> None:
    """Let nobody handle a report any more, if it still stands where we think.

    The one way back to a state that was left; only what undoes an act goes it.
    """
    if state is not None:
        changes["state"] = state
    same = Report.objects.filter(pk=report.pk, handled_by=report.handled_by, state=report.state)
    if not same.update(handled_by=None, **changes):
        message = _("Somebody else changed this report. Read it again first.")
        raise RuleBroken("report_changed", message)
    report.refresh_from_db()
    tell(report.unit_id)


def keep_files(
    report: Report, files: Iterable[CheckedFile], *, key_id: UUID, added_by: UUID | None
) -> None:
    """Seal files and their clean copies, and hang them on a report."""
    for file in files:
        bare = None if file.clean is None else store_file(io.BytesIO(file.clean))
        Attachment.objects.create(
            report=report,
            kind=file.kind,
            original=store_file(io.BytesIO(file.original)),
            clean_copy=bare,
            size=len(file.original),
            added_at=Moment(),
            added_by=added_by,
            data_key_id=key_id,
            file_name=file.name,
        )
