"""Lengths of time as laws and standards say them, and when each is over. Pure.

*3 × 24 jam* are hours of the clock. *7 hari* are whole days after the day it began, to the end of
the last one. *14 hari kerja* leave out Saturdays, Sundays and days off. Months keep the day of the
month; where the month has none, its last day counts.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

DayOff = Callable[[date], bool]
SATURDAY = 5
MONTHS_A_YEAR = 12
LAST_SECOND = timedelta(seconds=1)  # a day ends a second before the next one begins


class Every(TextChoices):
    """What is counted."""

    HOUR = "hour", _("hours")
    DAY = "day", _("days")
    WORKING_DAY = "working_day", _("working days")
    MONTH = "month", _("months")


@dataclass(frozen=True, slots=True)
class Span:
    """So many of something."""

    amount: int
    every: Every

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"Not a length of time: {self.amount}")


def hours(amount: int) -> Span:
    """Return so many hours of the clock."""
    return Span(amount, Every.HOUR)


def days(amount: int) -> Span:
    """Return so many calendar days."""
    return Span(amount, Every.DAY)


def working_days(amount: int) -> Span:
    """Return so many days on which offices are open."""
    return Span(amount, Every.WORKING_DAY)


def months(amount: int) -> Span:
    """Return so many months."""
    return Span(amount, Every.MONTH)


def is_never_off(day: date) -> bool:
    """Say that no day is off: what is counted in hours, days or months asks nobody."""
    return False


def end_of(
    span: Span, began_at: datetime, zone: ZoneInfo, is_off: DayOff = is_never_off
) -> datetime:
    """Return when `span` is over, in `zone`.

    Args:
        span: how long.
        began_at: aware; the day it falls on in `zone` does not count.
        zone: of the unit: it decides which day it is.
        is_off: says of a day that offices are closed, beside Saturdays and Sundays.
    """
    if span.every == Every.HOUR:
        return (began_at.astimezone(UTC) + timedelta(hours=span.amount)).astimezone(zone)
    first = began_at.astimezone(zone).date()
    if span.every == Every.DAY:
        last = first + timedelta(days=span.amount)
    elif span.every == Every.MONTH:
        last = _months_later(first, span.amount)
    else:
        last = _working_days_later(first, span.amount, is_off)
    after = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone)
    return after - LAST_SECOND


def _months_later(first: date, amount: int) -> date:
    months_on = first.month - 1 + amount
    year, month = first.year + months_on // MONTHS_A_YEAR, months_on % MONTHS_A_YEAR + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


def _working_days_later(first: date, amount: int, is_off: DayOff) -> date:
    day, left = first, amount
    while left:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and not is_off(day):
            left -= 1
    return day
