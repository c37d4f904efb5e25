"""Numbers for paper: given out beforehand, typed in once, never drawn by a screen."""

import pytest

from lindung.access.models import Staff
from lindung.core.errors import Denied, RuleBroken
from lindung.core.numbers import PAPER, new_number
from lindung.intake.services import enter_report, reserve_numbers
from tests.conftest import TODAY, at_work


def enter(staff: Staff, number: str) -> str:
    """Type in a paper form."""
    report = enter_report(
        staff.actor(),
        staff.unit,
        channel="phone",
        about="other",
        words="Listrik padam sejak malam.",
        paper_number=number,
    )
    return report.number


def test_a_paper_form_becomes_the_report_of_its_number(rini: Staff) -> None:
    with at_work(rini):
        first, second = reserve_numbers(rini.actor(), rini.unit, n=2)

        assert first != second
        assert enter(rini, f" {first.lower()} ") == first


def test_a_number_is_used_once(rini: Staff) -> None:
    with at_work(rini):
        (number,) = reserve_numbers(rini.actor(), rini.unit, n=1)
        enter(rini, number)

        with pytest.raises(RuleBroken) as no:
            enter(rini, number)
    assert (no.value.code, no.value.field) == ("paper_number_unknown", "paper_number")


def test_a_number_of_another_unit_is_unknown_here(rini: Staff, nita: Staff) -> None:
    with at_work(nita):
        (number,) = reserve_numbers(nita.actor(), nita.unit, n=1)

    with at_work(rini), pytest.raises(RuleBroken) as no:
        enter(rini, number)
    assert no.value.code == "paper_number_unknown"


def test_a_screen_never_draws_a_number_of_paper() -> None:
    drawn = {new_number("P", TODAY).split("-")[2][0] for _ in range(2_000)}

    assert PAPER not in drawn
    assert len(drawn) == 31


@pytest.mark.parametrize("n", [0, 21])
def test_a_block_is_small(n: int, rini: Staff) -> None:
    with at_work(rini), pytest.raises(RuleBroken):
        reserve_numbers(rini.actor(), rini.unit, n=n)


def test_the_administrator_gets_none(adi: Staff) -> None:
    with at_work(adi), pytest.raises(Denied):
        reserve_numbers(adi.actor(), adi.unit, n=1)
