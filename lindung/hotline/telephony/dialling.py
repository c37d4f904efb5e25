"""Calls out as the switchboard is asked for them, and what it tells of them. Pure.

A colleague's phone rings first, and who lifts it presses 1, so that a mailbox never reaches her.
The names of channels and contexts are those of docs/recipes/telephony.md.

Source: docs.asterisk.org, AMI action Originate, events OriginateResponse, UserEvent and Hangup; no
call out was recorded, so a site tries one before it relies on it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lindung.hotline.codes.telephony import DialKind, DialState
from lindung.hotline.telephony.framing import Message
from lindung.hotline.telephony.line import Line

NAMED = re.compile(r"^cb-(?P<id>[0-9a-f]{32})(?:;\d)?$", re.ASCII)  # ;1 and ;2: halves of a channel
PIN = re.compile(r"^\d{4}$", re.ASCII)
DIGITS = re.compile(r"^\d{3,17}$", re.ASCII)
HOME = "+62"
RINGS_MS = 30_000  # how long a colleague's phone rings
ANSWERED = "ANSWER"
LIVE = frozenset({DialState.RINGING, DialState.PICKED_UP})


class Told(StrEnum):
    """What a switchboard tells of a call out."""

    PICKED_UP = "picked_up"  # the colleague, by pressing 1
    NO_OFFICER = "no_officer"
    ANSWERED = "answered"  # the other phone, when the talk is over
    NOT_ANSWERED = "not_answered"
    DIGITS = "digits"  # pressed during an alarm
    OVER = "over"


@dataclass(frozen=True, slots=True)
class DialSign:
    """One thing told of one call out."""

    id: UUID
    told: Told
    pin: str = ""

    def __repr__(self) -> str:
        return f"DialSign({self.told})"


@dataclass(frozen=True, slots=True)
class Order:
    """Whom to call and what then. Holds numbers, so it is never logged."""

    id: UUID
    kind: DialKind
    officer: str  # digits as the switchboard dials them
    number: str = ""
    pin: str = ""

    def __repr__(self) -> str:
        return f"Order({self.kind})"


def channel_id(dial_id: UUID) -> str:
    """Return our own name of a call out: told with every event, refused twice while it lives."""
    return f"cb-{dial_id.hex}"


def dial_of(name: str) -> UUID | None:
    """Return which call out has this name, or nothing."""
    found = NAMED.match(name)
    return UUID(hex=found["id"]) if found else None


def dialable(number: str) -> str:
    """Return a number as digits that a switchboard in Indonesia dials; nothing if it is none.

    Only digits: whatever else a number held would be an order to the dialplan.
    """
    if number.startswith(HOME):
        plain = "0" + number.removeprefix(HOME)
    elif number.startswith("+"):
        plain = "00" + number.removeprefix("+")
    else:
        plain = number
    return plain if DIGITS.match(plain) else ""


def phone(number: str, line: Line) -> str:
    """Return how the switchboard reaches a colleague's phone, who then presses 1."""
    return f"Local/{number}@{line.staff_context}/n"


def fields_of(order: Order, line: Line) -> list[tuple[str, str]]:
    """Return the fields of Originate: neutral, since nobody's name or matter is in them."""
    told = [
        ("Channel", phone(order.officer, line)),
        ("ChannelId", channel_id(order.id)),
        ("Timeout", str(RINGS_MS)),
        ("Async", "true"),
        ("Priority", "1"),
    ]
    if order.kind == DialKind.ALARM:
        return [
            *told,
            ("Context", line.alarm_context),
            ("Exten", "s"),
            ("Variable", f"LINDUNG_PIN={order.pin}"),
        ]
    return [*told, ("Context", line.out_context), ("Exten", order.number)]


def told_of(message: Message) -> DialSign | None:
    """Return what an event tells of a call out, or nothing."""
    if message.event == "OriginateResponse":
        dial = dial_of(message.get("ActionID"))
        good = message.get("Response").lower() == "success"
        return DialSign(dial, Told.PICKED_UP if good else Told.NO_OFFICER) if dial else None
    dial = dial_of(message.get("Linkedid")) or dial_of(message.get("Uniqueid"))
    if dial is None:
        return None
    if message.event == "UserEvent":
        return _of_dialplan(dial, message)
    whole = message.event == "Hangup" and message.get("Uniqueid") == channel_id(dial)
    return DialSign(dial, Told.OVER) if whole else None


def _of_dialplan(dial: UUID, message: Message) -> DialSign | None:
    if message.get("UserEvent") == "HotlineCalledBack":
        good = message.get("Status") == ANSWERED
        return DialSign(dial, Told.ANSWERED if good else Told.NOT_ANSWERED)
    if message.get("UserEvent") == "HotlineAnswer" and PIN.match(message.get("Pin")):
        return DialSign(dial, Told.DIGITS, message.get("Pin"))
    return None


def after(state: DialState, told: Told, kind: DialKind) -> DialState:
    """Return how a call out stands after one more sign. What has ended stays as it ended."""
    if state not in LIVE or told == Told.DIGITS:
        return state
    if told == Told.OVER:
        if kind == DialKind.ALARM:
            return DialState.NOT_REACHED
        return DialState.UNKNOWN if state == DialState.PICKED_UP else DialState.NO_OFFICER
    return {
        Told.PICKED_UP: DialState.PICKED_UP,
        Told.NO_OFFICER: DialState.NO_OFFICER,
        Told.ANSWERED: DialState.REACHED,
        Told.NOT_ANSWERED: DialState.NOT_REACHED,
    }[told]


def live_dials(messages: Collection[Message]) -> frozenset[UUID]:
    """Return which calls out stand in an answer to Status."""
    names = (m.get(key) for m in messages for key in ("Linkedid", "Uniqueid"))
    return frozenset(dial for dial in map(dial_of, names) if dial is not None)
