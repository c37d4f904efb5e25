"""The page of one case: everything that happened, everything promised, and nothing too much."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from lindung.access.models import Staff
from lindung.casework import queries, services
from lindung.casework.models import Case, CaseRiskChange
from lindung.core.clock import now
from lindung.core.errors import Denied, NotFound
from lindung.core.models import Trail
from tests.casework.conftest import make_case
from tests.conftest import at_work

OWN_QUERIES = 9


@pytest.fixture
def full_case(
    her_case: Case, wati: Staff, maya: Staff, psi: Staff, sari: Staff, hadi: Staff
) -> Case:
    """Her case after a busy week: one of everything, and four people in it."""
    with at_work(wati):
        me = wati.actor()
        services.add_incident(
            me, her_case, place="home", from_on=date(2026, 1, 2), until_on=date(2026, 1, 4),
            forms=["psychological", "physical"], account="It began with the phone.",
        )  # fmt: skip
        services.record_consent(me, her_case, purpose="service", basis="consent", words="Told.")
        line = services.add_plan_line(
            me, her_case, service="counselling", owner=maya.pk, due_at=now() + timedelta(days=3),
            agreed_with_client=True,
        )  # fmt: skip
        services.add_plan_line(
            me, her_case, service="health_escort", owner=wati.pk, due_at=now() + timedelta(days=2)
        )
        services.record_service(
            me, her_case, service="counselling", given_at=now(), plan_line=line.pk,
            duration_minutes=50, fund_line="apbd", words="First talk.",
        )  # fmt: skip
        services.write_note(me, her_case, words="Her aunt called.")
        services.raise_risk(me, her_case, risk="high", reason="He is back.")
        services.assign_notes(me, her_case, staff=psi.pk, kind="psychologist")
        for role, name in (
            ("victim", "Siti Maimunah"),
            ("guardian", "Ani Lestari"),
            ("witness", "Budi"),
            ("reported", "Joni"),
        ):
            services.add_party(me, her_case, role=role, name=name, sex="F")
    with at_work(psi):
        services.write_note(psi.actor(), her_case, kind="psychologist", words="She sleeps badly.")
    with at_work(sari):
        services.break_glass(sari.actor(), her_case, reason="A complaint from her family.")
    return her_case


def page_of(staff: Staff, case: Case) -> queries.CasePage:
    with at_work(staff):
        return queries.case_page(staff.actor(), queries.get_case(staff.actor(), case.number))


def test_the_timeline_has_everything_the_newest_first(wati: Staff, full_case: Case) -> None:
    page = page_of(wati, full_case)

    kinds = {line.kind for line in page.timeline}
    assert kinds == {
        *("report", "incident", "consent", "plan_line", "plan_line_ended", "service", "note"),
        *("risk", "assignment", "companion", "glass"),
    }
    moments = [line.at for line in page.timeline]
    assert moments == sorted(moments, reverse=True)
    incident = next(line for line in page.timeline if line.kind == "incident")
    assert (incident.code, incident.state) == ("home", "2026-01-02/2026-01-04")
    assert incident.extra == "physical,psychological"
    assert (incident.by_name, incident.may_open) == ("Wati", True)
    service = next(line for line in page.timeline if line.kind == "service")
    assert (service.state, service.extra, service.label) != ("", "", "")


def test_the_page_shows_promises_by_their_date_and_the_clocks(wati: Staff, full_case: Case) -> None:
    page = page_of(wati, full_case)

    assert [p.verb for p in page.promises] == ["approve_break_glass", "review", "do"]
    promise = next(p for p in page.promises if p.verb == "do")
    assert (promise.service, promise.next_name) == ("health_escort", "Wati")
    assert [clock.code for clock in page.clocks] == ["review"]
    assert page.initials == "S.M."
    assert [line.by_name for line in page.companions] == ["Maya"]


def test_people_are_shown_by_initials(wati: Staff, full_case: Case) -> None:
    page = page_of(wati, full_case)

    shown = {party.role: party.initials for party in page.parties}
    assert set(shown) == {"victim", "guardian", "witness", "reported"}
    assert shown["victim"].replace(".", "").replace(" ", "") == "SM"


@pytest.mark.parametrize("name", ["wati", "maya", "sari", "psi", "hadi", "tono"])
def test_the_page_takes_few_queries(
    name: str,
    full_case: Case,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    staff: Staff = request.getfixturevalue(name)
    with at_work(staff):
        case = queries.get_case(staff.actor(), full_case.number)
        with django_assert_max_num_queries(OWN_QUERIES):
            page = queries.case_page(staff.actor(), case)

    assert page.timeline


def test_a_psychologist_opens_her_own_notes_and_nothing_else(psi: Staff, full_case: Case) -> None:
    page = page_of(psi, full_case)

    openable = {(line.kind, line.code) for line in page.timeline if line.may_open}
    assert openable == {("note", "psychologist")}
    assert page.initials is None


def test_the_supervisor_sees_codes_and_what_was_asked(hadi: Staff, full_case: Case) -> None:
    page = page_of(hadi, full_case)

    assert {line.kind for line in page.timeline if line.may_open} == {"glass"}
    assert {party.initials for party in page.parties} == {""}


def test_what_may_be_opened_does_open_and_the_rest_does_not(wati: Staff, full_case: Case) -> None:
    page = page_of(wati, full_case)

    with at_work(wati):
        sealed = [line for line in page.timeline if line.has_words and not line.may_open]
        for line in (line for line in page.timeline if line.may_open):
            assert queries.read_case_words(wati.actor(), full_case, line.kind, line.id)
        assert [line.code for line in sealed] == ["psychologist"]
        with pytest.raises(Denied):
            queries.read_case_words(wati.actor(), full_case, "note", sealed[0].id)


def test_each_opening_is_noted_and_each_refusal(wati: Staff, hadi: Staff, full_case: Case) -> None:
    page = page_of(wati, full_case)
    incident = next(line for line in page.timeline if line.kind == "incident")
    with at_work(wati):
        queries.read_case_words(wati.actor(), full_case, "incident", incident.id)
    with pytest.raises(Denied), at_work(hadi):
        queries.read_case_words(hadi.actor(), full_case, "incident", incident.id)

    with at_work(wati):
        lines = Trail.objects.filter(action="casework.read_incident").order_by("id")
        assert [(x.actor_id, x.refused) for x in lines] == [(wati.pk, False), (hadi.pk, True)]


def test_a_row_of_another_case_is_absent_here(wati: Staff, full_case: Case) -> None:
    with at_work(wati):
        other = make_case("K-2611-PPPPP", wati.pk)
        theirs = CaseRiskChange.objects.get(case=full_case)

        with pytest.raises(NotFound):
            queries.read_case_words(wati.actor(), other, "risk", theirs.pk)
        with pytest.raises(NotFound):
            queries.read_case_words(wati.actor(), other, "risk", uuid4())
    with at_work(wati):
        assert Trail.objects.filter(action="casework.view_risk", refused=True).count() == 2


@pytest.mark.parametrize("name", ["joko", "dewi", "nita", "rini", "adi", "bapak"])
def test_hidden_and_absent_answer_alike(
    name: str, her_case: Case, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(name)
    for number in (her_case.number, "K-2611-22222"):
        with pytest.raises(NotFound), at_work(staff):
            queries.get_case(staff.actor(), number)

    with at_work(staff):
        lines = Trail.objects.filter(action="casework.view", actor_id=staff.pk, refused=True)
        assert [x.record_id for x in lines.order_by("id")] == [her_case.number, "K-2611-22222"]


def test_a_person_of_another_case_is_absent_here(wati: Staff, full_case: Case) -> None:
    page = page_of(wati, full_case)
    with at_work(wati):
        other = make_case("K-2611-PPPPP", wati.pk)
        person_id = page.parties[0].person_id

        assert queries.get_party(wati.actor(), full_case, person_id).pk == person_id
        with pytest.raises(NotFound):
            queries.get_party(wati.actor(), other, person_id)


def test_the_data_officer_opens_initials_one_case_at_a_time(tono: Staff, her_case: Case) -> None:
    with at_work(tono):
        assert queries.read_initials(tono.actor(), her_case) == "S.M."
    with at_work(tono):
        assert Trail.objects.filter(action="casework.read_initials").count() == 1
        with pytest.raises(Denied):
            queries.read_case_words(tono.actor(), her_case, "summary")


def test_what_was_agreed_holds_for_its_purpose_until_it_is_withdrawn(
    wati: Staff, full_case: Case
) -> None:
    before = page_of(wati, full_case)
    with at_work(wati):
        me = wati.actor()
        services.record_consent(
            me, full_case, purpose="share_police", basis="consent", until_on=now().date()
        )
        consent = next(line for line in before.timeline if line.kind == "consent")
        services.withdraw_consent(me, full_case, consent.id)

    assert before.agreed == {"service"}
    assert page_of(wati, full_case).agreed == {"share_police"}
