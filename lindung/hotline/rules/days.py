"""Public holidays of Indonesia with *cuti bersama*, as far as they are decreed. Pure.

Source: the package `holidays`, which follows the yearly joint decree of three ministers; a year
that was not decreed yet has no *cuti bersama*, and the screen says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

LANGUAGES = {"id": "id", "en": "en_US"}


@dataclass(frozen=True, slots=True)
class PublicDay:
    """One day off for the whole country."""

    on: date
    name: str
    joint_leave: bool  # *cuti bersama*


@lru_cache(maxsize=32)
def public_days(year: int, language: str = "id") -> tuple[PublicDay, ...]:
    """Return the holidays of a year by date, a joint leave only where no holiday is."""
    found: dict[date, PublicDay] = {}
    for category, joint in (("government", True), ("public", False)):
        known = holidays.country_holidays(
            "ID", years=year, categories=(category,), language=LANGUAGES[language]
        )
        found |= {day: PublicDay(day, name, joint) for day, name in known.items()}
    return tuple(found[day] for day in sorted(found))


def joint_leave_known(year: int) -> bool:
    """Say whether the *cuti bersama* of a year is known."""
    return any(day.joint_leave for day in public_days(year))


def days_off(years: Iterable[int]) -> frozenset[date]:
    """Return every public holiday and joint leave of some years."""
    return frozenset(day.on for year in years for day in public_days(year))
