"""Reading sealed names for the index: as the machine, with one line in the trail for each reading.

The folded names go to whoever asked and are written nowhere.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import connection
from django.db.models import Q, QuerySet

from lindung.core.actor import MACHINE
from lindung.core.frame import frame, note
from lindung.core.keys import load_keys
from lindung.core.trail import line_for
from lindung.people.models import Person
from lindung.people.spelling import words_of
from lindung.people.unit_names import Names

CHUNK = 1_000
OVERLAP = timedelta(minutes=5)  # a change is seen only when its transaction ends
_BETWEEN_ALIASES = re.compile(r"[,;/\n]|\balias\b", re.IGNORECASE)


def names_of_unit(unit_id: UUID) -> Iterator[tuple[UUID, Names]]:
    """Yield everyone with a name, in frames of a thousand, so that no transaction is long."""
    named = Q(name__isnull=False) | Q(aliases__isnull=False)
    after = UUID(int=0)
    while True:
        with frame(unit_id):
            if after.int == 0:
                note(line_for(MACHINE, "people.index_names", unit_id))
            rows = Person.objects.filter(named, pk__gt=after).order_by("pk")
            chunk = list(_opened(rows[:CHUNK]))
        yield from chunk
        if len(chunk) < CHUNK:
            return
        after = chunk[-1][0]


def names_of(unit_id: UUID, person_ids: Iterable[UUID]) -> list[tuple[UUID, Names]]:
    """Return these people as they are now; whoever has no name any more comes with none."""
    with frame(unit_id):
        found = dict(_opened(Person.objects.filter(pk__in=list(person_ids))))
        if found:
            note(line_for(MACHINE, "people.index_names", unit_id))
    return list(found.items())


def changed_since(unit_id: UUID, moment: datetime, most: int) -> tuple[list[UUID], datetime]:
    """Return up to `most` who changed since a little before `moment`, and the moment of asking."""
    with frame(unit_id):
        changed = Person.objects.filter(changed_at__gte=moment - OVERLAP)
        return list(changed.values_list("pk", flat=True)[:most]), database_now()


def database_now() -> datetime:
    """Return the database's own moment: `changed_at` is of its clock. Stands in a frame."""
    with connection.cursor() as cursor:
        cursor.execute("select statement_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def _opened(rows: QuerySet[Person]) -> Iterator[tuple[UUID, Names]]:
    people = list(rows.only("id", "unit_id", "data_key_id", "name", "aliases"))
    load_keys(person.data_key_id for person in people)
    for person in people:
        try:
            yield person.pk, _names(person)
        except (KeyError, InvalidTag):  # disposed of, or altered: it cannot be found by name
            yield person.pk, ()


def _names(person: Person) -> Names:
    name = person.name.reveal() if person.name else ""
    aliases = person.aliases.reveal() if person.aliases else ""
    parts = [*_BETWEEN_ALIASES.split(name), *_BETWEEN_ALIASES.split(aliases)]
    return tuple(dict.fromkeys(words for part in parts if (words := words_of(part))))
