"""Everything that reads contacts: lists without a word of anybody, words one contact at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from lindung.access.codes import Role
from lindung.core.acting import missed, opening, opening_all, refused
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.keys import load_keys
from lindung.core.models import Turn
from lindung.core.seal import Sealed
from lindung.hotline.codes.contact import ContactVerb, FlagKind
from lindung.hotline.models.contact import CallBack, Contact, Flag
from lindung.hotline.policy.contact import CALL_BACKS, CONTACTS
from lindung.hotline.rules.contact import strictest
from lindung.people import queries as people
from lindung.people.codes import ContactChannel

SEALED = ("identifier", "words", "with_whom", "chosen_adult")
RECENT = timedelta(hours=24)
MOST_SHOWN = 25


@dataclass(frozen=True, slots=True)
class ContactFile:
    """What is sealed in a contact, in plain words."""

    identifier: str
    words: str
    with_whom: str
    chosen_adult: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether somebody may be contacted now, and why, as a code."""

    allowed: bool
    why: str
    may_leave_message: bool = False
    ask_code_word: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of the same number: how often, since when, and what is remembered of it."""

    n: int
    last_at: datetime | None
    flags: tuple["FlagLine", ...]


@dataclass(frozen=True, slots=True)
class FlagLine:
    """Something remembered of a number, until it ends by itself."""

    id: UUID
    kind: str
    kind_label: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Undecided:
    """A call that waits for a decision, as a list shows it."""

    number: str
    cause: str
    cause_label: str
    began_at: datetime
    due_at: datetime
    late: bool


def may_use_phone(actor: Actor) -> bool:
    """Say whether `actor` may open a contact."""
    return CONTACTS.speaks_for(actor, "open_contact", Contact())


def require_phone(actor: Actor) -> None:
    """Raise `Denied` after noting the attempt unless `actor` may open a contact."""
    if not may_use_phone(actor):
        raise refused(actor, CONTACTS, "open_contact", actor.unit_id)


def get_contact(actor: Actor, number: str, *, to: str = "view_contact") -> Contact:
    """Return one contact by its number, or note the attempt and raise `NotFound`. One query."""
    rows = Contact.objects.select_related("report", "person").defer(
        *SEALED,
        *(f"report__{name}" for name in ("words", "place", "needs", "named", "source", "outcome")),
    )
    found = CONTACTS.only(actor, to, rows).filter(number=number).first()
    if found is None:
        raise missed(actor, CONTACTS, to, number)
    return found


def contact_of_report(actor: Actor, report_id: UUID) -> list[Contact]:
    """Return the contacts that are part of a report, the first call first. One query."""
    return list(_seen(actor).filter(report_id=report_id).order_by("began_at"))


def allowed(actor: Actor, contact: Contact) -> set[str]:
    """Return what `actor` may do to `contact`, for buttons. It was seen just now: no query."""
    return {action for action in CONTACTS.rules if CONTACTS.speaks_for(actor, action, contact)}


def recent(actor: Actor) -> list[Contact]:
    """Return the contacts of the last 24 hours and those still open, the newest first. One query.

    Nothing sealed is opened.
    """
    open_ = Q(ended_at=None, report=None, answered=True, left_unit=False)
    rows = _seen(actor).filter(Q(began_at__gte=Moment() - RECENT) | open_)
    return list(rows.select_related("report").only(*SHOWN).order_by("-began_at", "id")[:MOST_SHOWN])


def undecided(actor: Actor) -> list[Undecided]:
    """Return the calls that wait for a decision, the oldest first. One query."""
    here = now()
    rows = CALL_BACKS.only(actor, "view_call_back", CallBack.objects.filter(decided_at=None))
    return [
        Undecided(
            row.contact.number,
            row.cause,
            row.get_cause_display(),
            row.contact.began_at,
            row.due_at,
            row.due_at < here,
        )
        for row in rows.select_related("contact")
        .defer("reason", *(f"contact__{name}" for name in SEALED))
        .order_by("due_at", "id")[:MOST_SHOWN]
    ]


def call_back_of(actor: Actor, contact: Contact, *, to: str = "view_call_back") -> CallBack | None:
    """Return the decision about `contact`, made or still to make. One query."""
    rows = CALL_BACKS.only(actor, to, CallBack.objects.defer("reason"))
    return rows.filter(contact=contact).first()


def open_verbs(contact: Contact) -> dict[str, datetime]:
    """Return what somebody must still do with a contact, and until when. One query."""
    waiting = Turn.objects.filter(record_id=contact.pk, verb__in=ContactVerb.values)
    return dict(waiting.values_list("verb", "next_at"))


def read_contact(actor: Actor, contact: Contact) -> ContactFile:
    """Open what is sealed in `contact`; the opening is noted."""
    with opening(actor, CONTACTS, "read_contact", contact):
        load_keys([contact.data_key_id])
        sealed = Contact.objects.only(*SEALED, "data_key_id").get(pk=contact.pk)
        return ContactFile(**{column: _words(getattr(sealed, column)) for column in SEALED})


def earlier(actor: Actor, contact: Contact) -> Earlier:
    """Return how often the same number came before. Two queries; nothing is opened.

    Two numbers in four thousand million share a digest, so this is a hint and decides nothing.
    """
    if contact.identifier_digest is None:
        return Earlier(0, None, ())
    rows = _seen(actor).filter(identifier_digest=contact.identifier_digest)
    before = list(
        rows.exclude(pk=contact.pk)
        .filter(began_at__lte=contact.began_at)
        .order_by("-began_at")
        .values_list("began_at", flat=True)
    )
    return Earlier(len(before), before[0] if before else None, flags_of(contact.identifier_digest))


def flags_of(digest: int) -> tuple[FlagLine, ...]:
    """Return what is remembered of a number and not over yet. One query."""
    rows = Flag.objects.filter(
        identifier_digest=digest, lifted_at=None, expires_at__gt=Moment()
    ).defer("reason")
    return tuple(
        FlagLine(row.pk, row.kind, str(FlagKind(row.kind).label), row.expires_at)
        for row in rows.order_by("expires_at")
    )


def same_number(actor: Actor, contact: Contact, among: Collection[Contact]) -> list[Contact]:
    """Return those of `among` whose number is that of `contact`: opened to make sure, and noted."""
    with opening_all(actor, CONTACTS, "read_contact", [contact, *among]) as readable:
        load_keys(one.data_key_id for one in readable)
        sealed = {
            one.pk: _words(one.identifier)
            for one in Contact.objects.filter(pk__in=[one.pk for one in readable])
        }
        own = sealed.get(contact.pk, "")
        return [one for one in among if own and sealed.get(one.pk) == own]


def may_reach(
    actor: Actor,
    contact: Contact,
    channel: str = ContactChannel.CALL,
    *,
    life_in_danger: bool = False,
    reason: str = "",
) -> Reach:
    """Say whether whoever called may be contacted by `channel` now. Unknown is no.

    Everybody who gave this number was asked, or nobody was; one no outweighs every yes.
    """
    known = read_contact(actor, contact)
    somebody = [contact.person] if contact.person is not None else []
    if known.identifier:
        ids = {person.pk for person in somebody}
        same = people.by_phone(actor, known.identifier)
        somebody += [person for person in same if person.pk not in ids]
    verdicts = [
        people.may_contact(actor, person, channel, life_in_danger=life_in_danger, reason=reason)
        for person in somebody
    ]
    allowed_now, why = strictest((verdict.allowed, verdict.why) for verdict in verdicts)
    said = [verdict for verdict in verdicts if verdict.allowed]
    return Reach(
        allowed_now,
        why,
        may_leave_message=allowed_now and all(verdict.may_leave_message for verdict in said),
        ask_code_word=any(verdict.ask_code_word for verdict in said),
    )


def n_waiting(actor: Actor) -> tuple[int, int]:
    """Return how many decisions wait, and how many of them are late. One query."""
    waiting = undecided(actor)
    return len(waiting), sum(one.late for one in waiting)


SHOWN = (
    "number",
    "channel",
    "kind",
    "answered",
    "began_at",
    "ended_at",
    "taken_by",
    "left_unit",
    "answers",
    "report__number",
    "report__risk",
    "report__emergency",
)
DUTY_ROLES = (Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD)


def _seen(actor: Actor) -> QuerySet[Contact]:
    return CONTACTS.only(actor, "view_contact", Contact.objects.defer(*SEALED))


def _words(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
