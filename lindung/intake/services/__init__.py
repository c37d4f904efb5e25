"""Everything that changes a report."""

from lindung.intake.files import UploadedBytes
from lindung.intake.friction import TryLater
from lindung.intake.queries.mailbox import Mailbox, Reply
from lindung.intake.services.assess import raise_risk, screen, triage
from lindung.intake.services.correspond import add_party, attach, give_code, reply, tell_limits
from lindung.intake.services.ending import inform_and_end, join, put_in_case, stop
from lindung.intake.services.enter import enter_report
from lindung.intake.services.going import begin_service
from lindung.intake.services.hear import take_message, take_more, write_to_channel
from lindung.intake.services.look import (
    Taken,
    block_named,
    declare_conflict,
    give_back,
    hand_to,
    look_at,
    release,
    take,
)
from lindung.intake.services.lower import ask_lower_risk, carry_out_lowering, decide_lower_risk
from lindung.intake.services.mailbox import (
    ask_to_stop,
    make_second_code,
    mark_read,
    open_mailbox,
    write_from_reporter,
)
from lindung.intake.services.paper import reserve_numbers
from lindung.intake.services.tell import tell
from lindung.intake.telling import ProfessionalFacts, Receipt, SafeWay, Teller, Telling

__all__ = [
    "Mailbox",
    "ProfessionalFacts",
    "Receipt",
    "Reply",
    "SafeWay",
    "Taken",
    "Teller",
    "Telling",
    "TryLater",
    "UploadedBytes",
    "add_party",
    "ask_lower_risk",
    "ask_to_stop",
    "attach",
    "begin_service",
    "block_named",
    "carry_out_lowering",
    "decide_lower_risk",
    "declare_conflict",
    "enter_report",
    "give_back",
    "give_code",
    "hand_to",
    "inform_and_end",
    "join",
    "look_at",
    "make_second_code",
    "mark_read",
    "open_mailbox",
    "put_in_case",
    "raise_risk",
    "release",
    "reply",
    "reserve_numbers",
    "screen",
    "stop",
    "take",
    "take_message",
    "take_more",
    "tell",
    "tell_limits",
    "triage",
    "write_from_reporter",
    "write_to_channel",
]
