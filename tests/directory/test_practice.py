"""Where colleagues practise: a unit of its own, to which no door leads."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.errors import Denied, NotFound
from lindung.core.events import Event, publish, subscribe
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.keys import new_key, use_key
from lindung.core.models import DataKey, KeyKind, Outgoing, Trail
from lindung.directory import queries, services
from lindung.directory.models import Unit
from lindung.jobs.outbox import drain
from lindung.running.counts import COUNTED
from tests.conftest import UNIT, at_work


@pytest.fixture
def place(rini: Staff) -> Unit:
    """Where the colleagues of Rini practise."""
    with at_work(rini):
        return services.open_practice(rini.actor(), rini.unit)


def test_it_is_made_once_and_looks_like_the_office_under_another_name(
    place: Unit, rini: Staff
) -> None:
    with at_work(rini):
        again = services.open_practice(rini.actor(), rini.unit)

    assert again == place == queries.practice_of(UNIT)
    assert place.name == "LATIHAN · UPTD PPA Kutai Timur"
    assert (place.area_id, place.time_zone) == (rini.unit.area_id, rini.unit.time_zone)
    assert place.approver_id is None


def test_no_list_offers_it_and_no_report_finds_it(place: Unit) -> None:
    assert place not in queries.units()
    assert place in queries.units_and_practice()
    with pytest.raises(NotFound):
        queries.unit_by_code(place.code)
    for way in ((place.host, None, None), (None, place.code, None), (None, None, "64.08")):
        assert queries.unit_for(*way).code == "kutim"


@pytest.mark.parametrize(
    "door", [{"host": "latihan.example.id"}, {"phone": "0549"}, {"whatsapp": "0812"}]
)
def test_the_database_refuses_every_door_to_it(place: Unit, door: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="no_door"), transaction.atomic():
        Unit.objects.filter(pk=place.pk).update(**door)


def test_the_database_refuses_to_send_it_what_names_no_place(place: Unit) -> None:
    Unit.objects.update(is_default=False)

    with pytest.raises(IntegrityError, match="no_door"), transaction.atomic():
        Unit.objects.filter(pk=place.pk).update(is_default=True)


def test_a_real_unit_never_turns_into_practice_nor_practice_into_a_real_unit(
    place: Unit, units: dict[str, Unit]
) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Unit.objects.filter(pk=place.pk).update(practice_of=None)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Unit.objects.filter(code="batam").update(practice_of=units["provinsi"])


def test_there_is_no_practice_of_practice_and_it_decides_for_nobody(
    place: Unit, rini: Staff
) -> None:
    with frame(place.pk), pytest.raises(Denied):
        services.open_practice(rini.actor(), place)
    with pytest.raises(DatabaseError, match="decides for none"), transaction.atomic():
        Unit.objects.filter(code="batam").update(approver=place)


def test_one_place_at_a_time(place: Unit) -> None:
    with pytest.raises(IntegrityError, match="at_a_time"), transaction.atomic():
        Unit.objects.create(
            code="latihan-dua", name="Dua", area_id="64.08", practice_of_id=UNIT,
            opened_at=place.opened_at,
        )  # fmt: skip


def test_somebody_of_another_unit_opens_none_here(nita: Staff, units: dict[str, Unit]) -> None:
    with at_work(nita), pytest.raises(Denied):
        services.open_practice(nita.actor(), units["kutim"])


def test_beginning_anew_ends_the_old_place_and_nothing_in_it_opens_any_more(
    place: Unit, rini: Staff
) -> None:
    with frame(place.pk):
        key = new_key(KeyKind.CASE)
    with frame(UNIT):
        real = new_key(KeyKind.CASE)

    with at_work(rini):
        fresh = services.renew_practice(rini.actor(), rini.unit)

    assert fresh != place
    assert queries.practice_of(UNIT) == fresh
    assert place not in queries.units_and_practice()
    with frame(place.pk):
        assert DataKey.objects.get(pk=key.pk).destroyed_at is not None
        with pytest.raises(KeyError):
            use_key(key.pk)
    with frame(UNIT):
        use_key(real.pk)
        assert Trail.objects.filter(action="directory.renew_practice").count() == 1
    with pytest.raises(DatabaseError, match="begin again"), transaction.atomic():
        Unit.objects.filter(pk=place.pk).update(ended_at=None)


class Rang(Event):
    """Something that would make a phone ring."""


def test_nobody_outside_hears_of_what_happens_in_practice(place: Unit) -> None:
    heard: list[str] = []
    subscribe(Rang)(lambda _: heard.append("phone"))
    subscribe(Rang, in_practice=True)(lambda _: heard.append("desk"))

    with frame(place.pk):
        publish(Rang())
    drain()
    assert heard == ["desk"]
    with frame(UNIT):
        publish(Rang())
    drain()
    assert heard == ["desk", "phone", "desk"]
    with frame(EVERY_UNIT):
        assert not Outgoing.objects.filter(handled_at=None).exists()


def test_the_machine_opens_no_place_by_itself(units: dict[str, Unit]) -> None:
    with frame(UNIT), pytest.raises(Denied):
        services.open_practice(MACHINE, units["kutim"])


def test_what_is_counted_for_the_doctor_leaves_practice_out() -> None:
    assert all(
        "practice_of_id" in asked for name in ("reports", "cases") for asked in COUNTED[name]
    )
    assert connection.vendor == "postgresql"
