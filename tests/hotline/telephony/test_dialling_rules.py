"""What a call out looks like to the switchboard, and who stands in the queue. No database."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.hotline.codes.telephony import DialKind, DialState
from lindung.hotline.telephony import dialling, steering
from lindung.hotline.telephony.dialling import Order, Told
from lindung.hotline.telephony.framing import Message, Reader, action
from lindung.hotline.telephony.line import Line

LINE = Line("127.0.0.1", 5038, "lindung", "x")
ID = UUID(int=7)
NAME = "cb-00000000000000000000000000000007"
RINI, WATI, OTHER = (dialling.phone(one, LINE) for one in ("0811", "0822", "0833"))
STATIC = "PJSIP/101"


def event(name: str, **fields: str) -> Message:
    return Message((("Event", name), *fields.items()))


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("+6281234567890", "081234567890"),
        ("+60123456789", "0060123456789"),
        ("129", "129"),
        ("", ""),
        ("0812,r(x)", ""),
        ("0812&PJSIP/1", ""),
        ("０８１２３４５", ""),
        ("1" * 30, ""),
    ],
)
def test_only_digits_are_ever_dialled(number: str, digits: str) -> None:
    assert dialling.dialable(number) == digits


@given(st.text(max_size=30))
def test_no_text_becomes_an_order_to_the_dialplan(text: str) -> None:
    assert all(sign in "0123456789" for sign in dialling.dialable(text))


def test_a_call_back_rings_the_colleague_first_under_our_own_name() -> None:
    order = Order(ID, DialKind.CALL_BACK, "0811", "0812")
    fields = dict(dialling.fields_of(order, LINE))

    assert fields["Channel"] == "Local/0811@lindung-petugas/n"
    assert (fields["Context"], fields["Exten"]) == ("lindung-keluar", "0812")
    assert fields["ChannelId"] == NAME
    assert "0812" not in repr(order)
    assert action("Originate", dialling.fields_of(order, LINE)).count(b"\r\n\r\n") == 1


def test_an_alarm_carries_four_digits_and_nothing_else() -> None:
    fields = dict(dialling.fields_of(Order(ID, DialKind.ALARM, "0811", pin="4711"), LINE))

    assert (fields["Context"], fields["Variable"]) == ("lindung-siaga", "LINDUNG_PIN=4711")


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (event("OriginateResponse", ActionID=NAME, Response="Success"), Told.PICKED_UP),
        (event("OriginateResponse", ActionID=NAME, Response="Failure"), Told.NO_OFFICER),
        (
            event("UserEvent", UserEvent="HotlineCalledBack", Status="ANSWER", Linkedid=NAME),
            Told.ANSWERED,
        ),
        (
            event("UserEvent", UserEvent="HotlineCalledBack", Status="BUSY", Linkedid=NAME),
            Told.NOT_ANSWERED,
        ),
        (
            event("UserEvent", UserEvent="HotlineAnswer", Pin="4711", Linkedid=NAME),
            Told.DIGITS,
        ),
        (event("UserEvent", UserEvent="HotlineAnswer", Pin="47x1", Linkedid=NAME), None),
        (event("UserEvent", UserEvent="HotlineAnswer", Pin="４７１１", Linkedid=NAME), None),
        (event("Hangup", Uniqueid=NAME, Linkedid=NAME), Told.OVER),
        (event("Hangup", Uniqueid=f"{NAME};2", Linkedid=NAME), None),
        (event("Hangup", Uniqueid="pbx1-1795487695.7", Linkedid="pbx1-1795487695.7"), None),
        (event("OriginateResponse", ActionID="lindung-3", Response="Success"), None),
        (event("Newchannel", Linkedid="cb-42"), None),
    ],
)
def test_events_of_calls_out_are_read(message: Message, told: Told | None) -> None:
    sign = dialling.told_of(message)

    assert (sign.told if sign else None) == told


@given(st.binary(max_size=400))
def test_whatever_a_line_brings_reading_it_breaks_nothing(data: bytes) -> None:
    for message in Reader().feed(data + b"\r\n\r\n"):
        dialling.told_of(message)
        steering.members_of([message], LINE)


@given(st.lists(st.sampled_from(Told), max_size=8), st.sampled_from(DialKind))
def test_what_has_ended_stays_as_it_ended(told: list[Told], kind: DialKind) -> None:
    state, ended = DialState.RINGING, None
    for one in told:
        state = dialling.after(state, one, kind)
        if ended is not None:
            assert state == ended
        if state not in dialling.LIVE:
            ended = state


def test_a_talk_whose_end_the_dialplan_did_not_tell_is_not_guessed() -> None:
    picked_up = dialling.after(DialState.RINGING, Told.PICKED_UP, DialKind.CALL_BACK)

    assert dialling.after(picked_up, Told.OVER, DialKind.CALL_BACK) == DialState.UNKNOWN


def members(**phones: bool) -> list[steering.Member]:
    return [steering.Member(one, paused) for one, paused in phones.items()]


def names(steps: list[steering.Action]) -> list[tuple[str, str]]:
    return [(name, dict(fields)["Interface"]) for name, fields in steps]


def test_at_a_change_of_shift_the_next_one_comes_before_the_last_one_goes() -> None:
    first = steering.steps([steering.Member(RINI)], {WATI: 0}, LINE)
    then = steering.steps([steering.Member(RINI), steering.Member(WATI)], {WATI: 0}, LINE)

    assert names(first) == [("QueueAdd", WATI)]
    assert names(then) == [("QueueRemove", RINI)]


def test_when_nobody_on_duty_has_a_phone_the_last_one_stays() -> None:
    assert steering.steps([steering.Member(RINI)], {}, LINE) == []


def test_a_phone_that_the_switchboard_refused_does_not_empty_the_queue() -> None:
    again = steering.steps([steering.Member(RINI)], {WATI: 0}, LINE)

    assert ("QueueRemove", RINI) not in names(again)


def test_phones_that_we_did_not_put_there_stay() -> None:
    now = [steering.Member(STATIC), steering.Member(WATI), steering.Member(RINI)]

    assert names(steering.steps(now, {WATI: 0}, LINE)) == [("QueueRemove", RINI)]


def test_a_pause_that_leaves_nobody_is_lifted_and_another_is_left_alone() -> None:
    asleep = [steering.Member(RINI, paused=True), steering.Member(WATI, paused=True)]
    one_awake = [steering.Member(RINI, paused=True), steering.Member(WATI)]
    wanted = {RINI: 0, WATI: 1}

    assert names(steering.steps(asleep, wanted, LINE)) == [
        ("QueuePause", RINI),
        ("QueuePause", WATI),
    ]
    assert steering.steps(one_awake, wanted, LINE) == []


@given(
    st.dictionaries(st.sampled_from([RINI, WATI, OTHER, STATIC]), st.booleans()),
    st.sets(st.sampled_from([RINI, WATI, OTHER])),
    st.sets(st.sampled_from([RINI, WATI, OTHER])),
)
def test_no_step_ever_leaves_a_queue_without_anybody(
    now: dict[str, bool], wanted: set[str], refused: set[str]
) -> None:
    queue = dict(now)
    for _round in range(3):
        told = [steering.Member(one, paused) for one, paused in queue.items()]
        for name, interface in names(steering.steps(told, dict.fromkeys(wanted, 0), LINE)):
            before = any(not paused for paused in queue.values())
            if name == "QueueAdd" and interface not in refused:
                queue[interface] = False
            elif name == "QueueRemove":
                queue.pop(interface)
            elif name == "QueuePause":
                queue[interface] = False
            assert not before or any(not paused for paused in queue.values())
    if now or wanted - refused:
        assert any(not paused for paused in queue.values()) or wanted & refused
