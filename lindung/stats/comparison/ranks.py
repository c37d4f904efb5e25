"""Ranks are never shown alone: where a district may stand, given how little was counted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS, SEED = 20_000, 1936
HALF = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a district stands among others, as an interval; the first has the highest rate."""

    low: int
    high: int
    of: int

    @property
    def says_something(self) -> bool:
        """Say whether the interval is narrower than half of all places."""
        return self.high - self.low + 1 <= self.of / HALF


def places(counts: Sequence[int], populations: Sequence[int]) -> list[Place]:
    """Return where each may stand, 95 of 100 times. The same counts give the same places.

    Source: COMPARISON section 2: rates are drawn from gamma(n + 1/2) / population.
    """
    if not counts:
        return []
    draw = np.random.default_rng(SEED)
    shape = np.array(counts, float) + 0.5
    rates = draw.gamma(shape, size=(DRAWS, len(counts))) / np.array(populations, float)
    ranks = (-rates).argsort(axis=1).argsort(axis=1) + 1
    low, high = np.percentile(ranks, [2.5, 97.5], axis=0)
    return [
        Place(int(a), int(b), len(counts))
        for a, b in zip(np.floor(low), np.ceil(high), strict=True)
    ]
