"""One search: by number, phone, NIK, e-mail or a name as it was heard. Only what one may see."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lindung.access.models import Staff
from lindung.casework.models import Case, CaseParty
from lindung.casework.search import Results, kind_of, search
from lindung.core.errors import Denied
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail
from lindung.intake.models import Party, Report
from lindung.people.models import Person
from lindung.people.services import write_person
from tests.casework.conftest import make_report
from tests.conftest import NEIGHBOUR, UNIT, at_work

NIK = "6408014708900001"
NAME, PHONE, EMAIL = "Siti Aminah", "0812-3456-7890", "siti@example.org"
Look = Callable[[Staff, str], Results]


@pytest.fixture
def look() -> Look:
    """Search as somebody at work."""

    def looked(staff: Staff, text: str) -> Results:
        with at_work(staff):
            return search(staff.actor(), text)

    return looked


@pytest.fixture
def siti(wati: Staff, report: Report, her_case: Case) -> Person:
    """The victim of a report and of her case."""
    with at_work(wati):
        person = write_person(
            wati.actor(), name=NAME, aliases="Mina", phone=PHONE, nik=NIK, email=EMAIL
        )
        Party.objects.create(report=report, person=person, role="victim")
        CaseParty.objects.create(case=her_case, person=person, role="victim")
    return person


def shown(results: Results) -> set[tuple[str, str]]:
    return {(hit.what, hit.number) for hit in results.hits}


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("P-2611-7Q9MX", "number"),
        ("p 2611 7q9mx", "number"),
        ("K26114HTC8", "number"),
        ("0812-3456-7890", "phone"),
        ("+62 812 3456 7890", "phone"),
        ("(0549) 21-234", "phone"),
        (NIK, "nik"),
        ("6408 0147 0890 0001", "nik"),
        (EMAIL, "email"),
        ("Siti", "name"),
        ("P-2611-0000", "name"),
        ("", "nothing"),
        ("?!", "nothing"),
        ("12", "nothing"),
    ],
)
def test_what_was_typed_is_understood(typed: str, kind: str) -> None:
    assert kind_of(typed) == kind


@pytest.mark.parametrize(
    "typed",
    [
        PHONE,
        "+6281234567890",
        NIK,
        "SITI@example.org",
        NAME,
        "Sitti Aminah",
        "Ny. St. Amina",
        "Mina",
    ],
)
def test_a_person_leads_to_her_report_and_her_case(
    typed: str, wati: Staff, siti: Person, report: Report, her_case: Case, look: Look
) -> None:
    results = look(wati, typed)

    assert shown(results) == {("report", report.number), ("case", her_case.number)}
    assert {hit.initials for hit in results.hits} == {"S.A."}
    assert {hit.role for hit in results.hits} == {"victim"}


@pytest.mark.parametrize("typed", ["P-2611-AAAAA", "p2611aaaaa", " P–2611–AAAAA "])
def test_a_number_finds_its_record(typed: str, rini: Staff, report: Report, look: Look) -> None:
    results = look(rini, typed)

    assert results.kind == "number"
    assert shown(results) == {("report", report.number)}


def test_a_case_number_finds_her_case(wati: Staff, her_case: Case, look: Look) -> None:
    assert shown(look(wati, her_case.number)) == {("case", her_case.number)}


def test_the_operator_sees_the_report_and_not_the_case(
    rini: Staff, siti: Person, report: Report, look: Look
) -> None:
    assert shown(look(rini, NAME)) == {("report", report.number)}


@pytest.mark.parametrize("typed", [PHONE, NIK, EMAIL, NAME, "P-2611-AAAAA", "K-2611-HHHHH"])
def test_a_neighbour_finds_nothing(typed: str, nita: Staff, siti: Person, look: Look) -> None:
    assert look(nita, typed).hits == []


@pytest.mark.parametrize("typed", [PHONE, NAME, "P-2611-AAAAA"])
def test_who_has_a_conflict_finds_nothing(
    typed: str, dewi: Staff, siti: Person, report: Report, look: Look
) -> None:
    with at_work(dewi):
        for subject_id in (siti.pk, report.pk):
            Blocked.objects.create(subject_id=subject_id, staff_id=dewi.id)

    assert look(dewi, typed).hits == []


def statements(staff: Staff, typed: str) -> list[str]:
    with (
        at_work(staff),
        CaptureQueriesContext(
            connection,
        ) as caught,
    ):
        search(staff.actor(), typed)
    ways = [query["sql"].split(" WHERE ")[0] for query in caught.captured_queries]
    return [re.sub(r'SAVEPOINT ".*', "SAVEPOINT", way) for way in ways]


@pytest.mark.parametrize(
    ("hidden", "absent"),
    [
        (PHONE, "0899-9999-9999"),
        (NIK, "6408014708909999"),
        ("P-2611-AAAAA", "P-2611-ZZZZZ"),
        ("K-2611-HHHHH", "K-2611-YYYYY"),
        (NAME, "Zulkifli Harahap"),
    ],
)
def test_hidden_and_absent_take_the_same_way_and_leave_the_same_lines(
    hidden: str, absent: str, dewi: Staff, siti: Person, report: Report, look: Look
) -> None:
    with at_work(dewi):
        for subject_id in (siti.pk, report.pk):
            Blocked.objects.create(subject_id=subject_id, staff_id=dewi.id)

    ways = [statements(dewi, typed) for typed in (hidden, absent)]

    assert ways[0] == ways[1]
    assert look(dewi, hidden) == look(dewi, absent)


def test_every_search_is_written_down_without_what_was_typed(
    rini: Staff, siti: Person, look: Look
) -> None:
    look(rini, NAME)

    with frame(UNIT):
        assert Trail.objects.filter(action="casework.search", record_id=str(UNIT)).count() == 1
        lines = Trail.objects.values_list("action", "record_id")
        assert not [line for line in lines if "Siti" in f"{line}"]


@pytest.mark.parametrize("who", ["hadi", "tono"])
def test_who_knows_nobody_by_name_finds_a_case_by_its_number_alone(
    who: str, siti: Person, her_case: Case, look: Look, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)

    assert shown(look(staff, her_case.number)) == {("case", her_case.number)}
    assert [look(staff, typed).hits for typed in (NAME, PHONE, NIK, EMAIL)] == [[]] * 4


@pytest.mark.parametrize("who", ["adi", "bapak"])
def test_who_works_with_neither_reports_nor_cases_is_refused_and_it_is_written_down(
    who: str, siti: Person, look: Look, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)

    with pytest.raises(Denied):
        look(staff, NAME)

    with frame(UNIT):
        assert Trail.objects.filter(actor_id=staff.id).get().refused


def test_two_people_of_one_name_are_both_shown(rini: Staff, siti: Person, look: Look) -> None:
    with at_work(rini):
        other = make_report("P-2611-BBBBB")
        namesake = write_person(rini.actor(), name="Sitti Amina")
        Party.objects.create(report=other, person=namesake, role="reporter")

    assert {hit.number for hit in look(rini, NAME).hits} == {"P-2611-AAAAA", "P-2611-BBBBB"}


def test_people_without_a_record_are_not_shown(rini: Staff, units: Any, look: Look) -> None:
    with at_work(rini):
        write_person(rini.actor(), name=NAME)

    assert look(rini, NAME).hits == []


def test_the_likeliest_comes_first(rini: Staff, siti: Person, report: Report, look: Look) -> None:
    with at_work(rini):
        other = make_report("P-2611-BBBBB")
        alike = write_person(rini.actor(), name="Siti Aminatun")
        Party.objects.create(report=other, person=alike, role="victim")

    hits = look(rini, NAME).hits

    assert hits[0].number == report.number
    assert hits[0].likeness > hits[1].likeness


def test_the_same_person_of_two_units_stays_in_each(
    rini: Staff, nita: Staff, siti: Person, look: Look
) -> None:
    with at_work(nita):
        there = make_report("P-2611-CCCCC")
        person = write_person(nita.actor(), name=NAME, phone=PHONE)
        Party.objects.create(report=there, person=person, role="victim")

    assert {hit.number for hit in look(nita, PHONE).hits} == {"P-2611-CCCCC"}
    assert {hit.number for hit in look(rini, PHONE).hits} == {"P-2611-AAAAA"}
    with frame(NEIGHBOUR):
        assert not Trail.objects.filter(record_id=str(siti.pk)).exists()


def test_many_namesakes_take_no_more_statements(rini: Staff, siti: Person) -> None:
    few = statements(rini, NAME)
    with at_work(rini):
        for sign in "23456789BCDEFGHJKLMNPQRS":
            other = make_report(f"P-2611-MMMM{sign}")
            namesake = write_person(rini.actor(), name=NAME)
            Party.objects.create(report=other, person=namesake, role="victim")

    many = statements(rini, NAME)

    assert len(many) == len(few) <= 30
    with at_work(rini):
        assert len(search(rini.actor(), NAME).hits) == 20
