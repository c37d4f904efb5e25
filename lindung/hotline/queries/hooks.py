"""Reading what stands round a channel that comes by webhooks: lines by unit, words, lateness."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lindung.core.acting import opening, opening_rows
from lindung.core.actor import MACHINE, Actor
from lindung.core.frame import frame, this_unit
from lindung.core.keys import keeper, load_keys
from lindung.core.seal import Sealed
from lindung.hotline.codes.hooks import ErrandState, HookState, PhraseUse
from lindung.hotline.codes.lines import Driver
from lindung.hotline.engine import database_now
from lindung.hotline.models.hooks import Errand, Hook, OtherName, Phrase
from lindung.hotline.models.lines import ChannelLine, Thread
from lindung.hotline.policy.hooks import ERRANDS, HOOKS, NAMES, PHRASES
from lindung.hotline.queries.lines import read_settings
from lindung.hotline.rules.window import window_left
from lindung.intake.codes import Channel

_opened: dict[UUID, tuple[str, dict[str, Any]]] = {}
"""Settings by line, as of their last change: a webhook is answered within milliseconds."""


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """Approved words as a screen shows them."""

    id: UUID
    name: str
    language: str
    use: str
    use_label: str
    words: str
    refused_code: str


@dataclass(frozen=True, slots=True)
class Window:
    """How long free words may leave, and which approved ones there are."""

    left: timedelta
    ends_at: datetime
    phrases: list[PhraseRow]

    @property
    def open(self) -> bool:
        """Say whether free words may still leave."""
        return self.left > timedelta(0)


def cloud_line(unit_id: UUID) -> tuple[ChannelLine, dict[str, Any]] | None:
    """Return a unit's WhatsApp line with its settings, open or not. In a frame of its own."""
    with frame(unit_id):
        rows = ChannelLine.objects.filter(channel=Channel.WHATSAPP, driver=Driver.CLOUD)
        line = rows.defer("settings", "question", "decision").first()
        if line is None:
            return None
        changed = line.changed_at.isoformat()
        known = _opened.get(line.pk)
        if known is None or known[0] != changed:
            known = (changed, read_settings(MACHINE, line))
            _opened[line.pk] = known
        return line, known[1]


def phrases(actor: Actor, line: ChannelLine, *, use: str = "") -> list[PhraseRow]:
    """Return approved words of a line that are in use, opened: they are nobody's secret."""
    rows = Phrase.objects.filter(line=line, ended_at=None)
    found = opening_rows(actor, PHRASES, "view_phrase", rows.filter(use=use) if use else rows)
    load_keys({row.data_key_id for row in found})
    return [
        PhraseRow(
            row.pk,
            row.name,
            row.language,
            row.use,
            row.get_use_display(),
            _words(row.words),
            row.refused_code,
        )
        for row in sorted(found, key=lambda row: (row.use, row.name))
    ]


def get_phrase(actor: Actor, line: ChannelLine, phrase_id: UUID) -> Phrase | None:
    """Return approved words that are in use."""
    rows = PHRASES.only(actor, "view_phrase", Phrase.objects.filter(line=line, ended_at=None))
    return rows.filter(pk=phrase_id).first()


def phrase_named(line_id: UUID, name: str) -> Phrase | None:
    """Return approved words by their name that the channel still takes, for the machine."""
    rows = Phrase.objects.filter(line=line_id, name=name, ended_at=None, refused_at=None)
    return rows.order_by("language").first()


def phrase_for_alarms(line_id: UUID) -> Phrase | None:
    """Return the words by which colleagues are called, for the machine."""
    rows = Phrase.objects.filter(line=line_id, use=PhraseUse.ALARM, ended_at=None, refused_at=None)
    return rows.order_by("added_at").first()


def window_of(actor: Actor, thread: Thread) -> Window | None:
    """Return how long free words may leave for a thread, where its channel knows such a limit."""
    if thread.channel != Channel.WHATSAPP:
        return None
    line = ChannelLine.objects.filter(channel=thread.channel).first()
    if line is None:
        return None
    here = database_now()
    left = window_left(thread.last_in_at, here)
    usable = [one for one in phrases(actor, line, use=PhraseUse.REPLY) if not one.refused_code]
    return Window(left, here + left, usable)


def n_not_fetched(thread: Thread) -> int:
    """Return how many files of a thread are not here, and will not come by themselves."""
    return Errand.objects.filter(raw__thread=thread, state=ErrandState.FAILED).count()


def oldest_hook_s(line_id: UUID) -> float:
    """Return how long the oldest unread webhook of a line waits, in seconds."""
    rows = Hook.objects.filter(line=line_id, state=HookState.WAITING)
    first = rows.order_by("came_at").values_list("came_at", flat=True).first()
    return (database_now() - first).total_seconds() if first else 0.0


def name_hash(channel: str, name: str) -> bytes:
    """Return the keyed hash of a name by which a channel tells of somebody. In a frame."""
    return keeper().derive(f"hotline/name/{channel}", f"{this_unit()}/{name}".encode())


def read_body(actor: Actor, hook: Hook) -> str:
    """Open a webhook, for the machine; it is noted."""
    with opening(actor, HOOKS, "read_hook", hook):
        load_keys([hook.data_key_id])
        return _words(hook.body)


def known_address(actor: Actor, channel: str, names: list[str]) -> str:
    """Return the address of the thread that one of these names belongs to, if any. In a frame."""
    hashes = [name_hash(channel, name) for name in names]
    rows = OtherName.objects.filter(channel=channel, name_hash__in=hashes)
    found = rows.select_related("thread").defer("thread__address", "thread__tail").first()
    if found is None:
        return ""
    with opening(actor, NAMES, "know_again", found):
        load_keys([found.thread.data_key_id])
        thread = Thread.objects.only("address", "data_key_id").get(pk=found.thread_id)
        return _words(thread.address)


def read_wanted(actor: Actor, errand: Errand) -> dict[str, str]:
    """Open what is known of a file that still lies with the channel; it is noted."""
    with opening(actor, ERRANDS, "run_errand", errand):
        load_keys([errand.data_key_id])
        found: dict[str, str] = json.loads(_words(errand.file) or "{}")
        return found


def _words(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
