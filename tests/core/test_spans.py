"""When a length of time is over: in every zone, at month ends, over leap days and holidays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.core.spans import Every, Span, days, end_of, hours, months, working_days

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
ZONES = st.sampled_from([WIB, WITA, WIT, ZoneInfo("Europe/Amsterdam")])
MOMENTS = st.integers(946_684_800, 3_786_912_000).map(lambda s: datetime.fromtimestamp(s, UTC))
AMOUNTS = st.integers(1, 400)


def last_day(span: Span, began: str, zone: ZoneInfo = WITA) -> str:
    at = datetime.fromisoformat(began).replace(tzinfo=zone)
    return f"{end_of(span, at, zone):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("span", "began", "ends"),
    [
        (hours(72), "2026-03-02T03:10:00", "2026-03-05 03:10:00"),
        (hours(72), "2026-12-30T23:30:00", "2027-01-02 23:30:00"),
        (days(7), "2026-03-02T03:10:00", "2026-03-09 23:59:59"),
        (days(1), "2026-03-02T23:59:59", "2026-03-03 23:59:59"),
        (days(1), "2028-02-28T08:00:00", "2028-02-29 23:59:59"),
        (days(1), "2026-02-28T08:00:00", "2026-03-01 23:59:59"),
        (months(1), "2026-01-31T08:00:00", "2026-02-28 23:59:59"),
        (months(1), "2028-01-31T08:00:00", "2028-02-29 23:59:59"),
        (months(6), "2026-08-31T08:00:00", "2027-02-28 23:59:59"),
        (months(12), "2028-02-29T08:00:00", "2029-02-28 23:59:59"),
        (working_days(1), "2026-03-06T08:00:00", "2026-03-09 23:59:59"),
        (working_days(3), "2026-03-07T08:00:00", "2026-03-11 23:59:59"),
    ],
)
def test_a_length_ends_when_people_would_say_so(span: Span, began: str, ends: str) -> None:
    assert last_day(span, began) == ends


def test_the_zone_of_the_unit_decides_which_day_it_began() -> None:
    began = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # 23.30 in Batam, already Tuesday in Sangatta

    assert end_of(days(1), began, WIB).date() == date(2026, 3, 3)
    assert end_of(days(1), began, WITA).date() == date(2026, 3, 4)


def test_days_off_count_for_working_days_alone() -> None:
    began, off = datetime(2026, 3, 2, 9, tzinfo=WITA), {date(2026, 3, 3), date(2026, 3, 4)}

    assert end_of(working_days(1), began, WITA, off.__contains__).date() == date(2026, 3, 5)
    assert end_of(days(1), began, WITA, off.__contains__).date() == date(2026, 3, 3)


def test_a_length_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="Not a length"):
        Span(0, Every.DAY)


@given(MOMENTS, AMOUNTS, ZONES)
def test_hours_are_hours_even_when_clocks_are_put_forward(
    began: datetime, amount: int, zone: ZoneInfo
) -> None:
    assert end_of(hours(amount), began, zone) - began == timedelta(hours=amount)


@given(MOMENTS, AMOUNTS, st.sampled_from(Every), ZONES)
def test_nothing_ends_before_it_began_and_more_never_ends_earlier(
    began: datetime, amount: int, every: Every, zone: ZoneInfo
) -> None:
    one, more = (end_of(Span(n, every), began, zone) for n in (amount, amount + 1))

    assert began < one < more


@given(MOMENTS, st.integers(1, 60), ZONES)
def test_working_days_are_never_fewer_than_days_and_end_on_an_open_one(
    began: datetime, amount: int, zone: ZoneInfo
) -> None:
    end = end_of(working_days(amount), began, zone)

    assert end >= end_of(days(amount), began, zone)
    assert end.weekday() < 5


@given(MOMENTS, st.integers(1, 48), ZONES)
def test_months_keep_the_day_or_end_with_the_month(
    began: datetime, amount: int, zone: ZoneInfo
) -> None:
    first, end = began.astimezone(zone).date(), end_of(months(amount), began, zone).date()
    apart = (end.year - first.year) * 12 + end.month - first.month

    assert apart == amount
    assert end.day == first.day or (end + timedelta(days=1)).day == 1
