"""The reporter's mailbox: replies only. Her own words are never shown back."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from lindung.core.acting import opening
from lindung.core.actor import Actor
from lindung.intake.codes import ReporterStatus, Sender
from lindung.intake.models import Message, Report
from lindung.intake.policy import POLICY
from lindung.intake.rules import reporter_status


class Reply(NamedTuple):
    """One message of the unit to whoever holds the code."""

    sender: str
    sent_at: datetime
    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What the code opens."""

    number: str
    status: ReporterStatus
    messages: list[Reply]
    may_write: bool
    report_id: UUID
    unit_id: UUID
    decoy: bool


def read_mailbox(actor: Actor, report: Report) -> Mailbox:
    """Open the unit's replies, the oldest first, for whoever holds the code; it is noted.

    The mailbox key must be held open already: the code alone brings it.
    """
    with opening(actor, POLICY, "read_mailbox", report):
        rows = Message.objects.filter(report=report, sender=Sender.STAFF)
        replies = [
            Reply(row.sender, row.sent_at, row.words.reveal() if row.words else "", not row.read_at)
            for row in rows.order_by("sent_at", "id")
        ]
    status = reporter_status(report.state, waiting_for_reporter=report.waiting_for_reporter)
    return Mailbox(report.number, status, replies, True, report.pk, report.unit_id, False)


def empty_mailbox(actor: Actor, report: Report) -> Mailbox:
    """Return what the second code opens: a report received, and nothing else. It is noted."""
    with opening(actor, POLICY, "read_mailbox", report):
        status = ReporterStatus.RECEIVED
        return Mailbox(report.number, status, [], True, report.pk, report.unit_id, True)
