"""Everything that changes people: who they are, and how each may safely be reached."""

from collections.abc import Collection
from datetime import time
from typing import Any

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.frame import this_unit
from lindung.core.keys import hold_key, new_key
from lindung.core.models import KeyKind
from lindung.people.codes import AgeBand, Tri
from lindung.people.digests import DIGESTED, digest_of
from lindung.people.models import Person, SafeContact
from lindung.people.names import tell_index
from lindung.people.policy import POLICY
from lindung.people.rules import normalise_name

SEALED = ("name", "aliases", "nik", "birth_date", "phone", "email", "address")
CODED = ("sex", "age_band", "disability")


def write_person(
    actor: Actor,
    *,
    name: str | None = None,
    sex: str = "",
    age_band: str = AgeBand.UNKNOWN,
    disability: Collection[str] = (),
    **more: str | None,
) -> Person:
    """Write down somebody; nothing about them is required.

    Called inside the act of the module whose report or case they belong to. A number that cannot
    be read as one is kept as typed, and is then not found by search.

    Args:
        actor: who writes it down, or the reporter.
        name: as given.
        sex: F, M, or empty.
        age_band: a code of `AgeBand`.
        disability: codes of `Disability`.
        more: `aliases`, `nik`, `birth_date` (ISO, or a year alone), `phone`, `email`, `address`.
    """
    person = Person(
        sex=sex,
        age_band=age_band or AgeBand.UNKNOWN,
        disability=list(disability),
        made_at=Moment(),
        changed_at=Moment(),
    )
    with acting(actor, POLICY, "write_person", person):
        person.data_key = new_key(KeyKind.IDENTITY)
        hold_key(person.data_key)
        for column, words in {"name": name, **more}.items():
            _write(person, column, words)
        person.save(force_insert=True)
        if person.name or person.aliases:
            tell_index(person.pk)
    return person


def change_person(actor: Actor, person: Person, **changes: Any) -> None:
    """Change what is known of `person`; what is not named stays, an empty text goes.

    Raises:
        TypeError: a column that does not exist.
    """
    with acting(actor, POLICY, "change_person", person):
        for column, value in changes.items():
            if column in CODED:
                setattr(person, column, list(value) if column == "disability" else value)
            else:
                _write(person, column, value)
        person.changed_at = Moment()
        touched = [*changes, *(f"{name}_digest" for name in DIGESTED if name in changes)]
        person.save(update_fields=[*touched, "changed_at"])
        tell_index(person.pk)


def state_safe_contact(
    actor: Actor,
    person: Person,
    *,
    channel: str,
    allowed: str,
    from_time: time | None = None,
    until_time: time | None = None,
    who_sees: Collection[str] = (),
    message_allowed: str = Tri.NOT_ASKED,
    **sealed: str,
) -> SafeContact:
    """Write down how `person` says she may be reached. What was said before stays readable.

    Args:
        actor: who writes it down, or the reporter.
        person: whom it is about.
        channel: a code of `ContactChannel`.
        allowed: a code of `Tri`; only yes is a yes.
        from_time: from which hour, in the unit's time zone.
        until_time: before which hour; earlier than `from_time` means over midnight.
        who_sees: codes of `WhoSees`: who else can see the phone.
        message_allowed: whether a message may be left there.
        sealed: `code_word`, `cover_text`.

    Raises:
        RuleBroken: `hours_incomplete` when only one of the two hours is given.
    """
    with acting(actor, POLICY, "state_safe_contact", person):
        if (from_time is None) != (until_time is None):
            raise RuleBroken("hours_incomplete", "Write both hours, or neither.", "from_time")
        return SafeContact.objects.create(
            person=person,
            channel=channel,
            allowed=allowed,
            from_time=from_time,
            until_time=until_time,
            who_sees=list(who_sees),
            message_allowed=message_allowed,
            data_key_id=person.data_key_id,
            code_word=sealed.get("code_word") or None,
            cover_text=sealed.get("cover_text") or None,
            stated_by=None if "reporter" in actor.roles else actor.id,
            stated_at=Moment(),
        )


def _write(person: Person, column: str, words: str | None) -> None:
    """Set one sealed column, and the digest by which it is found again."""
    if column not in SEALED:
        raise TypeError(f"A person has no {column!r}.")
    plain = (words or "").strip()
    setattr(person, column, (normalise_name(plain) if column == "name" else plain) or None)
    if column in DIGESTED:
        setattr(person, f"{column}_digest", digest_of(this_unit(), column, plain))
