"""Everything that changes a mission."""

from lindung.response.services.crew import add_crew, end_crew, sign_alone, take_off
from lindung.response.services.entries import Written, decide_entry, write_entry
from lindung.response.services.money import spend
from lindung.response.services.papers import write_paper, write_result
from lindung.response.services.ready import end_partner, keep_partner, keep_profile
from lindung.response.services.safety import (
    notice_missed,
    say_danger,
    say_safe,
    settle_danger,
)
from lindung.response.services.sending import (
    ForCase,
    Plan,
    call_off,
    change_plan,
    raise_mission_risk,
    send,
)
from lindung.response.services.way import help_is_sent, stamp

__all__ = [
    "ForCase",
    "Plan",
    "Written",
    "add_crew",
    "call_off",
    "change_plan",
    "decide_entry",
    "end_crew",
    "end_partner",
    "help_is_sent",
    "keep_partner",
    "keep_profile",
    "notice_missed",
    "raise_mission_risk",
    "say_danger",
    "say_safe",
    "send",
    "settle_danger",
    "sign_alone",
    "spend",
    "stamp",
    "take_off",
    "write_entry",
    "write_paper",
    "write_result",
]
