"""Clocks of the law as data: nothing unread runs by default."""

from datetime import timedelta

import pytest

from lindung.core.spans import Span, days, hours
from lindung.directory.limits import DEFAULTS
from lindung.intake.clocks import CLOCKS, Sure, clock, defaults


def test_every_clock_has_an_id_of_its_own_and_a_basis_unless_none_is_known() -> None:
    assert len({one.id for one in CLOCKS}) == len(CLOCKS) == 20
    assert [one.id for one in CLOCKS if not one.basis] == ["resp_low"]


def test_only_what_was_read_in_the_source_is_a_default() -> None:
    assert {one.sure for one in defaults()} == {Sure.VERIFIED}
    assert "breach_notice" not in {one.id for one in defaults()}


@pytest.mark.parametrize(
    ("clock_id", "limit"),
    [
        ("police_report_tpks", hours(72)),
        ("resp_medium", hours(6)),
        ("shelter_stay", days(14)),
        ("spdp_child", hours(24)),
    ],
)
def test_the_limits_are_those_of_the_standards(clock_id: str, limit: Span) -> None:
    assert clock(clock_id).limit == limit


def test_a_unit_starts_with_the_limits_of_the_standards() -> None:
    for one in CLOCKS:
        if one.setting and one.limit:
            assert DEFAULTS[one.setting].after == timedelta(hours=one.limit.amount)
    assert DEFAULTS[clock("resp_low").setting or next(iter(DEFAULTS))].after is None
