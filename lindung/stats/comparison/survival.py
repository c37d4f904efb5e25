"""How long until something happens, with those who still wait counted as waiting.

The mean of those who were served already is banned: it leaves out whoever waits longest.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from lindung.stats.comparison.intervals import Z95, Interval


@dataclass(frozen=True, slots=True)
class Waited:
    """One person: for how long, and whether it happened (else she still waited then)."""

    hours: float
    happened: bool


@dataclass(frozen=True, slots=True)
class Step:
    """From here on so many have had it."""

    hours: float
    share: float
    variance_sum: float  # Greenwood's sum
    at_risk: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Kaplan-Meier: the share that has had it by a moment."""

    n: int
    n_happened: int
    steps: tuple[Step, ...]

    def median_hours(self) -> float | None:
        """Return when half have had it; None while half have not."""
        return next((step.hours for step in self.steps if step.share >= 0.5), None)  # noqa: PLR2004

    def by(self, hours: float) -> Interval | None:
        """Return the share that had it by then; None when nobody was followed so long.

        Source: Greenwood 1926 on the log(-log) scale.
        """
        reached = [step for step in self.steps if step.hours <= hours]
        if not self.n:
            return None
        if not reached:
            return Interval(0.0, 0.0, 0.0)
        last = reached[-1]
        left = 1 - last.share
        if left <= 0 or left >= 1:
            return Interval(last.share, last.share, last.share)
        error = math.sqrt(last.variance_sum) / abs(math.log(left))
        low, high = (left ** math.exp(sign * Z95 * error) for sign in (1, -1))
        return Interval(last.share, 1 - high, 1 - low)


def curve(people: Iterable[Waited]) -> Curve:
    """Return the curve of some people.

    Raises:
        ValueError: somebody waited less than no time.

    Source: Kaplan and Meier 1958.
    """
    waited = sorted(people, key=lambda one: one.hours)
    if any(one.hours < 0 for one in waited):
        raise ValueError("Nobody waits less than no time.")
    left, variance, steps = 1.0, 0.0, []
    times = sorted({one.hours for one in waited if one.happened})
    for at in times:
        at_risk = sum(1 for one in waited if one.hours >= at)
        events = sum(1 for one in waited if one.hours == at and one.happened)
        left *= 1 - events / at_risk
        if at_risk > events:
            variance += events / (at_risk * (at_risk - events))
        steps.append(Step(at, 1 - left, variance, at_risk))
    return Curve(len(waited), sum(one.happened for one in waited), tuple(steps))
