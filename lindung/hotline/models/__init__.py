"""Tables of the hotline, a file for each topic; one line here for each."""

from lindung.hotline.models.contact import CallBack, ChatImport, Contact, Flag, Raw
from lindung.hotline.models.escalation import (
    Alarm,
    Attempt,
    Call,
    CallFor,
    Drill,
    Heartbeat,
    LadderVersion,
)
from lindung.hotline.models.hooks import Errand, Hook, OtherName, Phrase
from lindung.hotline.models.lines import ChannelLine, HeldFile, Letter, Thread
from lindung.hotline.models.rota import (
    CalendarKey,
    Cover,
    HandOver,
    OwnDay,
    Plan,
    Reach,
    Shift,
    StandingCover,
    Template,
    TemplateSlot,
)
from lindung.hotline.models.telephony import PbxCall, PbxDial, PbxLine

__all__ = [
    "Alarm",
    "Attempt",
    "CalendarKey",
    "Call",
    "CallBack",
    "CallFor",
    "ChannelLine",
    "ChatImport",
    "Contact",
    "Cover",
    "Drill",
    "Errand",
    "Flag",
    "HandOver",
    "Heartbeat",
    "HeldFile",
    "Hook",
    "LadderVersion",
    "Letter",
    "OtherName",
    "OwnDay",
    "PbxCall",
    "PbxDial",
    "PbxLine",
    "Phrase",
    "Plan",
    "Raw",
    "Reach",
    "Shift",
    "StandingCover",
    "Template",
    "TemplateSlot",
    "Thread",
]
