"""Lists of cases and tasks: only what one may see, no name, and the same cost at any size."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lindung.access.models import Staff
from lindung.casework import queries, services
from lindung.casework.models import Case, CaseParty, Companion
from lindung.core.clock import Moment, now
from lindung.core.models import Blocked
from lindung.core.turns import set_turn
from lindung.intake.models import Report
from lindung.people.services import write_person
from tests.casework.conftest import make_case
from tests.conftest import at_work

OWN_QUERIES = 4


@pytest.fixture
def many(wati: Staff, joko: Staff, maya: Staff) -> list[Case]:
    """Sixty open cases of Wati and Joko in turn; Maya accompanies the first of Joko's."""
    with at_work(wati):
        cases = [
            make_case(
                f"K-2611-B2{i:03d}".replace("0", "W").replace("1", "Y"),
                (wati if i % 2 else joko).pk,
                review_due_at=Moment() + timedelta(hours=i),
            )
            for i in range(60)
        ]
        Companion.objects.create(case=cases[0], staff=maya, since=Moment())
        return cases


def numbers(staff: Staff, **how: Any) -> list[str]:
    with at_work(staff):
        return [row.number for row in queries.cases_page(staff.actor(), **how).rows]


def test_mine_are_those_i_answer_for_or_accompany(
    wati: Staff, maya: Staff, joko: Staff, her_case: Case, many: list[Case]
) -> None:
    assert set(numbers(maya)) == {her_case.number, many[0].number}
    assert len(numbers(wati, limit=100)) == 31
    assert len(numbers(joko, view="open", limit=100)) == 30


def test_the_next_look_due_comes_first_and_pages_meet_without_a_gap(
    sari: Staff, many: list[Case]
) -> None:
    with at_work(sari):
        first = queries.cases_page(sari.actor(), view="open")
        second = queries.cases_page(sari.actor(), view="open", after=first.next_cursor)
        third = queries.cases_page(sari.actor(), view="open", after=second.next_cursor)
        back = queries.cases_page(sari.actor(), view="open", after=second.prev_cursor)

    rows = [row.number for page in (first, second, third) for row in page.rows]
    assert rows == [case.number for case in many]
    assert [len(page.rows) for page in (first, second, third)] == [25, 25, 10]
    assert third.next_cursor is None
    assert back.rows == first.rows


@pytest.mark.parametrize("view", ["mine", "open", "closed", "all"])
@pytest.mark.parametrize("name", ["wati", "maya", "sari", "tono", "psi"])
def test_a_page_takes_few_queries(
    name: str,
    view: Any,
    many: list[Case],
    her_case: Case,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    staff: Staff = request.getfixturevalue(name)
    with at_work(staff), django_assert_max_num_queries(OWN_QUERIES):
        queries.cases_page(staff.actor(), view=view)


@pytest.mark.parametrize("name", ["rini", "adi", "bapak", "nita", "lina"])
def test_who_has_no_case_sees_an_empty_list(
    name: str, her_case: Case, old_case: Case, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(name)

    assert numbers(staff, view="all") == []


def test_a_blocked_colleague_misses_the_case_in_every_view(
    dewi: Staff, hadi: Staff, her_case: Case, old_case: Case
) -> None:
    assert her_case.number in numbers(hadi, view="all")
    assert numbers(dewi, view="all") == [old_case.number]
    assert numbers(dewi, view="open") == []


def test_open_closed_and_all_are_what_they_say(sari: Staff, her_case: Case, old_case: Case) -> None:
    assert numbers(sari, view="open") == [her_case.number]
    assert numbers(sari, view="closed") == [old_case.number]
    assert numbers(sari, view="all") == [her_case.number, old_case.number]


def test_a_row_says_whose_turn_it_is(wati: Staff, maya: Staff, her_case: Case) -> None:
    with at_work(wati):
        services.review(wati.actor(), her_case)
        services.add_plan_line(
            wati.actor(), her_case, service="counselling", owner=maya.pk,
            due_at=now() + timedelta(hours=2),
        )  # fmt: skip
        row = queries.cases_page(wati.actor()).rows[0]

    assert (row.next_verb, row.next_name, row.area) == ("do", "Maya", "Sangatta Utara")


def test_tasks_are_mine_or_my_roles_and_never_those_of_a_blocked_case(
    wati: Staff, dewi: Staff, her_case: Case
) -> None:
    with at_work(wati):
        services.review(wati.actor(), her_case)
        set_turn(
            her_case.pk, "assign", kind="casework.case", number=her_case.number,
            next_at=Moment() - timedelta(hours=1), role="case_manager",
        )  # fmt: skip
        tasks = queries.tasks_of(wati.actor())

        assert [(t.verb, t.late) for t in tasks] == [("assign", True), ("review", False)]
    with at_work(dewi):
        assert queries.tasks_of(dewi.actor()) == []


def test_a_case_is_found_by_its_report_and_its_people(
    wati: Staff, joko: Staff, her_case: Case
) -> None:
    with at_work(wati):
        person = write_person(wati.actor(), name="Siti Maimunah")
        CaseParty.objects.create(case=her_case, person=person, role="victim")
        report = Report.objects.get(number="P-2611-HHHHH")
        found = queries.cases_with(wati.actor(), [person.pk])

        assert [(hit.case.number, hit.role) for hit in found] == [(her_case.number, "victim")]
        assert queries.case_of_report(wati.actor(), report.pk) == her_case
    with at_work(joko):
        assert queries.cases_with(joko.actor(), [person.pk]) == []
        assert queries.case_of_report(joko.actor(), report.pk) is None
        assert queries.get_by_ids(joko.actor(), [her_case.pk]) == []


def test_a_case_whose_manager_is_blocked_can_be_found_by_another_manager(
    wati: Staff, joko: Staff, her_case: Case
) -> None:
    with at_work(wati):
        Blocked.objects.create(subject_id=her_case.pk, staff_id=wati.pk)

    assert numbers(joko, view="open") == [her_case.number]
    assert numbers(wati, view="open") == []
