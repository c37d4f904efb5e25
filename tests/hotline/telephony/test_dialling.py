"""The switchboard dials after a person's decision: once, asked again, the colleague first."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.keys import load_keys
from lindung.core.models import Blocked
from lindung.core.seal import Sealed
from lindung.directory.models import Unit
from lindung.hotline import pbx
from lindung.hotline.codes.contact import Choice
from lindung.hotline.codes.escalation import AlarmState, AttemptState
from lindung.hotline.codes.telephony import DialState
from lindung.hotline.models import (
    Alarm,
    Attempt,
    Call,
    CallBack,
    Contact,
    PbxDial,
    PbxLine,
    Plan,
    Reach,
)
from lindung.hotline.sender import send_due
from lindung.hotline.services import dialling as services
from lindung.hotline.services.call import say_safe
from lindung.hotline.telephony.dialling import DialSign, Order, Told
from tests.conftest import NEIGHBOUR, UNIT, at_work
from tests.hotline.calling import emergency, now_duty, round_of
from tests.hotline.telephony.conftest import HERS


def pressed(rini: Staff, row: CallBack) -> PbxDial:
    with at_work(rini):
        return services.dial_back(rini.actor(), row)


def state() -> str:
    with frame(UNIT):
        return str(PbxDial.objects.order_by("-asked_at")[0].state)


def tell(dial: PbxDial, told: Told, pin: str = "") -> None:
    pbx.hear_dial(UNIT, DialSign(dial.pk, told, pin))


def test_nothing_is_dialled_before_a_person_decides_and_presses(
    rini: Staff, decided: CallBack
) -> None:
    assert pbx.next_order(UNIT) is None

    pressed(rini, decided)
    order = pbx.next_order(UNIT)

    assert order is not None
    assert (order.officer, order.number) == ("081122223333", HERS)
    assert state() == DialState.RINGING


def test_it_is_dialled_once_whatever_becomes_of_the_one_that_dials(
    rini: Staff, decided: CallBack
) -> None:
    pressed(rini, decided)

    orders = [pbx.next_order(UNIT) for _ in range(3)]

    assert [isinstance(one, Order) for one in orders] == [True, False, False]


@pytest.mark.parametrize("choice", [Choice.WAIT, Choice.KNOWN])
def test_another_decision_lets_nobody_dial(rini: Staff, decided: CallBack, choice: str) -> None:
    with at_work(rini):
        CallBack.objects.update(choice=choice, why="")
        decided.refresh_from_db(fields=["choice"])
        with pytest.raises(RuleBroken) as broken:
            services.dial_back(rini.actor(), decided)

    assert broken.value.code == "not_decided"


def test_pressing_twice_is_one_call_and_her_phone_rings_once(
    rini: Staff, decided: CallBack
) -> None:
    dial = pressed(rini, decided)
    with pytest.raises(RuleBroken):
        pressed(rini, decided)
    pbx.next_order(UNIT)
    tell(dial, Told.PICKED_UP)
    tell(dial, Told.NOT_ANSWERED)

    with pytest.raises(RuleBroken) as broken:
        pressed(rini, decided)

    assert (broken.value.code, state()) == ("dialled_already", DialState.NOT_REACHED)


def test_when_only_the_colleague_did_not_pick_up_it_may_be_dialled_again(
    rini: Staff, decided: CallBack
) -> None:
    dial = pressed(rini, decided)
    pbx.next_order(UNIT)
    tell(dial, Told.NO_OFFICER)

    pressed(rini, decided)

    assert isinstance(pbx.next_order(UNIT), Order)


def test_a_no_said_between_the_press_and_the_dialling_counts(
    rini: Staff, decided: CallBack
) -> None:
    with at_work(rini):
        CallBack.objects.update(why="said_yes")  # she had said yes, nobody is in danger
    pressed(rini, decided)
    with at_work(rini):
        contact = Contact.objects.get()
        say_safe(rini.actor(), contact, channel="call", allowed="no", who_sees=["nobody"])

    assert pbx.next_order(UNIT) is None
    assert state() == DialState.REFUSED


def test_whoever_was_kept_away_meanwhile_dials_nobody(rini: Staff, decided: CallBack) -> None:
    pressed(rini, decided)
    with frame(UNIT):
        Blocked.objects.create(subject_id=decided.subject_id, staff_id=rini.pk)

    assert pbx.next_order(UNIT) is None
    assert state() == DialState.REFUSED


def test_a_decision_of_minutes_ago_is_not_dialled_all_of_a_sudden(
    rini: Staff, decided: CallBack
) -> None:
    pressed(rini, decided)
    with frame(UNIT):
        PbxDial.objects.update(asked_at=Moment() - timedelta(seconds=61))

    assert pbx.next_order(UNIT) is None
    assert state() == DialState.FAILED


def test_without_a_line_or_a_proved_phone_it_says_so(rini: Staff, decided: CallBack) -> None:
    with frame(UNIT):
        PbxLine.objects.update(may_dial=False)
    with pytest.raises(RuleBroken) as broken:
        pressed(rini, decided)
    assert broken.value.code == "line_down"

    with frame(UNIT):
        PbxLine.objects.update(may_dial=None)
    with at_work(rini):
        Reach.objects.update(verified_at=None)
    with pytest.raises(RuleBroken) as broken:
        pressed(rini, decided)
    assert broken.value.code == "phone_not_proved"


def test_another_unit_and_other_roles_dial_nothing(
    rini: Staff, hadi: Staff, nita: Staff, decided: CallBack
) -> None:
    with pytest.raises(Denied):
        pressed(hadi, decided)
    dial = pressed(rini, decided)

    pbx.hear_dial(NEIGHBOUR, DialSign(dial.pk, Told.ANSWERED))

    assert pbx.next_order(NEIGHBOUR) is None
    assert state() == DialState.WAITING


def test_a_call_whose_end_was_lost_with_the_line_is_closed_and_not_guessed(
    rini: Staff, decided: CallBack
) -> None:
    dial = pressed(rini, decided)
    pbx.next_order(UNIT)
    with frame(UNIT):
        PbxDial.objects.update(dialled_at=Moment() - timedelta(seconds=11))

    assert pbx.forget_dials(UNIT, None) == 0
    assert pbx.forget_dials(UNIT, frozenset({dial.pk})) == 0
    assert pbx.forget_dials(UNIT, frozenset()) == 1
    assert state() == DialState.UNKNOWN


@pytest.fixture
def alarm_dial(unit: Unit, plan: Plan, line: None) -> PbxDial:
    """An emergency rings the phone of whoever is on duty, at whatever hour the tests run."""
    with frame(UNIT):
        heads = Reach.objects.get(address__isnull=True)
        load_keys([heads.data_key_id])
        heads.address = Sealed(words="081100000000")
        heads.save(update_fields=["address"])
    emergency(unit)
    round_of(unit)
    duty, _backup = now_duty()
    with frame(UNIT):
        return PbxDial.objects.get(staff_id=duty)


def call_of(dial: PbxDial) -> Call:
    assert dial.attempt_id is not None
    return Call.objects.get(attempts__id=dial.attempt_id)


def test_an_alarm_rings_a_telephone_and_four_digits_answer_it(
    alarm_dial: PbxDial, unit: Unit
) -> None:
    orders = [pbx.next_order(UNIT) for _ in range(3)]
    order = next(one for one in orders if one is not None and one.id == alarm_dial.pk)
    with frame(UNIT):
        call = call_of(alarm_dial)
    assert (order.pin, order.number) == (call.pin, "")

    tell(alarm_dial, Told.DIGITS, call.pin)

    with frame(UNIT):
        assert Alarm.objects.get().state == AlarmState.ACKNOWLEDGED
        assert Alarm.objects.get().acked_by == alarm_dial.staff_id


def test_wrong_digits_or_a_mailbox_answer_nothing_and_the_next_way_is_tried(
    alarm_dial: PbxDial, unit: Unit
) -> None:
    with frame(UNIT):
        pin = call_of(alarm_dial).pin
    wrong = f"{(int(pin) + 1) % 10_000:04d}"
    while pbx.next_order(UNIT) is not None:
        pass
    tell(alarm_dial, Told.DIGITS, wrong)
    tell(alarm_dial, Told.OVER)
    send_due(UNIT)

    with frame(UNIT):
        assert Alarm.objects.get().state == AlarmState.RINGING
        tries = Attempt.objects.filter(call=call_of(alarm_dial))
        states = dict(tries.values_list("way", "state"))
        assert states["call"] == AttemptState.FAILED
        assert {"sms", "whatsapp"} <= states.keys()


def test_an_alarm_answered_elsewhere_rings_no_telephone_any_more(
    alarm_dial: PbxDial, unit: Unit
) -> None:
    with frame(UNIT):
        Call.objects.filter(pk=call_of(alarm_dial).pk).update(state="answered")
        PbxDial.objects.exclude(pk=alarm_dial.pk).update(state="failed", ended_at=Moment())

    assert pbx.next_order(UNIT) is None
