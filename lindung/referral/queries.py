"""What is read of referrals, by the unit and by a partner whose link is open."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext

from lindung.access.codes import Sex
from lindung.casework import queries as casework
from lindung.core.acting import missed, opening
from lindung.core.actor import PARTNER, Actor
from lindung.core.frame import this_unit
from lindung.core.keys import load_keys
from lindung.core.seal import Sealed
from lindung.directory.codes import AreaCode
from lindung.directory.queries import area, unit_by_id
from lindung.intake.codes import Form, Risk
from lindung.people.codes import AgeBand
from lindung.referral.codes import Item, Purpose
from lindung.referral.models import PartnerTest, Referral
from lindung.referral.policy import PARTNERS, REFERRALS
from lindung.response import queries as response

if TYPE_CHECKING:
    from lindung.casework.models import Case
    from lindung.directory.models import Unit
    from lindung.response.models import Partner

MOST = 100


def hash_of(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).digest()


def zone_of() -> ZoneInfo:
    """Return the time zone of the unit at work."""
    return ZoneInfo(unit_by_id(this_unit()).time_zone)


def left_for(case_id: UUID) -> frozenset[str]:
    """Return the kinds of partners that must not learn of a case. Source: NIGHTS 2."""
    facts = casework.facts_of_case(case_id)
    return response.left_out(facts.institutions if facts else ())


def partner_of(partner_id: UUID) -> "Partner | None":
    """Return a partner of the unit's list, or None. One query."""
    return response.partner_by_id(partner_id)


def referrals_of(actor: Actor, case: "Case") -> list[Referral]:
    """Return the referrals of a case, the newest first, unopened. One query."""
    rows = REFERRALS.only(actor, "view_referral", Referral.objects.filter(case=case))
    return list(rows.select_related("partner").order_by("-made_at", "id")[:MOST])


def get_referral(actor: Actor, case: "Case", referral_id: UUID, *, to: str) -> Referral:
    """Return one referral of this very case, or note the attempt and raise `NotFound`."""
    rows = Referral.objects.filter(case=case, pk=referral_id).select_related("partner", "case")
    found = REFERRALS.only(actor, to, rows).first()
    if found is None:
        raise missed(actor, REFERRALS, to, str(referral_id))
    return found


def partners_for(actor: Actor, unit: "Unit", case: "Case") -> list["Partner"]:
    """Return which partners may be asked: none that the reported person belongs to."""
    out = left_for(case.pk)
    return [one for one in response.partners(actor, unit) if one.kind not in out]


def preview(actor: Actor, referral: Referral) -> list[tuple[str, str]]:
    """Return exactly what leaves, in words: nothing else does. Initials are opened and noted."""
    facts = casework.facts_of_case(referral.case_id)
    if facts is None:
        return []
    load_keys([referral.data_key_id])
    more = {
        Item.SEX: str(Sex(facts.sex).label),
        Item.AGE: str(AgeBand(facts.age_band).label),
        Item.FORMS: ", ".join(str(Form(form).label) for form in facts.forms),
        Item.AREA: area(AreaCode(facts.area_id)).name,
        Item.RISK: str(Risk(facts.risk).label),
    }
    if Item.INITIALS in referral.items:
        known = casework.read_initials(actor, referral.case)
        more[Item.INITIALS] = known or gettext("not known")
    return [
        (gettext("Our number"), facts.number),
        (gettext("What we ask for"), str(Purpose(referral.purpose).label)),
        (gettext("In words"), _revealed(referral.asked)),
        *((str(Item(item).label), more[Item(item)]) for item in referral.items),
    ]


@dataclass(frozen=True, slots=True)
class Opened:
    """What a partner wrote, and what was noted of the phone."""

    phoned: str
    answered_by: str
    reply: str
    content: list[tuple[str, str]]


def read_referral(actor: Actor, referral: Referral) -> Opened:
    """Open what left and how it was answered; the opening is noted."""
    with opening(actor, REFERRALS, "read_referral", referral):
        load_keys([referral.data_key_id])
        return Opened(
            _revealed(referral.phoned),
            _revealed(referral.answered_by),
            _revealed(referral.reply),
            _content(referral),
        )


def shared(referral_id: UUID) -> tuple[Referral, list[tuple[str, str]]] | None:
    """Open what left for a partner whose link is open; None when it no longer is. It is noted."""
    referral = Referral.objects.select_related("partner").filter(pk=referral_id).first()
    if referral is None or not REFERRALS.allows(PARTNER, "open_shared", referral):
        return None
    with opening(PARTNER, REFERRALS, "open_shared", referral):
        load_keys([referral.data_key_id])
        return referral, _content(referral)


@dataclass(frozen=True, slots=True)
class CardRow:
    """A partner on the card for the night: number, and when somebody last tried it."""

    partner: "Partner"
    tested_at: datetime | None
    answered: bool | None


def night_card(actor: Actor, unit: "Unit") -> list[CardRow]:
    """Return who is called at night and when each number was last tried. Two queries."""
    known = response.partners(actor, unit)
    newest = PartnerTest.objects.filter(partner_id=OuterRef("partner_id")).order_by("-at")
    last = PartnerTest.objects.filter(pk=Subquery(newest.values("pk")[:1]))
    tested = {one.partner_id: one for one in last}
    return [
        CardRow(
            one,
            tested[one.pk].at if one.pk in tested else None,
            tested[one.pk].answered if one.pk in tested else None,
        )
        for one in known
    ]


def may_try(actor: Actor, unit: "Unit") -> bool:
    """Say whether `actor` may note that a number was tried. No query."""
    return PARTNERS.speaks_for(actor, "try_partner", unit)


def _content(referral: Referral) -> list[tuple[str, str]]:
    known: list[Any] = json.loads(_revealed(referral.content) or "[]")
    return [(str(label), str(words)) for label, words in known]


def _revealed(words: Sealed | None) -> str:
    return words.reveal() if words else ""
