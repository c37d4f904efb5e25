"""A talk on our own site: she writes, is there, and leaves. Nothing of it stays on her device."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.notify import Topic, tell_screens
from lindung.hotline.codes.lines import LetterState, Safe
from lindung.hotline.incoming import Incoming
from lindung.hotline.models.contact import Contact
from lindung.hotline.models.lines import ChannelLine, Letter, Thread
from lindung.hotline.policy.lines import THREADS
from lindung.hotline.services.lines import hear
from lindung.intake.codes import Channel

if TYPE_CHECKING:
    from lindung.directory.models import Unit

MOST_LETTERS = 4000  # of one message, [I]: a talk, not a telling; that has its own page


def say_in_chat(actor: Actor, unit: "Unit", *, token: str, words: str, name: str = "") -> None:
    """Write down what she said; the first words are a report whose clock rings. In a frame.

    Args:
        actor: the machine.
        unit: with whom she talks.
        token: names her talk; only her cookie opens it.
        words: as she wrote them.
        name: of this message, so that a second press of the button changes nothing.

    Raises:
        RuleBroken: `words_missing`, `words_too_long`, `channel_closed`.
    """
    if not ChannelLine.objects.filter(channel=Channel.CHAT, opened_at__isnull=False).exists():
        raise RuleBroken("channel_closed", _("Nobody is here now. Please send a message."), "words")
    if not words.strip():
        raise RuleBroken("words_missing", _("Write a message."), "words")
    if len(words) > MOST_LETTERS:
        told = _("At most %(n)d letters at once. Send it in parts.") % {"n": MOST_LETTERS}
        raise RuleBroken("words_too_long", told, "words")
    outside = f"{token}/{name or uuid4()}"
    said = Incoming(channel=Channel.CHAT, outside_id=outside, address=token, words=words, raw=words)
    heard = hear(actor, unit, said)
    thread = Thread.objects.select_related("contact").get(pk=heard.thread_id)
    with acting(actor, THREADS, "be_present", thread):
        Contact.objects.filter(pk=thread.contact_id, limits_told_at=None).update(
            limits_told_at=Moment()
        )
        _present(actor, thread)
        tell_screens(unit.pk, Topic.CHAT)  # her own page shows that it has arrived


def be_present(actor: Actor, thread: Thread) -> None:
    """Note that her page is open: an answer may come while it is, for half an hour at most."""
    with acting(actor, THREADS, "be_present", thread):
        _present(actor, thread)
        Letter.objects.filter(thread=thread, state=LetterState.SENT).update(
            state=LetterState.READ, read_at=Moment()
        )


def leave_chat(actor: Actor, thread: Thread) -> None:
    """Note that she left: nothing more is shown there."""
    with acting(actor, THREADS, "be_present", thread):
        Thread.objects.filter(pk=thread.pk).update(safe=Safe.NO, safe_at=Moment(), safe_by=actor.id)


def _present(actor: Actor, thread: Thread) -> None:
    Thread.objects.filter(pk=thread.pk).update(safe=Safe.YES, safe_at=Moment(), safe_by=actor.id)
