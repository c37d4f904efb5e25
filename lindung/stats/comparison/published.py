"""What newspapers and offices published of districts, each with its source, and where they clash.

These are public figures, quoted with their source; none was counted by Lindung.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from lindung.directory.codes import AreaCode
from lindung.stats.comparison.peers import districts

FILE = Path(__file__).parents[1] / "data" / "public_counts.csv"
MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months, the first and the last of them counted."""

    first: str  # 2025-01
    last: str

    @property
    def months(self) -> int:
        """Return how many months it is long."""
        (y, m), (year, month) = (map(int, text.split("-")) for text in (self.first, self.last))
        return (year - y) * MONTHS + month - m + 1

    def covers(self, other: "Period") -> bool:
        """Say whether another period lies within this one."""
        return self.first <= other.first and other.last <= self.last

    def touches(self, other: "Period") -> bool:
        """Say whether two periods have a month in common."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}…{self.last}"


def period_of(text: str) -> Period:
    """Read `2025`, `2025-05` or `2025-01..2025-05`.

    Raises:
        ValueError: it is none of these, or ends before it begins.
    """
    first, _, last = text.strip().partition("..")
    begin, end = _month(first, "01"), _month(last or first, "12")
    if end < begin:
        raise ValueError(text)
    return Period(begin, end)


def _month(text: str, of_year: str) -> str:
    year, _, month = text.partition("-")
    month = month or of_year
    if not (year.isdigit() and len(year) == 4 and month.isdigit() and 1 <= int(month) <= MONTHS):  # noqa: PLR2004
        raise ValueError(text)
    return f"{year}-{int(month):02d}"


@dataclass(frozen=True, slots=True)
class Count:
    """One published figure."""

    code: str
    period: Period
    n: int
    counted: str  # cases, victims, persons
    whom: str  # all, women, children
    source: str
    said_on: str
    note: str


class Clash(StrEnum):
    """How two published figures cannot both be right, or are not the same thing."""

    SAME_PERIOD = "same_period"
    PART_EXCEEDS_WHOLE = "part_exceeds_whole"
    SUM = "sum"
    UNITS = "units"
    SAME_FOR_TWO = "same_for_two"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two or more figures that clash."""

    clash: Clash
    figures: tuple[Count, ...]


@lru_cache(maxsize=1)
def counts() -> tuple[Count, ...]:
    """Return every published figure, in the order of the table."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Count(
                AreaCode(line["code"]).text,
                Period(line["from"], line["to"]),
                int(line["n"]),
                line["counted"],
                line["whom"],
                line["source"],
                line["said_on"],
                line["note"],
            )
            for line in csv.DictReader(file)
        )


def of_area(area: AreaCode, period: Period) -> list[Count]:
    """Return what was published of an area within a period, the longest first."""
    known = [c for c in counts() if c.code == area.text and period.covers(c.period)]
    return sorted(known, key=lambda c: (-c.period.months, c.whom != "all", c.source))


def contradictions(figures: Iterable[Count]) -> list[Contradiction]:
    """Return where figures of one area clash, the plainest first."""
    known = list(figures)
    found = [*_pairs(known), *_sums(known)]
    return sorted(found, key=lambda c: list(Clash).index(c.clash))


def _pairs(known: list[Count]) -> Iterator[Contradiction]:
    for a, b in combinations(known, 2):
        if a.whom != b.whom:
            continue
        short, long = sorted((a, b), key=lambda c: c.period.months)
        if a.period == b.period and a.n != b.n:
            same = a.counted == b.counted
            yield Contradiction(Clash.SAME_PERIOD if same else Clash.UNITS, (a, b))
        elif a.period != b.period and long.period.covers(short.period):
            if short.n > long.n:
                yield Contradiction(Clash.PART_EXCEEDS_WHOLE, (short, long))
            elif short.n == long.n and a.counted == b.counted:
                yield Contradiction(Clash.SAME_FOR_TWO, (short, long))


def _sums(known: list[Count]) -> Iterator[Contradiction]:
    for whole in known:
        if whole.whom != "all":
            continue
        parts = [
            c
            for c in known
            if c.whom in {"women", "children"}
            and (c.period, c.source) == (whole.period, whole.source)
        ]
        if len(parts) == 2 and sum(c.n for c in parts) != whole.n:  # noqa: PLR2004
            yield Contradiction(Clash.SUM, (whole, *parts))


def of_province(area: AreaCode, period: Period) -> tuple[Period, dict[str, Count]] | None:
    """Return the longest period for which most districts of a province have a like figure.

    Its own figures must be counted alike; None when fewer than half of the districts have one.
    """
    province = area.text[:2]
    of_it = [code for code in districts() if code.startswith(f"{province}.")]
    within = [
        c for c in counts() if c.code in of_it and period.covers(c.period) and c.whom == "all"
    ]
    by_period: dict[tuple[Period, str], dict[str, Count]] = {}
    for count in within:
        by_period.setdefault((count.period, count.counted), {})[count.code] = count
    full = [key for key, rows in by_period.items() if 2 * len(rows) >= len(of_it)]
    if not full:
        return None
    best = max(full, key=lambda key: (len(by_period[key]), key[0].months, key[1]))
    return best[0], by_period[best]
