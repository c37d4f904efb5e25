"""Her case: opened by Wati on one report, with Maya beside the client."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils.module_loading import autodiscover_modules

from lindung.access.models import Staff
from lindung.casework.codes import RegisterClass
from lindung.casework.models import Case, CaseReport, Companion
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.keys import new_key
from lindung.core.models import Blocked, KeyKind
from lindung.intake.codes import About, Channel, Form, Relation, Risk, State
from lindung.intake.models import Report
from lindung.people.codes import AgeBand
from tests.conftest import at_work

autodiscover_modules("handlers")  # as the worker does: whoever subscribes to an event
AREA = "64.08.04"
ACCOUNT = "He came back on Sunday night."


def make_report(number: str, **more: object) -> Report:
    """Write a report's row, inside a frame: looked at and triaged, waiting for a case."""
    key = new_key(KeyKind.CASE)
    fields: dict[str, object] = {
        "state": State.TRIAGED,
        "channel": Channel.PHONE,
        "about": About.SELF,
        "received_at": Moment() - timedelta(hours=2),
        "entered_at": Moment() - timedelta(hours=2),
        "look_due_at": Moment() - timedelta(hours=1),
        "looked_at": Moment() - timedelta(hours=1),
        "risk": Risk.MEDIUM,
        "forms": [Form.PHYSICAL],
        "relation": Relation.SPOUSE,
        "words": ACCOUNT,
        "data_key": key,
    }
    report = Report(number=number, **(fields | more))
    report.save(force_insert=True)
    return Report.objects.get(pk=report.pk)


def make_case(number: str, manager: UUID, **more: object) -> Case:
    """Write a case's row, inside a frame."""
    fields: dict[str, object] = {
        "register_class": RegisterClass.KTP,
        "sex": "F",
        "age_band": AgeBand.A25_44,
        "area_id": AREA,
        "forms": [Form.PHYSICAL],
        "relation": Relation.SPOUSE,
        "risk": Risk.MEDIUM,
        "manager_id": manager,
        "opened_at": Moment() - timedelta(hours=1),
        "review_due_at": Moment() + timedelta(days=7),
        "initials": "S.M.",
        "data_key": new_key(KeyKind.CASE),
    }
    case = Case(number=number, **(fields | more))
    case.save(force_insert=True)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def report(rini: Staff) -> Report:
    """A triaged report that is in no case yet."""
    with at_work(rini):
        return make_report("P-2611-AAAAA")


@pytest.fixture
def her_case(wati: Staff, maya: Staff, dewi: Staff) -> Case:
    """Wati answers for it, Maya accompanies the client, Dewi must not know of it."""
    with at_work(wati):
        case = make_case("K-2611-HHHHH", wati.id)
        told = make_report("P-2611-HHHHH", state=State.IN_CASE, ended_at=Moment())
        CaseReport.objects.create(case=case, report=told, attached_at=Moment(), attached_by=wati.id)
        Companion.objects.create(case=case, staff=maya, since=Moment())
        Blocked.objects.create(subject_id=case.pk, staff_id=dewi.id)
        return Case.objects.get(pk=case.pk)


@pytest.fixture
def old_case(joko: Staff) -> Case:
    """Joko's case, ended last year."""
    with at_work(joko):
        return make_case(
            "K-2511-ZZZZZ",
            joko.id,
            stage="closed",
            opened_at=Moment() - timedelta(days=300),
            closed_at=Moment() - timedelta(days=200),
            close_reason="goals_met",
        )


def who(staff: Staff) -> Actor:
    """Return how decisions know a colleague."""
    return staff.actor()
