"""Chance with a seed: the same seed invents the same year."""

import math
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar
from uuid import UUID

from lindung.core.numbers import LENGTH, PAPER, SIGNS

T = TypeVar("T")
SCREEN_SIGNS = SIGNS.replace(PAPER, "")
SPACE = len(SCREEN_SIGNS) * len(SIGNS) ** (LENGTH - 1)
STEP = 15_485_863  # a prime
# Share of calls by hour of the day: a quiet night that is never empty.
BY_HOUR = (2, 2, 1, 1, 1, 1, 2, 4, 8, 10, 10, 9, 7, 7, 8, 7, 6, 5, 5, 6, 6, 5, 4, 3)


class Dice:
    """A source of chance for one part of the demo."""

    def __init__(self, seed: str, first_number: int = 0) -> None:
        self._chance = random.Random(seed)
        self._numbers = count(first_number)

    def number_of(self, letter: str, at: datetime) -> str:
        """Make a number that looks random and that no other part of the same load makes.

        Drawn by chance, a dozen of 100,000 would meet; so the parts count, and the count is spread
        over all signs by a step that shares no factor with their number.
        """
        place = next(self._numbers) * STEP % SPACE
        signs = ""
        for _ in range(LENGTH - 1):
            place, sign = divmod(place, len(SIGNS))
            signs += SIGNS[sign]
        return f"{letter}-{at:%y%m}-{SCREEN_SIGNS[place]}{signs}"

    def of(self, choices: Sequence[T]) -> T:
        """Take one of `choices`, all alike."""
        return choices[int(self._chance.random() * len(choices))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Take one by weight."""
        return self._chance.choices(list(weights), list(weights.values()))[0]

    def some(self, choices: Sequence[T], most: int) -> list[T]:
        """Take one to `most` different ones."""
        return self._chance.sample(choices, k=min(len(choices), self.number(1, most)))

    def happens(self, share: float) -> bool:
        """Say yes in `share` of all throws."""
        return self._chance.random() < share

    def number(self, least: int, most: int) -> int:
        """Take a whole number, both ends included."""
        return self._chance.randint(least, most)

    def minutes(self, middle: float, spread: float = 0.8) -> timedelta:
        """Take a delay: half are shorter than `middle` minutes, a few much longer."""
        return timedelta(minutes=middle * math.exp(self._chance.gauss(0, spread)))

    def uuid(self) -> UUID:
        """Make an id."""
        return UUID(int=self._chance.getrandbits(128), version=4)

    def at_the_office(self, day: datetime) -> datetime:
        """Take a moment of an office day (08 to 16 h, WIB or WITA), moved off the week-end."""
        moved = day + timedelta(days=max(day.weekday() - 4, 0) and 7 - day.weekday())
        return moved.replace(hour=self.number(1, 7), minute=self.of((0, 10, 15, 30, 40, 45)))

    def moment_before(self, end: datetime, days: float, hours_east: int) -> datetime:
        """Take a moment within `days` before `end`, later ones a little likelier, by local hour."""
        back = days * (1 - math.sqrt(0.2 + 0.8 * self._chance.random())) / (1 - math.sqrt(0.2))
        day = (end - timedelta(days=back)).astimezone(UTC)
        hour = self._chance.choices(range(24), BY_HOUR)[0]
        moment = day.replace(
            hour=(hour - hours_east) % 24, minute=self.number(0, 59), second=self.number(0, 59)
        )
        return min(moment, end - timedelta(hours=9))
