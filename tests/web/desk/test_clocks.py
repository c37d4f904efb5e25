"""Clocks in words: what somebody on duty reads at a glance."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from lindung.web.desk.clocks import Clock, ago, clock_of, span

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def shown(due: datetime, at: datetime, **more: Any) -> Clock:
    clock = clock_of(due, at, **more)
    assert clock is not None
    return clock


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=40), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=2, minutes=10), "2 hours 10 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=3, hours=1, minutes=5), "3 days 1 hour"),
        (timedelta(days=3, minutes=5), "3 days"),
    ],
)
def test_a_length_is_said_in_its_two_largest_words(length: timedelta, words: str) -> None:
    with translation.override("en"):
        assert span(length) == words


def test_it_is_amber_in_the_last_quarter_and_red_after_the_last_moment() -> None:
    begin, due = AT, AT + timedelta(minutes=60)

    states = [
        shown(due, AT + timedelta(minutes=m), began_at=begin).state for m in (0, 44, 45, 60, 61)
    ]

    assert states == ["running", "running", "soon", "soon", "late"]


def test_a_limit_that_was_kept_says_so_and_one_that_was_missed_too() -> None:
    due = AT + timedelta(minutes=5)

    kept, missed = (shown(due, AT, met_at=met) for met in (due, due + timedelta(seconds=1)))

    assert (kept.state, missed.state) == ("met", "late")


def test_what_has_no_limit_has_no_clock() -> None:
    assert clock_of(None, AT) is None


def test_indonesian_speaks_of_what_is_left_and_how_long_ago() -> None:
    with translation.override("id"):
        assert shown(AT + timedelta(hours=2, minutes=10), AT).words == "sisa 2 jam 10 menit"
        assert shown(AT - timedelta(minutes=12), AT).words == "terlambat 12 menit"
        assert ago(AT - timedelta(minutes=12), AT) == "12 menit lalu"
