"""Names: one spelling for many ways to write, and who might be meant."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.people.models import Person
from lindung.people.names import find_by_name
from lindung.people.services import change_person, write_person
from lindung.people.spelling import normalise, words_of
from lindung.people.unit_names import MOST_CHANGED, MOST_FRESH, UnitNames
from tests.conftest import NEIGHBOUR, UNIT, at_work

ALIKE = [
    ("Soerjati", "Suryati"),
    ("Djoko Widodo", "Joko Widodo"),
    ("Tjahaja", "Cahaya"),
    ("Jusuf", "Yusuf"),
    ("Muhammad Yusuf", "M. Jusuf"),
    ("Muh. Yusuf", "Mohd. Yusuf"),
    ("Moch. Achmad", "Mohammad Akhmad"),
    ("Siti Fatimah", "St. Fatima"),
    ("Nur'aini", "Nuraini"),
    ("Abd. Rahman", "Abdul Rahman"),
    ("Ny. Rohmah", "Rohma"),
    ("Aminah binti Saleh", "Aminah bt. Saleh"),
    ("Sjarifoedin", "Syarifuddin"),
    ("Joko Widodo, S.Pd., M.M.", "Joko Widodo"),
    ("Annisa", "Anisa"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_ways_to_write_a_name_are_the_same_name(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("Sri", "Siti"), ("Rahman", "Rahmat"), ("Ani", "Eni")])
def test_two_names_stay_two(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("name", ["Suharto", "H", "Bin", "Ny.", "Dr."])
def test_a_single_word_is_a_name(name: str) -> None:
    assert len(words_of(name)) == 1


@given(st.text(max_size=300))
def test_whatever_is_typed_folds_and_folding_twice_changes_nothing(name: str) -> None:
    once = normalise(name)

    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz ")
    assert len(once.split()) <= 8


PEOPLE = {
    "Siti Aminah": "Sitti Amina",
    "Soerjati binti Moehamad Saleh": "Suryati Muh. Salih",
    "Djoko Soesilo": "joko susilo",
    "Sri Wahyuni": "Sriwahyuni",
    "Ni Luh Putu Ayu Lestari": "Luh Putu Lestary",
    "Yohanes Tjandra": "Johanes Candra",
    "Nurhaliza": "Nur Halizah",
    "Rahmat Hidayatullah": "Rachmad Hidayatulloh",
}


def index_of(names: list[str]) -> UnitNames:
    return UnitNames((UUID(int=n + 1), (words_of(name),)) for n, name in enumerate(names))


@pytest.mark.parametrize(("name", "heard"), PEOPLE.items())
def test_somebody_is_found_as_she_was_heard(name: str, heard: str) -> None:
    names = [*PEOPLE, "Budi Santoso", "Agus Salim", "Dewi Sartika"]

    hits = index_of(names).search(heard)

    assert names[hits[0].person_id.int - 1] == name


@pytest.mark.parametrize("asked", ["", "   ", "!?", "Xqzwv Bbbb"])
def test_who_is_not_there_is_not_found(asked: str) -> None:
    assert index_of(list(PEOPLE)).search(asked) == []


def test_an_index_of_nobody_finds_nobody() -> None:
    assert UnitNames().search("Siti") == []


def test_a_changed_name_replaces_the_old_one_in_every_layer() -> None:
    people = [(uuid4(), (words_of(f"Orang Ke{n}"),)) for n in range(500)]
    index, (who, _) = UnitNames(people), people[7]
    index.change(who, (words_of("Kartini"),))
    before = {hit.person_id for hit in index.search("Kartini")}
    for n in range(MOST_FRESH):
        index.change(uuid4(), (words_of(f"Lain {n}"),))

    after = {hit.person_id for hit in index.search("Kartini")}

    assert before == after == {who}
    assert index.count() == 500 + MOST_FRESH
    index.change(who, ())
    assert index.search("Kartini") == []
    assert index.count() == 500 + MOST_FRESH - 1


def test_many_changes_are_packed_and_everyone_is_still_found() -> None:
    index = UnitNames()
    for n in range(MOST_CHANGED + MOST_FRESH):
        index.change(UUID(int=n), (words_of(f"Nama {n:05d}"),) if n % 2 else ())
    index.change(UUID(int=5), (words_of("Kartini"),))

    assert [hit.person_id.int for hit in index.search("Kartini")] == [5]
    assert index.count() == (MOST_CHANGED + MOST_FRESH) // 2


def test_a_name_written_together_is_found_among_very_many_that_share_half_of_it() -> None:
    families = ["Tan", "Lubis", "Sinaga", "Halim", "Siregar", "Wulan", "Lestari", "Putri"]
    crowd = [f"{first} {family}" for first in ("Nur", "Hasanah") for family in families] * 400
    index = index_of([*crowd, "Nur Hasanah"])

    assert index.search("nurhasanah")[0].person_id.int == len(crowd) + 1


def test_an_alias_finds_its_person_once() -> None:
    who = uuid4()
    index = UnitNames([(who, (words_of("Siti Aminah"), words_of("Mina")))])

    assert [hit.person_id for hit in index.search("Mina")] == [who]
    assert [hit.person_id for hit in index.search("Siti Aminah")] == [who]


def write(staff: Staff, name: str, **more: str) -> Person:
    with at_work(staff):
        return write_person(staff.actor(), name=name, **more)


def test_names_of_the_unit_at_work_are_found_and_no_others(rini: Staff, nita: Staff) -> None:
    ours = write(rini, "Siti Aminah", aliases="Mina, Bu Am")
    theirs = write(nita, "Siti Aminah")

    with frame(UNIT):
        here = find_by_name("Sitti Amina")
    with frame(NEIGHBOUR):
        there = find_by_name("Sitti Amina")

    assert [likely.person_id for likely in here.likely] == [ours.pk]
    assert [likely.person_id for likely in there.likely] == [theirs.pk]
    assert here.ready


def test_a_new_name_is_found_and_the_old_one_is_not(rini: Staff) -> None:
    person = write(rini, "Siti Aminah")
    with at_work(rini):
        change_person(rini.actor(), person, name="Kartini")

        assert [likely.person_id for likely in find_by_name("Kartini").likely] == [person.pk]
        assert find_by_name("Siti Aminah").likely == []


def test_reading_names_is_written_down_once_as_the_machine(rini: Staff) -> None:
    write(rini, "Siti Aminah")
    write(rini, "Budi")
    with frame(UNIT):
        find_by_name("Siti")

    with frame(UNIT):
        lines = Trail.objects.filter(action="people.index_names")
        assert [(line.record_id, line.actor_id.int) for line in lines] == [(str(UNIT), 0)]
