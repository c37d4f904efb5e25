"""A case knows who is out for it: on its page, and when somebody must not know of it any more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lindung.access.models import Staff
from lindung.casework import queries, services
from lindung.casework.models import Case
from lindung.core.frame import frame
from lindung.intake.models import Report
from lindung.response.models import Crew, Mission
from tests.conftest import UNIT, at_work
from tests.proof.cast import browser_of
from tests.response.conftest import Sends, high, press, sends, unit  # noqa: F401


@pytest.fixture
def case(high: Report, wati: Staff, maya: Staff) -> Case:  # noqa: F811
    """The case on the report for which people go out."""
    with at_work(wati):
        opened = services.open_case(
            wati.actor(),
            Report.objects.get(pk=high.pk),
            register_class="ktp",
            initials="M.",
            sex="F",
            age_band="25-44",
            area="64.08.11",
            forms=["physical"],
            relation="spouse",
            risk="high",
            manager=wati.id,
            companions=[maya.id],
        )
        return Case.objects.get(pk=opened.pk)


@pytest.fixture
def out(high: Report, sends: Sends, maya: Staff, psi: Staff) -> Mission:  # noqa: F811
    """A mission that was sent before there was a case."""
    return sends(high, maya, psi)


def crew(mission: Mission) -> dict[str, bool]:
    with frame(UNIT):
        rows = Crew.objects.filter(mission=mission, until=None).select_related("staff")
        return {row.staff.name: row.lead for row in rows}


def test_a_conflict_with_the_case_takes_a_colleague_off_its_missions(
    out: Mission, case: Case, wati: Staff, maya: Staff
) -> None:
    assert crew(out) == {"Maya": True, "Psi": False}

    with at_work(wati):
        services.block_named(wati.actor(), case, staff=maya.pk)

    assert crew(out) == {"Psi": True}  # and the other one leads
    assert browser_of(maya).get(f"/meja/penugasan/{out.number}/").status_code == 404


def test_who_says_that_they_know_the_people_is_taken_off_at_once(
    out: Mission, case: Case, maya: Staff
) -> None:
    with at_work(maya):
        services.declare_conflict(maya.actor(), Case.objects.get(pk=case.pk))

    assert crew(out) == {"Psi": True}


def test_a_mission_that_is_over_keeps_who_went(
    out: Mission, case: Case, wati: Staff, maya: Staff
) -> None:
    for stamp in ("en_route", "on_scene", "complete"):
        press(maya, out, stamp)

    with at_work(wati):
        services.block_named(wati.actor(), case, staff=maya.pk)

    assert crew(out) == {"Maya": True, "Psi": False}


def test_the_page_of_a_case_shows_its_missions_and_they_cost_no_statement(
    out: Mission, case: Case, wati: Staff
) -> None:
    browser = browser_of(wati)

    with CaptureQueriesContext(connection) as asked_for:
        page = browser.get(f"/meja/kasus/{case.number}/").content.decode()

    assert f"/meja/penugasan/{out.number}/" in page
    (asked,) = [one["sql"] for one in asked_for if "response_mission" in one["sql"]]
    assert 'FROM "casework_case"' in asked  # a part of the case's own query


def test_on_the_page_too_the_danger_is_shown_to_those_who_stay(
    out: Mission, case: Case, wati: Staff, maya: Staff
) -> None:
    press(maya, out, "en_route")
    with frame(UNIT):
        Mission.objects.filter(pk=out.pk).update(duress_at=out.made_at, duress_by=maya.pk)

    for staff, shown in ((wati, True), (maya, False)):
        with at_work(staff):
            found = queries.get_case(staff.actor(), case.number)
            (row,) = queries.case_page(staff.actor(), found).missions
        assert row.danger is shown
        assert row.next_check_at is not None
