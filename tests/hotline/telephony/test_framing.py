"""Bytes to messages: however they are cut, and whatever stands between them."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lindung.hotline.telephony.framing import (
    LONGEST_LINE,
    MOST_FIELDS,
    BadField,
    Message,
    Reader,
    action,
)
from tests.hotline.telephony.peer import HERE

RECORDED = ["answered", "abandoned", "timed_out", "gap"]
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=30)
NAMES = st.text("ABCDEFGHIJKLMnopqrstu-", min_size=1, max_size=12)
NOISE = st.sampled_from(
    [b"\r\n", b"\n", b":", b"Event: X\r\n", b"no field\r\n", b"\xff\xfe\x00", b"x" * 5_000, b"\r"]
)


def fed(data: bytes, *cuts: int) -> tuple[list[Message], int]:
    """Read `data` in pieces; return what was read and how much was broken."""
    reader, places = Reader(), [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    messages = [
        message for start, end in pairwise(places) for message in reader.feed(data[start:end])
    ]
    return messages, reader.broken


@pytest.mark.parametrize("name", RECORDED)
@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.integers(0, 50_000), max_size=12))
def test_a_recording_reads_the_same_however_it_is_cut(name: str, cuts: list[int]) -> None:
    data = (HERE / f"{name}.raw").read_bytes()

    assert fed(data, *cuts) == fed(data)
    assert fed(data)[1] == 0


@settings(max_examples=150, deadline=None)
@given(parts=st.lists(NOISE, max_size=12), cuts=st.lists(st.integers(0, 60_000), max_size=6))
@example(parts=[b"x" * 5_000, b"x" * 3_192, b"\r", b"\n", b"\r\n"], cuts=[8_193])
@example(parts=[b"x" * 5_000, b"x" * 3_193, b"\n", b"\n"], cuts=[8_193])
def test_any_bytes_read_the_same_however_they_are_cut(parts: list[bytes], cuts: list[int]) -> None:
    data = b"".join(parts)

    assert fed(data, *cuts) == fed(data)


@settings(max_examples=100, deadline=None)
@given(parts=st.lists(NOISE, max_size=8))
def test_after_any_noise_the_next_message_but_one_is_read(parts: list[bytes]) -> None:
    good = b"Event: Hangup\r\nUniqueid: a-1795487540.1\r\n\r\n"

    messages, _ = fed(b"".join(parts) + b"\r\n\r\n" + good)

    assert messages[-1] == Message((("Event", "Hangup"), ("Uniqueid", "a-1795487540.1")))


@settings(max_examples=100, deadline=None)
@given(fields=st.lists(st.tuples(NAMES, PRINTABLE), max_size=8), name=NAMES)
def test_an_action_is_read_as_it_was_meant(fields: list[tuple[str, str]], name: str) -> None:
    [message] = fed(action(name, fields))[0]

    assert message.fields == (("Action", name), *fields)


@pytest.mark.parametrize("value", ["a\r\nAction: Command", "a\nb", "\x00", "a\u2028b"])
def test_nobody_gives_orders_by_a_line_break(value: str) -> None:
    with pytest.raises(BadField):
        action("Originate", [("Exten", value)])
    with pytest.raises(BadField):
        action("Originate", [(f"Exten{value}", "1")])


def test_an_oversized_message_is_left_out_and_counted() -> None:
    long = b"Event: Big\r\nA: " + b"x" * (LONGEST_LINE + 1) + b"\r\n\r\n"
    many = b"Event: Many\r\n" + b"A: b\r\n" * MOST_FIELDS + b"\r\n"

    messages, broken = fed(long + many + b"Event: Good\r\n\r\n")

    assert [message.event for message in messages] == ["Good"]
    assert broken == 2


def test_an_endless_line_takes_no_memory() -> None:
    reader = Reader()

    for _ in range(500):
        assert reader.feed(b"x" * 10_000) == []

    assert len(reader._rest) <= LONGEST_LINE + 1
    assert [m.event for m in reader.feed(b"\r\n\r\nEvent: Good\r\n\r\n")] == ["Good"]


def test_a_line_that_is_no_field_spoils_nothing_else() -> None:
    messages, broken = fed(b"Event: UserEvent\r\nno field\r\nUserEvent: HotlineBackup\r\n\r\n")

    assert messages[0].get("userevent") == "HotlineBackup"
    assert broken == 1
