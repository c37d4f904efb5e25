"""What a connected channel hands over: one message, as the channel tells it. Pure.

An adapter makes these of what its network says and gives them to `services.lines.hear`; it moves
its own mark (offset, seen flag, row) on only after that was committed.
"""

from dataclasses import dataclass
from uuid import UUID

from lindung.hotline.codes.contact import Origin
from lindung.intake.codes import Channel
from lindung.intake.files import UploadedBytes

ORIGIN: dict[str, Origin] = {
    Channel.SMS: Origin.SMS,
    Channel.EMAIL: Origin.EMAIL,
    Channel.WHATSAPP: Origin.WHATSAPP,
    Channel.TELEGRAM: Origin.TELEGRAM,
    Channel.CHAT: Origin.WEB_CHAT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message from outside."""

    channel: str  # a code of `codes.lines.CONNECTABLE`
    outside_id: str  # the channel's own name for the message: never comes twice
    address: str  # whose thread it is: a number, a chat's id, an e-mail address
    words: str = ""
    files: tuple[UploadedBytes, ...] = ()
    raw: str = ""  # as it came, word for word
    name: str = ""  # as the channel shows it; nobody has proved it
    phone: str = ""  # only where the channel shows a number
    email: str = ""
    tail: str = ""  # what the channel needs to answer, such as this message's own name
    automatic: bool = False  # a machine wrote it: kept, read by a person, never asked anything


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a message."""

    report_id: UUID
    thread_id: UUID
    raw_id: UUID
    is_new: bool  # it made a report of its own
    repeated: bool = False  # it came before
