"""Everything that reads people. Words open one person at a time, and each opening is noted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from hmac import compare_digest
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from lindung.core.acting import opening, opening_all, opening_rows
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.frame import note, this_unit
from lindung.core.keys import load_keys
from lindung.core.marks import load_marks
from lindung.core.seal import Sealed
from lindung.core.trail import line_for
from lindung.directory.queries import unit_by_id
from lindung.people.codes import NikProblem
from lindung.people.digests import DIGESTED, digest_of
from lindung.people.models import Person, SafeContact
from lindung.people.policy import POLICY
from lindung.people.rules import ContactFacts, Verdict, check_nik, initials
from lindung.people.rules import may_contact as decide

SEALED = ("name", "aliases", "nik", "birth_date", "phone", "email", "address")
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class ContactLine:
    """How somebody said she may be reached by one channel."""

    channel: str
    allowed: str
    from_time: time | None
    until_time: time | None
    who_sees: tuple[str, ...]
    message_allowed: str
    code_word: str
    cover_text: str


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Somebody, in plain words. It leaves no page but the one it was opened for."""

    id: UUID
    name: str
    aliases: str
    nik: str
    birth_date: str
    phone: str
    email: str
    address: str
    sex: str
    age_band: str
    disability: tuple[str, ...] = ()
    nik_problem: NikProblem | None = None  # odd, and kept all the same
    contacts: tuple[ContactLine, ...] = field(default=())


def persons(actor: Actor, ids: Iterable[UUID]) -> list[Person]:
    """Return people by their ids, without opening anything. One query."""
    return list(_seen(actor, "find_person").filter(pk__in=list(ids)))


def read_person(actor: Actor, person: Person) -> PersonFile:
    """Open everything known of `person`; the opening is noted. At most three queries."""
    with opening(actor, POLICY, "read_person", person):
        load_keys([person.data_key_id])
        newest = SafeContact.objects.filter(person=person).order_by("channel", "-stated_at", "-id")
        return _file(person, newest.distinct("channel"))


def read_people(actor: Actor, people: Sequence[Person]) -> list[PersonFile]:
    """Open the people of one report or case, each opening noted; who may not be read is left out.

    Four queries however many they are.
    """
    if not people:
        return []
    asked = Person.objects.filter(pk__in=[person.pk for person in people])
    readable = list(POLICY.only(actor, "read_person", asked))
    load_keys(person.data_key_id for person in readable)
    newest = SafeContact.objects.filter(person__in=readable)
    contacts: defaultdict[UUID, list[SafeContact]] = defaultdict(list)
    for row in newest.order_by("person", "channel", "-stated_at", "-id").distinct(
        "person", "channel"
    ):
        contacts[row.person_id].append(row)
    for person in people:
        refused = person.pk not in {one.pk for one in readable}
        note(line_for(actor, "people.read_person", person.pk, refused=refused))
    return [_file(person, contacts[person.pk]) for person in readable]


def read_names(actor: Actor, people: Sequence[Person]) -> dict[UUID, str]:
    """Open the names of the people of one report or case; each opening is noted."""
    load_keys(person.data_key_id for person in people)
    found = {}
    for person in people:
        with opening(actor, POLICY, "read_person", person):
            found[person.pk] = _words(person.name)
    return found


def names_to_export(actor: Actor, people: Sequence[Person]) -> dict[UUID, str]:
    """Return the names of the people of many cases, those hidden from `actor` left out.

    Only for what two persons agreed to let out: casework asks that. Each opening is noted, as one
    of its own kind. At most three queries.
    """
    with opening_all(actor, POLICY, "export_name", people) as permitted:
        load_keys(person.data_key_id for person in permitted)
        return {person.pk: _words(person.name) for person in permitted}


def initials_of(actor: Actor, people: Sequence[Person]) -> dict[UUID, str]:
    """Return the initials of the people of one report or case, those hidden from `actor` left out.

    Each opening is noted. At most three queries.
    """
    with opening_all(actor, POLICY, "read_initials", people) as permitted:
        return _initials(permitted)


def initials_by_id(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the initials of people by their ids, as `initials_of`. At most three queries."""
    people = Person.objects.filter(pk__in=list(ids))
    permitted = opening_rows(actor, POLICY, "read_initials", people)
    return _initials(permitted)


def may_find(actor: Actor) -> bool:
    """Say whether `actor` may look for people at all. No query."""
    return POLICY.speaks_for(actor, "find_person", Person())


def may_contact(
    actor: Actor, person: Person, channel: str, *, life_in_danger: bool = False, reason: str = ""
) -> Verdict:
    """Say whether `person` may be contacted by `channel` now. Unknown is no. Three queries.

    A contact because a life is in danger leaves its own line; its reason belongs into a note.
    """
    action = "contact_in_danger" if life_in_danger and reason.strip() else "contact_person"
    with opening(actor, POLICY, action, person):
        said = SafeContact.objects.filter(person=person, channel=channel)
        facts = _facts(said.order_by("-stated_at", "-id").first())
        zone = ZoneInfo(unit_by_id(person.unit_id).time_zone)
        here = now().astimezone(zone).time()
        return decide(facts, channel, here, life_in_danger=life_in_danger, reason=reason)


def says_code_word(actor: Actor, people: Sequence[Person], typed: str) -> bool | None:
    """Say whether `typed` is a code word that one of `people` left, or `None` when none is known.

    Case and spaces do not matter: she may type it in haste. Opened to compare, never shown, and
    noted. At most four queries.
    """
    left = SafeContact.objects.filter(person__in=list(people), code_word__isnull=False)
    newest = left.order_by("person", "channel", "-stated_at", "-id").distinct("person", "channel")
    rows = list(newest.select_related("person"))
    if not rows:
        return None
    with opening_all(actor, POLICY, "check_code_word", people) as permitted:
        load_keys(person.data_key_id for person in permitted)
        said = _folded(typed)
        known = [_folded(_words(r.code_word)) for r in rows if r.person in permitted]
        return sum(compare_digest(said, one) for one in known) > 0  # each is compared


def _folded(word: str) -> bytes:
    return " ".join(word.casefold().split()).encode()


def by_phone(actor: Actor, phone: str) -> list[Person]:
    """Return who has this phone number; whoever's digest fits is opened to make sure, and noted."""
    return _matching(actor, "phone", phone)


def by_nik(actor: Actor, nik: str) -> list[Person]:
    """Return who has this NIK. As `by_phone`."""
    return _matching(actor, "nik", nik)


def by_email(actor: Actor, email: str) -> list[Person]:
    """Return who has this e-mail address. As `by_phone`."""
    return _matching(actor, "email", email)


def twins_of(actor: Actor, people: Sequence[Person]) -> dict[UUID, set[str]]:
    """Return who shares a phone, NIK or e-mail digest with `people`, and which: at most 50.

    The digests alone are compared, nothing is opened: a hint with its reason, not a finding.
    """
    wanted, reasons = Q(pk__in=[]), {}
    for column in DIGESTED:
        digests = {value for p in people if (value := getattr(p, f"{column}_digest")) is not None}
        reasons[column] = digests
        if digests:
            wanted |= Q(**{f"{column}_digest__in": digests})
    others = _seen(actor, "find_person").filter(wanted, unit_id=this_unit())
    others = others.exclude(pk__in=[person.pk for person in people])
    return {
        other.pk: {c for c in DIGESTED if getattr(other, f"{c}_digest") in reasons[c]}
        for other in others[:MOST_FOUND]
    }


def _file(person: Person, contacts: Iterable[SafeContact]) -> PersonFile:
    plain = {column: _words(getattr(person, column)) for column in SEALED}
    return PersonFile(
        id=person.pk,
        sex=person.sex,
        age_band=person.age_band,
        disability=tuple(person.disability),
        nik_problem=_nik_problem(plain["nik"]),
        contacts=tuple(_contact(row) for row in contacts),
        **plain,
    )


def _nik_problem(nik: str) -> NikProblem | None:
    problem = check_nik(nik, now().date()).problem if nik else ""
    return NikProblem(problem) if problem else None


def _contact(row: SafeContact) -> ContactLine:
    return ContactLine(
        row.channel,
        row.allowed,
        row.from_time,
        row.until_time,
        tuple(row.who_sees),
        row.message_allowed,
        _words(row.code_word),
        _words(row.cover_text),
    )


def _facts(row: SafeContact | None) -> ContactFacts | None:
    if row is None:
        return None
    return ContactFacts(
        row.allowed,
        row.from_time,
        row.until_time,
        row.who_sees,
        row.message_allowed,
        row.code_word is not None,
        row.cover_text is not None,
    )


def _initials(permitted: Sequence[Person]) -> dict[UUID, str]:
    key_ids = [person.data_key_id for person in permitted]
    load_keys(key_ids)
    load_marks(key_ids)
    return {person.pk: initials(_words(person.name)) for person in permitted}


def _seen(actor: Actor, action: str) -> QuerySet[Person]:
    return POLICY.only(actor, action, Person.objects.all())


def _matching(actor: Actor, column: str, typed: str) -> list[Person]:
    """Find by digest, then open and compare: 32 bits are short on purpose."""
    digest, plain = digest_of(this_unit(), column, typed), DIGESTED[column](typed)
    if digest is None:
        return []
    rows = _seen(actor, "find_person").filter(**{f"{column}_digest": digest}, unit_id=this_unit())
    newest = rows.order_by("-changed_at")
    found = opening_rows(actor, POLICY, "match_person", newest, most=MOST_FOUND)
    load_keys(person.data_key_id for person in found)
    return [p for p in found if DIGESTED[column](_words(getattr(p, column))) == plain]


def _words(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
