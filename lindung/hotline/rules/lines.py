"""What a connected channel's facts decide: whether something may leave, and what a status says."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from lindung.hotline.codes.lines import LeaveWhy, LetterState, Safe

TALK = timedelta(minutes=2)  # after her last message; Source: HOTLINE section 3, *Call-back*
SAFE_NOW = timedelta(minutes=30)  # Source: none found, [I]: the length of a talk in writing
ASK_AGAIN = timedelta(hours=12)  # Source: none found, [I]: nobody is asked twice in one talk
GOES_ON = timedelta(days=30)  # Source: none found, [I]: later it is a telling of its own
LEASE = timedelta(minutes=2)  # a slow network answers within it
TRIES = 8
FIRST_WAIT = timedelta(seconds=5)  # then twice as long each time; Source: FRAME section 8
MOST_WAIT = timedelta(minutes=10)

YES = frozenset({"ya", "y", "iya", "yes", "aman", "ok aman", "ya aman", "1", "safe"})
NO = frozenset({"tidak", "tdk", "no", "n", "jangan", "tidak aman", "0", "2", "ga", "gak", "nggak"})
OPENED_BY_TALK = frozenset({LeaveWhy.UNKNOWN, LeaveWhy.WHO_SEES_UNKNOWN})
ORDER: Mapping[str, int] = {
    LetterState.QUEUED: 0,
    LetterState.LEASED: 1,
    LetterState.FAILED: 2,
    LetterState.WITHHELD: 2,
    LetterState.SENT: 3,
    LetterState.DELIVERED: 4,
    LetterState.READ: 5,
}


def may_leave(
    verdict: tuple[bool, str],
    *,
    now: datetime,
    last_in_at: datetime,
    safe: str = "",
    safe_at: datetime | None = None,
    automatic: bool = False,
) -> tuple[bool, str]:
    """Say whether something may go out to whoever wrote. Unknown is no.

    What she said of this way counts first; a no, a wrong hour or the reported person's eyes are
    outweighed by nothing here. Where nobody asked her, a talk that goes on is answered: within two
    minutes of her last message, or within half an hour of her saying that it is safe now.

    Args:
        verdict: what `people.may_contact` says of this way.
        now: by the database's clock.
        last_in_at: when she wrote last.
        safe: a code of `Safe`: what she answered when she was asked.
        safe_at: when she did.
        automatic: the machine's own words; they leave within the two minutes alone.

    Source: HOTLINE section 3, *Call-back*.
    """
    allowed, why = verdict
    if automatic:
        talks = now - last_in_at <= TALK and (allowed or why in OPENED_BY_TALK)
        return talks and safe != Safe.NO, LeaveWhy.TALKING if talks else LeaveWhy(why)
    if allowed or why not in OPENED_BY_TALK:
        return allowed, why
    if safe == Safe.NO:
        return False, LeaveWhy.SAID_NO
    says_yes = safe == Safe.YES and safe_at is not None and now - safe_at <= SAFE_NOW
    if says_yes or now - last_in_at <= TALK:
        return True, LeaveWhy.SAFE_NOW if says_yes else LeaveWhy.TALKING
    return False, why


def read_safe(words: str, *, asked_at: datetime | None, now: datetime) -> str:
    """Return what a message answers to "Is it safe to answer here now?"; else nothing.

    A no is heard at any time; a yes only to a question put lately, since "ya" says many things.
    """
    plain = " ".join("".join(s if s.isalnum() else " " for s in words.casefold()).split())
    if asked_at is None or now - asked_at > ASK_AGAIN:
        return ""
    if plain in NO:
        return Safe.NO
    return Safe.YES if plain in YES and now - asked_at <= SAFE_NOW else ""


def newer(old: str, told: str) -> bool:
    """Say whether a status moves a letter on: read may come before delivered, never back."""
    return ORDER[told] > ORDER[old]


def wait_after(n_tries: int) -> timedelta:
    """Return how long a letter rests after a try that failed for now."""
    doubled: timedelta = FIRST_WAIT * 2 ** max(0, n_tries - 1)
    return min(doubled, MOST_WAIT)
