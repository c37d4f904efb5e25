"""What is decided about a referral: what may leave, when an answer is due, what may follow."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lindung.casework.codes import ConsentPurpose
from lindung.core.spans import DayOff, end_of, hours, working_days
from lindung.referral.codes import AFTER, AGREED, Item, Reply, State
from lindung.response.codes import PartnerKind

ANSWER_WITHIN, URGENT_WITHIN = (
    working_days(3),
    hours(24),
)  # Source: PRODUCT figure 9; the latter [I]
LINK_LASTS = timedelta(days=14)  # [I]
MOST_TRIES = 5
CODE_LENGTH = 6
CODE_SIGNS = "23456789"  # read over a bad line: digits, without 0 and 1


def agreed_purpose(kind: str) -> ConsentPurpose:
    """Return to what she must have agreed before something leaves for a kind of partner."""
    return AGREED.get(PartnerKind(kind), ConsentPurpose.SHARE_PARTNER)


def answer_due(sent_at: datetime, zone: ZoneInfo, *, urgent: bool, is_off: DayOff) -> datetime:
    """Return until when an answer is due."""
    return end_of(URGENT_WITHIN if urgent else ANSWER_WITHIN, sent_at, zone, is_off)


def may_follow(reply: Reply, state: str) -> bool:
    """Say whether a partner may say this now. The same answer twice changes nothing."""
    return State(state) in AFTER[reply]


def items_in_order(items: Collection[str]) -> list[str]:
    """Return what leaves, in the order of the list and each once."""
    known = set(items)
    return [item.value for item in Item if item in known]


def fits(left_out: Iterable[str], kind: str) -> bool:
    """Say whether a partner may learn of the case: not the reported person's own office."""
    return kind not in set(left_out)
