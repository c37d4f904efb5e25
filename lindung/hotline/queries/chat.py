"""Reading a talk on our own site: whether there is one, and what we answered in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lindung.core.acting import opening
from lindung.core.actor import Actor
from lindung.core.frame import frame
from lindung.hotline.codes.lines import LetterState
from lindung.hotline.contact_moves import address_hash
from lindung.hotline.models.lines import ChannelLine, Letter, Thread
from lindung.hotline.policy.lines import THREADS
from lindung.intake.codes import Channel
from lindung.intake.queries import read_to_send

SHOWN = (LetterState.SENT, LetterState.DELIVERED, LetterState.READ)
MOST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of ours."""

    at: datetime
    words: str


def chat_is_open(unit_id: UUID) -> bool:
    """Say whether a unit talks on our own site. In a frame of its own."""
    with frame(unit_id):
        rows = ChannelLine.objects.filter(channel=Channel.CHAT, opened_at__isnull=False)
        return rows.filter(up=True).exists()


def chat_thread(token: str) -> Thread | None:
    """Return the talk that a token names, if a word was said in it. In a frame. One query."""
    rows = Thread.objects.defer("address", "tail").filter(channel=Channel.CHAT)
    return rows.filter(address_hash=address_hash(Channel.CHAT, token)).first()


def read_answers(actor: Actor, thread: Thread) -> list[Answer]:
    """Open our answers of a talk, the oldest first; it is noted. Never what she wrote herself."""
    with opening(actor, THREADS, "read_chat", thread):
        rows = Letter.objects.filter(thread=thread, state__in=SHOWN, message__isnull=False)
        found = list(rows.select_related("message").order_by("queued_at")[:MOST])
        return [
            Answer(row.queued_at, read_to_send(actor, row.message))
            for row in found
            if row.message is not None
        ]
