"""Codes of reporters, and the blind numbers of networks."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.intake import door

digits15 = st.integers(min_value=0, max_value=10**15 - 1).map(lambda n: f"{n:015d}")
DAY = date(2026, 3, 2)


@given(digits15)
def test_a_code_reads_back_in_groups_of_four_as_spoken(digits: str) -> None:
    code = door.with_check(digits)
    shown = door.grouped(code)
    assert [len(group) for group in shown.split()] == [4, 4, 4, 4]
    assert door.read_code(shown) == door.read_code(f" {shown.replace(' ', '-')} ") == code


@given(digits15, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(digits: str, place: int, by: int) -> None:
    code = door.with_check(digits)
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    assert door.read_code(wrong) is None


@given(digits15)
def test_nearly_all_swapped_neighbours_are_noticed(digits: str) -> None:
    code = door.with_check(digits)
    swapped = [
        code[:n] + b + a + code[n + 2 :] for n, (a, b) in enumerate(pairwise(code)) if a != b
    ]
    passed = [one for one in swapped if door.read_code(one)]
    assert len(passed) <= 4  # ISO 7064 MOD 11,10 misses a few


@pytest.mark.parametrize("typed", ["", "1234", "abcd efgh ijkl mnop", "1" * 17, "１" * 16])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert door.read_code(typed) is None


def test_a_key_gives_the_same_code_and_another_second_one() -> None:
    key = "5e8a6c1c-7a2b-4f3e-9d11-0c5b7a9d2e44"
    assert door.code_of_key(key) == door.code_of_key(key)
    assert door.code_of_key(key) != door.code_of_key(key, "second")
    assert door.code_of_key(key) != door.code_of_key(key + "x")


def test_look_up_and_wrap_are_two_secrets() -> None:
    keys = door.reporter_keys("1" * 16)
    assert keys.lookup != keys.wrap
    assert len(keys.lookup) == len(keys.wrap) == 32


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_a_network_is_a_24_or_a_64(address: str, network: str) -> None:
    assert door.network_of(address) == network


def test_a_networks_number_is_blind_and_another_one_tomorrow() -> None:
    today = door.network_digest("203.0.113.7", DAY)
    assert today == door.network_digest("203.0.113.9", DAY)
    assert today != door.network_digest("203.0.114.9", DAY)
    assert today != door.network_digest("203.0.113.7", date(2026, 3, 3))
    assert 0 <= today < 2**63
