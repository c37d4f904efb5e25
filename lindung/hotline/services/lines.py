"""What comes in by a connected channel, and what goes out by it: rows first, the network later."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import connection
from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.files import store_file
from lindung.core.keys import load_keys
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.lines import Held, LetterKind, LetterState, Safe
from lindung.hotline.engine import database_now
from lindung.hotline.incoming import ORIGIN, Heard, Incoming
from lindung.hotline.models.contact import Contact, Raw
from lindung.hotline.models.lines import ChannelLine, HeldFile, Letter, Thread
from lindung.hotline.policy.lines import LETTERS, LINES, THREADS
from lindung.hotline.queries.lines import has_question, may_leave
from lindung.hotline.rules import lines as rules
from lindung.intake import services as intake
from lindung.intake.codes import State
from lindung.intake.files import MOST_BYTES, CheckedFile, UploadedBytes, checked, short_name

if TYPE_CHECKING:
    from lindung.directory.models import Unit
    from lindung.intake.models import Report

WHY_HELD = {
    "file_kind_unknown": Held.UNKNOWN,
    "file_too_large": Held.TOO_LARGE,
    "file_broken": Held.BROKEN,
    "file_empty": Held.BROKEN,
    "file_locked": Held.LOCKED,
}
MOMENTS = {
    LetterState.SENT: "sent_at",
    LetterState.DELIVERED: "delivered_at",
    LetterState.READ: "read_at",
    LetterState.FAILED: "failed_at",
}


def hear(actor: Actor, unit: "Unit", said: Incoming) -> Heard:
    """Write one message down: raw record, contact, report and its clock, all or nothing.

    The same message again changes nothing. A message of a known thread is added to its report; the
    first one, and one after that report has ended, makes a report of its own that calls. Whatever
    cannot be opened is kept too. Nothing is said to the network here: call it in a frame, and move
    the channel's own mark on only when that frame is committed.

    Args:
        actor: the machine.
        unit: whose channel it is.
        said: the message.
    """
    with acting(actor, LINES, "hear", ChannelLine(channel=said.channel)):
        origin = ORIGIN[said.channel]
        outside, address = (
            moves.external_id(origin, said.outside_id),
            moves.address_hash(said.channel, said.address),
        )
        _one_at_a_time(address)
        known = Raw.objects.filter(origin=origin, external_id=outside).select_related("thread")
        before = known.first()
        if before is not None and before.thread is not None:
            return Heard(before.thread.subject_id, before.thread.pk, before.pk, False, True)
        files, held = _sift(said.files)
        thread = _thread(said.channel, address)
        report = _goes_on(thread)
        if thread is not None and report is not None:
            raw = _add(actor, thread, report, said, outside, files)
        else:
            thread, raw = _begin(
                actor, unit, thread, said, outside=outside, address=address, files=files
            )
        _hold(raw, held)
        _after(actor, thread, said)
        moves.tell()
        return Heard(thread.subject_id, thread.pk, raw.pk, report is None)


def add_files(actor: Actor, raw_id: UUID, files: Sequence[UploadedBytes]) -> None:
    """Hang files that a channel brought later on the report of the message they belong to."""
    raw = Raw.objects.select_related("thread__contact__report").get(pk=raw_id)
    with acting(actor, LINES, "hear", ChannelLine(channel=raw.origin)):
        good, held = _sift(files)
        report = raw.thread.contact.report if raw.thread else None
        if report is not None and good:
            intake.take_more(actor, report, words="", files=good)
        load_keys([raw.data_key_id])
        _hold(raw, held)
        moves.tell()


def answer_thread(
    actor: Actor,
    thread: Thread,
    *,
    words: str,
    life_in_danger: bool = False,
    reason: str = "",
    through_case: bool = False,
    template: str = "",
) -> Letter:
    """Write to whoever wrote. It leaves only if she may be contacted this way, asked twice.

    The first time here, so that the officer learns it at once; the second time at the moment of
    sending, since an hour may have passed.

    Args:
        actor: who writes.
        thread: seen before, with its contact and report.
        words: no address, plan, time or form of violence: another may read along.
        life_in_danger: an officer answers for breaking the silence.
        reason: why; without a word danger does not count.
        through_case: a case that stands on the report was asked first, by its own policy.
        template: a name of neutral words, where a channel takes no others.

    Raises:
        RuleBroken: `may_not_contact`, `channel_closed`, or what `intake.reply` raises.
    """
    with acting(actor, THREADS, "answer_thread", thread):
        _require_open(thread.channel)
        allowed, why = may_leave(actor, thread, life_in_danger=life_in_danger, reason=reason)
        if not allowed:
            message = _(
                "Unknown is no: she did not say that an answer here is safe. Wait for her, or"
                " write down why a life is in danger."
            )
            raise RuleBroken("may_not_contact", message, "words")
        report = _report_of(thread)
        written = intake.write_to_channel(actor, report, words=words, through_case=through_case)
        load_keys([thread.data_key_id])
        letter = Letter.objects.create(
            channel=thread.channel,
            kind=LetterKind.REPLY,
            thread=thread,
            message=written,
            template=template,
            written_by=actor.id,
            why=why,
            data_key_id=thread.data_key_id,
            reason=reason.strip() if life_in_danger and reason.strip() else None,
            due_at=Moment(),
            queued_at=Moment(),
        )
        moves.tell()
        return letter


def say_safe_now(actor: Actor, thread: Thread, *, safe: str) -> None:
    """Write down what she answered to "Is it safe to answer here now?"; it holds for this talk.

    Raises:
        RuleBroken: `choice_unknown`.
    """
    with acting(actor, THREADS, "say_safe_now", thread):
        moves.require_choice(safe in Safe.values)
        Thread.objects.filter(pk=thread.pk).update(safe=safe, safe_at=Moment(), safe_by=actor.id)
        thread.refresh_from_db(fields=["safe", "safe_at", "safe_by"])
        moves.tell()


def note_status(
    actor: Actor,
    channel: str,
    outside_id: str,
    state: str,
    *,
    code: str = "",
    at: datetime | None = None,
) -> bool:
    """Write down how far something has come, as its channel tells it; in whatever order it comes.

    Args:
        actor: the machine.
        channel: which one tells it.
        outside_id: the channel's name for what was sent.
        state: a code of `LetterState`: sent, delivered, read or failed.
        code: the channel's own code of a failure.
        at: the channel's time of it, if it tells one.

    Returns:
        Whether that letter is known here; tell it again later if not.
    """
    hashed = moves.external_id(ORIGIN[channel], f"out/{outside_id}")
    letter = Letter.objects.filter(channel=channel, outside_id=hashed).first()
    if letter is None:
        return False
    with acting(actor, LETTERS, "note_status", letter):
        column = MOMENTS[LetterState(state)]
        changes: dict[str, object] = {}
        if getattr(letter, column) is None:
            changes[column] = at or Moment()
        if rules.newer(letter.state, state) or (
            state == LetterState.FAILED and letter.state == LetterState.SENT
        ):
            changes |= {"state": state, "code": code[:40]}
            if letter.sent_at is None and state != LetterState.FAILED:
                changes["sent_at"] = changes.get(column, Moment())
        if changes:
            Letter.objects.filter(pk=letter.pk).update(**changes)
            moves.tell()
    return True


def _one_at_a_time(address: bytes) -> None:
    """Let two messages of one address take turns, so that two first ones make one report."""
    with connection.cursor() as cursor:
        number = int.from_bytes(address[:8], "big", signed=True)
        cursor.execute("select pg_advisory_xact_lock(%s)", [number])


def _sift(
    files: Sequence[UploadedBytes],
) -> tuple[list[CheckedFile], list[tuple[UploadedBytes, Held]]]:
    """Return files that can be shown, and those that are kept unopened, with why."""
    good: list[CheckedFile] = []
    held: list[tuple[UploadedBytes, Held]] = []
    for file in files:
        if len(file.content) > MOST_BYTES:
            held.append((file, Held.TOO_LARGE))
            continue
        try:
            good += checked([file])
        except RuleBroken as broken:
            held.append((file, WHY_HELD.get(broken.code, Held.BROKEN)))
    return good, held


def _thread(channel: str, address: bytes) -> Thread | None:
    rows = Thread.objects.select_related("contact__report").select_for_update(of=("self",))
    return rows.filter(channel=channel, address_hash=address).first()


def _goes_on(thread: Thread | None) -> "Report | None":
    """Return the report that a message belongs to; nothing when it is a telling of its own."""
    if thread is None or thread.contact.report is None:
        return None
    report: Report = thread.contact.report
    if report.ended_at is None:
        return report
    fresh = database_now() - thread.last_in_at <= rules.GOES_ON
    return report if report.state == State.IN_CASE and fresh else None


def _begin(
    actor: Actor,
    unit: "Unit",
    thread: Thread | None,
    said: Incoming,
    *,
    outside: bytes,
    address: bytes,
    files: Sequence[CheckedFile],
) -> tuple[Thread, Raw]:
    """Make contact, raw record and report of a first message, and its thread."""
    teller = {"name": said.name, "phone": said.phone, "email": said.email}
    report, person_id = intake.take_message(
        actor, unit, channel=said.channel, words=said.words, files=files, **teller
    )
    contact = Contact(id=uuid4(), channel=said.channel, report=report, subject_id=report.pk)
    contact.taken_by = contact.entered_by = MACHINE.id
    contact.person_id = person_id
    origin = ORIGIN[said.channel]
    moves.write_contact(contact, origin, outside, None, said.phone or said.email, said.raw)
    contact = Contact.objects.select_related("report", "raw").get(pk=contact.pk)
    load_keys([contact.data_key_id])
    if thread is None:
        thread = Thread(channel=said.channel, address_hash=address)
    adding = thread._state.adding
    thread.contact, thread.subject_id = contact, report.pk
    thread.data_key_id = contact.data_key_id
    thread.address, thread.tail = said.address, said.tail or None
    thread.last_in_at, thread.safe, thread.safe_at, thread.asked_at = Moment(), "", None, None
    thread.save(force_insert=adding)
    raw: Raw = contact.raw
    Raw.objects.filter(pk=raw.pk).update(thread=thread)
    thread.refresh_from_db(fields=["last_in_at"])
    return thread, raw


def _add(
    actor: Actor,
    thread: Thread,
    report: "Report",
    said: Incoming,
    outside: bytes,
    files: Sequence[CheckedFile],
) -> Raw:
    """Add a message to the report of its thread."""
    load_keys([thread.data_key_id])
    raw = Raw.objects.create(
        origin=ORIGIN[said.channel],
        external_id=outside,
        came_at=Moment(),
        data_key_id=thread.data_key_id,
        body=said.raw or None,
        thread=thread,
    )
    intake.take_more(actor, report, words=said.words, files=files)
    if said.tail:
        thread.tail = said.tail
    thread.last_in_at = Moment()
    thread.save(update_fields=["tail", "last_in_at"])
    thread.refresh_from_db(fields=["last_in_at"])
    return raw


def _hold(raw: Raw, held: Sequence[tuple[UploadedBytes, Held]]) -> None:
    for file, why in held:
        HeldFile.objects.create(
            raw=raw,
            file=store_file(io.BytesIO(file.content)),
            why=why,
            data_key_id=raw.data_key_id,
            name=short_name(file.name),
        )


def _after(actor: Actor, thread: Thread, said: Incoming) -> None:
    """Read whether she said that an answer is safe; ask it once, where the head wrote how."""
    here = database_now()
    if said.automatic:
        return
    safe = rules.read_safe(said.words, asked_at=thread.asked_at, now=here)
    if safe:
        Thread.objects.filter(pk=thread.pk).update(safe=safe, safe_at=here, safe_by=actor.id)
        return
    asked = thread.asked_at is not None and here - thread.asked_at <= rules.ASK_AGAIN
    if asked or not has_question(thread.channel):
        return
    Thread.objects.filter(pk=thread.pk).update(asked_at=here)
    Letter.objects.create(
        channel=thread.channel,
        kind=LetterKind.QUESTION,
        thread=thread,
        written_by=actor.id,
        why="talking",
        data_key_id=thread.data_key_id,
        due_at=Moment(),
        queued_at=Moment(),
    )


def _require_open(channel: str) -> None:
    if not ChannelLine.objects.filter(channel=channel, opened_at__isnull=False).exists():
        raise RuleBroken("channel_closed", _("This channel is not open."), "words")


def _report_of(thread: Thread) -> "Report":
    report = thread.contact.report
    if report is None:
        raise RuleBroken("channel_closed", _("This channel is not open."), "words")
    return report
