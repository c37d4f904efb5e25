"""Whoever works on a case reads what was told in the reports it stands on, and nobody else."""

from uuid import uuid4

import pytest

from lindung.access.models import Staff
from lindung.casework import queries, services
from lindung.casework.models import Case, CaseReport
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.models import Trail
from lindung.intake import services as intake
from lindung.intake.models import Report
from tests.casework.conftest import ACCOUNT, make_case
from tests.conftest import at_work


@pytest.fixture
def her_report(her_case: Case, wati: Staff) -> Report:
    """The report her case stands on."""
    with at_work(wati):
        return CaseReport.objects.select_related("report").get(case=her_case).report


def test_the_manager_and_the_companion_read_it_and_both_openings_are_noted(
    wati: Staff, maya: Staff, her_case: Case, her_report: Report
) -> None:
    for staff in (wati, maya):
        with at_work(staff):
            words = queries.read_case_words(staff.actor(), her_case, "report", her_report.pk)
            assert words == ACCOUNT
        with at_work(staff):
            noted = Trail.objects.filter(actor_id=staff.id).values_list("action", flat=True)
            assert {"casework.read_report", "intake.read_in_case"} <= set(noted)


def test_whoever_does_not_work_on_it_does_not(
    joko: Staff, hadi: Staff, tono: Staff, her_case: Case, her_report: Report
) -> None:
    for staff in (joko, hadi, tono):
        with pytest.raises(Denied), at_work(staff):
            queries.read_case_words(staff.actor(), her_case, "report", her_report.pk)


def test_a_report_of_another_case_does_not_open_through_this_one(
    wati: Staff, her_case: Case, her_report: Report
) -> None:
    with at_work(wati):
        other = make_case("K-2611-ZZZZ2", wati.id)
        for report_id in (her_report.pk, uuid4()):
            with pytest.raises(NotFound):
                queries.read_case_words(wati.actor(), other, "report", report_id)


def test_the_timeline_offers_it_to_the_companion(
    maya: Staff, her_case: Case, her_report: Report
) -> None:
    with at_work(maya):
        lines = queries.case_page(maya.actor(), her_case).timeline
    told = [line for line in lines if line.kind == "report"]
    assert [(line.has_words, line.may_open) for line in told] == [(True, True)]


def test_manager_and_companion_answer_the_reporter_from_the_case_by_the_one_way(
    wati: Staff, maya: Staff, her_case: Case, her_report: Report
) -> None:
    for staff in (wati, maya):
        with at_work(staff), pytest.raises(RuleBroken) as broken:
            services.write_to_reporter(staff.actor(), her_case, her_report, words="Kami membaca.")
        assert broken.value.code == "no_mailbox"  # it was told by phone: nobody holds a code
    with at_work(wati):
        intake.give_code(wati.actor(), her_report)
    for staff in (wati, maya):
        with at_work(staff):
            found = queries.get_report_of(
                staff.actor(), her_case, her_report.pk, to="write_to_reporter"
            )
            services.write_to_reporter(staff.actor(), her_case, found, words="Kami membaca.")

    with at_work(maya):
        lines = queries.read_thread(maya.actor(), her_case, her_report)
    assert [line.staff_id for line in lines] == [wati.id, maya.id]
    with at_work(maya):
        noted = Trail.objects.filter(actor_id=maya.id).values_list("action", flat=True)
        assert {
            "casework.write_to_reporter",
            "intake.reply_in_case",
            "casework.read_thread",
            "intake.read_in_case",
        } <= set(noted)


def test_nobody_else_reads_or_answers_and_the_attempt_is_written_down(
    joko: Staff, sari: Staff, hadi: Staff, psi: Staff, her_case: Case, her_report: Report
) -> None:
    for staff in (joko, sari, hadi, psi):
        with pytest.raises(Denied), at_work(staff):
            queries.read_thread(staff.actor(), her_case, her_report)
        with pytest.raises(Denied), at_work(staff):
            services.write_to_reporter(staff.actor(), her_case, her_report, words="Halo.")
        with pytest.raises(Denied), at_work(staff):
            services.tell_limits(staff.actor(), her_case, her_report, channel="phone")
        with at_work(staff):
            assert Trail.objects.filter(actor_id=staff.id, refused=True).count() == 3


def test_an_answer_that_is_awaited_is_open_in_the_case_for_those_who_may_give_it(
    maya: Staff, hadi: Staff, wati: Staff, her_case: Case, her_report: Report
) -> None:
    with at_work(wati):
        code = intake.give_code(wati.actor(), her_report)
    intake.write_from_reporter(code, "Kapan saya boleh datang?")

    for staff, verbs in ((maya, {"answer_reporter"}), (hadi, set())):
        with at_work(staff):
            case = queries.get_case(staff.actor(), her_case.number)
            page = queries.case_page(staff.actor(), case)
        assert {promise.verb for promise in page.promises} == verbs


def test_limits_told_later_keep_who_when_and_how_and_only_the_first_time_counts(
    wati: Staff, maya: Staff, her_case: Case, her_report: Report
) -> None:
    with at_work(maya):
        services.tell_limits(maya.actor(), her_case, her_report, channel="walk_in")
    with pytest.raises(RuleBroken) as broken, at_work(wati):
        services.tell_limits(wati.actor(), her_case, her_report, channel="phone")

    assert broken.value.code == "limits_told"
    with at_work(wati):
        told = Report.objects.get(pk=her_report.pk)
        case = queries.get_case(wati.actor(), her_case.number)
        assert (told.limits_told_by, told.limits_told_in) == (maya.id, "walk_in")
        assert vars(case)["limits_told_at"] == told.limits_told_at is not None
        assert Trail.objects.filter(actor_id=maya.id, action="casework.tell_limits").count() == 1
