"""Proving a phone: a colleague calls the number and reads a code, its holder types it in."""

import secrets
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.keys import hold_key, new_key
from lindung.core.models import KeyKind
from lindung.core.seal import Sealed
from lindung.hotline.codes.rota import Way
from lindung.hotline.mail.reading import ADDRESS
from lindung.hotline.models import Reach
from lindung.hotline.policy.rota import REACH, ROTA
from lindung.hotline.rules.rota import CODE_LASTS

if TYPE_CHECKING:
    from lindung.directory.models import Unit

DIGITS = 6
MOST_TRIES = 5
SHORTEST, LONGEST = 8, 16  # digits of a telephone number; Source: ITU-T E.164 (15) and practice


def add_reach(actor: Actor, unit: "Unit", *, way: str, address: str) -> Reach:
    """Write down one's own number; an earlier one of the same way ends, and must be proved anew.

    Raises:
        RuleBroken: `way_unknown`, `number_wrong`.
    """
    with acting(actor, ROTA, "add_reach", unit):
        if way not in {Way.CALL, Way.SMS, Way.WHATSAPP, Way.EMAIL}:
            raise RuleBroken("way_unknown", _("Choose call, SMS, WhatsApp or e-mail."), "way")
        written = _address(address) if way == Way.EMAIL else _number(address)
        Reach.objects.filter(staff_id=actor.id, way=way, ended_at=None).update(ended_at=Moment())
        key = new_key(KeyKind.SEALED)
        hold_key(key)
        reach = Reach(
            staff_id=actor.id,
            way=way,
            data_key=key,
            address=Sealed(words=written),
            made_at=Moment(),
        )
        reach.save(force_insert=True)
    return Reach.objects.get(pk=reach.pk)


def _number(text: str) -> str:
    digits = "".join(sign for sign in text if sign.isdigit() or sign == "+")
    if not SHORTEST <= len(digits.lstrip("+")) <= LONGEST:
        raise RuleBroken("number_wrong", _("Write the whole number."), "address")
    return digits


def _address(text: str) -> str:
    if not ADDRESS.match(text.strip()):
        raise RuleBroken("number_wrong", _("Write the whole address."), "address")
    return text.strip()


def draw_code(actor: Actor, reach: Reach) -> str:
    """Draw the code that `actor` now reads to whoever answers at this number; it lasts 30 minutes.

    Whoever draws it is never the holder, so that a number nobody answers is never proved.
    """
    with acting(actor, REACH, "draw_code", reach):
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        Reach.objects.filter(pk=reach.pk).update(
            code_hash=_hash(reach, code),
            code_by=actor.id,
            code_until=Moment() + CODE_LASTS,
            code_tries=0,
        )
    return code


def prove_reach(actor: Actor, reach: Reach, *, code: str) -> bool:
    """Type the code one was read on this phone. Return whether it was right.

    A wrong one is counted, so it is no broken rule: that would take the count back.
    """
    with acting(actor, REACH, "prove_reach", reach):
        waiting = Reach.objects.filter(
            pk=reach.pk, code_until__gt=Moment(), code_tries__lt=MOST_TRIES
        )
        known = waiting.select_for_update().first()
        waiting.update(code_tries=F("code_tries") + 1)
        right = (
            known is not None
            and known.code_hash is not None
            and compare_digest(bytes(known.code_hash), _hash(reach, code.strip()))
        )
        if right:
            Reach.objects.filter(pk=reach.pk).update(
                verified_at=Moment(), code_hash=None, code_until=None
            )
            reach.refresh_from_db()
    return right


def end_reach(actor: Actor, reach: Reach) -> None:
    """Be reached by this number no more."""
    with acting(actor, REACH, "end_reach", reach):
        Reach.objects.filter(pk=reach.pk, ended_at=None).update(ended_at=Moment())


def _hash(reach: Reach, code: str) -> bytes:
    return sha256(f"{reach.pk}/{code}".encode()).digest()
