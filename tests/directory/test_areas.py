"""Places: two numberings of the same districts, which must never be mixed."""

from datetime import date

import pytest

from lindung.core.errors import NotFound
from lindung.directory import queries, services
from lindung.directory.codes import AreaCode, BpsCode, Level, TimeZone
from lindung.directory.models import Area
from lindung.directory.packaged import LIST_OF
from lindung.directory.rules import time_zone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    services.load_areas()


def test_all_districts_of_the_country_come_along(loaded: None) -> None:
    assert Area.objects.filter(level=Level.DISTRICT).count() == 514
    assert Area.objects.filter(level=Level.PROVINCE).count() == 38
    assert Area.objects.filter(pk__startswith="64.08.").count() == 18
    assert Area.objects.filter(pk__startswith="21.71.").count() == 12


def test_loading_twice_changes_nothing(loaded: None) -> None:
    before = list(Area.objects.order_by("code").values())

    services.load_areas()

    assert list(Area.objects.order_by("code").values()) == before


def test_a_place_that_left_the_list_keeps_its_history(loaded: None) -> None:
    Area.objects.create(
        code="64.99", level=Level.DISTRICT, name="Lama", parent_id="64", valid_from=date(1999, 1, 1)
    )

    services.load_areas()

    assert Area.objects.get(pk="64.99").valid_until == LIST_OF
    assert Area.objects.get(pk="64.08").valid_until is None


def test_the_two_numberings_differ_as_the_design_says(loaded: None) -> None:
    assert queries.codes_that_differ() == (199, 169)


def test_the_same_digits_name_two_districts(loaded: None) -> None:
    by_bps, by_ministry = queries.check_code("6402"), queries.check_code("64.02")

    assert (by_bps.system, by_ministry.system) == ("bps", "kemendagri")
    assert str(by_bps.area) == "Kabupaten Kutai Barat"
    assert str(by_ministry.area) == "Kabupaten Kutai Kartanegara"
    assert by_bps.mistaken_for == by_ministry.area
    assert by_ministry.mistaken_for == by_bps.area


def test_a_code_of_one_place_alone_is_mistaken_for_none(loaded: None) -> None:
    verdict = queries.check_code("21.71")

    assert str(verdict.area) == "Kota Batam"
    assert verdict.mistaken_for is None


def test_a_code_is_never_taken_for_the_other_kind() -> None:
    with pytest.raises(ValueError, match="Kemendagri"):
        AreaCode("6404")
    with pytest.raises(ValueError, match="BPS"):
        BpsCode("64.08")
    assert {AreaCode("64.02"), BpsCode("64")}.isdisjoint({BpsCode("6402"), AreaCode("64")})


@pytest.mark.parametrize("text", ["", "64.8", "6408.1", "abc", "64.08.04.1", "640"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="code"):
        queries.check_code(text)


def test_a_place_is_found_by_either_code_and_by_name(loaded: None) -> None:
    assert queries.area_by_bps(BpsCode("6404")).code == "64.08"
    assert queries.district(AreaCode("64.08.04")).name == "Kabupaten Kutai Timur"
    assert [a.code for a in queries.find_area("kutai timur")] == ["64.08"]
    assert [a.code for a in queries.find_area("6404")] == ["64.08"]
    assert len(queries.find_area("")) == 514
    with pytest.raises(NotFound):
        queries.district(AreaCode("99.99"))


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("64.08", TimeZone.WITA),
        ("21.71", TimeZone.WIB),
        ("91.71", TimeZone.WIT),
        ("81", TimeZone.WIT),
    ],
)
def test_a_place_lives_in_its_own_time_zone(code: str, zone: TimeZone) -> None:
    assert time_zone_of(code) == zone
