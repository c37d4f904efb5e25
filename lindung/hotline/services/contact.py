"""A contact of the duty phone from the first ring until it is known what it is."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import MACHINE, Actor
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.turns import end_turn
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.contact import (
    PHONE_CHANNELS,
    Choice,
    ContactKind,
    ContactVerb,
    Origin,
)
from lindung.hotline.models.contact import CallBack, Contact
from lindung.hotline.policy.contact import CONTACTS
from lindung.hotline.rules import contact as rules

SLACK = timedelta(minutes=1)  # between the clock of a form and ours


def open_contact(
    actor: Actor,
    *,
    channel: str,
    key: str,
    answered: bool = True,
    began_at: datetime | None = None,
    identifier: str = "",
    taken_by: UUID | None = None,
) -> Contact:
    """Write down that the phone rang, before anybody knows what it is.

    The raw record, the contact and its clock stand or fall together. The same `key` again is the
    same contact, however often a thumb pressed.

    Args:
        actor: who writes it down.
        channel: a code of `PHONE_CHANNELS`.
        key: what the page drew for this one contact.
        answered: False for a missed call.
        began_at: when it rang, if not just now; clocks keep that time.
        identifier: the number it came from, as the phone shows it.
        taken_by: the colleague who held the phone, if it was not `actor`.

    Raises:
        RuleBroken: `choice_unknown`, `began_in_future`.
    """
    contact = Contact(id=uuid4(), channel=channel, answered=answered, entered_by=actor.id)
    contact.taken_by, contact.subject_id = taken_by or actor.id, contact.id
    with acting(actor, CONTACTS, "open_contact", contact):
        _check_new(channel, began_at)
        outside = moves.external_id(Origin.TAP, key)
        known = Contact.objects.filter(raw__origin=Origin.TAP, raw__external_id=outside).first()
        if known is not None:
            return known
        try:
            with transaction.atomic():
                return moves.write_contact(contact, Origin.TAP, outside, began_at, identifier)
        except IntegrityError as error:
            if "hotline_raw_once" not in str(error):
                raise
        return Contact.objects.get(raw__origin=Origin.TAP, raw__external_id=outside)


def sort_contact(actor: Actor, contact: Contact, kind: str) -> None:
    """Say what a contact was. Pressed by mistake, it is said anew.

    What tells nothing ends here; what was silent or dropped waits for a decision.

    Raises:
        RuleBroken: `choice_unknown`, `contact_is_report`, `call_back_decided`, `was_missed`.
    """
    with acting(actor, CONTACTS, "sort_contact", contact):
        moves.require_choice(kind in ContactKind.values)
        moves.require_no_report(contact)
        _require_undecided(contact)
        contact.kind, contact.sorted_at = kind, Moment()
        contact.ended_at = None if rules.tells(kind) else Moment()
        if contact.taken_by == MACHINE.id:  # a switchboard told of it and not who took it
            contact.taken_by = actor.id
        contact.save(update_fields=["kind", "sorted_at", "ended_at", "taken_by"])
        contact.refresh_from_db(fields=["sorted_at", "ended_at"])
        for verb in (ContactVerb.SORT, ContactVerb.FINISH, ContactVerb.SECOND):
            end_turn(contact.pk, verb)
        if rules.cause_of(kind, answered=contact.answered) is None:
            moves.withdraw_call_back(actor, contact)
        moves.ask_call_back(contact)
        if rules.tells(kind):
            moves.wait(contact, ContactVerb.FINISH, Value(contact.began_at + rules.FINISH_LIMIT))
            moves.want_second(contact)
        moves.tell()


def tell_limits(actor: Actor, contact: Contact) -> None:
    """Write down that the limits of secrecy were told, at this moment. Once is enough."""
    with acting(actor, CONTACTS, "tell_limits", contact):
        if contact.limits_told_at is None:
            Contact.objects.filter(pk=contact.pk, limits_told_at=None).update(
                limits_told_at=Moment()
            )
            contact.refresh_from_db(fields=["limits_told_at"])


def _check_new(channel: str, began_at: datetime | None) -> None:
    moves.require_choice(channel in {str(one) for one in PHONE_CHANNELS})
    if began_at is not None and began_at > now() + SLACK:
        raise RuleBroken("began_in_future", _("That moment is still to come."), "began_at")


def _require_undecided(contact: Contact) -> None:
    if not contact.answered:
        message = _("Nobody took this call. If she calls again, open a new contact.")
        raise RuleBroken("was_missed", message)
    decided = CallBack.objects.filter(contact=contact).exclude(choice__in=["", Choice.CORRECTED])
    if decided.exists():
        message = _("It was decided already. Open a new contact.")
        raise RuleBroken("call_back_decided", message)
