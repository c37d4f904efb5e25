"""Sealed words: unreadable at rest, bound to their place, and never older than they should be."""

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import FieldError
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.core.keys import load_keys, new_key, rewrap_some, start_generation
from lindung.core.models import DataKey, KeyKind
from lindung.directory.models import Unit
from lindung.people.models import Person
from tests.conftest import NEIGHBOUR, UNIT

NAME = Person.name.field


@pytest.fixture
def her(units: dict[str, Unit]) -> Person:
    """Somebody whose name is known."""
    with frame(UNIT):
        return someone("Melati")


def someone(name: str | None) -> Person:
    """Make a person of the unit at work."""
    person = Person(
        data_key=new_key(KeyKind.IDENTITY), name=name, made_at=Moment(), changed_at=Moment()
    )
    person.save(force_insert=True)
    return Person.objects.get(pk=person.pk)


def stored(person: Person) -> bytes:
    """Return the column as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("select name from people_person where id = %s", [person.pk])
        return bytes(cursor.fetchone()[0])


def put(person: Person, box: bytes) -> None:
    """Write the column as somebody with the database in hand would."""
    with connection.cursor() as cursor:
        cursor.execute("update people_person set name = %s where id = %s", [box, person.pk])


def revealed(person: Person) -> str:
    """Open the name."""
    assert person.name is not None
    return person.name.reveal()


def test_words_are_ciphertext_at_rest_and_bullets_in_print(her: Person) -> None:
    with frame(UNIT):
        assert b"Melati" not in stored(her)
        assert "Melati" not in f"{her.name} {her.name!r} {vars(her)}"
        assert revealed(Person.objects.get()) == "Melati"


def test_lengths_say_little(her: Person) -> None:
    with frame(UNIT):
        long = someone("Siti Nur Aisyah binti Muhammad Arsyad")
        assert len(stored(long)) == len(stored(her))


def test_reading_rows_opens_nothing_and_a_page_asks_once(
    her: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with frame(UNIT):
        someone("Mawar")
        with django_assert_num_queries(1):
            people = list(Person.objects.all())
        with django_assert_num_queries(1):  # the keys, with the marks of what was sealed anew
            load_keys(person.data_key_id for person in people)
            assert {revealed(person) for person in people} == {"Melati", "Mawar"}


def test_update_takes_only_what_was_sealed_for_the_row(her: Person) -> None:
    with frame(UNIT):
        same = Person.objects.filter(pk=her.pk)
        same.update(name=NAME.seal_for(her, "Kenanga"))
        assert revealed(same.get()) == "Kenanga"

        with pytest.raises(TypeError, match="plain words"), transaction.atomic():
            same.update(name="Kenanga")


def test_a_value_moved_to_another_row_does_not_open(her: Person) -> None:
    with frame(UNIT):
        other = someone("Mawar")
        put(her, stored(other))

        with pytest.raises(InvalidTag):
            revealed(Person.objects.get(pk=her.pk))


def test_a_value_moved_to_another_column_does_not_open(her: Person) -> None:
    with frame(UNIT), connection.cursor() as cursor:
        cursor.execute("update people_person set address = name")
        moved = Person.objects.get(pk=her.pk)

        assert moved.address is not None
        with pytest.raises(InvalidTag):
            moved.address.reveal()


def test_an_older_value_put_back_does_not_open(her: Person) -> None:
    with frame(UNIT):
        old = stored(her)
        her.name = "Kenanga"
        her.save(update_fields=["name"])
        assert revealed(Person.objects.get(pk=her.pk)) == "Kenanga"

    with frame(UNIT):
        put(her, old)
        with pytest.raises(InvalidTag):
            revealed(Person.objects.get(pk=her.pk))


def test_the_only_filter_is_whether_there_is_something(her: Person) -> None:
    with frame(UNIT):
        assert Person.objects.filter(name__isnull=False).count() == 1
        with pytest.raises(FieldError):
            Person.objects.filter(name="Melati")


def test_nothing_opens_outside_a_frame_or_for_another_unit(her: Person) -> None:
    with frame(UNIT):
        person = Person.objects.get()

    with pytest.raises(RuntimeError, match="needs a frame"):
        revealed(person)
    with frame(NEIGHBOUR), pytest.raises(KeyError):
        revealed(person)


def test_a_destroyed_key_opens_nothing(her: Person) -> None:
    with frame(UNIT):
        DataKey.objects.filter(pk=her.data_key_id).update(destroyed_at=Moment(), wrapped=b"")
    with frame(UNIT), pytest.raises(KeyError):
        revealed(Person.objects.get())


def test_after_a_rotation_old_and_new_words_open(her: Person) -> None:
    with frame(UNIT):
        version = start_generation(KeyKind.IDENTITY)
        assert revealed(Person.objects.get(pk=her.pk)) == "Melati"  # not rewrapped yet
        someone("Mawar")

        assert rewrap_some(KeyKind.IDENTITY, version, most=500) == 1
        assert rewrap_some(KeyKind.IDENTITY, version, most=500) == 0

    with frame(UNIT):
        assert set(DataKey.objects.values_list("kek_version", flat=True)) == {version}
        names = {revealed(person) for person in Person.objects.all()}
    assert names == {"Melati", "Mawar"}


def test_a_wrapped_key_moved_to_another_row_does_not_open(her: Person) -> None:
    with frame(UNIT):
        other = someone("Mawar")
        wrapped = DataKey.objects.get(pk=other.data_key_id).wrapped
        DataKey.objects.filter(pk=her.data_key_id).update(wrapped=wrapped)
    with frame(UNIT), pytest.raises(InvalidTag):
        revealed(Person.objects.get(pk=her.pk))
