"""What several services of a contact do alike: raw records, clocks, turns, numbers."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from lindung.access.codes import Role
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.frame import this_unit
from lindung.core.keys import keeper, new_key
from lindung.core.models import KeyKind
from lindung.core.notify import Topic, tell_screens
from lindung.core.numbers import with_fresh_number
from lindung.core.turns import end_turn, set_turn
from lindung.directory import queries as directory
from lindung.hotline.codes.contact import (
    NUMBER_LETTER,
    TURN_KIND,
    Choice,
    ContactVerb,
    Origin,
)
from lindung.hotline.models.contact import CallBack, Contact, Raw
from lindung.hotline.rules import contact as rules
from lindung.hotline.rules.numbers import read_number


def external_id(origin: Origin, outside: str) -> bytes:
    """Return the digest of a name from outside: it may hold a number, so it is keyed."""
    return keeper().derive(f"hotline/{origin}", f"{this_unit()}/{outside}".encode())


def address_hash(channel: str, address: str) -> bytes:
    """Return the keyed hash by which a thread is known again. In a frame."""
    label = f"hotline/thread/{channel}"
    return keeper().derive(label, f"{this_unit()}/{address}".encode())


def write_contact(
    contact: Contact,
    origin: Origin,
    outside: bytes,
    began_at: datetime | None,
    identifier: str,
    body: str = "",
) -> Contact:
    """Save a new contact with its raw record and its first clock; called inside an act.

    One that is a report from its first moment has that report's clock and needs none of its own.
    """
    contact.data_key = new_key(KeyKind.CASE)
    contact.raw = Raw.objects.create(
        origin=origin,
        external_id=outside,
        came_at=Moment(),
        data_key=contact.data_key,
        body=body or None,
    )
    start: Combinable = Value(began_at) if began_at else Moment()
    contact.began_at, contact.entered_at = start, Moment()
    set_identifier(contact, identifier)
    at = (began_at or now()).astimezone(ZoneInfo(directory.unit_by_id(this_unit()).time_zone))

    def save(number: str) -> None:
        contact.number = number
        contact.save(force_insert=True)

    with_fresh_number(NUMBER_LETTER, at, save)
    contact = Contact.objects.get(pk=contact.pk)
    if contact.answered and not contact.kind and contact.report_id is None:
        wait(contact, ContactVerb.SORT, Value(contact.began_at + rules.SORT_LIMIT))
    ask_call_back(contact)
    tell()
    return contact


def set_identifier(contact: Contact, identifier: str) -> None:
    """Set the number a contact came from, and the digest by which it is found again."""
    plain = " ".join(identifier.split())
    contact.identifier = read_number(plain) or plain or None
    contact.identifier_digest = digest_of_number(plain)


def digest_of_number(text: str) -> int | None:
    """Return the blind digest by which a number is found again, or nothing for a hidden one.

    What is no number, such as a name in the phone's book, is known again as it was written.
    """
    plain = read_number(text) or " ".join(text.split()).lower()
    return keeper().digest(this_unit(), "hotline/number", plain) if plain else None


def ask_call_back(contact: Contact) -> None:
    """Let a person decide about a missed, silent or dropped call; asked again if kinds changed."""
    cause = rules.cause_of(contact.kind, answered=contact.answered)
    if cause is None:
        return
    row, _is_new = CallBack.objects.get_or_create(
        contact=contact,
        defaults={
            "subject_id": contact.subject_id,
            "cause": cause,
            "asked_at": Moment(),
            "due_at": contact.began_at + rules.DECIDE_LIMIT,
            "data_key_id": contact.data_key_id,
        },
    )
    CallBack.objects.filter(pk=row.pk).filter(choice__in=["", Choice.CORRECTED]).update(
        cause=cause, choice="", decided_at=None, decided_by=None
    )
    wait(contact, ContactVerb.CALL_BACK, Value(row.due_at))


def withdraw_call_back(actor: Actor, contact: Contact) -> None:
    """Let nobody decide any more: the call was of another kind."""
    CallBack.objects.filter(contact=contact, decided_at=None).update(
        choice=Choice.CORRECTED, decided_at=Moment(), decided_by=actor.id
    )
    end_turn(contact.pk, ContactVerb.CALL_BACK)


def want_second(contact: Contact) -> None:
    """Ask for a second officer where one alone is not enough."""
    within = rules.needs_second(contact.kind, contact.answers)
    if within is not None and contact.second_by is None and contact.ended_at is None:
        wait(contact, ContactVerb.SECOND, Moment() + within)


def wait(
    contact: Contact,
    verb: ContactVerb,
    next_at: Combinable,
    *,
    role: str = Role.OPERATOR,
    staff_id: UUID | None = None,
) -> None:
    """Say what somebody must do next with a contact."""
    set_turn(
        contact.pk,
        verb,
        kind=TURN_KIND,
        number=contact.number,
        next_at=next_at,
        role="" if staff_id else role,
        staff_id=staff_id,
        subject_id=contact.subject_id,
    )


def tell() -> None:
    """Let open screens know that what waits changed: the tasks and the console."""
    for topic in (Topic.INBOX, Topic.TASKS):
        tell_screens(this_unit(), topic)


def require_choice(known: object) -> None:
    """Raise `choice_unknown` unless what was chosen is known."""
    if not known:
        raise RuleBroken("choice_unknown", _("Choose from the list."))


def require_told(contact: Contact) -> None:
    """Raise `not_sorted` unless the contact tells of something."""
    if not rules.tells(contact.kind):
        raise RuleBroken("not_sorted", _("Say first what kind of contact it was."))


def require_no_report(contact: Contact) -> None:
    """Raise `contact_is_report` if it became one."""
    if contact.report_id is not None or contact.left_unit:
        raise RuleBroken("contact_is_report", _("This contact is a report already."))
