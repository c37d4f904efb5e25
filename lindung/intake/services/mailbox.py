"""What whoever holds a code may do: read replies, write, ask to stop. Nobody has signed in.

Each of these finds the report by its code, with friction where somebody guesses, and opens a frame
of its own. A wrong code, a closed mailbox and none at all answer alike: `None` or `False`.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import REPORTER
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.core.keys import hold_plain_key
from lindung.directory import queries as directory
from lindung.intake import door, friction, moves, rules
from lindung.intake.codes import Request, Sender, Verb
from lindung.intake.files import UploadedBytes, checked
from lindung.intake.models import Message, Report, ReporterRequest
from lindung.intake.policy import POLICY
from lindung.intake.queries.mailbox import Mailbox, empty_mailbox, read_mailbox

MOST_LETTERS = 20_000
DECIDE_STOP_WITHIN = timedelta(hours=24)  # [I]; asking safely takes its time
CHECK_SAFETY_WITHIN = timedelta(minutes=15)  # [I]; as medium risk


@dataclass(frozen=True, slots=True)
class Found:
    """A report found by its code, in its frame, the mailbox key open unless it is the decoy."""

    report: Report
    decoy: bool

    @property
    def key_id(self) -> UUID:
        """Return what seals a message; what comes with the second code, the unit alone reads."""
        mailbox = None if self.decoy else self.report.mailbox_key_id
        return mailbox or self.report.data_key_id


def open_mailbox(code: str, network: str = "", word: str = "") -> Mailbox | None:
    """Open the mailbox of a code: the unit's replies only, never what was told.

    A wrong code word counts as a guess of this network.

    Args:
        code: as typed.
        network: the address it comes from.
        word: her code word, for replies that wait for it.

    Raises:
        friction.TryLater: too many of this network look up codes at once.
    """
    with _found(code, network) as found:
        if found is None:
            return None
        if found.decoy:
            return empty_mailbox(REPORTER, found.report)
        opened = read_mailbox(REPORTER, found.report, word=word)
    if word and opened.n_locked:
        friction.note_miss(door.network_digest(network, now().date()))
    return opened


def write_from_reporter(
    code: str, text: str, files: Sequence[UploadedBytes] = (), network: str = ""
) -> bool:
    """Keep a message of whoever holds the code. Say whether the code is known.

    Raises:
        RuleBroken: `message_missing`, `message_too_long`, or what `files.checked` raises.
        friction.TryLater: as `open_mailbox`.
    """
    words = text.strip()
    if not words and not files:
        raise RuleBroken("message_missing", _("Write something, or add a file."), "text")
    if len(words) > MOST_LETTERS:
        message = _("At most %(n)d letters at once. Send it in parts.") % {"n": MOST_LETTERS}
        raise RuleBroken("message_too_long", message, "text")
    clean = checked(files)
    with _found(code, network) as found:
        if found is None:
            return False
        report = found.report
        with acting(REPORTER, POLICY, "write_from_reporter", report):
            Message.objects.create(
                report=report,
                sender=Sender.REPORTER,
                sent_at=Moment(),
                via_decoy=found.decoy,
                data_key_id=found.key_id,
                words=words or None,
            )
            moves.keep_files(report, clean, key_id=report.data_key_id, added_by=None)
            Report.objects.filter(pk=report.pk).update(waiting_for_reporter=False)
            moves.wait_for(report, Verb.ANSWER, next_at=Moment() + _answer_within(report))
            moves.tell(report.unit_id)
    return True


def ask_to_stop(code: str, network: str = "") -> bool:
    """Let a person decide that whoever holds the code wants it to stop. Nothing changes by itself.

    Asking twice is asking once. Say whether the code is known.
    """
    with _found(code, network) as found:
        if found is None:
            return False
        report = found.report
        with acting(REPORTER, POLICY, "ask_to_stop", report):
            if not ReporterRequest.objects.filter(report=report, decided_at=None).exists():
                ReporterRequest.objects.create(
                    report=report,
                    request=Request.STOP,
                    asked_at=Moment(),
                    via_decoy=found.decoy,
                )
                due = Moment() + DECIDE_STOP_WITHIN
                moves.wait_for(report, Verb.STOP_REQUEST, next_at=due)
                moves.tell(report.unit_id)
    return True


def mark_read(code: str, network: str = "", sent_at: Collection[datetime] | None = None) -> bool:
    """Remember that replies were seen, all or those of `sent_at`. Say whether the code fits."""
    with _found(code, network) as found:
        if found is None or found.decoy:
            return found is not None
        with acting(REPORTER, POLICY, "mark_read", found.report):
            unread = Message.objects.filter(report=found.report, sender=Sender.STAFF, read_at=None)
            if sent_at is not None:  # others wait for her code word
                unread = unread.filter(sent_at__in=list(sent_at))
            unread.update(read_at=Moment())
    return True


def make_second_code(code: str, network: str = "") -> str | None:
    """Make a second code that opens an empty mailbox, and return it; an earlier one ends.

    Whoever is forced to show her mailbox shows that one; it leaves a silent mark for the unit.
    """
    with _found(code, network) as found:
        if found is None or found.decoy:
            return None
        with acting(REPORTER, POLICY, "make_second_code", found.report):
            second = door.new_code()
            Report.objects.filter(pk=found.report.pk).update(
                decoy_lookup=door.reporter_keys(second).lookup
            )
    return second


@contextmanager
def _found(code: str, network: str) -> Iterator[Found | None]:
    """Find a report by its code and work in its frame."""
    digits = door.read_code(code)
    if digits is None:  # a slip of the finger: it names nothing, so nothing was guessed
        yield None
        return
    with friction.unhurried(network) as counted:
        keys = door.reporter_keys(digits)
        row = _look_up(keys.lookup)
        if row is None or directory.is_practice(row[0]):  # the public reaches no invented case
            friction.note_miss(counted)
            yield None
            return
        unit_id, report_id, decoy = row
    with frame(unit_id):
        report = Report.objects.get(pk=report_id)
        if decoy:
            _mark_second_code(report)
        elif report.mailbox_key_id and report.mailbox_box:
            box = bytes(report.mailbox_box)
            plain = door.unwrap_mailbox(keys, report.mailbox_key_id, box)
            hold_plain_key(report.mailbox_key_id, plain)
        yield Found(report, decoy)


def _look_up(lookup: bytes) -> tuple[UUID, UUID, bool] | None:
    """Ask the door whose report this is; one whose mailbox has closed is as unknown as any."""
    with connection.cursor() as cursor:
        cursor.execute("select unit_id, report_id, decoy from door_report(%s)", [lookup])
        row: tuple[UUID, UUID, bool] | None = cursor.fetchone()
        return row


def _mark_second_code(report: Report) -> None:
    """Leave the silent mark: somebody may have forced her to show the mailbox."""
    unmarked = Report.objects.filter(pk=report.pk, decoy_used_at=None)
    if unmarked.update(decoy_used_at=Moment()):
        due = Moment() + CHECK_SAFETY_WITHIN
        moves.wait_for(report, Verb.SECOND_CODE, next_at=due)
        moves.tell(report.unit_id)


def _answer_within(report: Report) -> timedelta:
    """Return how soon somebody must read what she wrote: as the first look at such a risk."""
    limits = directory.limits_of(report.unit_id)
    hour = moves.hour_in(report.unit_id)
    return rules.look_limit(report.risk, limits, emergency=report.emergency, hour=hour)
