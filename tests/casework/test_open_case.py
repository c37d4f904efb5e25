"""A report becomes a case: nine fields, one act, and every conflict of interest comes along."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.casework.models import Case, CaseParty, CaseReport, Companion
from lindung.casework.queries import cases_page, read_initials
from lindung.casework.services import attach_report, open_case
from lindung.core import numbers
from lindung.core.errors import Denied, RuleBroken
from lindung.core.models import Blocked, Outgoing, Trail, Turn
from lindung.directory.models import Unit
from lindung.intake.codes import Risk, State
from lindung.intake.models import Party, Report
from lindung.people.services import write_person
from tests.casework.conftest import make_report
from tests.conftest import UNIT, at_work, hire


def nine(manager: Staff, **changes: Any) -> dict[str, Any]:
    return {
        "register_class": "ktp",
        "initials": "s. m.",
        "sex": "F",
        "age_band": "25-44",
        "area": "64.08.04",
        "forms": ["psychological", "physical"],
        "relation": "spouse",
        "risk": "medium",
        "manager": manager.pk,
    } | changes


def test_nine_fields_make_a_case_with_a_number_and_somebody_who_answers_for_it(
    wati: Staff, maya: Staff, report: Report
) -> None:
    with at_work(wati):
        case = open_case(wati.actor(), report, **nine(wati, companions=[maya.pk], kdrt=True))

        assert re.fullmatch(r"K-\d{4}-[2-9A-HJ-NP-Z]{5}", case.number)
        assert (case.manager_id, case.kdrt, case.risk) == (wati.pk, True, Risk.MEDIUM)
        assert case.forms == ["physical", "psychological"]
        assert read_initials(wati.actor(), case) == "S. M."
        assert Companion.objects.get().staff_id == maya.pk
        assert CaseReport.objects.get().report_id == report.pk
        report.refresh_from_db()
        assert report.state == State.IN_CASE
        turn = Turn.objects.get(record_id=case.pk)
        assert (turn.verb, turn.next_staff, turn.next_at) == (
            "review",
            wati.pk,
            case.review_due_at,
        )
        told = Outgoing.objects.get(name="casework.CaseOpened").body
        assert told == {"case_id": str(case.pk), "report_id": str(report.pk)}
        assert Trail.objects.filter(action="casework.open_case", record_id=case.pk).count() == 1


def test_who_is_not_known_is_not_named(wati: Staff, report: Report) -> None:
    with at_work(wati):
        case = open_case(wati.actor(), report, **nine(wati, initials=" "))

        assert case.initials is None
        assert read_initials(wati.actor(), case) == ""


@pytest.mark.parametrize("name", ["rini", "maya", "psi", "tono", "adi", "bapak", "hadi"])
def test_a_stranger_cannot_and_the_attempt_is_written_down(
    name: str, wati: Staff, report: Report, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(name)
    with pytest.raises(Denied), at_work(staff):
        open_case(staff.actor(), report, **nine(wati))

    with at_work(wati):
        assert Trail.objects.filter(action="casework.open_case", refused=True).count() == 1
        assert not Case.objects.exists()
        report.refresh_from_db()
        assert report.state == State.TRIAGED


def test_a_colleague_blocked_from_the_report_cannot_open_it(
    wati: Staff, dewi: Staff, report: Report
) -> None:
    with at_work(wati):
        Blocked.objects.create(subject_id=report.pk, staff_id=dewi.pk)

    with pytest.raises(Denied), at_work(dewi):
        open_case(dewi.actor(), report, **nine(wati))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"register_class": ""}, "choice_unknown", "register_class"),
        ({"sex": "X"}, "choice_unknown", "sex"),
        ({"age_band": ""}, "choice_unknown", "age_band"),
        ({"area": "6408"}, "area_missing", "area"),
        ({"area": "99.99.99"}, "area_missing", "area"),
        ({"forms": []}, "forms_missing", "forms"),
        ({"forms": ["kdrt"]}, "choice_unknown", "forms"),
        ({"relation": ""}, "choice_unknown", "relation"),
        ({"risk": "unassessed"}, "risk_missing", "risk"),
        ({"risk": "low"}, "risk_below_report", "risk"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_half_done_stays(
    change: dict[str, Any], code: str, field: str, wati: Staff, report: Report
) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        open_case(wati.actor(), report, **nine(wati, **change))

    assert (no.value.code, no.value.field) == (code, field)
    with at_work(wati):
        assert not Case.objects.exists()
        report.refresh_from_db()
        assert report.state == State.TRIAGED


@pytest.mark.parametrize("name", ["rini", "adi", "nita"])
def test_who_answers_for_it_is_a_case_manager_of_this_unit(
    name: str, wati: Staff, report: Report, request: pytest.FixtureRequest
) -> None:
    other: Staff = request.getfixturevalue(name)
    with pytest.raises(RuleBroken) as no, at_work(wati):
        open_case(wati.actor(), report, **nine(other))

    assert (no.value.code, no.value.field) == ("manager_unfit", "manager")


def test_conflicts_of_interest_come_along(
    wati: Staff, sari: Staff, joko: Staff, report: Report
) -> None:
    with at_work(wati):
        Blocked.objects.create(subject_id=report.pk, staff_id=sari.pk, basis="head_named")
        with pytest.raises(RuleBroken) as no:
            open_case(wati.actor(), report, **nine(sari))
        case = open_case(wati.actor(), report, **nine(wati))

        assert (no.value.code, no.value.field) == ("staff_conflict", "manager")
        block = Blocked.objects.get(subject_id=case.pk)
        assert (block.staff_id, block.basis) == (sari.pk, "head_named")
    with at_work(sari):
        assert not Case.objects.exists()
        assert cases_page(sari.actor(), view="all").rows == []


def test_the_people_of_the_report_are_those_of_the_case(wati: Staff, report: Report) -> None:
    with at_work(wati):
        person = write_person(wati.actor(), name="Siti")
        Party.objects.create(report=report, person=person, role="victim")
        case = open_case(wati.actor(), report, **nine(wati))

        assert CaseParty.objects.get(case=case).person_id == person.pk


def test_a_report_stands_in_one_case(wati: Staff, joko: Staff, report: Report) -> None:
    with at_work(wati):
        open_case(wati.actor(), report, **nine(wati))
    with pytest.raises((RuleBroken, Denied)), at_work(joko):
        open_case(joko.actor(), report, **nine(joko))

    with at_work(wati):
        assert Case.objects.count() == 1


def test_a_graver_report_that_comes_later_raises_the_risk(
    wati: Staff, rini: Staff, her_case: Case
) -> None:
    with at_work(rini):
        later = make_report("P-2611-LLLLL", risk=Risk.HIGH, emergency=True)
        Blocked.objects.create(subject_id=later.pk, staff_id=rini.pk)
    with at_work(wati):
        attach_report(wati.actor(), her_case, later)

        assert (her_case.risk, her_case.emergency) == (Risk.HIGH, True)
        assert CaseReport.objects.filter(case=her_case).count() == 2
        assert Blocked.objects.filter(subject_id=her_case.pk, staff_id=rini.pk).exists()
        assert Outgoing.objects.filter(name="casework.RiskRaised").exists()


def test_numbers_are_unique_and_tell_nothing(wati: Staff) -> None:
    with at_work(wati):
        cases = [
            open_case(wati.actor(), make_report(f"P-2611-{'ABCDEFGH'[i]}2345"), **nine(wati)).number
            for i in range(8)
        ]

    assert len(set(cases)) == 8
    assert all(number.startswith("K-") for number in cases)


def test_a_number_that_exists_is_drawn_again(wati: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["K-2611-TTTTT", "K-2611-TTTTT", "K-2611-TTTTT", "K-2611-UUUUU"])
    monkeypatch.setattr(numbers, "new_number", lambda *_, **__: next(drawn))

    with at_work(wati):
        first = open_case(wati.actor(), make_report("P-2611-22222"), **nine(wati))
        second = open_case(wati.actor(), make_report("P-2611-33333"), **nine(wati))

    assert (first.number, second.number) == ("K-2611-TTTTT", "K-2611-UUUUU")


@pytest.mark.usefixtures("transactional_db")
def test_cases_opened_at_once_by_eight_people_all_have_numbers_of_their_own(
    units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few numbers are left, so that they meet: each transaction sees what the other committed."""
    monkeypatch.setattr(numbers, "LENGTH", 1)
    everybody = [hire(f"Manajer{i}", UNIT, Role.CASE_MANAGER) for i in range(8)]

    def open_one(staff: Staff) -> str:
        try:
            with at_work(staff):
                told = make_report(f"P-2611-{staff.name[-1]}AAAA")
            with at_work(staff):
                return open_case(staff.actor(), told, **nine(staff)).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(open_one, everybody))

    assert len(set(made)) == 8


@pytest.mark.usefixtures("transactional_db")
def test_two_who_open_a_case_on_the_same_report_make_one(units: dict[str, Unit]) -> None:
    both = [hire(f"Manajer{i}", UNIT, Role.CASE_MANAGER) for i in range(2)]
    with at_work(both[0]):
        told = make_report("P-2611-AAAAA")

    def open_one(staff: Staff) -> str:
        try:
            with at_work(staff):
                return open_case(staff.actor(), told, **nine(staff)).number
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(open_one, both))

    with at_work(both[0]):
        assert Case.objects.count() == 1
    assert len([a for a in answers if a.startswith("K-")]) == 1
