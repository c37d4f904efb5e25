"""The owner of the name index: whole at the start, told of changes, reached by us alone."""

import base64
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.jobs.name_keeper import NameKeeper, _alone
from lindung.people.models import Person
from lindung.people.names import find_by_name, index_state, socket_path, tell_index
from lindung.people.services import change_person, write_person
from tests.conftest import NEIGHBOUR, UNIT, at_work


def write(staff: Staff, name: str) -> Person:
    with at_work(staff):
        return write_person(staff.actor(), name=name)


def found(keeper: NameKeeper, unit_id: UUID, text: str) -> list[str]:
    answer = keeper.answer({"unit": str(unit_id), "text": text})
    hits = answer["hits"]
    assert isinstance(hits, list)
    return [person_id for person_id, _ in hits]


def test_every_unit_is_read_and_kept_apart(rini: Staff, nita: Staff) -> None:
    ours, theirs = write(rini, "Siti Aminah"), write(nita, "Siti Aminah")
    keeper = NameKeeper()
    assert keeper.answer({}) == {"state": "building"}

    keeper.sweep()

    assert keeper.answer({}) == {"state": "ready"}
    assert found(keeper, UNIT, "Sitti Amina") == [str(ours.pk)]
    assert found(keeper, NEIGHBOUR, "Sitti Amina") == [str(theirs.pk)]
    for unit_id in (UNIT, NEIGHBOUR):
        with frame(unit_id):
            assert Trail.objects.filter(action="people.index_names").count() == 1


def test_a_question_walks_over_nobody_who_is_not_meant(
    rini: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once each question counted all names first: 420 ms in a unit of 267,000 people."""
    person = write(rini, "Siti Aminah")
    keeper = NameKeeper()
    keeper.sweep()

    def walked(self: object) -> Iterator[object]:
        raise AssertionError

    monkeypatch.setattr("lindung.people.unit_names._State.people", walked)
    monkeypatch.setattr("lindung.people.unit_names._Packed.people", walked)

    assert found(keeper, UNIT, "Siti Aminah") == [str(person.pk)]


def test_a_sweep_finds_what_no_notice_told(rini: Staff) -> None:
    person = write(rini, "Siti Aminah")
    keeper = NameKeeper()
    keeper.sweep()
    with at_work(rini):
        change_person(rini.actor(), person, name="Kartini")

    keeper.sweep()

    assert found(keeper, UNIT, "Kartini") == [str(person.pk)]
    assert found(keeper, UNIT, "Siti Aminah") == []


def test_many_changes_at_once_are_read_whole(rini: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lindung.jobs.name_keeper.MOST_ONE_BY_ONE", 1)
    keeper = NameKeeper()
    keeper.sweep()
    people = [write(rini, name) for name in ("Siti Aminah", "Kartini")]

    keeper.sweep()

    for person, name in zip(people, ("Siti Aminah", "Kartini"), strict=True):
        assert found(keeper, UNIT, name) == [str(person.pk)]


def test_a_unit_that_is_not_read_yet_says_so() -> None:
    answer = NameKeeper().answer({"unit": str(UNIT), "text": "Siti"})

    assert answer == {"state": "building", "hits": []}


def test_there_is_one_owner(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path

    with _alone(), pytest.raises(BlockingIOError), _alone():
        pass

    with _alone():
        assert socket_path().parent.stat().st_mode & 0o777 == 0o700


def test_a_long_home_gets_a_short_private_socket(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / ("x" * 120)

    assert len(str(socket_path())) <= 100
    assert str(socket_path()) != str(settings.HOME / "run" / "names.sock")


def test_without_an_owner_a_search_goes_on_without_names(
    house: Path, rini: Staff, settings: Settings
) -> None:
    with at_work(rini):
        found_nobody = find_by_name("Siti")

    assert (found_nobody.likely, found_nobody.ready) == ([], False)
    assert index_state() == "absent"


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> Path:
    """A home with a root key, as a running house has one."""
    settings.HOME = tmp_path
    root = tmp_path / "root"
    root.write_text(base64.b64encode(base64.b64decode(settings.ROOT_KEY)).decode())
    settings.ROOT_KEY_FILE = str(root)
    return tmp_path


@pytest.fixture
def keeper(house: Path) -> Iterator[NameKeeper]:
    """A running owner."""
    owner = NameKeeper()
    owner.start()
    yield owner
    owner.stop()


def eventually(state: object, ask: object) -> None:
    last = time.monotonic() + 15
    while time.monotonic() < last:
        if ask() == state:  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError(f"never {state}")


@pytest.mark.django_db(transaction=True)
def test_the_house_asks_its_owner_over_the_socket(rini: Staff, keeper: NameKeeper) -> None:
    before = write(rini, "Siti Aminah")

    def ask(text: str) -> list[UUID]:
        with at_work(rini):
            return [likely.person_id for likely in find_by_name(text).likely]

    eventually("ready", index_state)
    eventually([before.pk], lambda: ask("Sitti Amina"))
    after = write(rini, "Kartini")  # told by a notice, long before the next sweep
    eventually([after.pk], lambda: ask("Kartini"))
    with at_work(rini):  # as a load of many at once: no moment of change, no notice for each
        Person.objects.filter(pk=after.pk).update(name=None)
        tell_index()
    eventually([], lambda: ask("Kartini"))
    assert socket_path().stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("said", [b"\n", b"{\n", b'{"unit": "x"}\n', b"x" * 9000])
def test_nonsense_is_answered_with_silence_and_the_owner_stays(
    rini: Staff, keeper: NameKeeper, said: bytes
) -> None:
    eventually("ready", index_state)
    with socket.socket(socket.AF_UNIX) as asked:
        asked.settimeout(5)
        asked.connect(str(socket_path()))
        asked.sendall(said)
        try:
            answered = asked.recv(100)
        except ConnectionResetError:
            answered = b""

    assert answered == b""
    assert index_state() == "ready"
