"""How a call ended: told live, afterwards, or in part, it comes to what the queue's log says."""

from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.hotline.codes.telephony import CallStage, Source
from lindung.hotline.telephony import cdr, live, queue_log
from lindung.hotline.telephony.framing import Reader
from lindung.hotline.telephony.line import Line
from lindung.hotline.telephony.signs import (
    MISSED,
    TAKEN,
    CallView,
    Kind,
    Sign,
    after,
    began_at,
    fold,
    is_call,
    number_of,
    pbx_of,
)
from tests.hotline.telephony.peer import HERE

LINE = Line("127.0.0.1", 5038, "uptd", "x", queue="darurat", contexts=frozenset({"masuk"}))
LOG = (HERE / "queue_log").read_text().splitlines()
CDR = (HERE / "cdr.csv").read_text().splitlines()
CALL = "uptdlab-1795487540.0"
WAITED_OUT = "uptdlab-1795487588.3"
GAVE_UP = "uptdlab-1795487575.2"
IN_A_GAP = "uptdlab-1795487767.13"
WHOLE_LOG = {
    CALL: (CallStage.ANSWERED, 0, 5),
    GAVE_UP: (CallStage.ABANDONED, 3, None),
    WAITED_OUT: (CallStage.TIMED_OUT, 15, None),
    "uptdlab-1795487652.6": (CallStage.TIMED_OUT, 15, None),
    "uptdlab-1795487698.8": (CallStage.ABANDONED, 2, None),
    IN_A_GAP: (CallStage.ABANDONED, 5, None),
    "uptdlab-1795487819.14": (CallStage.ABANDONED, 2, None),  # an agent's telephone did not fit
    "uptdlab-1795487849.16": (CallStage.ABANDONED, 2, None),
    "uptdlab-1795487876.18": (CallStage.ANSWERED, 2, 7),
}


def live_signs(name: str) -> list[Sign]:
    """Return what a recording tells."""
    messages = Reader().feed((HERE / f"{name}.raw").read_bytes())
    return [sign for one in messages if (sign := live.sign_of(one, LINE))]


def log_signs(call: str) -> list[Sign]:
    """Return what the queue's log tells of one call."""
    read = queue_log.signs_of("darurat")
    return [sign for line in LOG if (sign := read(line)) and sign.call == call]


def test_the_log_of_the_queue_tells_how_each_call_ended() -> None:
    read = queue_log.signs_of("darurat")
    calls = dict.fromkeys(sign.call for line in LOG if (sign := read(line)))

    ends = {call: fold(log_signs(call)) for call in calls}

    assert {call: (v.stage, v.waited_s, v.talked_s) for call, v in ends.items()} == WHOLE_LOG


@pytest.mark.parametrize(
    ("name", "call"), [("answered", CALL), ("abandoned", GAVE_UP), ("timed_out", WAITED_OUT)]
)
def test_a_call_heard_live_ends_as_the_log_says(name: str, call: str) -> None:
    signs = live_signs(name)

    assert {sign.call for sign in signs} == {call}
    assert fold(signs).stage == WHOLE_LOG[call][0]
    assert fold([*signs, *log_signs(call)]).stage == WHOLE_LOG[call][0]
    assert fold([*log_signs(call), *signs]).stage == WHOLE_LOG[call][0]


def test_a_call_whose_end_nobody_heard_ends_as_the_log_says() -> None:
    heard = live_signs("gap")

    assert fold(heard).stage == CallStage.RINGING
    assert fold([*heard, *log_signs(IN_A_GAP)]).stage == CallStage.ABANDONED
    assert fold([*heard, Sign(Kind.FORGOTTEN, IN_A_GAP, Source.CLOCK)]).stage == CallStage.GAP


def test_the_first_ring_tells_number_and_moment() -> None:
    first = live_signs("answered")[0]

    assert (first.kind, first.number) == (Kind.RANG, "081234567890")
    assert first.at == began_at(CALL)
    assert "0812" not in repr(first)


def test_the_live_word_abandoned_alone_is_no_verdict() -> None:
    until_left = live_signs("timed_out")[:3]

    assert until_left[-1].kind == Kind.LEFT
    assert fold(until_left).stage == CallStage.LEFT


def test_who_gave_up_in_the_queue_stands_as_answered_in_the_list_of_calls_and_is_not_believed() -> (
    None
):
    read = cdr.signs_of({"masuk"})
    row = next(line for line in CDR if "uptdlab-1795487819.14" in line)

    assert '"ANSWERED"' in row
    assert fold(read(row)).stage in MISSED
    assert fold([*log_signs("uptdlab-1795487819.14"), *read(row)]).stage == CallStage.ABANDONED
    assert fold([*log_signs("uptdlab-1795487876.18"), *read(CDR[-1])]).stage == CallStage.ANSWERED


def test_a_call_that_no_queue_saw_comes_from_the_list_of_calls() -> None:
    signs = cdr.signs_of({"masuk"})(CDR[0])

    assert fold(signs).stage == CallStage.UNANSWERED
    assert (signs[0].number, signs[0].at) == ("081298765432", began_at("uptdlab-1795487695.7"))


def test_our_own_call_backs_are_no_calls_from_outside() -> None:
    own = "cb-" + "0" * 32

    assert not is_call(own)
    assert not is_call("cb-42")
    assert [sign for line in CDR for sign in cdr.signs_of({"dalam"})(line)] == []
    assert (pbx_of(CALL), pbx_of("1795487540.0")) == ("uptdlab", "")
    assert is_call("1795487540.0")


@pytest.mark.parametrize("text", ["", "<unknown>", "anonymous", " Unavailable "])
def test_who_hides_the_number_has_none(text: str) -> None:
    assert number_of(text) == ""


@pytest.mark.parametrize(
    "line",
    [
        "",
        "|||||",
        "x|a-1795487540.0|darurat|NONE|ENTERQUEUE",
        "1|2|3",
        "1795487540|<b>|darurat|N|ABANDON",
        "99999999999999|a-1795487540.0|darurat|NONE|ABANDON|1|1|3",
        "\x00" * 300,
    ],
)
def test_a_broken_line_tells_nothing(line: str) -> None:
    assert queue_log.signs_of("darurat")(line) is None
    assert cdr.signs_of({"masuk"})(line) == []
    assert cdr.signs_of({"masuk"})(f'"{line}') == []


def test_another_queue_and_another_context_are_not_ours() -> None:
    other = Line("127.0.0.1", 5038, "uptd", "x", queue="lain", contexts=frozenset({"lain"}))
    messages = Reader().feed((HERE / "answered.raw").read_bytes())
    told = {sign.kind for one in messages if (sign := live.sign_of(one, other))}

    assert told == {Kind.HUNG_UP}  # of a call that we do not know, so nothing is written
    assert [line for line in LOG if queue_log.signs_of("lain")(line)] == []


SIGNS = [Sign(kind, CALL, Source.QUEUE_LOG, waited_s=3) for kind in Kind]


@given(signs=st.lists(st.sampled_from(SIGNS), max_size=8), cut=st.integers(0, 8))
def test_it_does_not_matter_in_how_many_rounds_a_call_is_told(signs: list[Sign], cut: int) -> None:
    assert fold(signs[cut:], fold(signs[:cut])) == fold(signs)


@given(signs=st.lists(st.sampled_from(SIGNS), max_size=8))
def test_who_was_taken_once_is_never_missed_again(signs: list[Sign]) -> None:
    taken = {Kind.TAKEN, Kind.DONE, Kind.BACKUP} & {sign.kind for sign in signs}

    assert bool(taken) == (fold(signs).stage in TAKEN)


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(Kind, 2)))
def test_the_same_sign_again_changes_nothing(one: Kind, other: Kind) -> None:
    view = fold([Sign(one, CALL, Source.LIVE), Sign(other, CALL, Source.QUEUE_LOG)], CallView())
    again = Sign(other, CALL, Source.QUEUE_LOG)

    assert after(view, again).stage == after(after(view, again), again).stage
