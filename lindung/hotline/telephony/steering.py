"""Who stands in the queue: whoever is on duty, and never nobody. Pure.

Source: docs.asterisk.org, AMI actions QueueAdd, QueueRemove, QueuePause and QueueStatus.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lindung.hotline.telephony.framing import Message
from lindung.hotline.telephony.line import Line

Action = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Member:
    """One phone of the queue. Holds a number, so it is never logged."""

    interface: str
    paused: bool = False

    def __repr__(self) -> str:
        return "Member()"


def members_of(messages: Iterable[Message], line: Line) -> list[Member]:
    """Return who stands in our queue, from an answer to QueueStatus."""
    return [
        Member(message.get("Location") or message.get("Interface"), message.get("Paused") == "1")
        for message in messages
        if message.event == "QueueMember" and message.get("Queue") == line.queue
    ]


def steps(now: Iterable[Member], wanted: Mapping[str, int], line: Line) -> list[Action]:
    """Return what brings the queue from how it is to who is on duty.

    Somebody goes only once somebody of those on duty truly stands there; phones that we did not
    put there stay. A pause that would leave nobody is lifted. Ask again after doing these steps.

    Args:
        now: the phones of the queue.
        wanted: interface -> penalty: those on duty 0, their back-up 1.
        line: whose queue.
    """
    before = {one.interface: one for one in now}
    queue = ("Queue", line.queue)
    come: list[Action] = [
        ("QueueAdd", (queue, ("Interface", one), ("Penalty", str(penalty)), ("Paused", "false")))
        for one, penalty in wanted.items()
        if one not in before
    ]
    here = [one for one in before.values() if one.interface in wanted]
    somebody = any(not one.paused for one in here)
    go: list[Action] = [
        ("QueueRemove", (queue, ("Interface", one)))
        for one in before
        if somebody and one not in wanted and _is_ours(one, line)
    ]
    asleep = not come and all(one.paused for one in before.values())
    wake: list[Action] = [
        ("QueuePause", (queue, ("Interface", one.interface), ("Paused", "false")))
        for one in here or before.values()
        if asleep
    ]
    return [*come, *wake, *go]


def _is_ours(interface: str, line: Line) -> bool:
    return interface.startswith("Local/") and f"@{line.staff_context}/" in f"{interface}/"
