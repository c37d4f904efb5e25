"""What a page offers to choose, what it calls things, and answers that come too late or amiss."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import translation

from lindung.access.models import Staff
from lindung.casework import queries, services
from lindung.casework.models import Assignment, Case, Companion
from lindung.core.clock import Moment, now
from lindung.core.errors import NotFound, RuleBroken
from lindung.core.models import Trail
from lindung.intake.models import Report
from tests.conftest import at_work


@pytest.fixture
def with_promise(her_case: Case, wati: Staff) -> Case:
    """Her case with one promise that is open and one that was kept."""
    with at_work(wati):
        for service, days in (("counselling", 2), ("home_visit", 1)):
            services.add_plan_line(
                wati.actor(), her_case, service=service, owner=wati.pk,
                due_at=now() + timedelta(days=days),
            )  # fmt: skip
        kept = UUID(queries.open_plan_lines(wati.actor(), her_case)[0][0])
        services.end_plan_line(wati.actor(), her_case, kept, state="done")
    return her_case


def test_only_open_promises_can_be_kept_by_a_service(wati: Staff, with_promise: Case) -> None:
    with at_work(wati), translation.override("en"):
        choices = queries.open_plan_lines(wati.actor(), with_promise)

    assert [name for _, name in choices] == ["Psychological counselling"]


def test_a_stranger_is_offered_nothing(joko: Staff, with_promise: Case) -> None:
    with pytest.raises(NotFound), at_work(joko):
        queries.open_plan_lines(joko.actor(), with_promise)

    with at_work(joko):
        assert Trail.objects.filter(actor_id=joko.pk, refused=True).exists()


def test_a_page_calls_things_by_their_names(wati: Staff, with_promise: Case) -> None:
    with at_work(wati), translation.override("en"):
        services.add_party(wati.actor(), with_promise, role="guardian", name="Ani")
        page = queries.case_page(wati.actor(), with_promise)

        assert [party.label for party in page.parties] == ["Parent or guardian"]
        assert {p.label for p in page.promises} == {"Psychological counselling"}


def test_the_first_service_has_a_clock_that_began_with_the_report(
    wati: Staff, with_promise: Case
) -> None:
    with at_work(wati):
        Report.objects.update(respond_due_at=Moment() + timedelta(hours=4))
        before = queries.case_page(wati.actor(), with_promise)
        services.record_service(wati.actor(), with_promise, service="counselling", given_at=now())
        with_promise.refresh_from_db()
        after = queries.case_page(wati.actor(), with_promise)

    clock, met = before.clocks[0], after.clocks[0]
    assert (clock.code, clock.met_at) == ("first_service", None)
    assert clock.began_at < clock.due_at
    assert met.met_at == with_promise.first_service_at
    assert clock.basis


def test_an_ended_case_has_no_next_look(joko: Staff, old_case: Case) -> None:
    with at_work(joko):
        page = queries.case_page(joko.actor(), old_case)

    assert (page.clocks, page.promises) == ([], [])


@pytest.mark.parametrize("state", ["open", "forgotten"])
def test_a_promise_ends_only_as_done_or_dropped(
    state: str, wati: Staff, with_promise: Case
) -> None:
    with at_work(wati):
        line = UUID(queries.open_plan_lines(wati.actor(), with_promise)[0][0])
        with pytest.raises(RuleBroken) as no:
            services.end_plan_line(wati.actor(), with_promise, line, state=state)

    assert (no.value.code, no.value.field) == ("choice_unknown", "state")


def test_the_manager_is_no_companion_and_ordinary_notes_need_no_assignment(
    wati: Staff, psi: Staff, her_case: Case
) -> None:
    with at_work(wati):
        with pytest.raises(RuleBroken) as same:
            services.add_companion(wati.actor(), her_case, staff=wati.pk)
        with pytest.raises(RuleBroken) as ordinary:
            services.assign_notes(wati.actor(), her_case, staff=psi.pk, kind="ordinary")

    assert (same.value.code, ordinary.value.code) == ("already_on_case", "choice_unknown")


def test_what_was_ended_is_not_ended_again(wati: Staff, psi: Staff, her_case: Case) -> None:
    with at_work(wati):
        services.assign_notes(wati.actor(), her_case, staff=psi.pk, kind="psychologist")
        companion, assignment = Companion.objects.get(), Assignment.objects.get()
        services.end_companion(wati.actor(), her_case, companion.pk)
        services.end_notes(wati.actor(), her_case, assignment.pk)

        with pytest.raises(RuleBroken):
            services.end_companion(wati.actor(), her_case, companion.pk)
        with pytest.raises(RuleBroken):
            services.end_notes(wati.actor(), her_case, assignment.pk)


def test_an_ended_case_is_not_moved_to_aftercare_by_an_old_page(
    wati: Staff, hadi: Staff, her_case: Case
) -> None:
    with at_work(wati):
        old_page = Case.objects.get(pk=her_case.pk)
        closing = services.ask_to_close(
            wati.actor(),
            her_case,
            reason="lost_contact",
            checks={"plan_settled": True, "referrals_closed": True},
            words="Six calls, no answer.",
        )
    with at_work(hadi):
        services.decide_closing(hadi.actor(), closing, granted=True)
        with pytest.raises(RuleBroken) as twice:
            services.decide_closing(hadi.actor(), closing, granted=True)
    with at_work(wati), pytest.raises(RuleBroken) as late:
        services.move_to_monitoring(wati.actor(), old_page)

    assert (twice.value.code, late.value.code) == ("closing_decided", "case_changed")
