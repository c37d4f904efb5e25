"""What is remembered of a number for a while. It is shown beside a contact and decides nothing."""

from datetime import timedelta

from django.db.models import Value
from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.keys import new_key
from lindung.core.models import KeyKind
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.contact import FlagKind
from lindung.hotline.models.contact import Contact, Flag
from lindung.hotline.policy.contact import CONTACTS
from lindung.hotline.rules.contact import FLAG_DAYS_MOST


def flag_number(actor: Actor, contact: Contact, *, kind: str, reason: str, days: int) -> Flag:
    """Remember something of the number a contact came from, with a reason and an end.

    Args:
        actor: who says so.
        contact: it came from a number that is known.
        kind: a code of `FlagKind`.
        reason: why, sealed.
        days: for how long, at most 30.

    Raises:
        RuleBroken: `choice_unknown`, `number_unknown`, `reason_missing`, `days_out_of_range`.
    """
    with acting(actor, CONTACTS, "flag_number", contact):
        moves.require_choice(kind in FlagKind.values)
        if contact.identifier_digest is None:
            raise RuleBroken("number_unknown", _("This contact has no number to remember."))
        if not reason.strip():
            raise RuleBroken("reason_missing", _("Write why, in one sentence."), "reason")
        if not 1 <= days <= FLAG_DAYS_MOST:
            message = _("Choose between 1 and %(n)d days.") % {"n": FLAG_DAYS_MOST}
            raise RuleBroken("days_out_of_range", message, "days")
        return Flag.objects.create(
            identifier_digest=contact.identifier_digest,
            kind=kind,
            set_by=actor.id,
            set_at=Moment(),
            expires_at=Moment() + Value(timedelta(days=days)),
            data_key=new_key(KeyKind.CASE),
            reason=reason.strip(),
        )


def lift_flags(actor: Actor, contact: Contact) -> None:
    """Forget before its end what is remembered of the number of a contact."""
    with acting(actor, CONTACTS, "lift_flag", contact):
        if contact.identifier_digest is not None:
            remembered = Flag.objects.filter(identifier_digest=contact.identifier_digest)
            remembered.filter(lifted_at=None).update(lifted_at=Moment(), lifted_by=actor.id)
