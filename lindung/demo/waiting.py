"""Last night, and what waits this morning: a few reports that somebody should look at now."""

from datetime import datetime, timedelta
from uuid import UUID

from lindung.core.models import Turn
from lindung.demo.batch import Batch
from lindung.demo.dice import Dice
from lindung.demo.reports import invent_report
from lindung.demo.units import Office
from lindung.intake.codes import Channel, Finding, Risk, SetBy, State
from lindung.intake.models import Report

NIGHT = ((11.0, Risk.HIGH), (8.5, Risk.MEDIUM), (5.0, Risk.LOW))  # hours ago
FRESH_MINUTES = 4
LOOK_MINUTES = {Risk.HIGH: 4, Risk.MEDIUM: 9, Risk.LOW: 20}


def invent_last_night(dice: Dice, office: Office, now: datetime) -> int:
    """Write three reports of last night, two of them undecided, and a fresh one."""
    batch = Batch()
    for hours, risk in NIGHT:
        received, mark = now - timedelta(hours=hours), dice.uuid()
        if Report.objects.filter(pk=mark).exists():
            return 0  # loaded before with the same seed
        made = invent_report(dice, office, received, batch, report_id=mark, risk=risk)
        report = made.report
        looked = received + timedelta(minutes=LOOK_MINUTES[risk])
        report.channel = Channel.WEB
        report.entered_at, report.entered_by, report.looked_at = received, None, looked
        report.responded_at = looked if risk == Risk.HIGH else None
        report.look_due_at = received + timedelta(minutes=60 if risk == Risk.LOW else 15)
        if risk == Risk.LOW:
            report.state, report.ended_at = State.INFORMED, looked + timedelta(minutes=40)
            report.finding = Finding.NOT_OURS
            continue
        report.finding, report.risk_set_by = "", SetBy.HUMAN
        batch.add(_turn(dice, office, report.id, report.number, now + timedelta(hours=3)))
    _add_one_that_waits(dice, office, now - timedelta(minutes=FRESH_MINUTES), batch)
    batch.write()
    return len(NIGHT) + 1


def _add_one_that_waits(dice: Dice, office: Office, received: datetime, batch: Batch) -> None:
    """Let one report of this very hour wait for its first look."""
    report = invent_report(dice, office, received, batch, risk=Risk.MEDIUM).report
    report.channel, report.state, report.entered_at = Channel.WEB, State.RECEIVED, received
    report.entered_by = report.looked_at = report.looked_by = report.handled_by = None
    report.responded_at, report.finding, report.authority = None, "", ""
    report.case_types, report.risk_set_by = [], SetBy.MACHINE
    report.look_due_at = received + timedelta(minutes=15)
    turn = _turn(dice, office, report.id, report.number, report.look_due_at)
    turn.verb = "look"
    batch.add(turn)


def _turn(dice: Dice, office: Office, report_id: UUID, number: str, at: datetime) -> Turn:
    return Turn(
        id=dice.uuid(),
        kind="intake.report",
        record_id=report_id,
        subject_id=report_id,
        number=number,
        verb="decide",
        next_role="operator",
        next_at=at,
    )
