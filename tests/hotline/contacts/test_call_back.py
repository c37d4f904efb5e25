"""Missed, silent and dropped calls wait for a person; nothing ever calls by itself."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Outgoing, Turn
from lindung.core.turns import turns_of
from lindung.hotline.codes.contact import ContactKind
from lindung.hotline.models.contact import CallBack, Contact
from lindung.hotline.queries import contact as queries
from lindung.hotline.services.call import say_safe
from lindung.hotline.services.call_back import decide_call_back
from lindung.people.models import Person
from tests.conftest import UNIT, at_work
from tests.hotline.contacts.conftest import NUMBER, Rings, decision_of


def test_a_missed_call_is_a_decision_within_five_minutes(rini: Staff, missed: CallBack) -> None:
    assert missed.due_at == missed.contact.began_at + timedelta(minutes=5)
    with at_work(rini):
        turn = turns_of(rini.actor()).get()
    assert (turn.verb, turn.next_at) == ("decide_call_back", missed.due_at)


def test_a_call_entered_late_is_late_by_its_own_time(rini: Staff, rings: Rings) -> None:
    rings(answered=False, began_at=now() - timedelta(hours=2), identifier=NUMBER)

    with at_work(rini):
        assert [one.late for one in queries.undecided(rini.actor())] == [True]


def test_nothing_goes_out_by_itself(missed: CallBack) -> None:
    with frame(UNIT):
        assert not Outgoing.objects.exists()


def test_unknown_is_no(rini: Staff, missed: CallBack) -> None:
    with at_work(rini):
        with pytest.raises(RuleBroken) as broken:
            decide_call_back(rini.actor(), missed, choice="call")
        assert not queries.may_reach(rini.actor(), missed.contact).allowed

    assert broken.value.code == "may_not_contact"
    with frame(UNIT):
        assert CallBack.objects.get().decided_at is None


def test_danger_without_a_written_reason_is_no_reason(rini: Staff, missed: CallBack) -> None:
    with at_work(rini), pytest.raises(RuleBroken):
        decide_call_back(rini.actor(), missed, choice="call", life_in_danger=True, reason="  ")


def test_a_life_in_danger_with_a_reason_opens_the_way(rini: Staff, missed: CallBack) -> None:
    with at_work(rini):
        decide_call_back(
            rini.actor(), missed, choice="call", life_in_danger=True, reason="Jeritan."
        )

    assert (missed.choice, missed.why) == ("call", "life_in_danger")
    assert missed.decided_by == rini.id
    with frame(UNIT):
        assert not Turn.objects.exists()


def test_what_she_said_earlier_of_this_number_counts_now(rini: Staff, rings: Rings) -> None:
    before = rings(ContactKind.SELF, identifier="0812 5555 0101")
    with at_work(rini):
        say_safe(
            rini.actor(),
            before,
            channel="call",
            allowed="yes",
            who_sees=["nobody"],
            code_word="Bu Yuli",
        )
    later = decision_of(rings(answered=False, identifier="+62 812-5555-0101"))
    with at_work(rini):
        reach = queries.may_reach(rini.actor(), later.contact)
        decide_call_back(rini.actor(), later, choice="call")

    assert reach.allowed
    assert reach.ask_code_word
    assert later.why == "said_yes"


def test_one_no_outweighs_every_yes_of_a_number(rini: Staff, rings: Rings) -> None:
    for allowed in ("yes", "no"):
        one = rings(ContactKind.SELF, identifier=NUMBER)
        with at_work(rini):
            say_safe(rini.actor(), one, channel="call", allowed=allowed, who_sees=["nobody"])
    later = decision_of(rings(answered=False, identifier=NUMBER))
    with at_work(rini):
        assert queries.may_reach(rini.actor(), later.contact).why == "said_no"


def test_ten_missed_calls_of_one_number_are_one_question(rini: Staff, rings: Rings) -> None:
    rows = [decision_of(rings(answered=False, identifier=NUMBER)) for _ in range(3)]
    another = decision_of(rings(answered=False, identifier="0812-5555-0202"))
    with at_work(rini):
        decide_call_back(rini.actor(), rows[0], choice="wait")
        left = queries.undecided(rini.actor())

    assert [one.number for one in left] == [another.contact.number]


def test_a_hidden_number_can_be_called_by_nobody(rini: Staff, rings: Rings) -> None:
    hidden = decision_of(rings(answered=False, identifier="Nomor pribadi"))
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        decide_call_back(
            rini.actor(), hidden, choice="call", life_in_danger=True, reason="Jeritan."
        )
    assert broken.value.code == "number_hidden"


def test_a_silent_call_is_never_taken_for_a_prank(rini: Staff, rings: Rings) -> None:
    silent = rings(ContactKind.SILENT, identifier=NUMBER)

    assert decision_of(silent).cause == "silent"


def test_what_a_colleague_decided_is_decided(rini: Staff, sari: Staff, missed: CallBack) -> None:
    with at_work(sari):
        decide_call_back(sari.actor(), missed, choice="called_again")
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        decide_call_back(rini.actor(), missed, choice="wait")

    assert broken.value.code == "call_back_decided"


def test_a_companion_does_not_decide(maya: Staff, missed: CallBack) -> None:
    with at_work(maya), pytest.raises(Denied):
        decide_call_back(maya.actor(), missed, choice="wait")


def test_a_decision_makes_no_person_out_of_a_missed_call(rini: Staff, missed: CallBack) -> None:
    with at_work(rini):
        decide_call_back(rini.actor(), missed, choice="wait", reason="Tidak tahu siapa.")
        assert not Person.objects.exists()
        assert not Contact.objects.get().person_id
