"""People: sealed, found again by what only they have, reached only as they said."""

from datetime import time
from typing import Any

import pytest
import time_machine
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from lindung.access.models import Staff
from lindung.core.actor import REPORTER
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail
from lindung.people import queries, services
from lindung.people.codes import ContactChannel, NikProblem, Tri, WhoSees
from lindung.people.models import Person
from tests.conftest import NEIGHBOUR, UNIT, at_work

SAID_YES: dict[str, Any] = {
    "channel": ContactChannel.WHATSAPP,
    "allowed": Tri.YES,
    "who_sees": [WhoSees.NOBODY],
}


@pytest.fixture
def siti(rini: Staff) -> Person:
    """A client whose phone and NIK are known."""
    with at_work(rini):
        return services.write_person(
            rini.actor(),
            name="Siti  Aminah",
            phone="0812-5555-0101",
            nik="6408045703150001",
            birth_date="2015-03-17",
            sex="F",
        )


def test_a_person_needs_nothing(rini: Staff) -> None:
    with at_work(rini):
        nobody = services.write_person(rini.actor())
        assert queries.read_person(rini.actor(), nobody).name == ""


def test_nothing_of_a_person_is_readable_in_the_database(siti: Person) -> None:
    with frame(UNIT), connection.cursor() as cursor:
        cursor.execute("select people_person::text from people_person")
        row = cursor.fetchone()[0]
    for word in ("Siti", "0812", "5550101", "6408045703150001"):
        assert word not in row
        assert word.encode().hex() not in row


def test_reading_opens_everything_and_is_noted(rini: Staff, siti: Person) -> None:
    with at_work(rini):
        file = queries.read_person(rini.actor(), siti)
    assert (file.name, file.phone, file.birth_date) == (
        "Siti Aminah",
        "0812-5555-0101",
        "2015-03-17",
    )
    with frame(UNIT):
        assert Trail.objects.latest("id").action == "people.read_person"


def test_roles_without_names_open_nobody(
    adi: Staff, bapak: Staff, tono: Staff, siti: Person
) -> None:
    for staff in (adi, bapak, tono):
        with pytest.raises(Denied), at_work(staff):
            queries.read_person(staff.actor(), siti)
    with at_work(tono):
        assert queries.initials_of(tono.actor(), [siti]) == {siti.pk: "S.A."}


def test_a_phone_finds_her_however_it_is_typed(rini: Staff, siti: Person) -> None:
    with at_work(rini):
        assert queries.by_phone(rini.actor(), "+62 812 5555 0101") == [siti]
        assert queries.by_nik(rini.actor(), "6408 0457 0315 0001") == [siti]
        assert queries.by_phone(rini.actor(), "0812-5555-0102") == []
        assert queries.by_phone(rini.actor(), "bukan nomor") == []


def test_a_digest_that_fits_by_chance_is_no_hit(rini: Staff, siti: Person) -> None:
    with at_work(rini):
        other = services.write_person(rini.actor(), phone="0812-5555-0199")
        Person.objects.filter(pk=other.pk).update(phone_digest=siti.phone_digest)

        assert queries.by_phone(rini.actor(), "0812-5555-0101") == [siti]


def test_another_unit_has_other_digests_and_finds_nobody(nita: Staff, siti: Person) -> None:
    with at_work(nita):
        assert queries.by_phone(nita.actor(), "0812-5555-0101") == []
        hers = services.write_person(nita.actor(), phone="0812-5555-0101")
    assert hers.unit_id == NEIGHBOUR
    assert hers.phone_digest != siti.phone_digest


def test_a_blocked_colleague_finds_nobody(dewi: Staff, siti: Person) -> None:
    with frame(UNIT):
        Blocked.objects.create(subject_id=siti.pk, staff_id=dewi.id)
    with at_work(dewi):
        assert queries.by_phone(dewi.actor(), "0812-5555-0101") == []
        assert queries.persons(dewi.actor(), [siti.pk]) == []


def test_a_changed_phone_is_found_and_the_old_one_is_not(rini: Staff, siti: Person) -> None:
    with at_work(rini):
        services.change_person(rini.actor(), siti, phone="0813-0000-1111", nik="")

        assert queries.by_phone(rini.actor(), "0812-5555-0101") == []
        assert queries.by_phone(rini.actor(), "081300001111") == [siti]
        assert queries.by_nik(rini.actor(), "6408045703150001") == []
        with pytest.raises(TypeError):
            services.change_person(rini.actor(), siti, shoe_size="38")


def test_an_odd_number_is_kept_as_typed(rini: Staff) -> None:
    with at_work(rini):
        odd = services.write_person(rini.actor(), phone="lewat tetangga", nik="12")
        assert queries.read_person(rini.actor(), odd).phone == "lewat tetangga"
        assert odd.phone_digest is None


def test_nobody_is_contacted_who_said_nothing(rini: Staff, siti: Person) -> None:
    with at_work(rini):
        verdict = queries.may_contact(rini.actor(), siti, ContactChannel.WHATSAPP)
    assert (verdict.allowed, verdict.why) == (False, "unknown")


def test_her_newest_word_on_a_channel_counts(rini: Staff, siti: Person) -> None:
    with at_work(rini):
        services.state_safe_contact(rini.actor(), siti, **SAID_YES)
        assert queries.may_contact(rini.actor(), siti, ContactChannel.WHATSAPP).allowed
        assert not queries.may_contact(rini.actor(), siti, ContactChannel.CALL).allowed

        services.state_safe_contact(rini.actor(), siti, **SAID_YES | {"allowed": Tri.NO})
        assert not queries.may_contact(rini.actor(), siti, ContactChannel.WHATSAPP).allowed


def test_her_hours_are_those_of_the_unit(rini: Staff, siti: Person) -> None:
    with at_work(rini):
        services.state_safe_contact(
            rini.actor(), siti, **SAID_YES, from_time=time(9), until_time=time(11)
        )
        with time_machine.travel("2026-03-02T02:00:00Z"):  # 10 in the morning in Sangatta
            assert queries.may_contact(rini.actor(), siti, ContactChannel.WHATSAPP).allowed
        with time_machine.travel("2026-03-02T10:00:00Z"):
            assert not queries.may_contact(rini.actor(), siti, ContactChannel.WHATSAPP).allowed


def test_one_hour_without_the_other_is_refused(rini: Staff, siti: Person) -> None:
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        services.state_safe_contact(rini.actor(), siti, **SAID_YES, from_time=time(9))
    assert (broken.value.code, broken.value.field) == ("hours_incomplete", "from_time")


def test_a_life_in_danger_breaks_the_silence_with_a_line_of_its_own(
    rini: Staff, siti: Person
) -> None:
    with at_work(rini):
        verdict = queries.may_contact(
            rini.actor(), siti, ContactChannel.CALL, life_in_danger=True, reason="Ia terluka."
        )
    assert verdict.why == "life_in_danger"
    with frame(UNIT):
        assert Trail.objects.latest("id").action == "people.contact_in_danger"


def test_the_code_word_is_sealed_and_opens_with_the_person(rini: Staff, siti: Person) -> None:
    with frame(UNIT):
        row = services.state_safe_contact(
            REPORTER, siti, **SAID_YES, code_word="bunga", cover_text="Paket Anda tiba."
        )
        assert row.stated_by is None
        assert "bunga" not in repr(vars(row))
    with at_work(rini):
        contact = queries.read_person(rini.actor(), siti).contacts[0]
        assert (contact.code_word, contact.cover_text) == ("bunga", "Paket Anda tiba.")
        assert queries.may_contact(rini.actor(), siti, ContactChannel.WHATSAPP).ask_code_word


def test_the_people_of_one_report_open_in_few_queries(
    rini: Staff, siti: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with at_work(rini):
        others = [services.write_person(rini.actor(), name=f"Orang {n}") for n in range(5)]
    with at_work(rini), django_assert_num_queries(3):
        files = queries.read_people(rini.actor(), [siti, *others])
    assert len(files) == 6
    with frame(UNIT):
        assert Trail.objects.filter(action="people.read_person", refused=False).count() == 6


def test_an_odd_nik_is_kept_and_says_what_is_odd(rini: Staff, siti: Person) -> None:
    with at_work(rini):
        odd = services.write_person(rini.actor(), nik="6408043002850001")
        assert queries.read_person(rini.actor(), odd).nik_problem == NikProblem.DATE
        assert queries.read_person(rini.actor(), siti).nik_problem is None
