"""Events of the Manager Interface as signs of a call. Pure.

Source: docs.asterisk.org, AMI events Newchannel, QueueCallerJoin, QueueCallerAbandon, AgentConnect,
AgentComplete, UserEvent, Hangup and QueueEntry; recorded from Asterisk 22.9.
"""

from lindung.hotline.codes.telephony import Source
from lindung.hotline.telephony.framing import Message
from lindung.hotline.telephony.line import Line
from lindung.hotline.telephony.signs import Kind, Sign, began_at, is_call, number_of

OF_QUEUE = {
    "QueueCallerJoin": Kind.RANG,
    "QueueEntry": Kind.RANG,  # an answer to our own question who waits
    "QueueCallerAbandon": Kind.LEFT,  # also told when the time was over
    "AgentConnect": Kind.TAKEN,
    "AgentComplete": Kind.DONE,
}
LONGEST_RAW = 4_000
OF_DIALPLAN = {"HotlineBackup": Kind.BACKUP, "HotlineUnanswered": Kind.NOBODY}


def sign_of(message: Message, line: Line) -> Sign | None:
    """Return what an event tells of a call that reached us, or nothing."""
    call = message.get("Linkedid") or message.get("Uniqueid")
    if not is_call(call):
        return None
    kind = _kind(message, line, call)
    if kind is None:
        return None
    return Sign(
        kind,
        call,
        Source.LIVE,
        number=number_of(message.get("CallerIDNum")) if kind == Kind.RANG else "",
        at=began_at(call) if kind == Kind.RANG else None,
        waited_s=_seconds(message.get("HoldTime")),
        talked_s=_seconds(message.get("TalkTime")),
        agent=message.get("Interface") if kind == Kind.TAKEN else "",
        raw="\n".join(f"{name}: {value}" for name, value in message.fields)[:LONGEST_RAW],
    )


def _kind(message: Message, line: Line, call: str) -> Kind | None:
    if message.event in OF_QUEUE:
        return OF_QUEUE[message.event] if message.get("Queue") == line.queue else None
    if message.event == "UserEvent":
        return OF_DIALPLAN.get(message.get("UserEvent"))
    if message.get("Uniqueid") != call:  # a leg to one of ours
        return None
    if message.event == "Newchannel":
        return Kind.RANG if message.get("Context") in line.contexts else None
    return Kind.HUNG_UP if message.event == "Hangup" else None


def _seconds(text: str) -> int | None:
    return min(int(text), 10**6) if text.isascii() and text.isdigit() else None
