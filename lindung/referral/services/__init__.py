"""What is changed about referrals."""

from lindung.referral.services.answering import answer, open_link
from lindung.referral.services.asking import (
    Way,
    end,
    prepare,
    renew_link,
    send,
    stop_for_consent,
    try_partner,
)

__all__ = [
    "Way",
    "answer",
    "end",
    "open_link",
    "prepare",
    "renew_link",
    "send",
    "stop_for_consent",
    "try_partner",
]
