"""The unit's side: prepare, look at exactly what leaves, send, follow, end."""

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lindung.casework import queries as casework
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.notify import Topic, tell_screens
from lindung.core.turns import end_turn
from lindung.hotline.queries.days import closed_days
from lindung.referral import rules
from lindung.referral.codes import OPEN, Item, Purpose, State, Verb
from lindung.referral.models import PartnerTest, Referral
from lindung.referral.moves import sealed_words, waits
from lindung.referral.policy import PARTNERS, REFERRALS
from lindung.referral.queries import hash_of, left_for, partner_of, preview, zone_of
from lindung.referral.refusals import chosen, refusal

if TYPE_CHECKING:
    from lindung.casework.models import Case
    from lindung.directory.models import Unit

SECRET_BYTES = 18


@dataclass(frozen=True, slots=True)
class Way:
    """How a partner gets in: the secret part of the address, and the code. Shown once."""

    secret: str
    code: str


def prepare(
    actor: Actor,
    case: "Case",
    *,
    partner: UUID,
    purpose: str,
    asked: str,
    items: Collection[str] = (),
    urgent: bool = False,
    phoned: str = "",
    phoned_at: datetime | None = None,
) -> Referral:
    """Write down what is asked of whom. Nothing leaves yet.

    Args:
        actor: who works on the case.
        case: the case.
        partner: the id of a partner of the unit's list.
        purpose: a code of `Purpose`.
        asked: what is asked, in the unit's words; it leaves as written.
        items: codes of `Item` that she agreed may leave.
        urgent: an answer is due within a day.
        phoned: who said yes on the phone.
        phoned_at: when; phone first, paper after.

    Raises:
        RuleBroken: `choice_unknown`, `partner_unknown`, `partner_named`, `no_consent`,
            `asked_missing`, `phone_future`.
    """
    record = Referral(case=case, data_key_id=case.data_key_id)
    with acting(actor, REFERRALS, "prepare", record):
        _require_fit(case.pk, partner)
        if not asked.strip():
            raise refusal("asked_missing")
        if phoned_at is not None and phoned_at > now():
            raise refusal("phone_future")
        record.partner_id = partner
        record.purpose = chosen(Purpose, purpose, "purpose")
        record.items = rules.items_in_order([chosen(Item, one, "items") for one in items])
        record.urgent = urgent
        record.made_at, record.made_by = Moment(), actor.id
        record.phoned_at = phoned_at if phoned.strip() else None
        record.asked, record.phoned = asked.strip(), phoned.strip() or None
        record.save(force_insert=True)
    return Referral.objects.get(pk=record.pk)


def send(actor: Actor, referral: Referral, *, letter_number: str = "") -> Way:
    """Let it leave as the preview showed it, with a link and a code for the answer.

    The code goes by another way than the link: said by phone, never on the letter.

    Raises:
        RuleBroken: `not_prepared`, `partner_named`, `no_consent`.
    """
    with acting(actor, REFERRALS, "send", referral):
        _require_fit(referral.case_id, referral.partner_id)
        way, here = _way(), now()
        content = json.dumps(preview(actor, referral), ensure_ascii=False)
        waiting = Referral.objects.filter(pk=referral.pk, state=State.PREPARED)
        if not waiting.update(
            state=State.SENT,
            letter_number=letter_number.strip(),
            sent_at=here,
            sent_by=actor.id,
            due_at=rules.answer_due(here, zone_of(), urgent=referral.urgent, is_off=closed_days()),
            content=sealed_words(referral, "content", content),
            **_opens(referral, way),
        ):
            raise refusal("not_prepared")
        referral.refresh_from_db()
        waits(referral, Verb.CALL, referral.due_at)
    return way


def renew_link(actor: Actor, referral: Referral) -> Way:
    """Make a fresh link and code; the old ones open nothing any more.

    Raises:
        RuleBroken: `not_sent`, `no_consent`, `partner_named`.
    """
    with acting(actor, REFERRALS, "renew_link", referral):
        _require_fit(referral.case_id, referral.partner_id)
        way = _way()
        under_way = Referral.objects.filter(pk=referral.pk, state__in=[*OPEN, State.REFUSED])
        if not under_way.update(**_opens(referral, way)):
            raise refusal("not_sent")
    return way


def end(actor: Actor, referral: Referral) -> None:
    """End it: it is done, or another way was found. The link opens nothing any more.

    Raises:
        RuleBroken: `already_over`.
    """
    with acting(actor, REFERRALS, "end", referral):
        _over(referral, State.ENDED, actor)


def stop_for_consent(actor: Actor, case_id: UUID, purpose: str) -> None:
    """Close every link that stands on a consent which no longer holds; what was read was read."""
    under_way = Referral.objects.filter(case_id=case_id).exclude(
        state__in=[State.WITHDRAWN, State.ENDED]
    )
    for referral in under_way.select_related("partner"):
        if rules.agreed_purpose(referral.partner.kind) != purpose or casework.consent_to(
            case_id, [purpose]
        ):
            continue
        with acting(actor, REFERRALS, "withdraw", referral):
            _over(referral, State.WITHDRAWN, actor)


def try_partner(actor: Actor, unit: "Unit", partner_id: UUID, *, answered: bool) -> None:
    """Write down that a partner's night number was tried, and whether anybody answered.

    Raises:
        RuleBroken: `partner_unknown`.
    """
    with acting(actor, PARTNERS, "try_partner", unit):
        if partner_of(partner_id) is None:
            raise refusal("partner_unknown")
        PartnerTest.objects.create(
            partner_id=partner_id, at=Moment(), by=actor.id, answered=answered
        )


def _require_fit(case_id: UUID, partner_id: UUID) -> None:
    partner = partner_of(partner_id)
    if partner is None:
        raise refusal("partner_unknown")
    if not rules.fits(left_for(case_id), partner.kind):
        raise refusal("partner_named")
    if not casework.consent_to(case_id, [rules.agreed_purpose(partner.kind)]):
        raise refusal("no_consent")


def _way() -> Way:
    code = "".join(secrets.choice(rules.CODE_SIGNS) for _ in range(rules.CODE_LENGTH))
    return Way(secrets.token_urlsafe(SECRET_BYTES), code)


def _opens(referral: Referral, way: Way) -> dict[str, object]:
    return {
        "link_hash": hash_of(way.secret),
        "code_hash": hash_of(f"{referral.pk}{way.code}"),
        "link_until": now() + rules.LINK_LASTS,
        "tries": 0,
    }


def _over(referral: Referral, state: State, actor: Actor) -> None:
    going = Referral.objects.filter(pk=referral.pk).exclude(
        state__in=[State.WITHDRAWN, State.ENDED]
    )
    if not going.update(
        state=state,
        ended_at=Moment(),
        ended_by=actor.id,
        link_hash=None,
        code_hash=None,
        link_until=None,
    ):
        raise refusal("already_over")
    end_turn(referral.pk)
    tell_screens(referral.unit_id, Topic.TASKS)
