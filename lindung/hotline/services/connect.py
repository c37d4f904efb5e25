"""Connecting a channel: settings are given, the head looks at a real phone, then it opens."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.keys import load_keys, new_key
from lindung.core.models import KeyKind
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.lines import DRIVERS
from lindung.hotline.models.lines import ChannelLine
from lindung.hotline.policy.lines import LINES
from lindung.hotline.queries.lines import read_settings
from lindung.intake.codes import Channel

if TYPE_CHECKING:
    from lindung.directory.models import Unit

ABROAD = (Channel.WHATSAPP, Channel.TELEGRAM)
"""Messages lie on servers of another country. Source: PP 71/2019; UU 27/2022 Ps 34, 56."""
MOST_QUESTION = 300


def connect_line(
    actor: Actor,
    unit: "Unit",
    *,
    channel: str,
    driver: str,
    settings: Mapping[str, str],
) -> ChannelLine:
    """Keep how a channel is reached. It is closed by that until the head has looked and opens it.

    Args:
        actor: an administrator, or the head.
        unit: whose channel it is.
        channel: a code of `codes.lines.CONNECTABLE`.
        driver: a code of `Driver` for that channel.
        settings: places, names and secrets, checked by the driver's form; an empty one keeps
            what stands there, so that a secret need not be typed again.

    Raises:
        RuleBroken: `choice_unknown`; `practice` where colleagues practise: nothing leaves there.
    """
    known = ChannelLine.objects.filter(channel=channel).first()
    line = known or ChannelLine(id=uuid4(), channel=channel)
    with acting(actor, LINES, "connect_line", line):
        moves.require_choice(driver in DRIVERS.get(channel, ()))
        if unit.practice_of_id is not None:
            raise RuleBroken("practice", _("A place of practice is connected to nothing."))
        before: dict[str, str] = {}
        if known is None:
            line.data_key = new_key(KeyKind.CASE)
        else:
            load_keys([line.data_key_id])
            before = read_settings(MACHINE, known) if known.driver == driver else {}
        given = {name: value for name, value in settings.items() if value != ""}
        line.driver = driver
        line.settings = json.dumps(before | given)
        line.changed_at, line.changed_by = Moment(), actor.id
        line.looked_at = line.looked_by = line.opened_at = line.opened_by = None
        line.cursor, line.up, line.fault = "", False, ""
        line.save(force_insert=known is None)
        line.refresh_from_db()
        moves.tell()
        return line


def write_question(actor: Actor, line: ChannelLine, *, question: str) -> None:
    """Set the words that ask whoever writes first if an answer is safe; empty: nothing is asked.

    The head must look again at what then stands on a phone.

    Raises:
        RuleBroken: `words_too_long`.
    """
    with acting(actor, LINES, "connect_line", line):
        plain = " ".join(question.split())
        if len(plain) > MOST_QUESTION:
            told = _("At most %(n)d letters.") % {"n": MOST_QUESTION}
            raise RuleBroken("words_too_long", told, "question")
        load_keys([line.data_key_id])
        line.question = plain or None
        line.looked_at = line.looked_by = line.opened_at = line.opened_by = None
        line.save(update_fields=["question", "looked_at", "looked_by", "opened_at", "opened_by"])
        moves.tell()


def decide_line(actor: Actor, line: ChannelLine, *, decision: str) -> None:
    """Write down under which number the controller decided, after a DPIA, to use a channel abroad.

    Raises:
        RuleBroken: `decision_missing`.
    """
    with acting(actor, LINES, "decide_line", line):
        plain = " ".join(decision.split())
        if not plain:
            raise RuleBroken("decision_missing", _("Write the number and date."), "decision")
        load_keys([line.data_key_id])
        line.decision = plain
        line.decided_at, line.decided_by = Moment(), actor.id
        line.save(update_fields=["decision", "decided_at", "decided_by"])
        line.refresh_from_db(fields=["decided_at"])


def look_at_line(actor: Actor, line: ChannelLine) -> None:
    """Say that one looked at a real phone: name, picture, number, preview. Source: HOTLINE s. 3."""
    with acting(actor, LINES, "look_at_line", line):
        ChannelLine.objects.filter(pk=line.pk).update(looked_at=Moment(), looked_by=actor.id)
        line.refresh_from_db(fields=["looked_at", "looked_by"])


def open_line(actor: Actor, line: ChannelLine) -> None:
    """Open a channel: from now on it takes and sends.

    Raises:
        RuleBroken: `not_looked_at`, `not_decided`.
    """
    with acting(actor, LINES, "open_line", line):
        if line.looked_at is None:
            message = _("Look first at what the reporter sees on her phone.")
            raise RuleBroken("not_looked_at", message)
        if line.channel in ABROAD and line.decided_at is None:
            message = _("Write down the controller's decision first: messages lie abroad.")
            raise RuleBroken("not_decided", message)
        rows = ChannelLine.objects.filter(pk=line.pk, opened_at=None)
        rows.update(opened_at=Moment(), opened_by=actor.id)
        line.refresh_from_db(fields=["opened_at", "opened_by"])
        moves.tell()


def close_line(actor: Actor, line: ChannelLine) -> None:
    """Close a channel: nothing is taken and nothing leaves. What waits to leave stays."""
    with acting(actor, LINES, "close_line", line):
        rows = ChannelLine.objects.filter(pk=line.pk)
        rows.update(opened_at=None, opened_by=None, up=False, fault="")
        line.refresh_from_db(fields=["opened_at", "opened_by", "up", "fault"])
        moves.tell()
