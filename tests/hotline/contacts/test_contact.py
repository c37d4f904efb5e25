"""Two taps make a contact: what it writes down, what it starts, what it becomes."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail, Turn
from lindung.directory.models import Unit
from lindung.hotline.codes.contact import NOT_TELLING, ContactKind
from lindung.hotline.models.contact import CallBack, Contact, Raw
from lindung.hotline.queries import contact as queries
from lindung.hotline.services import call, contact, ending
from lindung.intake.codes import About, Risk
from lindung.intake.models import Report
from lindung.intake.queries import read_report
from tests.conftest import NEIGHBOUR, PROVINCE, UNIT, at_work
from tests.hotline.contacts.conftest import NUMBER, Rings


def verbs_of(one: Contact) -> dict[str, Turn]:
    with frame(UNIT):
        return {turn.verb: turn for turn in Turn.objects.filter(record_id=one.pk)}


def test_the_first_tap_leaves_a_record_and_a_clock_even_if_the_call_drops(rings: Rings) -> None:
    ringing = rings()

    with frame(UNIT):
        assert Raw.objects.get() == ringing.raw
    waiting = verbs_of(ringing)
    assert list(waiting) == ["sort_contact"]
    assert waiting["sort_contact"].next_at == ringing.began_at + timedelta(minutes=5)


def test_a_thumb_that_presses_twice_makes_one_contact(rings: Rings) -> None:
    first, second = rings(key="same"), rings(key="same")

    assert first == second
    with frame(UNIT):
        assert Contact.objects.count() == Raw.objects.count() == 1


@pytest.mark.parametrize("kind", NOT_TELLING)
def test_what_tells_nothing_is_saved_by_the_second_tap(kind: ContactKind, rings: Rings) -> None:
    saved = rings(kind)

    assert saved.ended_at is not None
    with frame(UNIT):
        asked = CallBack.objects.filter(contact=saved).exists()
    assert asked == (kind in {ContactKind.SILENT, ContactKind.HANG_UP})


def test_a_telling_waits_until_it_is_a_report_or_ends(rings: Rings, telling: Contact) -> None:
    waiting = verbs_of(telling)

    assert list(waiting) == ["finish_contact"]
    assert waiting["finish_contact"].next_at == telling.began_at + timedelta(minutes=15)


def test_it_becomes_a_report_whose_clocks_began_when_the_phone_rang(
    rini: Staff, units: dict[str, Unit], rings: Rings
) -> None:
    rang = now() - timedelta(minutes=40)
    one = rings(ContactKind.SELF, began_at=rang, identifier=NUMBER)
    with at_work(rini):
        actor, unit = rini.actor(), units["kutim"]
        contact.tell_limits(actor, one)
        call.answer_call(actor, unit, one, answers={"danger": "no"}, words="Ia takut pulang.")
        report = call.report_contact(actor, unit, one, words="Suaminya di rumah.")

        file = read_report(actor, report)
        known = queries.read_contact(actor, one)
    assert report.received_at == rang
    assert (report.channel, report.about) == ("phone", About.SELF)
    assert file.words == "Ia takut pulang.\n\nSuaminya di rumah."
    assert file.parties[0].phone == "+6281255550101"
    assert report.limits_told_at is not None
    assert known.words == ""
    assert one.report == report
    assert verbs_of(one) == {}


def test_a_red_flag_makes_it_a_report_at_once_without_a_word_typed(
    rini: Staff, units: dict[str, Unit], telling: Contact
) -> None:
    with at_work(rini):
        call.answer_call(rini.actor(), units["kutim"], telling, answers={"near": "yes"})

    with frame(UNIT):
        report = Report.objects.get()
    assert report.emergency
    assert report.risk == Risk.HIGH
    assert telling.report == report


def test_answers_that_a_page_does_not_ask_stay_as_they_were(
    rini: Staff, units: dict[str, Unit], telling: Contact
) -> None:
    with at_work(rini):
        actor, unit = rini.actor(), units["kutim"]
        call.answer_call(actor, unit, telling, answers={"safe_to_talk": "yes", "injured": "no"})
        call.answer_call(actor, unit, telling, answers={"safe_to_talk": "not_asked"}, words="Ya.")

    assert telling.answers["safe_to_talk"] == "yes"
    assert telling.answers["injured"] == "no"
    assert telling.answers["suicide"] == "not_asked"


def test_a_telling_does_not_end_in_silence(rini: Staff, telling: Contact) -> None:
    with at_work(rini):
        with pytest.raises(RuleBroken) as broken:
            ending.end_contact(rini.actor(), telling)
        ending.end_contact(rini.actor(), telling, go_on="no")

    assert broken.value.code == "report_or_no"
    assert telling.ended_at is not None
    assert verbs_of(telling) == {}


def test_a_kind_pressed_by_mistake_is_said_anew(rini: Staff, rings: Rings) -> None:
    one = rings(ContactKind.SILENT)
    with at_work(rini):
        contact.sort_contact(rini.actor(), one, ContactKind.OTHER)
        told = set(verbs_of(one))
        contact.sort_contact(rini.actor(), one, ContactKind.SILENT)

    assert told == {"finish_contact"}
    assert set(verbs_of(one)) == {"decide_call_back"}
    with frame(UNIT):
        assert CallBack.objects.get().decided_at is None


def test_a_complaint_about_staff_is_filed_outside_and_leaves_nothing_here(
    rini: Staff, units: dict[str, Unit], telling: Contact
) -> None:
    with at_work(rini):
        actor, unit = rini.actor(), units["kutim"]
        call.answer_call(actor, unit, telling, answers={}, words="Petugas itu teman suaminya.")
        call.report_contact(actor, unit, telling, words="", about=About.STAFF_COMPLAINT)
        known = queries.read_contact(actor, telling)

    assert telling.left_unit
    assert set(vars_of(known)) == {""}
    with frame(UNIT):
        assert not Report.objects.exists()
    with frame(PROVINCE):
        assert Report.objects.get().complaint_unit_id == UNIT


def vars_of(file: queries.ContactFile) -> list[str]:
    return [file.identifier, file.words, file.with_whom, file.chosen_adult]


@pytest.mark.parametrize("who", ["maya", "tono", "adi", "bapak", "hadi", "arif"])
def test_whoever_enters_no_reports_holds_no_phone_and_the_attempt_is_written_down(
    who: str, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    with at_work(staff), pytest.raises(Denied):
        contact.open_contact(staff.actor(), channel="phone", key="k")

    with frame(staff.unit_id):
        assert Trail.objects.get(actor_id=staff.id).refused


def test_another_unit_and_a_blocked_colleague_find_nothing(
    rini: Staff, nita: Staff, dewi: Staff, units: dict[str, Unit], telling: Contact
) -> None:
    with at_work(rini):
        report = call.report_contact(rini.actor(), units["kutim"], telling, words="Pelakunya Dewi.")
        Blocked.objects.create(subject_id=report.pk, staff_id=dewi.id)

    for staff in (nita, dewi):
        with at_work(staff):
            assert queries.recent(staff.actor()) == []
            assert not Contact.objects.exists()
            with pytest.raises(NotFound):
                queries.get_contact(staff.actor(), telling.number)
    with frame(NEIGHBOUR):
        assert not Raw.objects.exists()


def test_a_moment_to_come_is_no_moment_at_which_it_rang(rings: Rings) -> None:
    with pytest.raises(RuleBroken) as broken:
        rings(began_at=now() + timedelta(hours=1))

    assert broken.value.code == "began_in_future"
