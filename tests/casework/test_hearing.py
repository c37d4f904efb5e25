"""What casework does when it hears of something."""

from lindung.access.models import Staff
from lindung.access.services import leave
from lindung.casework.models import Case, Companion
from lindung.casework.queries import tasks_of
from lindung.casework.services import assign, review
from lindung.core.models import Turn
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
