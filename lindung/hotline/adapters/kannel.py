"""Kannel: what comes is handed to our webhook, what goes is handed to its smsbox.

Kannel keeps what we have not answered with 200 and brings it again under the same name, so a house
that stands still loses nothing. See docs/adr/0051-kannel.md.
"""

import re
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener
from uuid import UUID

from django.conf import settings

from lindung.core.actor import MACHINE
from lindung.core.frame import frame
from lindung.directory.queries import unit_by_id
from lindung.hotline.codes.lines import Fault, LetterState
from lindung.hotline.incoming import Incoming
from lindung.hotline.letters import LineFault, OpenLine, Refused, TryLater
from lindung.hotline.queries.lines import Parcel
from lindung.hotline.rules.numbers import read_number
from lindung.hotline.services.lines import note_status
from lindung.hotline.services.pins import take_in
from lindung.hotline.sms import parts
from lindung.intake.codes import Channel

WITHIN_S = 10.0
EVERY_S = 20.0  # [I]: a sign of life, well within the two minutes of a line
MOST_ANSWER = 2_000
ASK_FOR = 1 | 2 | 8 | 16  # delivered, failed, taken by the network, refused by it
NEW = re.compile(r"^[A-Za-z0-9-]{8,64}$", re.ASCII)
STATES = {
    1: LetterState.DELIVERED,
    2: LetterState.FAILED,
    8: LetterState.SENT,
    16: LetterState.FAILED,
}  # Source: Kannel's user guide, *Delivery reports*


@dataclass(slots=True)
class Kannel:
    """The line of one unit."""

    line: OpenLine
    place: str = field(init=False)
    next_look: float = 0.0

    def __post_init__(self) -> None:
        known = self.line.settings
        if not all(known.get(name) for name in ("host", "port", "user", "password", "sender")):
            raise LineFault(Fault.SETTINGS)
        self.place = f"http://{known['host']}:{known['port']}/cgi-bin/sendsms"

    def send(self, parcel: Parcel) -> str:
        """Hand a letter to smsbox, which cuts it into parts."""
        number = read_number(parcel.address)
        if number is None:
            raise Refused("number")
        try:
            parts.split(parcel.words)
        except ValueError as error:
            raise Refused("too_long") from error
        self._ask(self._told(parcel, number))
        return str(parcel.key)

    def fetch(self) -> int:
        """Look whether smsbox lives: it brings messages to our webhook itself."""
        here = time.monotonic()
        if here < self.next_look:
            return 0
        self.next_look = here + EVERY_S
        try:
            self._ask({})
        except Refused:
            return 0  # it answers, and asks for a name and a number: alive
        except TryLater as error:
            raise LineFault(Fault.UNREACHABLE) from error
        return 0

    def close(self) -> None:
        """Nothing is held open."""

    def _told(self, parcel: Parcel, number: str) -> dict[str, str]:
        known, unit = self.line.settings, unit_by_id(self.line.unit_id)
        word = known.get("receive_key", "")
        back = f"http://lindung:{word}@127.0.0.1:{settings.PORT}/kait/{unit.code}/sms/kabar/"
        told = {
            "username": str(known["user"]),
            "password": str(known["password"]),
            "from": str(known["sender"]),
            "to": number,
            "text": parcel.words,
            "charset": "UTF-8",
            "coding": "2" if parts.is_wide(parcel.words) else "0",
        }
        if word:
            told |= {"dlr-mask": str(ASK_FOR), "dlr-url": f"{back}?surat={parcel.key}&d=%d"}
        return told

    def _ask(self, told: dict[str, str]) -> None:
        asking = build_opener(ProxyHandler({}))
        where = f"{self.place}?{urlencode(told)}"
        try:
            with asking.open(where, timeout=WITHIN_S) as answer:  # http, checked
                answer.read(MOST_ANSWER)
        except HTTPError as error:
            if error.code == HTTPStatus.SERVICE_UNAVAILABLE or error.code >= 500:  # noqa: PLR2004
                raise TryLater(str(error.code)) from None  # its address holds words and number
            raise Refused(str(error.code)) from None
        except (URLError, OSError) as error:
            raise TryLater(type(error).__name__) from None


def take_sms(unit_id: UUID, *, outside_id: str, sender: str, words: str) -> bool:
    """Take one message that Kannel brought. Say whether its name for it can be one."""
    if not NEW.match(outside_id):
        return False
    number = read_number(sender)
    said = Incoming(
        channel=Channel.SMS,
        outside_id=outside_id,
        address=number or sender,
        words=words,
        raw=words,
        phone=number or "",
        name="" if number else sender,
    )
    with frame(unit_id):
        take_in(MACHINE, unit_by_id(unit_id), said)
    return True


def take_status(unit_id: UUID, *, letter: str, kind: int) -> bool:
    """Write down how far a letter has come.

    Returns:
        False when that letter is not marked as sent yet: its news were faster than our hand.
    """
    state = STATES.get(kind)
    if state is None or not NEW.match(letter):
        return True
    with frame(unit_id):
        code = f"dlr:{kind}" if state == LetterState.FAILED else ""
        return note_status(MACHINE, Channel.SMS, letter, state, code=code)
