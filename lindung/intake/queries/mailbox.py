"""The reporter's mailbox: replies only. Her own words are never shown back."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from lindung.core.acting import opening
from lindung.core.actor import Actor
from lindung.intake.codes import ReporterStatus, Sender
from lindung.intake.models import Message, Party, Report
from lindung.intake.policy import POLICY
from lindung.intake.rules import needs_code_word, reporter_status
from lindung.people import queries as people
from lindung.people.codes import PersonRole


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
    n_locked: int = 0  # replies that wait for her code word


def read_mailbox(actor: Actor, report: Report, *, word: str = "") -> Mailbox:
    """Open the unit's replies, the oldest first, for whoever holds the code; it is noted.

    The mailbox key must be held open already: the code alone brings it. A reply written later than
    two minutes after her last message stays closed until her code word is said, if she left one.

    Args:
        actor: whoever holds the code.
        report: whose mailbox.
        word: what was typed as her code word.
    """
    with opening(actor, POLICY, "read_mailbox", report):
        rows = list(Message.objects.filter(report=report).order_by("sent_at", "id"))
        shown = [row for row in rows if row.sender == Sender.STAFF]
        locked = _locked(actor, report, rows, word) if shown else set()
        replies = [
            Reply(row.sender, row.sent_at, row.words.reveal() if row.words else "", not row.read_at)
            for row in shown
            if row.pk not in locked
        ]
    status = reporter_status(report.state, waiting_for_reporter=report.waiting_for_reporter)
    return Mailbox(
        report.number, status, replies, True, report.pk, report.unit_id, False, len(locked)
    )


def _locked(actor: Actor, report: Report, rows: list[Message], word: str) -> set[UUID]:
    """Return which replies wait for her code word."""
    ties = Party.objects.filter(report=report, role=PersonRole.REPORTER).select_related("person")
    said = people.says_code_word(actor, [tie.person for tie in ties], word)
    if said is None or said:
        return set()
    hers = [r.sent_at for r in rows if r.sender == Sender.REPORTER and not r.via_decoy]
    heard = [report.entered_at, *hers]
    return {
        row.pk
        for row in rows
        if row.sender == Sender.STAFF and needs_code_word(row.sent_at, heard, has_word=True)
    }


def empty_mailbox(actor: Actor, report: Report) -> Mailbox:
    """Return what the second code opens: a report received, and nothing else. It is noted."""
    with opening(actor, POLICY, "read_mailbox", report):
        status = ReporterStatus.RECEIVED
        return Mailbox(report.number, status, [], True, report.pk, report.unit_id, True)
