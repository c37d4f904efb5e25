"""Everything that reads connected channels: lists freely, words and secrets as a noted opening."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count

from lindung.core.acting import missed, opening, refused
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.errors import Denied
from lindung.core.keys import load_keys
from lindung.core.seal import Sealed
from lindung.hotline.codes.lines import CONNECTABLE, LeaveWhy, LetterKind, LetterState, Safe
from lindung.hotline.engine import database_now
from lindung.hotline.models.lines import ChannelLine, HeldFile, Letter, Thread
from lindung.hotline.policy.lines import LINES, THREADS
from lindung.hotline.rules import lines as rules
from lindung.hotline.rules.contact import strictest
from lindung.hotline.rules.window import window_ends_at
from lindung.intake.codes import Channel
from lindung.intake.queries import read_to_send
from lindung.people import queries as people
from lindung.people.codes import ContactChannel

SEALED_LINE = ("settings", "question", "decision")
SEALED_THREAD = ("address", "tail")
ALIVE_WITHIN = timedelta(minutes=2)  # [I]: a line is looked at every few seconds
WAYS: dict[str, ContactChannel] = {
    Channel.SMS: ContactChannel.SMS,
    Channel.EMAIL: ContactChannel.EMAIL,
    Channel.WHATSAPP: ContactChannel.WHATSAPP,
    Channel.CHAT: ContactChannel.MAILBOX,
}


@dataclass(frozen=True, slots=True)
class LineRow:
    """How a channel stands, as a list shows it: nothing sealed."""

    id: UUID
    channel: str
    channel_label: str
    driver: str
    driver_label: str
    opened_at: datetime | None
    looked_at: datetime | None
    decided_at: datetime | None
    seen_at: datetime | None
    alive: bool
    fault_label: str
    n_broken: int


@dataclass(frozen=True, slots=True)
class LetterLine:
    """How far something that goes out has come."""

    kind_label: str
    queued_at: datetime
    state: str
    state_label: str
    code: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread of a connected channel on its report's page."""

    thread: Thread
    channel_label: str
    open: bool
    allowed: bool
    why_label: str
    safe_label: str
    safe_at: datetime | None
    last_in_at: datetime
    letters: tuple[LetterLine, ...]
    n_held: int
    window_ends_at: datetime | None = None  # until then the channel takes free words, if it limits

    @property
    def window_open(self) -> bool:
        """Say whether free words may leave still, as far as the channel limits them."""
        return self.window_ends_at is None or self.window_ends_at > now()


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a courier carries: to whom, and which words. Nothing of it is ever logged."""

    key: UUID  # the same for a repeated try
    channel: str
    kind: str
    address: str
    words: str
    tail: str = ""
    template: str = ""
    last_in_at: datetime | None = None


def lines(actor: Actor) -> list[LineRow]:
    """Return the unit's channels, nothing opened. One query."""
    rows = LINES.only(actor, "view_line", ChannelLine.objects.defer(*SEALED_LINE))
    return [_row(one) for one in rows.order_by("channel")]


def get_line(actor: Actor, channel: str, *, to: str = "view_line") -> ChannelLine | None:
    """Return the unit's line of a channel, if there is one that `actor` may see. One query."""
    rows = LINES.only(actor, to, ChannelLine.objects.defer(*SEALED_LINE))
    return rows.filter(channel=channel).first()


def allowed_lines(actor: Actor) -> set[str]:
    """Return what `actor` may do to a line, for buttons. No query."""
    return {action for action in LINES.rules if LINES.speaks_for(actor, action, ChannelLine())}


def refuse_lines(actor: Actor, action: str = "view_line") -> Denied:
    """Note that `actor` may not do `action` to channels, and return the error."""
    return refused(actor, LINES, action, actor.unit_id)


def read_settings(actor: Actor, line: ChannelLine) -> dict[str, Any]:
    """Open the places, names and secrets of a line, for the machine alone; it is noted."""
    with opening(actor, LINES, "read_line", line):
        load_keys([line.data_key_id])
        full = ChannelLine.objects.only("settings", "data_key_id").get(pk=line.pk)
        found: dict[str, Any] = json.loads(_words(full.settings) or "{}")
        return found


def read_question(actor: Actor, line: ChannelLine) -> str:
    """Open the words that ask whether an answer is safe; it is noted."""
    with opening(actor, LINES, "read_question", line):
        load_keys([line.data_key_id])
        return _words(ChannelLine.objects.only("question", "data_key_id").get(pk=line.pk).question)


def has_question(channel: str) -> bool:
    """Say whether an open line asks whoever writes first if an answer is safe. One query."""
    rows = ChannelLine.objects.filter(channel=channel, opened_at__isnull=False)
    return rows.filter(question__isnull=False).exists()


def threads_of(actor: Actor, report_id: UUID) -> list[Thread]:
    """Return the threads that belong to a report now, unopened. One query."""
    rows = THREADS.only(actor, "view_thread", Thread.objects.defer(*SEALED_THREAD))
    found = rows.filter(subject_id=report_id).select_related("contact__person", "contact__report")
    return list(found.order_by("-last_in_at"))


def get_thread(actor: Actor, report_id: UUID, thread_id: UUID, *, to: str) -> Thread:
    """Return one thread of a report, or note the attempt and raise `NotFound`. One query."""
    rows = THREADS.only(actor, to, Thread.objects.defer(*SEALED_THREAD))
    rows = rows.filter(subject_id=report_id, pk=thread_id)
    found = rows.select_related("contact__person", "contact__report").first()
    if found is None:
        raise missed(actor, THREADS, to, str(thread_id))
    return found


def views_of(actor: Actor, report_id: UUID, channel: str) -> list[ThreadView]:
    """Return how the threads of a report stand, if its channel has any."""
    if channel not in CONNECTABLE:
        return []
    return [view_thread(actor, thread) for thread in threads_of(actor, report_id)]


def view_thread(actor: Actor, thread: Thread) -> ThreadView:
    """Return how a thread stands: whether an answer may leave now, and how far each has come."""
    may, why = may_leave(actor, thread)
    is_open = ChannelLine.objects.filter(channel=thread.channel, opened_at__isnull=False).exists()
    rows = Letter.objects.filter(thread=thread).defer("reason").order_by("queued_at")
    letters = tuple(
        LetterLine(
            row.get_kind_display(),
            row.queued_at,
            row.state,
            row.get_state_display(),
            row.code if row.state == LetterState.FAILED else "",
        )
        for row in rows
    )
    held = HeldFile.objects.filter(raw__thread=thread).aggregate(n=Count("pk"))["n"]
    return ThreadView(
        thread=thread,
        channel_label=thread.get_channel_display(),
        open=is_open,
        allowed=may and is_open,
        why_label=str(LeaveWhy(why).label) if is_open else str(LeaveWhy.CLOSED.label),
        safe_label=str(Safe(thread.safe).label) if thread.safe else "",
        safe_at=thread.safe_at,
        last_in_at=thread.last_in_at,
        letters=letters,
        n_held=held,
        window_ends_at=window_ends_at(thread.channel, thread.last_in_at),
    )


def may_leave(
    actor: Actor,
    thread: Thread,
    *,
    life_in_danger: bool = False,
    reason: str = "",
    automatic: bool = False,
) -> tuple[bool, str]:
    """Say whether something may go out to whoever wrote in `thread` now, and why, as a code.

    Everybody known by this number or address is asked; one no outweighs every yes.
    """
    if life_in_danger and reason.strip():
        return True, LeaveWhy.LIFE_IN_DANGER
    way = WAYS.get(thread.channel)
    verdicts: list[tuple[bool, str]] = []
    if way is not None:
        asked = [people.may_contact(actor, one, way) for one in _somebody(actor, thread, way)]
        verdicts = [(one.allowed, one.why) for one in asked]
    return rules.may_leave(
        strictest(verdicts),
        now=database_now(),
        last_in_at=thread.last_in_at,
        safe=thread.safe,
        safe_at=thread.safe_at,
        automatic=automatic,
    )


def parcel_of(actor: Actor, letter: Letter) -> Parcel:
    """Open what is about to leave: the address and the words; it is noted."""
    thread = letter.thread
    if thread is None:
        raise ValueError("a call to a colleague has words of its own: see `letters`")
    with opening(actor, THREADS, "address_letter", thread):
        load_keys([thread.data_key_id])
        full = Thread.objects.only(*SEALED_THREAD, "data_key_id").get(pk=thread.pk)
        words = ""
        if letter.message is not None:
            words = read_to_send(actor, letter.message)
        elif letter.kind == LetterKind.QUESTION:
            line = ChannelLine.objects.get(channel=letter.channel)
            words = read_question(actor, line)
        return Parcel(
            key=letter.pk,
            channel=letter.channel,
            kind=letter.kind,
            address=_words(full.address),
            words=words,
            tail=_words(full.tail),
            template=letter.template,
            last_in_at=thread.last_in_at,
        )


def n_unsent(channel: str) -> int:
    """Return how many letters of a channel wait to be sent. One query."""
    return Letter.objects.filter(
        channel=channel, state__in=[LetterState.QUEUED, LetterState.LEASED]
    ).count()


def _somebody(actor: Actor, thread: Thread, way: str) -> list[Any]:
    """Return whoever is known by the number or address of a thread."""
    person = thread.contact.person
    somebody = [person] if person is not None else []
    with opening(actor, THREADS, "match_thread", thread):
        load_keys([thread.data_key_id])
        address = _words(Thread.objects.only("address", "data_key_id").get(pk=thread.pk).address)
    find = people.by_email if way == ContactChannel.EMAIL else people.by_phone
    if way != ContactChannel.MAILBOX:
        ids = {one.pk for one in somebody}
        somebody += [one for one in find(actor, address) if one.pk not in ids]
    return somebody


def _row(line: ChannelLine) -> LineRow:
    alive = line.up and line.seen_at is not None and now() - line.seen_at < ALIVE_WITHIN
    return LineRow(
        line.pk,
        line.channel,
        line.get_channel_display(),
        line.driver,
        line.get_driver_display(),
        line.opened_at,
        line.looked_at,
        line.decided_at,
        line.seen_at,
        alive,
        str(line.get_fault_display()) if line.fault else "",
        line.n_broken,
    )


def _words(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
