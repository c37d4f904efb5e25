"""Intervals of counts, rates and shares: how far chance alone reaches."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)
EXACT_BELOW = 10  # Source: COMPARISON section 2: Garwood below ten events, Byar from ten on
PER = 100_000
STEPS = 80


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and its 95 % interval."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Interval":
        """Return the same in another unit."""
        return Interval(self.value * factor, self.low * factor, self.high * factor)


def of_count(n: int) -> Interval:
    """Return the interval of a count of independent events.

    Raises:
        ValueError: fewer than none.

    Source: Garwood 1936 (exact) below ten; Byar's approximation (Breslow and Day 1987) from ten on.
    """
    if n < 0:
        raise ValueError(f"Not a count: {n}")
    if n < EXACT_BELOW:
        low = _mean_where(lambda mean: 1 - _at_most(n - 1, mean), 0.025, n + 1.0) if n else 0.0
        high = _mean_where(lambda mean: 1 - _at_most(n, mean), 0.975, n + 20.0)
        return Interval(float(n), low, high)
    low = n * (1 - 1 / (9 * n) - Z95 / (3 * math.sqrt(n))) ** 3
    more = n + 1
    high = more * (1 - 1 / (9 * more) + Z95 / (3 * math.sqrt(more))) ** 3
    return Interval(float(n), low, high)


def of_rate(n: int, population: int, per: int = PER) -> Interval:
    """Return `n` events among `population` as a rate.

    Raises:
        ValueError: nobody lives there.
    """
    if population <= 0:
        raise ValueError(f"Not a population: {population}")
    return of_count(n).times(per / population)


def of_share(part: int, whole: int) -> Interval:
    """Return so many of so many with Wilson's score interval, from 0 to 1.

    Raises:
        ValueError: more than all, or of nobody.

    Source: Wilson 1927; Newcombe 1998, method 3.
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"Not a share: {part} of {whole}")
    square = Z95**2
    spread = Z95 * math.sqrt(square + 4 * part * (1 - part / whole))
    middle, below = 2 * part + square, 2 * (whole + square)
    return Interval(
        part / whole, max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below)
    )


def of_ratio(n_a: int, size_a: float, n_b: int, size_b: float) -> Interval | None:
    """Return how many times the rate of A is that of B; None where one of them has no event.

    Given all events, those of A are a share; its interval, taken back, is that of the ratio.
    """
    if n_a == 0 or n_b == 0:
        return None
    share = of_share(n_a, n_a + n_b)
    odds = size_b / size_a
    return Interval(
        (n_a / size_a) / (n_b / size_b),
        share.low / (1 - share.low) * odds,
        share.high / (1 - share.high) * odds,
    )


def difference_p(part_a: int, whole_a: int, part_b: int, whole_b: int) -> float:
    """Return how likely a difference of two shares is by chance, two-sided.

    Source: the pooled score test with Yates's correction. Where fewer than five are expected
    nothing is claimed (1.0).
    """
    whole = whole_a + whole_b
    if not whole_a or not whole_b:
        return 1.0
    pooled = (part_a + part_b) / whole
    least = min(whole_a, whole_b) * min(pooled, 1 - pooled)
    if least < 5:  # noqa: PLR2004  # expected counts: the usual limit of the test
        return 1.0
    error = math.sqrt(pooled * (1 - pooled) * (1 / whole_a + 1 / whole_b))
    apart = abs(part_a / whole_a - part_b / whole_b) - (1 / whole_a + 1 / whole_b) / 2
    z = max(0.0, apart) / error
    return 2 * (1 - NormalDist().cdf(z))


def least_detectable_ratio(n_a: int, n_b: int) -> float:
    """Return the smallest ratio of two counts that would be seen four times of five.

    Source: COMPARISON section 2: log RR = 2.8 sqrt(1/n0 + 1/n1).
    """
    if n_a <= 0 or n_b <= 0:
        return math.inf
    return math.exp(2.8 * math.sqrt(1 / n_a + 1 / n_b))


def _at_most(n: int, mean: float) -> float:
    """Return how likely at most `n` events are where `mean` are expected."""
    term, total = math.exp(-mean), 0.0
    for k in range(n + 1):
        total += term
        term *= mean / (k + 1)
    return total


def _mean_where(chance: Callable[[float], float], wanted: float, most: float) -> float:
    """Return the mean at which a growing chance is `wanted`, by halving."""
    low, high = 0.0, most * 3
    for _ in range(STEPS):
        middle = (low + high) / 2
        if chance(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2
