"""Clocks of the law as data: nothing unread runs by default."""

from datetime import timedelta

import pytest

from lindung.directory.limits import DEFAULTS
from lindung.intake.clocks import CLOCKS, Sure, clock, defaults


def test_every_clock_has_an_id_of_its_own_and_a_basis_unless_none_is_known() -> None:
    assert len({one.id for one in CLOCKS}) == len(CLOCKS) == 19
    assert [one.id for one in CLOCKS if not one.basis] == ["resp_low"]


def test_only_what_was_read_in_the_source_is_a_default() -> None:
    assert {one.sure for one in defaults()} == {Sure.VERIFIED}
    assert "breach_notice" not in {one.id for one in defaults()}


@pytest.mark.parametrize(
    ("clock_id", "limit"),
    [
        ("police_report_tpks", timedelta(hours=72)),
        ("resp_medium", timedelta(hours=6)),
        ("shelter_stay", timedelta(days=14)),
        ("spdp_child", timedelta(hours=24)),
    ],
)
def test_the_limits_are_those_of_the_standards(clock_id: str, limit: timedelta) -> None:
    assert clock(clock_id).limit == limit


def test_a_unit_starts_with_the_limits_of_the_standards() -> None:
    for one in CLOCKS:
        if one.setting and one.limit:
            assert DEFAULTS[one.setting].after == one.limit
    assert DEFAULTS[clock("resp_low").setting or next(iter(DEFAULTS))].after is None
