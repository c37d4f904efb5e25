"""What a switchboard tells of one call, whatever told it, and what follows for the call. Pure.

Live events, the log of the queue and the list of calls become the same few signs, so that a call
that was seen whole, in part or only afterwards ends alike.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from lindung.hotline.codes.telephony import CallStage, Source

IDENTITY = re.compile(r"^(?:(?P<pbx>[\w.-]{1,40})-)?(?P<epoch>\d{9,10})\.\d{1,10}$", re.ASCII)
OURS = re.compile(r"^cb-[0-9a-f]{32}$")
HIDDEN = frozenset({"", "<unknown>", "unknown", "anonymous", "unavailable", "restricted"})
LONGEST_NUMBER = 40


class Kind(StrEnum):
    """What happened to a call."""

    RANG = "rang"
    LEFT = "left"  # live: it left the queue without talk, by hanging up or by time
    TAKEN = "taken"
    DONE = "done"  # a talk ended
    ABANDONED = "abandoned"
    TIMED_OUT = "timed_out"
    BACKUP = "backup"  # the dialplan: somebody accepted it on the back-up phone
    NOBODY = "nobody"  # the dialplan: queue and back-up, nobody
    HUNG_UP = "hung_up"
    FORGOTTEN = "forgotten"  # it rang long ago and nothing tells of its end


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing told of one call. Holds a number, so it is never logged."""

    kind: Kind
    call: str  # the switchboard's own name of it (Linkedid)
    source: Source
    number: str = ""  # empty: hidden, or not told here
    at: datetime | None = None  # as the switchboard's clock says
    waited_s: int | None = None
    talked_s: int | None = None
    agent: str = ""  # the extension that took it
    raw: str = ""  # as it came

    def __repr__(self) -> str:
        return f"Sign({self.kind}, {self.source})"


@dataclass(frozen=True, slots=True)
class CallView:
    """How a call stands, as far as it was told."""

    stage: CallStage = CallStage.RINGING
    source: Source = Source.LIVE
    waited_s: int | None = None
    talked_s: int | None = None


TAKEN = frozenset({CallStage.TALKING, CallStage.ANSWERED, CallStage.BACKUP})
WAITING = frozenset({CallStage.RINGING, CallStage.LEFT})
MISSED = frozenset({CallStage.ABANDONED, CallStage.TIMED_OUT, CallStage.UNANSWERED, CallStage.GAP})
LOGGED: dict[Kind, CallStage] = {
    Kind.ABANDONED: CallStage.ABANDONED,
    Kind.TIMED_OUT: CallStage.TIMED_OUT,
}


def is_call(name: str) -> bool:
    """Say whether a name is that of a call from outside: neither ours nor something else's."""
    return not OURS.match(name) and IDENTITY.match(name) is not None


def pbx_of(name: str) -> str:
    """Return the switchboard's name in the name of a call; empty if it has none."""
    found = IDENTITY.match(name)
    return (found["pbx"] or "") if found else ""


def began_at(name: str) -> datetime | None:
    """Return when a call began, from its name: seconds since 1970, whatever time zone is set."""
    found = IDENTITY.match(name)
    return datetime.fromtimestamp(int(found["epoch"]), UTC) if found else None


def number_of(text: str) -> str:
    """Return the number a switchboard shows, or nothing when the caller hides it."""
    plain = text.strip()
    return "" if plain.lower() in HIDDEN else plain[:LONGEST_NUMBER]


def after(call: CallView, sign: Sign) -> CallView:
    """Return how a call stands after one more sign. The same sign twice changes nothing.

    Somebody who took it is never taken back; whatever was thought before, a later taking counts.
    A missed call is corrected by the log of the queue alone, since a live "abandoned" is also told
    when the time was over. Source: HOTLINE section 5, traps.
    """
    stage = _stage_after(call, sign)
    changed = stage != call.stage
    return replace(
        call,
        stage=stage,
        source=sign.source if changed else call.source,
        waited_s=call.waited_s if sign.waited_s is None else sign.waited_s,
        talked_s=call.talked_s if sign.talked_s is None else sign.talked_s,
    )


def fold(signs: Iterable[Sign], call: CallView | None = None) -> CallView:
    """Return how a call stands after all of `signs`, in their order."""
    view = call or CallView()
    for sign in signs:
        view = after(view, sign)
    return view


def _stage_after(call: CallView, sign: Sign) -> CallStage:
    if sign.kind in {Kind.TAKEN, Kind.DONE, Kind.BACKUP}:
        return _taken(call.stage, sign.kind)
    if call.stage in TAKEN:
        talk_is_over = sign.kind == Kind.HUNG_UP and call.stage == CallStage.TALKING
        return CallStage.ANSWERED if talk_is_over else call.stage
    if sign.kind in LOGGED:
        return LOGGED[sign.kind]
    if call.stage in WAITING:
        return _waiting(call.stage, sign.kind)
    return call.stage


def _taken(stage: CallStage, kind: Kind) -> CallStage:
    if kind == Kind.BACKUP:
        return stage if stage in {CallStage.TALKING, CallStage.ANSWERED} else CallStage.BACKUP
    if kind == Kind.DONE or stage == CallStage.ANSWERED:
        return CallStage.ANSWERED
    return CallStage.TALKING


def _waiting(stage: CallStage, kind: Kind) -> CallStage:
    if kind == Kind.HUNG_UP:
        return CallStage.ABANDONED if stage == CallStage.LEFT else CallStage.UNANSWERED
    nexts = {
        Kind.LEFT: CallStage.LEFT,
        Kind.NOBODY: CallStage.TIMED_OUT,
        Kind.FORGOTTEN: CallStage.GAP,
    }
    return nexts.get(kind, stage)
