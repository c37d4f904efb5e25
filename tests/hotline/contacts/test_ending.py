"""Nobody who speaks of suicide, and no child, is left alone; nor is the officer. NIGHTS 3 and 4."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.access.models import Staff
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Turn
from lindung.directory.models import Unit
from lindung.hotline.codes.contact import TELLING, ContactKind
from lindung.hotline.models.contact import Contact
from lindung.hotline.rules import contact as rules
from lindung.hotline.services import ending
from lindung.hotline.services.call import answer_call, say_safe
from tests.conftest import UNIT, at_work

ANSWERS = st.sampled_from(["yes", "no", "unknown", "not_asked"])


def said(rini: Staff, unit: Unit, contact: Contact, **answers: str) -> Contact:
    with at_work(rini):
        answer_call(rini.actor(), unit, contact, answers=answers)
        return Contact.objects.get(pk=contact.pk)


def turns(contact: Contact) -> dict[str, Turn]:
    with frame(UNIT):
        return {turn.verb: turn for turn in Turn.objects.filter(record_id=contact.pk)}


@given(st.sampled_from(list(TELLING)), ANSWERS, ANSWERS, st.booleans(), st.booleans())
def test_who_must_not_be_left_alone_is_not(
    kind: ContactKind, suicide: str, child: str, second: bool, rescued: bool
) -> None:
    answers = {"suicide": suicide, "child": child}

    def why(with_whom: str) -> str:
        return rules.may_end(kind, answers, with_whom=with_whom, rescued=rescued, second=second)

    child_alone = kind == ContactKind.SELF and child == "yes"
    assert why("kakaknya") == ""
    assert why("  ") == why("")
    if suicide == "yes" and not rescued:
        assert why("") == "alone"  # a second officer alone is nobody beside her
    elif child_alone and not (rescued or second):
        assert why("") == "child_alone"
    else:
        assert why("") == ""


def test_a_talk_of_suicide_ends_only_with_somebody_beside_her(
    rini: Staff, units: dict[str, Unit], telling: Contact
) -> None:
    told = said(rini, units["kutim"], telling, suicide="yes")

    with at_work(rini):
        with pytest.raises(RuleBroken) as broken:
            ending.end_contact(rini.actor(), told, go_on="yes")
        assert Contact.objects.get().ended_at is None
        ending.end_contact(rini.actor(), told, with_whom="kakaknya", go_on="yes")

    assert (broken.value.code, broken.value.field) == ("alone", "with_whom")
    assert told.ended_at is not None
    after = turns(told)
    assert after["contact_again"].next_staff == rini.id
    assert after["contact_again"].next_at - told.ended_at <= timedelta(hours=24, seconds=5)
    assert after["debrief_officer"].next_role == "unit_head"


def test_a_child_who_calls_alone_is_known_to_two_before_the_line_is_free(
    rini: Staff, wati: Staff, units: dict[str, Unit], telling: Contact
) -> None:
    told = said(rini, units["kutim"], telling, child="yes")
    asked = turns(told)["second_person"]

    with at_work(rini):
        with pytest.raises(RuleBroken) as broken:
            ending.end_contact(rini.actor(), told, go_on="no")
        with pytest.raises(Denied):  # the one on the phone is no second
            ending.know_too(rini.actor(), told)
    with at_work(wati):
        known = Contact.objects.get()
        ending.know_too(wati.actor(), known)
    with at_work(rini):
        ending.end_contact(rini.actor(), Contact.objects.get(), go_on="no")

    assert broken.value.code == "child_alone"
    assert asked.next_at - told.began_at <= timedelta(minutes=10, seconds=5)
    assert known.second_by == wati.id
    assert "second_person" not in turns(told)


def test_a_telling_does_not_end_in_silence(rini: Staff, telling: Contact) -> None:
    with at_work(rini):
        with pytest.raises(RuleBroken) as broken:
            ending.end_contact(rini.actor(), telling)
        ending.end_contact(rini.actor(), telling, go_on="no")

    assert broken.value.code == "report_or_no"
    assert telling.ended_at is not None


def test_she_is_contacted_again_only_in_a_way_she_called_safe(
    rini: Staff, units: dict[str, Unit], telling: Contact
) -> None:
    told = said(rini, units["kutim"], telling, suicide="yes")
    with at_work(rini):
        ending.end_contact(rini.actor(), told, with_whom="kakaknya", go_on="yes")
        with pytest.raises(RuleBroken) as broken:
            ending.contacted_again(rini.actor(), told, channel="call")
        assert "contact_again" in turns(told)
        say_safe(
            rini.actor(), told, channel="call", allowed="yes", who_sees=["nobody"], code_word="Yuli"
        )
        ending.contacted_again(rini.actor(), told, channel="call")

    assert broken.value.code == "may_not_contact"
    assert "contact_again" not in turns(told)
