"""The arithmetic of comparing, held against published values."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindung.directory.codes import AreaCode
from lindung.stats.comparison import peers
from lindung.stats.comparison.disclosure import hide_small, hide_table
from lindung.stats.comparison.findings import (
    Compared,
    Polarity,
    Verdict,
    Why,
    findings,
    outside,
    overdispersion,
    rejected,
)
from lindung.stats.comparison.intervals import (
    difference_p,
    least_detectable_ratio,
    of_count,
    of_rate,
    of_ratio,
    of_share,
)
from lindung.stats.comparison.ranks import places
from lindung.stats.comparison.survival import Waited, curve

KUTIM, BATAM = AreaCode("64.08"), AreaCode("21.71")


@pytest.mark.parametrize(
    ("n", "low", "high"),
    [
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (2, 0.2422, 7.2247),
        (5, 1.6235, 11.6683),
        (9, 4.1154, 17.0848),
    ],
)
def test_a_small_count_has_its_exact_interval(n: int, low: float, high: float) -> None:
    """Garwood 1936, as tabulated for 95 %."""
    found = of_count(n)

    assert found.low == pytest.approx(low, abs=5e-4)
    assert found.high == pytest.approx(high, abs=5e-4)


@pytest.mark.parametrize(
    ("n", "low", "high"), [(10, 4.7954, 18.3904), (20, 12.2165, 30.8884), (100, 81.3636, 121.6284)]
)
def test_a_larger_count_has_byars(n: int, low: float, high: float) -> None:
    """Close to the exact limits, which are tabulated (scaled chi square)."""
    found = of_count(n)

    assert found.low == pytest.approx(low, rel=3e-3)
    assert found.high == pytest.approx(high, rel=3e-3)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_wilsons_interval(part: int, whole: int, low: float, high: float) -> None:
    """Newcombe 1998, table I, method 3."""
    found = of_share(part, whole)

    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 2), (0, 0)])
def test_no_share_is_more_than_all(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="Not a share"):
        of_share(part, whole)


def test_kutim_by_rate_is_not_what_it_is_by_count() -> None:
    """33 reports of January to May 2025 among 448,850: 7.35 per 100,000, 5.06 to 10.33."""
    found = of_rate(33, 448_850)

    assert (round(found.value, 2), round(found.low, 2), round(found.high, 2)) == (7.35, 5.06, 10.33)


def test_two_rates_are_told_apart_with_an_interval() -> None:
    found = of_ratio(338, 1, 265, 1)

    assert found is not None
    assert (round(found.value, 2), round(found.low, 2), round(found.high, 2)) == (1.28, 1.09, 1.5)
    assert of_ratio(0, 1, 5, 1) is None


@given(st.integers(1, 400), st.integers(1, 400))
def test_turning_a_ratio_round_turns_its_interval_round(a: int, b: int) -> None:
    there, back = of_ratio(a, 2.0, b, 3.0), of_ratio(b, 3.0, a, 2.0)

    assert there is not None
    assert back is not None
    assert there.low == pytest.approx(1 / back.high)
    assert there.low < there.value < there.high


def test_at_sixty_a_year_only_a_large_difference_can_be_seen() -> None:
    assert least_detectable_ratio(60, 60) == pytest.approx(1.67, abs=0.01)
    assert least_detectable_ratio(0, 60) == math.inf


def test_waiting_is_counted_with_those_who_still_wait() -> None:
    """Freireich 1963, the 6-MP arm: median 23 weeks, S(6)=0.857, S(10)=0.753, S(23)=0.448."""
    had = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    found = curve([*(Waited(t, True) for t in had), *(Waited(t, False) for t in still)])

    assert found.n == 21
    assert found.median_hours() == 23
    for at, left in ((6, 0.857), (10, 0.753), (23, 0.448)):
        reached = found.by(at)
        assert reached is not None
        assert 1 - reached.value == pytest.approx(left, abs=5e-4)
    at_10 = found.by(10)
    assert at_10 is not None
    assert (round(1 - at_10.high, 3), round(1 - at_10.low, 3)) == (0.503, 0.889)


def test_who_only_looks_at_those_who_were_served_is_wrong() -> None:
    served = [Waited(1.0, True)] * 5
    waiting = [Waited(100.0, False)] * 15

    assert curve([*served, *waiting]).median_hours() is None
    assert curve(served).median_hours() == 1.0


def test_false_discoveries_are_held_down() -> None:
    """Benjamini and Hochberg 1995, section 3.2: of fifteen, four stand."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]

    assert rejected(p) == [True] * 4 + [False] * 11


def one(code: str = "a", **more: object) -> Compared:
    known: dict[str, object] = {
        "polarity": Polarity.GOOD,
        "ours": 0.9,
        "theirs": 0.6,
        "n_ours": 100,
        "n_theirs": 100,
        "p": 0.0001,
    }
    return Compared(code, **(known | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("compared", "verdict", "why"),
    [
        (one(), Verdict.STRENGTH, None),
        (one(ours=0.5, theirs=0.8), Verdict.WEAKNESS, None),
        (one(polarity=Polarity.BAD), Verdict.WEAKNESS, None),
        (one(polarity=Polarity.REACH), Verdict.NO_JUDGEMENT, Why.POLARITY),
        (one(polarity=Polarity.CONTEXT), Verdict.NO_JUDGEMENT, Why.POLARITY),
        (one(n_ours=29), Verdict.OPEN, Why.FEW),
        (one(p=0.2), Verdict.OPEN, Why.CHANCE),
        (one(ours=0.69), Verdict.OPEN, Why.SMALL),
    ],
)
def test_a_finding_passes_every_gate_or_says_which_one_not(
    compared: Compared, verdict: Verdict, why: Why | None
) -> None:
    found = findings([compared])[0]

    assert (found.verdict, found.why) == (verdict, why)


def test_more_reports_are_never_a_weakness() -> None:
    doubled = one("reach", polarity=Polarity.REACH, ours=0.5, theirs=0.25, p=0.0)

    assert findings([doubled])[0].verdict == Verdict.NO_JUDGEMENT


def test_in_a_world_without_differences_few_reports_claim_one() -> None:
    dice, claimed = np.random.default_rng(7), 0
    for _ in range(400):
        rows = []
        for code in range(8):
            a, b = (int(dice.binomial(60, 0.7)) for _ in range(2))
            chance = difference_p(a, 60, b, 60)
            rows.append(Compared(str(code), Polarity.GOOD, a / 60, b / 60, 60, 60, chance))
        claimed += any(f.verdict in {Verdict.STRENGTH, Verdict.WEAKNESS} for f in findings(rows))

    assert claimed / 400 <= 0.05


def test_districts_that_only_differ_by_more_than_chance_are_not_flagged() -> None:
    dice, flagged, n = np.random.default_rng(3), 0, 0
    for _ in range(60):
        expected = [dice.uniform(20, 200) for _ in range(30)]
        wide = [math.sqrt(10 * e) for e in expected]  # phi = 10
        observed = [max(0.0, float(dice.normal(e, w))) for e, w in zip(expected, wide, strict=True)]
        phi = overdispersion(observed, expected)
        assert phi > 3
        flagged += sum(outside(o, e, phi, 3.09) for o, e in zip(observed, expected, strict=True))
        n += 30

    assert flagged / n <= 0.01


def test_a_rank_comes_as_an_interval_and_the_same_each_time() -> None:
    """East Kalimantan, January to May 2025: by count the fifth, by rate between 5 and 9 of 10."""
    counts = {
        "64.74": 47, "64.72": 151, "64.09": 32, "64.07": 29, "64.02": 70,
        "64.71": 65, "64.11": 3, "64.08": 33, "64.01": 16, "64.03": 14,
    }  # fmt: skip
    people = [peers.districts()[code].population for code in counts]
    found = dict(zip(counts, places(list(counts.values()), people), strict=True))

    assert (found["64.08"].low, found["64.08"].high) == (5, 9)
    assert found["64.74"].low == 1
    assert places(list(counts.values()), people) == list(found.values())
    assert not found["64.11"].says_something


def test_batam_and_kutai_timur_are_no_peers() -> None:
    apart = peers.between(KUTIM, BATAM)

    assert not apart.is_peer
    assert apart.distance > 4
    assert peers.nth_neighbour(KUTIM, BATAM) > 200
    assert peers.nth_neighbour(BATAM, KUTIM) > 200
    assert {"density", "urban"} & set(apart.apart)


def test_peers_are_places_of_the_same_kind() -> None:
    kutim = [one.name for one in peers.neighbours(KUTIM)]
    batam = [one.name for one in peers.neighbours(BATAM, 15)]

    assert {"Kabupaten Berau", "Kabupaten Kutai Kartanegara"} & set(kutim)
    assert {"Kota Pekanbaru", "Kota Samarinda", "Kota Makassar"} & set(batam)
    assert all(one.code != KUTIM.text for one in peers.neighbours(KUTIM))


def test_a_code_of_the_other_system_is_no_district_here() -> None:
    with pytest.raises(ValueError, match=r".*"):
        AreaCode("6408")
    with pytest.raises(KeyError):
        peers.neighbours(AreaCode("64.99"))


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ({"a": 40, "b": 12, "c": 7}, set()),
        ({"a": 40, "b": 12, "c": 1}, {"b", "c"}),
        ({"a": 40, "b": 3, "c": 4}, {"b", "c"}),
        ({"a": 40, "b": 1, "c": 1}, {"a", "b", "c"}),
        ({"a": 40, "b": 0, "c": 2}, {"a", "c"}),
        ({"a": 0, "b": 0, "c": 0}, set()),
    ],
)
def test_a_small_cell_is_hidden_with_what_would_give_it_away(
    row: dict[str, int], hidden: set[str]
) -> None:
    assert {name for name, n in hide_small(row).items() if n is None} == hidden


TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


@settings(max_examples=200)
@given(TABLES)
def test_no_hidden_cell_can_be_worked_out_from_a_sum(table: list[list[int]]) -> None:
    shown = hide_table(table)
    lines = [list(zip(r, s, strict=True)) for r, s in zip(table, shown, strict=True)]
    if len(table) > 1:
        turned = zip(zip(*table, strict=True), zip(*shown, strict=True), strict=True)
        lines += [list(zip(r, s, strict=True)) for r, s in turned]
    for line in lines:
        hidden = [true for true, said in line if said is None]
        others_open = [true for true, said in line if said is not None]
        assert len(hidden) != 1 or not others_open
        assert not hidden or sum(hidden) >= 5 or not others_open
    for row, said in zip(table, shown, strict=True):
        for true, cell in zip(row, said, strict=True):
            assert cell in {None, true}
            assert not 0 < true < 5 or cell is None
