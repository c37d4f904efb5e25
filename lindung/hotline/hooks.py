"""Webhooks are read: each message in a transaction of its own, each once, none lost.

Whoever dies in between leaves the webhook waiting; reading it again changes nothing that stands.
"""

import logging
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.db.models import Value
from django.utils import translation

from lindung.core.acting import acting
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.core.keys import load_keys
from lindung.hotline import contact_moves as moves
from lindung.hotline.cloud import payload
from lindung.hotline.cloud.words import words_of
from lindung.hotline.codes.hooks import HookState
from lindung.hotline.codes.lines import LetterState
from lindung.hotline.incoming import ORIGIN, Heard, Incoming
from lindung.hotline.models.hooks import Hook
from lindung.hotline.models.lines import ChannelLine, Letter, Thread
from lindung.hotline.policy.lines import LETTERS, THREADS
from lindung.hotline.queries import hooks as queries
from lindung.hotline.rules.lines import wait_after
from lindung.hotline.rules.numbers import read_number
from lindung.hotline.services.hooks import know_again, want_files
from lindung.hotline.services.lines import hear, note_status
from lindung.intake.codes import Channel

if TYPE_CHECKING:
    from lindung.directory.models import Unit

log = logging.getLogger(__name__)
MOST_A_ROUND = 200
TRIES = 3  # a part that cannot be read is then told to a person as such
CHANNEL = Channel.WHATSAPP


def read_hooks(unit: "Unit", line_id: UUID) -> int:
    """Read what waits of one line, the oldest first. Return how many webhooks were looked at."""
    n = 0
    while n < MOST_A_ROUND and _read_one(unit, line_id):
        n += 1
    return n


def _read_one(unit: "Unit", line_id: UUID) -> bool:
    """Claim one webhook and let each of its messages be written in a frame of its own."""
    with frame(unit.pk):
        rows = Hook.objects.filter(line=line_id, state=HookState.WAITING, due_at__lte=Moment())
        hook = rows.select_for_update(skip_locked=True).order_by("due_at", "came_at", "id").first()
        if hook is None:
            return False
        body = queries.read_body(MACHINE, hook)
        rest = wait_after(hook.n_tries + 1)
        Hook.objects.filter(pk=hook.pk).update(
            n_tries=hook.n_tries + 1, due_at=Moment() + Value(rest)
        )
    try:
        batch = payload.read(body.encode())
    except payload.Unreadable:
        _end(unit, hook, HookState.BROKEN, n_broken=1)
        return True
    last_try = hook.n_tries + 1 >= TRIES
    taken = [_take(unit, line_id, said, last_try=last_try) for said in batch.said]
    marked = [_mark(unit, told, last_try=last_try) for told in batch.told]
    if all(taken) and all(marked):
        _end(unit, hook, HookState.DONE, n_broken=batch.n_broken)
    return True


def _end(unit: "Unit", hook: Hook, state: HookState, *, n_broken: int) -> None:
    with frame(unit.pk):
        changes: dict[str, Any] = {"state": state, "done_at": Moment()}
        if state == HookState.DONE and not n_broken:
            changes["body"] = None  # each message of it stands for itself now
        Hook.objects.filter(pk=hook.pk).update(**changes)
        if n_broken:
            row = ChannelLine.objects.only("n_broken").get(pk=hook.line_id)
            ChannelLine.objects.filter(pk=row.pk).update(n_broken=row.n_broken + n_broken)


def _take(unit: "Unit", line_id: UUID, said: payload.Said, *, last_try: bool) -> bool:
    """Write one message, or say that it must be tried again. What fails for good is told as such.

    Whatever is wrong with one message, its neighbours are written, and a person learns of it.
    """
    try:
        _write(unit, line_id, said)
    except (OperationalError, InterfaceError):
        raise  # the database is away: everything waits for it
    except Exception as error:  # noqa: BLE001  # one odd message must not hold up the others
        log.error("message of whatsapp: %s", type(error).__name__)
        if not last_try:
            return False
        bare = payload.Said(
            wamid=said.wamid, kind=payload.Kind.UNKNOWN, user_id=said.user_id, wa_id=said.wa_id
        )
        _write(unit, line_id, bare)
    return True


def _write(unit: "Unit", line_id: UUID, said: payload.Said) -> Heard:
    with frame(unit.pk):
        heard = hear(MACHINE, unit, _incoming(said))
        if not heard.repeated:
            want_files(MACHINE, heard.raw_id, line_id, said.media)
            know_again(MACHINE, heard.thread_id, _names(said))
            if said.new_wa_id:
                _move(heard.thread_id, said.new_wa_id)
        return heard


def _move(thread_id: UUID, address: str) -> None:
    """Answer under the new number from now on. It may be another phone: nothing is safe there."""
    thread = Thread.objects.select_for_update().get(pk=thread_id)
    with acting(MACHINE, THREADS, "address_letter", thread):
        load_keys([thread.data_key_id])
        thread.address, thread.address_hash = address, moves.address_hash(CHANNEL, address)
        thread.safe = ""
        thread.save(update_fields=["address", "address_hash", "safe"])


def _incoming(said: payload.Said) -> Incoming:
    number = read_number(f"+{said.wa_id}") if said.wa_id else None
    with translation.override("id"):
        words = words_of(said)
    return Incoming(
        channel=CHANNEL,
        outside_id=said.wamid,
        address=queries.known_address(MACHINE, CHANNEL, _names(said)) or said.wa_id or said.user_id,
        words=words,
        raw=said.raw,
        name=said.name,
        phone=number or "",
        automatic=said.kind in {payload.Kind.SYSTEM, payload.Kind.NEW_NUMBER},
    )


def _names(said: payload.Said) -> list[str]:
    """Return every name under which this person may come again."""
    named = (said.wa_id, said.user_id, said.new_wa_id, said.new_user_id)
    return [name for name in dict.fromkeys(named) if name]


def _mark(unit: "Unit", told: payload.Told, *, last_try: bool) -> bool:
    """Write down a status. One that comes before its letter is marked as sent is told again."""
    with frame(unit.pk):
        known = note_status(
            MACHINE, CHANNEL, told.wamid, told.state, code=told.code, at=told.at
        ) or _mark_by_our_name(told)
    return known or last_try or not told.tracker


def _mark_by_our_name(told: payload.Told) -> bool:
    """Know a letter by what we sent along: so one whose sender died is not sent a second time."""
    try:
        key = UUID(told.tracker)
    except ValueError:
        return False
    letter = Letter.objects.filter(pk=key, channel=CHANNEL, outside_id=None).first()
    if letter is None:
        return False
    with acting(MACHINE, LETTERS, "note_status", letter):
        Letter.objects.filter(pk=key).update(
            outside_id=moves.external_id(ORIGIN[CHANNEL], f"out/{told.wamid}"),
            state=LetterState.SENT,
            sent_at=told.at or Moment(),
        )
    return note_status(MACHINE, CHANNEL, told.wamid, told.state, code=told.code, at=told.at)
