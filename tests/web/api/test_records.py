"""Reading through a token: what its holder may see on a page, and no more."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from lindung.access.models import Staff
from lindung.casework.models import Case
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail
from lindung.core.turns import set_turn
from lindung.intake.models import Report
from lindung.intake.services import add_party
from tests.casework.conftest import ACCOUNT, her_case, make_report, old_case, report
from tests.conftest import UNIT, at_work
from tests.web.api.conftest import Ask, token_of

__all__ = ["her_case", "old_case", "report"]


def said(answer: HttpResponse) -> Any:
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/json")
    return json.loads(answer.content)


def numbers(answer: HttpResponse) -> list[str]:
    return [item["number"] for item in said(answer)["items"]]


def test_reports_are_read_by_codes_and_clocks_alone(ask: Ask, rini: Staff, report: Report) -> None:
    answer = ask(token_of(rini), "/reports")

    [row] = said(answer)["items"]
    assert row["number"] == report.number
    assert ACCOUNT not in answer.content.decode()
    assert not {"words", "place", "id", "handled_by"} & set(row)


def test_a_long_list_is_read_page_by_page(ask: Ask, rini: Staff) -> None:
    signs = "ABCDEFG"
    with at_work(rini):
        for sign in signs:
            make_report(f"P-2611-AAAA{sign}")
    token, found = token_of(rini), []
    cursor: str | None = ""
    for _page in range(4):
        page = said(ask(token, "/reports", limit="2", **({"cursor": cursor} if cursor else {})))
        found += [item["number"] for item in page["items"]]
        cursor = page["next"]

    assert cursor is None
    assert sorted(found) == [f"P-2611-AAAA{sign}" for sign in signs]


def test_words_are_opened_only_when_asked_and_it_is_written_down(
    ask: Ask, rini: Staff, report: Report
) -> None:
    with at_work(rini):
        add_party(rini.actor(), report, role="victim", name="Siti Aminah")
    token, address = token_of(rini), f"/reports/{report.number}"

    closed, opened = said(ask(token, address)), said(ask(token, address, open="true"))

    assert closed["opened"] is None
    assert opened["opened"]["text"] == ACCOUNT
    assert opened["opened"]["parties"] == [{"role": "victim", "name": "Siti Aminah"}]
    with frame(UNIT):
        lines = Trail.objects.filter(action="intake.read_report", record_id=str(report.pk))
        assert [line.actor_id for line in lines] == [rini.id]


@pytest.mark.parametrize("who", ["adi", "bapak", "nita", "psi"])
def test_hidden_and_absent_reports_answer_alike_and_leave_the_same_line(
    who: str, ask: Ask, report: Report, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    token = token_of(staff)

    hidden, absent = ask(token, f"/reports/{report.number}"), ask(token, "/reports/P-2611-22222")

    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404
    with frame(staff.unit_id):
        lines = Trail.objects.filter(action="intake.view_report", refused=True, actor_id=staff.id)
        assert {line.record_id for line in lines} == {report.number, "P-2611-22222"}


def test_who_has_a_conflict_reads_neither_list_nor_record(
    ask: Ask, dewi: Staff, report: Report
) -> None:
    with at_work(dewi):
        Blocked.objects.create(subject_id=report.pk, staff_id=dewi.id)
    token = token_of(dewi)

    assert numbers(ask(token, "/reports")) == []
    assert ask(token, f"/reports/{report.number}").status_code == 404


def test_a_case_is_read_with_its_promises_and_without_its_words(
    ask: Ask, wati: Staff, her_case: Case
) -> None:
    with at_work(wati):
        set_turn(her_case.pk, "review", kind="casework.case", number=her_case.number,
                 next_at=Moment(), staff_id=wati.id, subject_id=her_case.pk)  # fmt: skip
    token = token_of(wati)

    assert numbers(ask(token, "/cases")) == [her_case.number]
    case = said(ask(token, f"/cases/{her_case.number}"))

    assert case["initials"] == "S.M."
    assert case["manager"] == "Wati"
    assert [promise["verb"] for promise in case["promises"]] == ["review"]
    assert {line["kind"] for line in case["timeline"]} >= {"report", "companion"}


@pytest.mark.parametrize("view", ["mine", "open", "closed", "all"])
def test_cases_are_read_in_the_views_of_the_desk(
    ask: Ask, joko: Staff, her_case: Case, old_case: Case, view: str
) -> None:
    found = numbers(ask(token_of(joko), "/cases", view=view))

    assert found == ([old_case.number] if view in {"closed", "all"} else [])


@pytest.mark.parametrize("who", ["joko", "dewi", "nita", "adi"])
def test_hidden_and_absent_cases_answer_alike(
    who: str, ask: Ask, her_case: Case, request: pytest.FixtureRequest
) -> None:
    token = token_of(request.getfixturevalue(who))

    hidden, absent = ask(token, f"/cases/{her_case.number}"), ask(token, "/cases/K-2611-22222")

    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404


def test_tasks_are_those_of_the_holder_page_by_page(ask: Ask, rini: Staff, report: Report) -> None:
    with at_work(rini):
        for verb in ("triage", "reply", "call_back"):
            set_turn(report.pk, verb, kind="intake.report", number=report.number,
                     next_at=Moment(), role="operator")  # fmt: skip
    token = token_of(rini)

    first = said(ask(token, "/tasks", limit="2"))
    second = said(ask(token, "/tasks", limit="2", cursor=first["next"]))

    verbs = [item["verb"] for item in [*first["items"], *second["items"]]]
    assert verbs == ["triage", "reply", "call_back"]
    assert second["next"] is None
    assert second["prev"]


def test_a_search_shows_number_initials_and_kind(ask: Ask, rini: Staff, report: Report) -> None:
    with at_work(rini):
        add_party(rini.actor(), report, role="victim", name="Siti Aminah")

    found = said(ask(token_of(rini), "/search", q="Sitti Amina"))

    assert (found["understood_as"], found["ready"]) == ("name", True)
    [hit] = found["items"]
    assert (hit["what"], hit["number"], hit["role"]) == ("report", report.number, "victim")
    assert hit["initials"] == "S.A."
    assert "Aminah" not in json.dumps(found)


def test_a_name_need_not_stand_in_an_address(
    ask: Ask, client: Client, rini: Staff, report: Report
) -> None:
    with at_work(rini):
        add_party(rini.actor(), report, role="victim", name="Siti Aminah")
    token = token_of(rini)

    answer: Any = client.post(
        "/api/v1/search",
        {"q": "Sitti Amina"},
        "application/json",
        headers={"Authorization": f"Bearer {token}"},
    )

    assert said(answer) == said(ask(token, "/search", q="Sitti Amina"))


@pytest.mark.parametrize("cursor", ["", "x", "%%%", "czk5OTk5OTk5", "bm90aGluZw"])
def test_a_broken_cursor_shows_the_first_page(
    ask: Ask, rini: Staff, report: Report, cursor: str
) -> None:
    assert numbers(ask(token_of(rini), "/reports", cursor=cursor)) == [report.number]
    assert said(ask(token_of(rini), "/tasks", cursor=cursor))["items"] == []


def test_reading_takes_few_statements(
    ask: Ask, rini: Staff, report: Report, django_assert_max_num_queries: Any
) -> None:
    token = token_of(rini)
    with django_assert_max_num_queries(12):
        ask(token, "/reports")
    with django_assert_max_num_queries(12):
        ask(token, "/tasks")
