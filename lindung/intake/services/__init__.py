"""Everything that changes a report."""

from lindung.intake.files import UploadedBytes
from lindung.intake.friction import TryLater
from lindung.intake.queries.mailbox import Mailbox, Reply
from lindung.intake.services.correspond import add_party, attach, give_code, reply
from lindung.intake.services.enter import enter_report
from lindung.intake.services.look import block_named, declare_conflict, hand_to, look_at, take
from lindung.intake.services.mailbox import (
    ask_to_stop,
    make_second_code,
    mark_read,
    open_mailbox,
    write_from_reporter,
)
from lindung.intake.services.tell import tell
from lindung.intake.telling import ProfessionalFacts, Receipt, SafeWay, Teller, Telling

__all__ = [
    "Mailbox",
    "ProfessionalFacts",
    "Receipt",
    "Reply",
    "SafeWay",
    "Teller",
    "Telling",
    "TryLater",
    "UploadedBytes",
    "add_party",
    "ask_to_stop",
    "attach",
    "block_named",
    "declare_conflict",
    "enter_report",
    "give_code",
    "hand_to",
    "look_at",
    "make_second_code",
    "mark_read",
    "open_mailbox",
    "reply",
    "take",
    "tell",
    "write_from_reporter",
]
