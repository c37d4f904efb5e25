"""Who works on a case, who reads it with a reason, and who must not know of it."""

from datetime import timedelta

import pytest

from lindung.access.models import Approval, Staff
from lindung.access.services import decide_approval
from lindung.casework.models import Assignment, BreakGlass, Case, CaseReport, Companion
from lindung.casework.queries import case_page, cases_page, get_case, read_case_words, tasks_of
from lindung.casework.services import (
    add_companion,
    add_incident,
    add_party,
    add_plan_line,
    assign,
    assign_notes,
    block_named,
    break_glass,
    declare_conflict,
    end_companion,
    end_notes,
    review,
    review_break_glass,
)
from lindung.core.clock import Moment, now
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.models import Blocked, Trail, Turn
from lindung.jobs.outbox import drain
from tests.conftest import at_work


def owe(staff: Staff, case: Case, owner: Staff) -> None:
    add_plan_line(
        staff.actor(), case, service="counselling", owner=owner.pk, due_at=now() + timedelta(days=2)
    )


def test_a_new_manager_takes_over_what_was_promised(
    wati: Staff, joko: Staff, sari: Staff, her_case: Case
) -> None:
    with at_work(wati):
        review(wati.actor(), her_case)
        owe(wati, her_case, wati)
    with at_work(sari):
        assign(sari.actor(), her_case, manager=joko.pk)

        assert {t.next_staff for t in Turn.objects.all()} == {joko.pk}
    with at_work(joko):
        assert get_case(joko.actor(), her_case.number).manager_id == joko.pk
    with pytest.raises(NotFound), at_work(wati):
        get_case(wati.actor(), her_case.number)


@pytest.mark.parametrize(("name", "code"), [("rini", "manager_unfit"), ("dewi", "staff_conflict")])
def test_who_is_unfit_or_blocked_cannot_answer_for_it(
    name: str, code: str, wati: Staff, her_case: Case, request: pytest.FixtureRequest
) -> None:
    other: Staff = request.getfixturevalue(name)
    with pytest.raises(RuleBroken) as no, at_work(wati):
        assign(wati.actor(), her_case, manager=other.pk)

    assert (no.value.code, no.value.field) == (code, "manager")


def test_two_who_assign_at_once_do_not_overwrite_each_other(
    wati: Staff, joko: Staff, sari: Staff, her_case: Case
) -> None:
    with at_work(sari):
        seen_before = Case.objects.get(pk=her_case.pk)
        assign(sari.actor(), her_case, manager=joko.pk)
        with pytest.raises(RuleBroken) as no:
            assign(sari.actor(), seen_before, manager=wati.pk)

    assert no.value.code == "case_changed"


def test_a_companion_comes_once_and_leaves_her_promises_to_the_manager(
    wati: Staff, maya: Staff, her_case: Case
) -> None:
    with at_work(wati):
        with pytest.raises(RuleBroken) as no:
            add_companion(wati.actor(), her_case, staff=maya.pk)
        owe(wati, her_case, maya)
        end_companion(wati.actor(), her_case, Companion.objects.get().pk)

        assert no.value.code == "already_on_case"
        assert Turn.objects.get(verb="do").next_staff == wati.pk
    with pytest.raises(NotFound), at_work(maya):
        get_case(maya.actor(), her_case.number)
    with at_work(wati):
        add_companion(wati.actor(), her_case, staff=maya.pk)
        assert Companion.objects.filter(until=None).count() == 1


@pytest.mark.parametrize("name", ["adi", "bapak", "nita"])
def test_who_does_not_work_with_clients_accompanies_nobody(
    name: str, wati: Staff, her_case: Case, request: pytest.FixtureRequest
) -> None:
    other: Staff = request.getfixturevalue(name)
    with pytest.raises(RuleBroken) as no, at_work(wati):
        add_companion(wati.actor(), her_case, staff=other.pk)

    assert (no.value.code, no.value.field) == ("staff_unfit", "staff")


def test_sealed_notes_are_for_who_has_the_profession(
    wati: Staff, psi: Staff, lina: Staff, her_case: Case
) -> None:
    with at_work(wati):
        with pytest.raises(RuleBroken) as no:
            assign_notes(wati.actor(), her_case, staff=lina.pk, kind="psychologist")
        assign_notes(wati.actor(), her_case, staff=psi.pk, kind="psychologist")
        with pytest.raises(RuleBroken) as twice:
            assign_notes(wati.actor(), her_case, staff=psi.pk, kind="psychologist")
        end_notes(wati.actor(), her_case, Assignment.objects.get().pk)

    assert (no.value.code, twice.value.code) == ("staff_unfit", "already_on_case")
    with pytest.raises(NotFound), at_work(psi):
        get_case(psi.actor(), her_case.number)


def test_a_reason_opens_the_case_and_the_supervisor_is_told_at_once(
    wati: Staff, sari: Staff, hadi: Staff, her_case: Case
) -> None:
    with at_work(wati):
        incident = add_incident(wati.actor(), her_case, account="In the kitchen.")
    with pytest.raises(Denied), at_work(sari):
        read_case_words(sari.actor(), her_case, "incident", incident.pk)
    with at_work(sari):
        glass = break_glass(sari.actor(), her_case, reason="Her family complains.")

        assert glass.until - glass.opened_at == timedelta(hours=1)
        assert read_case_words(sari.actor(), her_case, "incident", incident.pk)
    with at_work(hadi):
        assert [t.verb for t in tasks_of(hadi.actor())] == ["approve_break_glass"]
        assert read_case_words(hadi.actor(), her_case, "glass", glass.pk)
        review_break_glass(hadi.actor(), glass)

        assert glass.reviewed_by == hadi.pk
        assert tasks_of(hadi.actor()) == []
        with pytest.raises(RuleBroken) as no:
            review_break_glass(hadi.actor(), glass)
        assert no.value.code == "glass_reviewed"


def test_an_hour_later_it_is_closed_again(sari: Staff, wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        incident = add_incident(wati.actor(), her_case, account="In the kitchen.")
    with at_work(sari):
        break_glass(sari.actor(), her_case, reason="Her family complains.")
        BreakGlass.objects.update(until=Moment() - timedelta(seconds=1))
    with pytest.raises(Denied), at_work(sari):
        read_case_words(sari.actor(), her_case, "incident", incident.pk)


def test_nobody_reviews_their_own_reading(sari: Staff, hadi: Staff, her_case: Case) -> None:
    with at_work(sari):
        glass = break_glass(sari.actor(), her_case, reason="Her family complains.")
    with pytest.raises(Denied), at_work(sari):
        review_break_glass(sari.actor(), glass)

    with at_work(hadi):
        assert Trail.objects.filter(action="casework.review_break_glass", refused=True).exists()


def test_without_another_head_the_province_is_told(
    sari: Staff, arif: Staff, her_case: Case
) -> None:
    with at_work(sari):
        glass = break_glass(sari.actor(), her_case, reason="Her family complains.")
    with at_work(arif):
        decide_approval(arif.actor(), Approval.objects.get(), granted=True, tell=True)

    drain()
    drain()

    with at_work(sari):
        glass.refresh_from_db()
        assert glass.reviewed_by == arif.pk


def test_a_reason_is_needed(sari: Staff, hadi: Staff, her_case: Case) -> None:
    with pytest.raises(RuleBroken) as no, at_work(sari):
        break_glass(sari.actor(), her_case, reason=" ")

    assert (no.value.code, no.value.field) == ("reason_missing", "reason")


def test_a_second_reading_before_the_review_is_let_in_too(
    sari: Staff, hadi: Staff, her_case: Case
) -> None:
    with at_work(sari):
        break_glass(sari.actor(), her_case, reason="Her family complains.")
        BreakGlass.objects.update(until=Moment())
        break_glass(sari.actor(), her_case, reason="The family is back.")
    with at_work(hadi):
        for glass in BreakGlass.objects.all():
            review_break_glass(hadi.actor(), glass)

        assert not Approval.objects.filter(decided_at=None).exists()


def test_who_knows_the_people_sees_nothing_more_of_them(
    maya: Staff, wati: Staff, her_case: Case
) -> None:
    with at_work(wati):
        owe(wati, her_case, maya)
        person = add_party(wati.actor(), her_case, role="victim", name="Siti")
    with at_work(maya):
        declare_conflict(maya.actor(), her_case)
    with at_work(maya):
        assert not Case.objects.exists()
        assert not CaseReport.objects.exists()
        assert cases_page(maya.actor(), view="all").rows == []
        assert tasks_of(maya.actor()) == []
        with pytest.raises(NotFound):
            get_case(maya.actor(), her_case.number)
    with at_work(wati):
        report_id = CaseReport.objects.get().report_id
        hidden = set(Blocked.objects.filter(staff_id=maya.pk).values_list("subject_id", flat=True))
        assert hidden == {her_case.pk, report_id, person.pk}
        assert not Companion.objects.filter(until=None).exists()
        assert Turn.objects.get(verb="do").next_staff == wati.pk
        assert Trail.objects.filter(action="casework.declare_conflict", refused=False).exists()


def test_when_the_manager_must_not_know_the_head_finds_another(
    wati: Staff, sari: Staff, joko: Staff, her_case: Case
) -> None:
    with at_work(wati):
        declare_conflict(wati.actor(), her_case)
    with at_work(sari):
        assert [t.verb for t in tasks_of(sari.actor())] == ["assign"]
        assign(sari.actor(), Case.objects.get(pk=her_case.pk), manager=joko.pk)

        assert tasks_of(sari.actor()) == []
    with at_work(joko):
        assert [row.number for row in cases_page(joko.actor()).rows] == [her_case.number]


def test_when_the_head_is_named_another_case_manager_finds_one(
    wati: Staff, sari: Staff, joko: Staff, maya: Staff, her_case: Case
) -> None:
    with at_work(maya):
        block_named(maya.actor(), her_case, staff=sari.pk, basis="head_named")
    with at_work(wati):
        declare_conflict(wati.actor(), her_case)
    with at_work(sari):
        assert tasks_of(sari.actor()) == []
        assert not Case.objects.exists()
    with at_work(joko):
        assert [t.verb for t in tasks_of(joko.actor())] == ["assign"]
        case = get_case(joko.actor(), her_case.number)
        assert "assign" in case_page(joko.actor(), case).allowed
        assign(joko.actor(), case, manager=joko.pk)

        assert Case.objects.get(pk=case.pk).manager_id == joko.pk
