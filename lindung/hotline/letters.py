"""Letters leave: claimed, checked once more, carried, marked. The network stands in no transaction.

Each letter is claimed for two minutes; whoever dies with it in hand lets it be sent again under the
same key. What she may not be sent any more is held back at the last moment. A call to a colleague
that cannot leave gives way to the next way at once.
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Value

from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.frame import frame, this_unit
from lindung.core.notify import Topic, tell_screens
from lindung.hotline.codes.lines import (
    UNSENT,
    Fault,
    LeaveWhy,
    LetterKind,
    LetterState,
)
from lindung.hotline.contact_moves import external_id
from lindung.hotline.incoming import ORIGIN
from lindung.hotline.models import Call, ChannelLine, Letter, Reach
from lindung.hotline.queries.lines import Parcel, may_leave, parcel_of, read_settings
from lindung.hotline.queries.reach import read_address
from lindung.hotline.rules import lines as rules
from lindung.hotline.sender import give_up
from lindung.intake.codes import Channel

log = logging.getLogger(__name__)
MOST_A_ROUND = 50
CALL_TRIES = 2  # a call to a colleague does not wait: the next way is tried


class Refused(Exception):
    """The other side will never take this: its code, without a word of the letter."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLater(Exception):
    """The other side cannot take it now."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Courier(Protocol):
    """Carries letters by one channel."""

    def send(self, parcel: Parcel) -> str:
        """Hand one letter over, and return the channel's name for it ("" where it has none).

        The same `parcel.key` handed over again sends nothing more where the channel can know it.

        Raises:
            Refused: it will never be taken.
            TryLater: not now; so does any other exception.
        """


class Adapter(Courier, Protocol):
    """One connected channel of one unit, as the worker runs it."""

    def fetch(self) -> int:
        """Bring in what waits, and statuses; return how many. Called again and again.

        Everything goes through `services.lines.hear` and `note_status`, each in a frame of its own;
        the channel's mark moves on only after that.

        Raises:
            LineFault: the line does not work.
        """

    def close(self) -> None:
        """Let go of the network."""


class LineFault(Exception):
    """A line does not work: a code of `Fault`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open line as an adapter is made from it."""

    unit_id: UUID
    line_id: UUID
    channel: str
    driver: str
    changed: str  # when its settings changed last: with another one the adapter is made anew
    settings: dict[str, Any] = field(repr=False)


def open_lines(unit_id: UUID, known: dict[UUID, str]) -> list[OpenLine]:
    """Return the open lines of a unit; settings are opened only where they changed since `known`.

    Args:
        unit_id: whose.
        known: line -> `changed` of what is running.
    """
    with frame(unit_id):
        rows = ChannelLine.objects.filter(opened_at__isnull=False).defer(
            "settings", "question", "decision"
        )
        return [
            OpenLine(
                unit_id,
                row.pk,
                row.channel,
                row.driver,
                changed,
                {} if known.get(row.pk) == changed else read_settings(MACHINE, row),
            )
            for row in rows
            if (changed := f"{row.changed_at.isoformat()} {row.driver}")
        ]


def beat(unit_id: UUID, channel: str, *, fault: str = "", n_broken: int = 0) -> None:
    """Say that somebody listens to a line, and whether it answers."""
    with frame(unit_id):
        rows = ChannelLine.objects.filter(channel=channel)
        row = rows.only("n_broken").first()
        if row is not None:
            rows.update(
                seen_at=Moment(), up=not fault, fault=fault, n_broken=row.n_broken + n_broken
            )


def send_letters(unit_id: UUID, channel: str, courier: Courier) -> int:
    """Let out what waits for one channel of a unit. Return how many were looked at."""
    n = 0
    while n < MOST_A_ROUND and _send_one(unit_id, channel, courier):
        n += 1
    return n


def _send_one(unit_id: UUID, channel: str, courier: Courier) -> bool:
    claimed = _claim(unit_id, channel)
    if claimed is None:
        return False
    letter, parcel, why = claimed
    if parcel is None:
        _mark(unit_id, letter, LetterState.WITHHELD, code=why)
        return True
    try:
        outside = courier.send(parcel)
    except Refused as refused:
        _mark(unit_id, letter, LetterState.FAILED, code=refused.code)
    except Exception as error:  # noqa: BLE001  # whatever a channel does, the letter is kept
        code = error.code if isinstance(error, TryLater) else type(error).__name__
        log.error("letter by %s: %s", channel, code)
        _later(unit_id, letter, code)
    else:
        _mark(unit_id, letter, LetterState.SENT, outside=outside)
    return True


def _claim(unit_id: UUID, channel: str) -> tuple[Letter, Parcel | None, str] | None:
    """Claim the letter that is due longest, and open it if it may still leave."""
    with frame(unit_id):
        due = Letter.objects.filter(channel=channel, state__in=UNSENT, due_at__lte=Moment())
        letter = (
            due.select_for_update(skip_locked=True, of=("self",))
            .select_related("thread__contact__person", "message__report", "attempt__call")
            .order_by("due_at", "id")
            .first()
        )
        if letter is None:
            return None
        letter.n_tries += 1
        Letter.objects.filter(pk=letter.pk).update(
            state=LetterState.LEASED, n_tries=letter.n_tries, due_at=Moment() + rules.LEASE
        )
        if letter.attempt is not None:
            return letter, _call_parcel(letter), LeaveWhy.CLOSED
        allowed, why = _may_still(letter)
        return letter, parcel_of(MACHINE, letter) if allowed else None, why


def _may_still(letter: Letter) -> tuple[bool, str]:
    """Ask again at the moment of sending: hours pass, minds change."""
    if letter.thread is None:
        return False, LeaveWhy.CLOSED
    if letter.why == LeaveWhy.LIFE_IN_DANGER:  # an officer answers for it, in writing
        return True, letter.why
    return may_leave(MACHINE, letter.thread, automatic=letter.kind == LetterKind.QUESTION)


def _call_parcel(letter: Letter) -> Parcel | None:
    """Return a call to a colleague: how many wait and how to answer, never of whom or what."""
    from lindung.hotline.ways_by_letter import words_of  # noqa: PLC0415  # it connects us

    attempt = letter.attempt
    if attempt is None:
        return None
    call: Call = attempt.call
    proved = Reach.objects.filter(
        staff_id=call.staff_id, way=attempt.way, ended_at=None, verified_at__isnull=False
    ).first()
    if proved is None or call.answered_at is not None:
        return None
    return Parcel(
        key=letter.pk,
        channel=letter.channel,
        kind=letter.kind,
        address=read_address(MACHINE, proved),
        words=words_of(call),
    )


def _mark(
    unit_id: UUID, letter: Letter, state: LetterState, *, code: str = "", outside: str = ""
) -> None:
    column = "sent_at" if state == LetterState.SENT else "failed_at"
    with frame(unit_id):
        changes: dict[str, object] = {"state": state, "code": code[:40], column: Moment()}
        if outside:
            changes["outside_id"] = external_id(ORIGIN[letter.channel], f"out/{outside}")
        ours = Letter.objects.filter(pk=letter.pk, state=LetterState.LEASED)
        if ours.update(**changes) and letter.attempt_id and state != LetterState.SENT:
            give_up(letter.attempt_id)
        tell_screens(this_unit())
        if letter.channel == Channel.CHAT:
            tell_screens(this_unit(), Topic.CHAT)


def _later(unit_id: UUID, letter: Letter, code: str) -> None:
    """Let a letter rest; one that failed too often is told to whoever wrote it."""
    most = CALL_TRIES if letter.attempt_id else rules.TRIES
    if letter.n_tries >= most:
        _mark(unit_id, letter, LetterState.FAILED, code=code)
        return
    rest: timedelta = rules.wait_after(letter.n_tries)
    with frame(unit_id):
        Letter.objects.filter(pk=letter.pk, state=LetterState.LEASED).update(
            state=LetterState.QUEUED, code=code[:40], due_at=Moment() + Value(rest)
        )
