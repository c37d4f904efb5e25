"""The telephone's own list of calls beside what was written down, at the change of a shift.

A call that nobody wrote down becomes a contact; one that nobody took waits for a person's decision.
Nothing is doubled by another paste, nothing is sent, and nobody is dialled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.frame import this_unit
from lindung.core.keys import new_key
from lindung.core.models import KeyKind
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.contact import Origin
from lindung.hotline.models.contact import Contact, Raw
from lindung.hotline.policy.contact import CONTACTS, RAWS
from lindung.hotline.rules.call_log import MOST_SIGNS, Direction, Logged, read_log
from lindung.intake.codes import Channel

if TYPE_CHECKING:
    from lindung.directory.models import Unit

LOOK_BACK = timedelta(hours=72)
"""[I] A long weekend: an older call is only counted, so that a year of calls floods nobody."""

SAME = timedelta(minutes=3)
"""[I] A telephone's clock and the thumb that pressed *it rings* are never further apart."""


class Found(StrEnum):
    """What became of one line of the list."""

    KNOWN = "known"  # somebody wrote it down
    WRITTEN = "written"  # nobody had; now it is
    OUT = "out"  # we called


@dataclass(frozen=True, slots=True)
class Line:
    """One call of the list, and the contact that it is."""

    call: Logged
    found: Found
    number: str = ""
    decide: bool = False  # nobody took it: a person decides


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A list of calls beside the contacts: the latest first, and what could not be read."""

    lines: tuple[Line, ...]
    unread: tuple[str, ...]
    n_older: int

    @property
    def n_written(self) -> int:
        """Return how many calls nobody had written down."""
        return sum(line.found == Found.WRITTEN for line in self.lines)

    @property
    def n_to_decide(self) -> int:
        """Return about how many of them a person decides."""
        return sum(line.decide and line.found == Found.WRITTEN for line in self.lines)


def take_call_log(actor: Actor, unit: "Unit", text: str) -> Reconciled:
    """Compare a pasted list of calls with the contacts, and write down what is missing.

    Args:
        actor: who holds the telephone.
        unit: where the telephone is.
        text: as it was copied; what cannot be read of it is kept sealed.

    Raises:
        RuleBroken: `log_empty`, `log_too_long`.
    """
    raw = Raw(id=uuid4(), origin=Origin.CALL_LOG)
    with acting(actor, RAWS, "take_call_log", raw):
        if len(text) > MOST_SIGNS:
            message = _("This list is too long. Paste the calls of this shift only.")
            raise RuleBroken("log_too_long", message, "text")
        log = read_log(text, now(), ZoneInfo(unit.time_zone))
        if not log.calls:
            message = _("No call was found in it. Copy the list of calls with time and number.")
            raise RuleBroken("log_empty", message, "text")
        _one_at_a_time()
        _keep(raw, log.unread)
        calls = [call for call in log.calls if call.at > now() - LOOK_BACK]
        known = _written_down(calls)
        lines = [_line(actor, call, n, known.get(n)) for n, call in enumerate(calls)]
        return Reconciled(tuple(reversed(lines)), log.unread, len(log.calls) - len(calls))


def _one_at_a_time() -> None:
    """Let two who paste the same list take turns: the second sees what the first wrote."""
    with connection.cursor() as cursor:
        number = int.from_bytes(this_unit().bytes[:8], signed=True)
        cursor.execute("select pg_advisory_xact_lock(%s)", [number])


def _line(actor: Actor, call: Logged, n: int, known: Contact | None) -> Line:
    if call.direction == Direction.OUTGOING:
        return Line(call, Found.OUT)
    if known is not None:
        return Line(call, Found.KNOWN, known.number)
    made = _write(actor, call, n)
    return Line(call, Found.WRITTEN, made.number, decide=not made.answered)


def _write(actor: Actor, call: Logged, n: int) -> Contact:
    contact = Contact(id=uuid4(), channel=Channel.PHONE, answered=call.taken, entered_by=actor.id)
    contact.taken_by, contact.subject_id = actor.id, contact.id
    outside = moves.external_id(Origin.CALL_LOG, f"{call.who}|{call.at.timestamp():.0f}|{n}")
    with acting(actor, CONTACTS, "open_contact", contact):
        return moves.write_contact(contact, Origin.CALL_LOG, outside, call.at, call.who)


def _written_down(calls: Sequence[Logged]) -> dict[int, Contact]:
    """Return which calls are contacts already, each contact for one call. One query.

    The number must be the same; a contact of which nobody wrote the number down is taken for the
    call only when no other call is as near.
    """
    if not calls:
        return {}
    around = (calls[0].at - SAME, calls[-1].at + SAME)
    contacts = Contact.objects.filter(channel=Channel.PHONE, began_at__range=around).only(
        "id", "number", "began_at", "answered", "identifier_digest"
    )
    incoming = [(n, c) for n, c in enumerate(calls) if c.direction != Direction.OUTGOING]
    digests = {n: moves.digest_of_number(call.who) for n, call in incoming}
    pairs: list[tuple[bool, timedelta, int, Contact]] = []
    for contact in contacts:
        for n, call in incoming:
            away = abs(contact.began_at - call.at)
            unsaid = contact.identifier_digest is None and contact.answered == call.taken
            if away <= SAME and (unsaid or contact.identifier_digest == digests[n]):
                pairs.append((unsaid, away, n, contact))
    found: dict[int, Contact] = {}
    taken: set[datetime | str] = set()
    for _unsaid, _away, n, contact in sorted(pairs, key=lambda one: (*one[:3], one[3].number)):
        if n not in found and contact.number not in taken:
            found[n] = contact
            taken.add(contact.number)
    return found


def _keep(raw: Raw, unread: Sequence[str]) -> None:
    """Keep what could not be read, sealed; the same lines once."""
    if not unread:
        return
    words = "\n".join(unread)
    raw.external_id = moves.external_id(Origin.CALL_LOG, sha256(words.encode()).hexdigest())
    raw.came_at, raw.data_key, raw.body = Moment(), new_key(KeyKind.CASE), words
    try:
        with transaction.atomic():
            raw.save(force_insert=True)
    except IntegrityError as error:
        if "hotline_raw_once" not in str(error):
            raise
