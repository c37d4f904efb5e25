"""What casework does when it hears of something."""

from lindung.access.models import Staff
from lindung.access.services import leave
from lindung.casework.models import Case, CaseReport, Companion
from lindung.casework.queries import tasks_of
from lindung.casework.services import assign, review
from lindung.core.models import Blocked, Trail, Turn
from lindung.intake.models import Report
from lindung.intake.services import block_named
from lindung.jobs.outbox import drain
from tests.conftest import at_work


def test_nothing_of_a_case_waits_for_somebody_who_left(
    wati: Staff, adi: Staff, sari: Staff, joko: Staff, her_case: Case
) -> None:
    with at_work(wati):
        review(wati.actor(), her_case)
    with at_work(adi):
        leave(adi.actor(), wati)

    drain()

    with at_work(sari):
        assert {t.verb for t in tasks_of(sari.actor())} == {"assign", "review"}
        assign(sari.actor(), Case.objects.get(pk=her_case.pk), manager=joko.pk)

        assert {t.next_staff for t in Turn.objects.all()} == {joko.pk}


def test_who_left_accompanies_nobody(maya: Staff, adi: Staff, her_case: Case) -> None:
    with at_work(adi):
        leave(adi.actor(), maya)

    drain()

    with at_work(adi):
        assert not Companion.objects.filter(until=None).exists()


def test_a_conflict_with_a_report_hides_the_case_that_stands_on_it(
    rini: Staff, sari: Staff, her_case: Case
) -> None:
    with at_work(rini):
        report = Report.objects.get(pk=CaseReport.objects.get().report_id)
        block_named(rini.actor(), report, sari.pk, basis="head_named")

    drain()

    with at_work(sari):
        assert not Case.objects.exists()
    with at_work(rini):
        assert Blocked.objects.get(subject_id=her_case.pk, staff_id=sari.pk).basis == "head_named"
        assert Trail.objects.filter(action="casework.block_named", refused=False).count() == 1
