"""What may be said of a difference: a strength, a weakness, or *belum dapat disimpulkan*.

A finding must survive three gates: it is unlikely by chance even though many things were compared
(Benjamini and Hochberg), it is as large as somebody would act on, and enough was counted.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

FALSE_ONES = 0.05  # share of findings that may be false
LEAST_EFFECT = 0.10  # ten in a hundred; [I]
LEAST_COUNTED = 30  # on each side. Source: PRODUCT, twelve figures
WINSOR = 0.10
WINSORISED_NORMAL = 0.6787  # the variance left of a standard normal one
LEAST_DISTRICTS = 5


class Polarity(StrEnum):
    """What more of it means."""

    GOOD = "good"
    BAD = "bad"
    REACH = "reach"  # neither: it says how many find the way to the unit
    CONTEXT = "context"


class Verdict(StrEnum):
    """What is said."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    OPEN = "open"  # belum dapat disimpulkan
    NO_JUDGEMENT = "no_judgement"


class Why(StrEnum):
    """What stands in the way of a finding."""

    FEW = "few"
    CHANCE = "chance"
    SMALL = "small"
    POLARITY = "polarity"


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that was compared: shares from 0 to 1, and how likely chance alone makes it."""

    code: str
    polarity: Polarity
    ours: float
    theirs: float
    n_ours: int
    n_theirs: int
    p: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of it, and if nothing, why."""

    compared: Compared
    verdict: Verdict
    why: Why | None = None


def findings(compared: Sequence[Compared]) -> list[Finding]:
    """Return what may be said of each, in the order given. The same data say the same."""
    judged = [one for one in compared if one.polarity in {Polarity.GOOD, Polarity.BAD}]
    enough = [one for one in judged if min(one.n_ours, one.n_theirs) >= LEAST_COUNTED]
    kept = {
        one.code for one, real in zip(enough, rejected([o.p for o in enough]), strict=True) if real
    }
    return [_finding(one, kept, enough) for one in compared]


def rejected(p_values: Sequence[float], level: float = FALSE_ONES) -> list[bool]:
    """Say of each p value whether its difference stands though all of them were looked at.

    Source: Benjamini and Hochberg 1995.
    """
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    last = 0
    for rank, index in enumerate(order, start=1):
        if p_values[index] <= level * rank / len(p_values):
            last = rank
    stands = set(order[:last])
    return [index in stands for index in range(len(p_values))]


def _finding(one: Compared, kept: set[str], enough: list[Compared]) -> Finding:
    if one.polarity not in {Polarity.GOOD, Polarity.BAD}:
        return Finding(one, Verdict.NO_JUDGEMENT, Why.POLARITY)
    if one not in enough:
        return Finding(one, Verdict.OPEN, Why.FEW)
    if one.code not in kept:
        return Finding(one, Verdict.OPEN, Why.CHANCE)
    if abs(one.ours - one.theirs) < LEAST_EFFECT:
        return Finding(one, Verdict.OPEN, Why.SMALL)
    better = (one.ours > one.theirs) == (one.polarity == Polarity.GOOD)
    return Finding(one, Verdict.STRENGTH if better else Verdict.WEAKNESS)


def overdispersion(observed: Sequence[float], expected: Sequence[float]) -> float:
    """Return how many times more counts differ from what was expected than chance makes them.

    Args:
        observed: events of each district.
        expected: events it would have had at the rate of all.

    Source: Spiegelhalter 2005: Z = 2 sqrt(E) (sqrt(O/E) - 1), a tenth winsorised at each end;
    what winsorising takes away from a normal variance is given back.
    """
    if len(observed) < LEAST_DISTRICTS:
        return 1.0
    scores = [_score(o, e) for o, e in zip(observed, expected, strict=True)]
    cut = sorted(scores)
    low, high = (cut[round(q * (len(cut) - 1))] for q in (WINSOR, 1 - WINSOR))
    squares = [min(high, max(low, z)) ** 2 for z in scores]
    return max(1.0, sum(squares) / len(squares) / WINSORISED_NORMAL)


def outside(observed: float, expected: float, phi: float, z: float) -> bool:
    """Say whether a district lies outside the funnel once districts may differ.

    It must do so on both scales: the square root exaggerates small counts, the count large ones.
    """
    limit = z * math.sqrt(phi)
    plain = abs(observed - expected) / math.sqrt(expected)
    return min(plain, abs(_score(observed, expected))) > limit


def _score(observed: float, expected: float) -> float:
    return 2 * math.sqrt(expected) * (math.sqrt(observed / expected) - 1)
