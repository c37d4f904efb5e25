"""Whoever works on a case reads what was told in the reports it stands on, and nobody else."""

from uuid import uuid4

import pytest

from lindung.access.models import Staff
from lindung.casework import queries
from lindung.casework.models import Case, CaseReport
from lindung.core.errors import Denied, NotFound
from lindung.core.models import Trail
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
