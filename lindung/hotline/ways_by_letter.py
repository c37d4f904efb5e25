"""Calls to colleagues by a connected channel: each becomes a letter, carried by that channel.

The caller hands over and goes on; a slow network holds up nobody else's call.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.frame import frame, this_frame
from lindung.core.keys import new_key
from lindung.core.models import KeyKind
from lindung.hotline.codes.escalation import CallKind, Severity
from lindung.hotline.codes.lines import LeaveWhy, LetterKind
from lindung.hotline.codes.rota import Way
from lindung.hotline.models.lines import ChannelLine, Letter
from lindung.hotline.ways import Ring, connect
from lindung.intake.codes import Channel

if TYPE_CHECKING:
    from lindung.hotline.models import Call

CHANNELS: dict[Way, Channel] = {
    Way.SMS: Channel.SMS,
    Way.CALL: Channel.SMS,  # the modem rings where its driver can: see `by_modem`
    Way.WHATSAPP: Channel.WHATSAPP,
    Way.EMAIL: Channel.EMAIL,
}


class ByLetter:
    """A way that leads over a connected channel."""

    def __init__(self, way: Way) -> None:
        self.way, self.channel = way, CHANNELS[way]

    def connected(self, unit_id: UUID) -> bool:
        """Say whether the unit's channel is open and somebody listens to it."""
        with frame_of(unit_id):
            return ChannelLine.objects.filter(
                channel=self.channel, opened_at__isnull=False, up=True
            ).exists()

    def send(self, ring: Ring) -> None:
        """Write the letter; the same try again writes none."""
        with frame(ring.unit_id):
            if Letter.objects.filter(attempt_id=ring.key).exists():
                return
            Letter.objects.create(
                channel=self.channel,
                kind=LetterKind.ALARM,
                attempt_id=ring.key,
                written_by=MACHINE.id,
                why=LeaveWhy.STAFF,
                data_key=new_key(KeyKind.CASE),
                due_at=Moment(),
                queued_at=Moment(),
            )


def frame_of(unit_id: UUID) -> AbstractContextManager[None]:
    """Return the unit's frame; a screen stands in it already."""
    try:
        here = this_frame().unit_id == unit_id
    except RuntimeError:
        here = False
    return nullcontext() if here else frame(unit_id)


def connect_ways() -> None:
    """Let calls leave by SMS, WhatsApp and e-mail where a unit has opened them."""
    for way in (Way.SMS, Way.WHATSAPP, Way.EMAIL):
        connect(way, ByLetter(way))


def words_of(call: "Call") -> str:
    """Return what a call says: how many wait and how to answer. Never of whom, where or what."""
    from lindung.hotline.sender import link_of  # noqa: PLC0415  # it tries the ways

    house = settings.ORIGIN or f"http://localhost:{settings.PORT}"
    link = f"{house}/p/{link_of(call.pk)}/"
    with translation.override("id"):
        if call.kind == CallKind.DRILL:
            said = _("Drill.")
        elif call.severity == Severity.NOW:
            said = _("URGENT.")
        else:
            said = _("On duty.")
        waiting = ngettext("%(n)d waits.", "%(n)d wait.", call.n_waiting) % {"n": call.n_waiting}
        answer = _("Answer with %(pin)s or open %(link)s") % {"pin": call.pin, "link": link}
    return f"{said} {waiting} {answer}" if call.kind != CallKind.DRILL else f"{said} {answer}"
