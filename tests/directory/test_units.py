"""Units: whose a report is, who may open one, and how long things may take there."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.directory import queries, services
from lindung.directory.codes import Limit, TimeZone, UnitKind
from lindung.directory.models import Area, Unit
from tests.conftest import NEIGHBOUR, UNIT, at_work


@pytest.mark.parametrize(
    ("host", "path", "area", "code"),
    [
        (None, None, None, "kutim"),
        ("batam.example.id:443", None, "64.08", "batam"),
        (None, "batam", "64.08", "batam"),
        ("unknown.example", "nothing", "21.71.03", "batam"),
        (None, None, "21.71", "batam"),
        (None, None, "2171", "kutim"),
        (None, None, "99.99", "kutim"),
        (None, None, "64", "kutim"),
    ],
)
def test_a_report_finds_its_unit_and_is_never_refused(
    units: dict[str, Unit], host: str | None, path: str | None, area: str | None, code: str
) -> None:
    Unit.objects.filter(code="batam").update(host="Batam.example.id")

    assert queries.unit_for(host, path, area).code == code


def test_a_district_offers_only_its_own_kecamatan(units: dict[str, Unit]) -> None:
    names = {area.name for area in queries.subdistricts_of(units["kutim"])}

    assert names == {"Sangatta Utara", "Sandaran"}


def test_the_first_unit_takes_what_names_no_place(units: dict[str, Unit]) -> None:
    assert queries.default_unit().code == "kutim"
    assert queries.unit_by_code("batam").id == NEIGHBOUR


def test_the_command_line_opens_a_unit_and_it_is_written_down(units: dict[str, Unit]) -> None:
    unit = services.open_unit(
        MACHINE, Area.objects.get(pk="21.71"), code="kedua", name="Unit Kedua"
    )

    assert unit.time_zone == TimeZone.WIB
    assert not unit.is_default
    with frame(unit.id):
        assert Trail.objects.get().action == "directory.open_unit"


def test_a_code_is_given_once(units: dict[str, Unit]) -> None:
    with pytest.raises(RuleBroken, match="kode"):
        services.open_unit(MACHINE, Area.objects.get(pk="64"), code="kutim", name="Lagi")


@pytest.mark.parametrize("code", ["", "K", "Kutim", "dua kata", "meja", "api", "x" * 21, "64.08"])
def test_a_code_that_cannot_be_part_of_an_address_is_refused(
    units: dict[str, Unit], code: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        services.open_unit(MACHINE, Area.objects.get(pk="64"), code=code, name="Unit")

    assert broken.value.code == "unit_code_malformed"


def test_the_first_unit_of_an_installation_becomes_the_default(db: None) -> None:
    services.load_areas()

    unit = services.open_unit(
        MACHINE, queries.find_area("64.08")[0], code="kutim", name="UPTD", kind=UnitKind.UPTD
    )

    assert unit.is_default
    assert queries.default_unit() == unit


def test_a_case_manager_opens_no_unit(wati: Staff) -> None:
    with pytest.raises(Denied):
        services.open_unit(wati.actor(), Area.objects.get(pk="64"), code="x", name="X")


def test_a_unit_sets_its_own_limit_and_the_newest_counts(adi: Staff) -> None:
    unit = queries.unit_by_code("kutim")
    with at_work(adi):
        services.set_limit(adi.actor(), unit, limit=Limit.LOOK_HIGH, minutes=7)
        services.set_limit(adi.actor(), unit, limit=Limit.LOOK_HIGH, minutes=4)

    with frame(UNIT):
        limits = queries.limits_of(UNIT)
    assert limits[Limit.LOOK_HIGH] == timedelta(minutes=4)
    assert limits[Limit.LOOK_EMERGENCY] == timedelta(minutes=2)
    assert limits[Limit.LOOK_UNASSESSED_NIGHT] == timedelta(minutes=30)
    assert limits[Limit.RESPOND_MEDIUM] == timedelta(hours=6)
    assert limits[Limit.RESPOND_LOW] is None


@pytest.mark.parametrize("minutes", [0, 7 * 24 * 60 + 1])
def test_a_limit_outside_reason_is_refused(adi: Staff, minutes: int) -> None:
    unit = queries.unit_by_code("kutim")
    with at_work(adi), pytest.raises(RuleBroken, match="1 menit"):
        services.set_limit(adi.actor(), unit, limit=Limit.LOOK_LOW, minutes=minutes)


@pytest.mark.parametrize("who", ["rini", "wati", "nita"])
def test_others_set_no_limits_and_the_attempt_is_written_down(
    who: str, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    unit = queries.unit_by_code("kutim")

    with pytest.raises(Denied), at_work(staff):
        services.set_limit(staff.actor(), unit, limit=Limit.LOOK_LOW, minutes=30)

    with at_work(staff):
        assert Trail.objects.get().refused


def test_a_units_own_number_comes_first_and_every_number_says_how_sure(
    units: dict[str, Unit],
) -> None:
    units["kutim"].phone = "0811-0000-0000"

    numbers = queries.help_numbers(units["kutim"])

    assert numbers[0].number == "0811-0000-0000"
    assert [n.tel for n in numbers[1:]] == ["110", "119", "129", "08111129129", "119"]
    assert all(n.how_sure for n in numbers)
    assert [n.support_only for n in numbers].count(True) == 1
    assert numbers[-1].support_only
