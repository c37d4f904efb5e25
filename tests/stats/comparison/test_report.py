"""Kutai Timur beside Batam: what was published, where it clashes, and what nobody may read off."""

import pytest

from lindung.directory.codes import AreaCode
from lindung.stats.comparison.published import Clash, Period, contradictions, of_area, period_of
from lindung.stats.comparison.report import compare

KUTIM, BATAM = AreaCode("64.08"), AreaCode("21.71")
YEAR = Period("2025-01", "2025-12")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025", ("2025-01", "2025-12")),
        ("2025-05", ("2025-05", "2025-05")),
        ("2025-01..2025-05", ("2025-01", "2025-05")),
        ("2024..2025", ("2024-01", "2025-12")),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, period: tuple[str, str]) -> None:
    assert period_of(text) == Period(*period)


@pytest.mark.parametrize("text", ["", "25", "2025-13", "2025-00", "2025..2024", "mei 2025"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        period_of(text)


def clashes(area: AreaCode, year: str) -> set[tuple[Clash, tuple[int, ...]]]:
    found = contradictions(of_area(area, period_of(year)))
    return {(c.clash, tuple(f.n for f in c.figures)) for c in found}


def test_three_figures_of_one_year_are_shown_as_clashing() -> None:
    found = clashes(KUTIM, "2025")

    assert (Clash.UNITS, (40, 54)) in found or (Clash.UNITS, (54, 40)) in found


def test_figures_that_do_not_add_up_are_named() -> None:
    assert (Clash.SUM, (141, 33, 110)) in clashes(BATAM, "2025")
    assert (Clash.SAME_PERIOD, (265, 266)) in clashes(BATAM, "2024")
    assert (Clash.SAME_FOR_TWO, (53, 53)) in clashes(BATAM, "2024")
    assert (Clash.SUM, (338, 70, 268)) not in clashes(BATAM, "2025")


def test_each_figure_keeps_its_source_and_becomes_a_yearly_rate_with_an_interval() -> None:
    report = compare(KUTIM, BATAM, YEAR)
    may = next(r for r in report.ours.rates if r.count.n == 33)

    assert all(r.count.source for r in [*report.ours.rates, *report.theirs.rates])
    assert may.yearly.value == pytest.approx(33 / 448_850 * 1e5 * 12 / 5, rel=1e-6)
    assert may.yearly.low < may.yearly.value < may.yearly.high


def test_they_are_not_called_peers_and_what_sets_them_apart_is_said() -> None:
    report = compare(KUTIM, BATAM, YEAR)

    assert not report.apart.is_peer
    assert report.nth > 200
    assert BATAM.text not in {n.code for n in report.ours.neighbours}


def test_a_rank_is_an_interval_within_the_province_or_is_not_shown() -> None:
    report = compare(KUTIM, BATAM, YEAR)

    assert report.ours.place is not None
    assert (report.ours.place.low, report.ours.place.high, report.ours.n_compared) == (5, 9, 10)
    assert report.theirs.place is None


def test_only_figures_of_the_same_months_are_put_side_by_side() -> None:
    report = compare(KUTIM, BATAM, YEAR)

    assert report.ratios
    for ratio in report.ratios:
        assert ratio.ours.period == ratio.theirs.period
        assert ratio.ratio is not None
        assert ratio.detectable > 1
    assert {ratio.alike for ratio in report.ratios} == {False}  # cases, persons and victims


def test_a_bps_code_and_an_unknown_district_are_refused() -> None:
    with pytest.raises(ValueError, match="Kemendagri"):
        AreaCode("6408")
    with pytest.raises(KeyError):
        compare(KUTIM, AreaCode("64.99"), YEAR)
    with pytest.raises(ValueError, match=r"64\.08"):
        compare(KUTIM, KUTIM, YEAR)


def test_a_year_of_which_nothing_was_published_says_nothing() -> None:
    report = compare(KUTIM, BATAM, period_of("2015"))

    assert (report.ours.rates, report.ratios, report.ours.place) == ([], [], None)


def test_the_same_table_makes_the_same_report() -> None:
    assert compare(KUTIM, BATAM, YEAR) == compare(KUTIM, BATAM, YEAR)
