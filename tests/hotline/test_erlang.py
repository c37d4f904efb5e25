"""Erlang's formula: against another's reckoning, and what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.hotline.rules.erlang import Load, answered_within, seats_needed, waits

# (calls an hour, seconds of a call, seats, within seconds), answered within, who must wait;
# from pyworkforce 0.5.1, which the long proof asks anew.
KNOWN = [
    ((20.0, 180, 2, 20), 0.7017202277285434, 0.33333333333333337),
    ((20.0, 180, 3, 20), 0.9272056906439266, 0.09090909090909091),
    ((6.0, 600, 2, 15), 0.6748966959905558, 0.33333333333333337),
    ((20.0, 480, 4, 20), 0.6420315978712019, 0.3784183296378417),
    ((20.0, 480, 6, 20), 0.9460869816587674, 0.061945865423514775),
    ((1.0, 1200, 1, 15), 0.669432902453708, 0.3333333333333333),
    ((60.0, 720, 15, 20), 0.7063306321720302, 0.31919042511255974),
]


@pytest.mark.parametrize(("asked", "within", "waiting"), KNOWN)
def test_it_says_what_others_reckon(
    asked: tuple[float, float, int, float], within: float, waiting: float
) -> None:
    calls, talk, seats, seconds = asked
    load = Load(calls, talk)

    assert waits(load, seats) == pytest.approx(waiting)
    assert answered_within(load, seats, seconds) == pytest.approx(within)


def test_seats_are_as_few_as_answer_the_share() -> None:
    load = Load(20, 480)

    assert seats_needed(load, 0.9, 20) == 6  # five answer less
    assert answered_within(load, 5, 20) < 0.9 <= answered_within(load, 6, 20)
    assert seats_needed(Load(100_000, 3600), 0.9, 15) is None


def test_seats_that_can_never_keep_up_answer_nobody() -> None:
    assert waits(Load(60, 3600), 60) == 1
    assert answered_within(Load(60, 3600), 60, 15) == 0
    assert waits(Load(0, 600), 1) == 0


@given(st.floats(0.1, 500), st.floats(10, 3600), st.integers(1, 150), st.floats(0, 600))
def test_another_seat_and_more_patience_never_answer_fewer(
    calls: float, talk: float, seats: int, seconds: float
) -> None:
    load = Load(calls, talk)
    here = answered_within(load, seats, seconds)

    assert 0 <= waits(load, seats) <= 1
    assert 0 <= here <= 1
    assert here <= answered_within(load, seats + 1, seconds) + 1e-12
    assert here <= answered_within(load, seats, seconds + 1) + 1e-12


@pytest.mark.long
@pytest.mark.parametrize("calls", [1, 7, 40, 200])
@pytest.mark.parametrize("minutes", [2, 12, 45])
def test_another_programme_reckons_the_same(calls: int, minutes: int) -> None:
    """`./test --long` installs it; see requirements/oracle.in."""
    queuing = pytest.importorskip("pyworkforce.queuing", reason="needs requirements/oracle.lock")
    other = queuing.ErlangC(
        transactions=calls, asa=15 / 60, aht=minutes, interval=60, shrinkage=0.0
    )
    load = Load(calls, minutes * 60)
    first = int(load.erlangs) + 1
    for seats in range(first, first + 6):
        assert answered_within(load, seats, 15) == pytest.approx(other.service_level(seats))
        assert waits(load, seats) == pytest.approx(other.waiting_probability(seats))
