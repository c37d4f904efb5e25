"""Reports that may belong together are suggested with the reason; nothing merges by itself."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.intake import queries, services
from lindung.intake.codes import Basis, Form
from lindung.intake.models import Report
from lindung.intake.telling import Receipt, Teller
from tests.conftest import UNIT, at_work
from tests.intake.conftest import Tells


def the(receipt: Receipt) -> Report:
    """Return the report of a receipt."""
    with frame(UNIT):
        return Report.objects.get(pk=receipt.report_id)


@pytest.fixture
def twice(tells: Tells) -> tuple[Report, Report]:
    """Two tellings by the same phone, written in two ways."""
    first = tells("Pertama.", reporter=Teller(name="Siti", phone="0812-5555-0101"))
    second = tells("Kedua.", reporter=Teller(name="Sitti", phone="+62 812 5555 0101"))
    return the(first), the(second)


def test_the_same_phone_is_a_hint_with_its_reason(
    rini: Staff, twice: tuple[Report, Report], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = twice
    with at_work(rini):
        with django_assert_num_queries(4):
            found = queries.duplicates_of(rini.actor(), second)
            earlier = queries.earlier_from_same(rini.actor(), second)

        assert [(s.number, s.codes) for s in found] == [(first.number, (Basis.PHONE,))]
        assert [s.number for s in earlier] == [first.number]
        assert Report.objects.filter(joined_to=None).count() == 2


def test_an_old_report_of_the_same_phone_is_earlier_and_no_duplicate(
    rini: Staff, twice: tuple[Report, Report]
) -> None:
    first, second = twice
    with at_work(rini):
        before = first.received_at - timedelta(days=90)
        Report.objects.filter(pk=first.pk).update(received_at=before)

        assert queries.duplicates_of(rini.actor(), second) == []
        assert [s.number for s in queries.earlier_from_same(rini.actor(), second)] == [first.number]


def test_a_name_heard_otherwise_is_a_hint_once_names_are_opened(rini: Staff, tells: Tells) -> None:
    first = the(tells("Satu.", victim_name="Muhammad Rizki"))
    second = the(tells("Dua.", victim_name="Moh. Rizky"))
    with at_work(rini):
        assert queries.duplicates_of(rini.actor(), second) == []
        found = queries.duplicates_of(rini.actor(), second, names=True)
    assert [(s.number, s.codes) for s in found] == [(first.number, (Basis.NAME,))]


def test_the_same_place_time_and_form_are_a_hint(rini: Staff, tells: Tells) -> None:
    first, second = (the(tells(f"Kata {n}.", area="64.08.04")) for n in range(2))
    with at_work(rini):
        for report in (first, second):
            services.triage(
                rini.actor(),
                report,
                case_types=["ktp"],
                authority="district",
                risk="medium",
                forms=[Form.PHYSICAL],
            )
        found = queries.duplicates_of(rini.actor(), second)
    assert [s.codes for s in found] == [(Basis.PLACE_AND_TIME,)]


def test_what_the_actor_may_not_see_is_never_suggested(
    rini: Staff, dewi: Staff, adi: Staff, twice: tuple[Report, Report]
) -> None:
    first, second = twice
    with frame(UNIT):
        Blocked.objects.create(subject_id=first.pk, staff_id=dewi.id)
    with at_work(dewi):
        assert queries.duplicates_of(dewi.actor(), second) == []
    with at_work(adi):
        assert queries.earlier_from_same(adi.actor(), the_same(second)) == []


def the_same(report: Report) -> Report:
    """Return the row anew, so that nothing another reader found is kept with it."""
    return Report.objects.get(pk=report.pk)
