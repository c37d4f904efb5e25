"""Her case of sexual violence: Wati manages it, Maya accompanies her, Lina is its counsel."""

from datetime import timedelta

import pytest
from django.utils.module_loading import autodiscover_modules

from lindung.access.models import Staff
from lindung.casework.codes import NoteKind
from lindung.casework.models import Assignment, Case, CaseReport, Companion
from lindung.core.clock import Moment
from lindung.intake.codes import About, Form, State
from lindung.legal import services
from lindung.legal.models import Proceeding
from tests.casework.conftest import make_case, make_report
from tests.conftest import at_work

autodiscover_modules("handlers")


@pytest.fixture
def tpks_case(wati: Staff, maya: Staff, lina: Staff) -> Case:
    """An adult told the unit two hours ago, herself."""
    with at_work(wati):
        case = make_case("K-2611-TPKS2", wati.id, forms=[Form.SEXUAL], tpks=True)
        told = make_report("P-2611-TPKS2", about=About.SELF, state=State.IN_CASE, ended_at=Moment())
        CaseReport.objects.create(case=case, report=told, attached_at=Moment(), attached_by=wati.id)
        Companion.objects.create(case=case, staff=maya, since=Moment() - timedelta(hours=1))
        Assignment.objects.create(
            case=case, staff=lina, kind=NoteKind.LEGAL, since=Moment() - timedelta(hours=1)
        )
        return Case.objects.get(pk=case.pk)


@pytest.fixture
def way(wati: Staff, tpks_case: Case) -> Proceeding:
    """The criminal proceeding of her case."""
    with at_work(wati):
        return services.open_proceeding(wati.actor(), tpks_case, track="criminal")
