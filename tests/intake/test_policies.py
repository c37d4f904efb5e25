"""What is said for one report and for a whole table always agrees."""

from itertools import product

import pytest

from lindung.access.models import Staff
from lindung.core.actor import MACHINE, REPORTER
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.intake.codes import About, State
from lindung.intake.models import Report
from lindung.intake.policy import POLICY
from lindung.intake.queries import allowed
from lindung.people.models import Person
from lindung.people.policy import POLICY as PEOPLE
from tests.conftest import PROVINCE, UNIT, at_work
from tests.intake.conftest import Tells

CAST = [
    "wati",
    "rini",
    "sari",
    "hadi",
    "joko",
    "maya",
    "psi",
    "lina",
    "tono",
    "adi",
    "bapak",
    "dewi",
    "nita",
    "arif",
]


@pytest.fixture
def many(tells: Tells, maya: Staff, dewi: Staff) -> None:
    """Reports of every state and owner that a permission looks at."""
    receipts = [tells(f"Pengaduan {n}") for n in range(4)]
    tells("Petugas meminta uang.", about=About.STAFF_COMPLAINT)
    with frame(UNIT):
        rows = [Report.objects.get(pk=receipt.report_id) for receipt in receipts]
        Report.objects.filter(pk=rows[1].pk).update(handled_by=maya.id)
        Report.objects.filter(pk=rows[2].pk).update(
            state=State.IN_CASE, ended_at=rows[2].received_at
        )
        Blocked.objects.create(subject_id=rows[3].pk, staff_id=dewi.id)


@pytest.mark.parametrize("name", CAST)
def test_lists_and_checks_agree_for_everybody(
    name: str, request: pytest.FixtureRequest, many: None
) -> None:
    staff: Staff = request.getfixturevalue(name)
    actors = (staff.actor(), MACHINE, REPORTER)
    for unit, actor, action in product((UNIT, PROVINCE), actors, POLICY.rules):
        with frame(unit):
            rows = list(Report.objects.all())
            one_by_one = {r.pk for r in rows if POLICY.allows(actor, action, r)}
            at_once = set(
                POLICY.only(actor, action, Report.objects.all()).values_list("pk", flat=True)
            )
            assert one_by_one == at_once, action


@pytest.mark.parametrize("name", CAST)
def test_people_agree_too(name: str, request: pytest.FixtureRequest, named_report: Report) -> None:
    staff: Staff = request.getfixturevalue(name)
    with frame(UNIT):
        for action in PEOPLE.rules:
            one_by_one = {
                p.pk for p in Person.objects.all() if PEOPLE.allows(staff.actor(), action, p)
            }
            at_once = PEOPLE.only(staff.actor(), action, Person.objects.all())
            assert one_by_one == {p.pk for p in at_once}, action


def test_buttons_show_what_is_allowed_and_nothing_else(
    rini: Staff, blocked_dewi: Staff, report: Report
) -> None:
    with at_work(rini):
        shown = allowed(rini.actor(), report)
        assert shown == {
            action for action in POLICY.rules if POLICY.allows(rini.actor(), action, report)
        }
        assert "triage" in shown
        assert not shown & {"put_in_case", "lower_risk", "read_mailbox"}
    with frame(UNIT):
        assert allowed(blocked_dewi.actor(), report) == set()


def test_every_role_that_works_with_reports_sees_its_own_units_only(
    nita: Staff, report: Report
) -> None:
    with at_work(nita):
        assert not POLICY.only(nita.actor(), "view_report", Report.objects.all()).exists()
