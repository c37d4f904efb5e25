"""Two districts side by side: what was published, with intervals, and what it does not say."""

from collections.abc import Iterable
from dataclasses import dataclass

from lindung.directory.codes import AreaCode
from lindung.stats.comparison import peers
from lindung.stats.comparison.intervals import (
    PER,
    Interval,
    least_detectable_ratio,
    of_rate,
    of_ratio,
)
from lindung.stats.comparison.published import (
    MONTHS,
    Contradiction,
    Count,
    Period,
    contradictions,
    of_area,
    of_province,
)
from lindung.stats.comparison.ranks import Place, places

DEFINITION = "1"
"""Version of the definitions in this report: a later one is not compared with an earlier one."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A published figure as a rate of twelve months, with the interval that chance alone makes."""

    count: Count
    yearly: Interval  # per 100,000 inhabitants


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one district."""

    district: peers.District
    rates: list[Rate]
    clashes: list[Contradiction]
    neighbours: list[peers.Neighbour]
    place: Place | None  # within its province, by rate; None where too few districts published
    place_period: Period | None
    n_compared: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the reported rate of one is that of the other, over the same months."""

    ours: Count
    theirs: Count
    ratio: Interval | None
    alike: bool  # counted alike
    detectable: float


@dataclass(frozen=True, slots=True)
class Report:
    """The whole comparison. The same table makes the same report."""

    period: Period
    ours: Side
    theirs: Side
    apart: peers.Neighbour  # of the other district from ours
    nth: int
    ratios: list[Ratio]


def compare(area: AreaCode, other: AreaCode, period: Period) -> Report:
    """Return two districts side by side.

    Raises:
        KeyError: no district of that code.
        ValueError: a district is compared with itself.
    """
    known = peers.districts()
    for code in (area, other):
        if code.text not in known:
            raise KeyError(code.text)
    if area == other:
        raise ValueError(area.text)
    ours, theirs = _side(area, period), _side(other, period)
    return Report(
        period,
        ours,
        theirs,
        peers.between(area, other),
        peers.nth_neighbour(area, other),
        list(_ratios(ours, theirs)),
    )


def _side(area: AreaCode, period: Period) -> Side:
    district = peers.districts()[area.text]
    figures = of_area(area, period)
    rates = [
        Rate(c, of_rate(c.n, district.population).times(MONTHS / c.period.months))
        for c in figures
        if c.whom == "all"
    ]
    place, place_period, n = _place(area, period)
    return Side(
        district,
        rates,
        contradictions(figures),
        peers.neighbours(area),
        place,
        place_period,
        n,
    )


def _place(area: AreaCode, period: Period) -> tuple[Place | None, Period | None, int]:
    found = of_province(area, period)
    if found is None or area.text not in found[1]:
        return None, None, 0
    rows = found[1]
    known = peers.districts()
    at = places([c.n for c in rows.values()], [known[code].population for code in rows])
    return at[list(rows).index(area.text)], found[0], len(rows)


def _ratios(ours: Side, theirs: Side) -> Iterable[Ratio]:
    for mine in ours.rates:
        for other in theirs.rates:
            if mine.count.period != other.count.period:
                continue
            yield Ratio(
                mine.count,
                other.count,
                of_ratio(
                    mine.count.n,
                    ours.district.population / PER,
                    other.count.n,
                    theirs.district.population / PER,
                ),
                mine.count.counted == other.count.counted,
                least_detectable_ratio(mine.count.n, other.count.n),
            )
