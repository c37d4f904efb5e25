"""The partner's side: a link and a code open what was asked, and take the answer."""

import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F

from lindung.core.acting import acting
from lindung.core.actor import PARTNER
from lindung.core.clock import Moment, now
from lindung.core.frame import frame, note
from lindung.core.trail import line_for
from lindung.core.turns import end_turn
from lindung.referral import rules
from lindung.referral.codes import Reply, State, Verb
from lindung.referral.models import Referral
from lindung.referral.moves import sealed_words, waits
from lindung.referral.policy import REFERRALS
from lindung.referral.queries import hash_of
from lindung.referral.refusals import chosen, refusal

if TYPE_CHECKING:
    from lindung.directory.models import Unit

STATE_OF = {
    Reply.RECEIVED: State.RECEIVED,
    Reply.ACCEPTED: State.ACCEPTED,
    Reply.REFUSED: State.REFUSED,
    Reply.DONE: State.DONE,
}


def open_link(unit: "Unit", secret: str, code: str) -> UUID | None:
    """Return the referral that a link and its code open, or None for every way of being wrong.

    After five wrong codes the link opens nothing until the unit draws a new one. Each try leaves a
    line; what was typed is not in it. It opens a frame of its own.
    """
    digits = "".join(sign for sign in code if sign.isdigit())
    with frame(unit.pk):
        known = Referral.objects.filter(link_hash=hash_of(secret)).first()
        right = known is not None and _opens(known, digits)
        line = line_for(PARTNER, "referral.try_code", known.pk if known else "-")
        line.refused = not right
        note(line)
        if known is not None and not right:
            Referral.objects.filter(pk=known.pk).update(tries=F("tries") + 1)
    return known.pk if known is not None and right else None


def answer(referral: Referral, *, reply: str, words: str = "", by: str = "") -> None:
    """Take a partner's answer. The same answer twice changes nothing and says so.

    Args:
        referral: its link is open.
        reply: a code of `Reply`.
        words: feedback, or why not.
        by: name and post of who answers, as typed.

    Raises:
        Denied: the link opens no more.
        RuleBroken: `reply_unknown`, `reply_late`, `reason_missing`, `by_missing`.
    """
    with acting(PARTNER, REFERRALS, "answer", referral):
        said = chosen(Reply, reply, "reply")
        if not by.strip():
            raise refusal("by_missing")
        if said == Reply.REFUSED and not words.strip():
            raise refusal("reason_missing")
        if not rules.may_follow(said, referral.state):
            raise refusal("reply_late")
        same = Referral.objects.filter(pk=referral.pk, state=referral.state)
        times: dict[str, object] = {
            Reply.RECEIVED: {"received_at": Moment()},
            Reply.DONE: {"done_at": Moment()},
        }.get(said, {})  # type: ignore[assignment]
        if said != Reply.RECEIVED and referral.answered_at is None:
            times = times | {"answered_at": Moment()}
        if not same.update(
            state=STATE_OF[said],
            answered_by=sealed_words(referral, "answered_by", by.strip()),
            reply=sealed_words(referral, "reply", words.strip()) if words.strip() else F("reply"),
            **times,
        ):
            raise refusal("reply_late")
        referral.refresh_from_db()
        _tell(referral, said)


def _opens(known: Referral, digits: str) -> bool:
    until = known.link_until
    if known.code_hash is None or until is None or until <= now():
        return False
    if known.tries >= rules.MOST_TRIES:
        return False
    return hmac.compare_digest(bytes(known.code_hash), hash_of(f"{known.pk}{digits}"))


def _tell(referral: Referral, said: Reply) -> None:
    """Let the manager know what must be done next, and nothing when all goes its way."""
    if said in {Reply.ACCEPTED, Reply.REFUSED, Reply.DONE}:
        end_turn(referral.pk)
    if said == Reply.REFUSED:
        waits(referral, Verb.REFUSED, now())
    if said == Reply.DONE:
        waits(referral, Verb.DONE, now())
