"""What is changed about the law of a case."""

from lindung.legal.services.duty import (
    answer_duty,
    confirm_hour,
    refuse_opinion,
    sign_opinion,
    watch_duty,
    write_opinion,
)
from lindung.legal.services.hearings import end_hearing, plan_hearing
from lindung.legal.services.ladder import end_clock, open_proceeding, strike_step, take_step
from lindung.legal.services.orders import add_order, end_order
from lindung.legal.services.rights import set_right

__all__ = [
    "add_order",
    "answer_duty",
    "confirm_hour",
    "end_clock",
    "end_hearing",
    "end_order",
    "open_proceeding",
    "plan_hearing",
    "refuse_opinion",
    "set_right",
    "sign_opinion",
    "strike_step",
    "take_step",
    "watch_duty",
    "write_opinion",
]
