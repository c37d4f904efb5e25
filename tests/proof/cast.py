"""The people of the matrix, each with one role, and what they stand before: theirs, or hidden."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from PIL import Image

from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.access.services import create_token
from lindung.casework import services as casework
from lindung.casework.models import Case, CaseParty, Companion
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.directory.models import Unit
from lindung.hotline.models.contact import Contact
from lindung.hotline.services.contact import open_contact, sort_contact
from lindung.intake import services
from lindung.intake.codes import About, Answer
from lindung.intake.models import Attachment, Report
from lindung.intake.telling import Telling
from tests.conftest import NEIGHBOUR, PROVINCE, UNIT, at_work, hire

PEOPLE = {  # who -> role; the relations to the case and the report are made below
    "operator": Role.OPERATOR,
    "manager": Role.CASE_MANAGER,  # answers for the case
    "another_manager": Role.CASE_MANAGER,
    "head": Role.UNIT_HEAD,
    "reader": Role.UNIT_HEAD,  # wrote a reason
    "supervisor": Role.SUPERVISOR,
    "companion": Role.COMPANION,  # handles the report, accompanies the client
    "another_companion": Role.COMPANION,
    "psychologist": Role.PSYCHOLOGIST,  # assigned
    "another_psychologist": Role.PSYCHOLOGIST,
    "counsel": Role.COUNSEL,  # assigned
    "another_counsel": Role.COUNSEL,
    "data": Role.DATA_OFFICER,
    "keeper": Role.SHELTER_KEEPER,
    "office": Role.OFFICE_HEAD,
    "administrator": Role.ADMINISTRATOR,
    "approver": Role.APPROVER,  # of this unit, so never of what it asks
    "outside": Role.APPROVER,  # at the province
}
Cast = dict[str, Staff]
ABSENT_REPORT, ABSENT_CASE, ABSENT_CONTACT = "P-2603-22222", "K-2603-22222", "H-2603-22222"


@dataclass(frozen=True, slots=True)
class Things:
    """One of each thing that has an address."""

    report: str
    other_report: str
    attachment: UUID
    case: str
    ended_case: str
    case_report: UUID
    incident: UUID
    consent: UUID
    line: UUID
    companion: UUID
    person: UUID
    approval: UUID
    colleague: UUID
    token: UUID
    contact: str
    silent: str


def absent() -> Things:
    """Return well-formed names of nothing."""
    numbers = (ABSENT_REPORT, ABSENT_REPORT, uuid4(), ABSENT_CASE, ABSENT_CASE)
    contacts = (ABSENT_CONTACT, ABSENT_CONTACT)
    return Things(*numbers, *(uuid4() for _ in range(9)), *contacts)  # type: ignore[call-arg, arg-type]  # nine ids, two numbers


def hire_all() -> Cast:
    """Hire one person for each line of `PEOPLE`."""
    return {
        who: hire(who, PROVINCE if who == "outside" else UNIT, role) for who, role in PEOPLE.items()
    }


def team_next_door() -> Cast:
    """Hire the few people of the neighbouring unit who work on its case."""
    roles = (Role.OPERATOR, Role.CASE_MANAGER, Role.COMPANION, Role.PSYCHOLOGIST, Role.COUNSEL)
    return {role.value: hire(f"n-{role}", NEIGHBOUR, role) for role in roles} | {
        "reader": hire("n-reader", NEIGHBOUR, Role.UNIT_HEAD),
        "another_manager": hire("n-other", NEIGHBOUR, Role.CASE_MANAGER),
    }


def make_things(unit: Unit, cast: Cast) -> Things:
    """Make one of each thing, told at the public door and worked on as staff do."""
    cast = {"manager": cast.get("manager", cast.get("case_manager")), **cast}  # type: ignore[dict-item]  # one is there
    manager = cast["manager"]
    report, second, third, fourth = (_told(unit) for _ in range(4))
    operator = cast["operator"]
    with at_work(operator):
        for each in (report, second):
            services.hand_to(operator.actor(), each, staff_id=cast["companion"].id)
    with at_work(manager):
        actor = manager.actor()
        case, ended = (_opened(unit, cast, told) for told in (third, fourth))
        casework.move_to_monitoring(actor, ended)
        person = casework.add_party(actor, case, role="family", name="Bu Rahma")
        incident = casework.add_incident(actor, case, forms=["physical"], account="Di dapur.")
        consent = casework.record_consent(actor, case, purpose="service", basis="consent")
        line = casework.add_plan_line(
            actor,
            case,
            service="counselling",
            owner=manager.id,
            due_at=now() + timedelta(days=2),
        )
        asked = casework.ask_lower_risk(actor, case, risk="low", reason="Pelaku pergi.")
        token, _ = create_token(actor, manager, name="Rekap", scopes=["tasks:read"])
        companion = Companion.objects.get(case=case)
        attachment = Attachment.objects.get(report=report)
        assert CaseParty.objects.filter(case=case, person=person).exists()
    reader = cast["reader"]
    with at_work(reader):
        casework.break_glass(reader.actor(), case, reason="Manajer sakit.")
        casework.break_glass(reader.actor(), ended, reason="Manajer sakit.")
    return Things(
        report=report.number,
        other_report=second.number,
        attachment=attachment.pk,
        case=case.number,
        ended_case=ended.number,
        case_report=third.pk,
        incident=incident.pk,
        consent=consent.pk,
        line=line.pk,
        companion=companion.pk,
        person=person.pk,
        approval=asked.pk,
        colleague=cast["another_manager"].pk,
        token=token.pk,
        contact=_rang(operator, "other"),
        silent=_rang(operator, "silent"),
    )


def block_everyone(cast: Cast, things: Things) -> None:
    """Let nobody of the cast know of these things, whoever they would be to them."""
    with frame(UNIT):
        reports = Report.objects.filter(number__in=[things.report, things.other_report])
        cases = Case.objects.filter(number__in=[things.case, things.ended_case])
        contacts = Contact.objects.filter(number__in=[things.contact, things.silent])
        Blocked.objects.bulk_create(
            Blocked(subject_id=subject, staff_id=staff.id)
            for subject in [
                *reports.values_list("pk", flat=True),
                *cases.values_list("pk", flat=True),
                *contacts.values_list("subject_id", flat=True),
            ]
            for staff in cast.values()
            if staff.unit_id == UNIT
        )


def _rang(operator: Staff, kind: str) -> str:
    """Let the duty phone ring while the operator holds it."""
    with at_work(operator):
        one = open_contact(
            operator.actor(), channel="phone", key=str(uuid4()), identifier="0812-5555-0101"
        )
        sort_contact(operator.actor(), one, kind)
        return one.number


def _told(unit: Unit) -> Report:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "JPEG")
    said = Telling(
        about=About.SELF,
        words="Suami saya memukul saya.",
        now_danger=Answer.NO,
        area="64.08.04" if unit.code == "kutim" else "21.71.03",
        files=(services.UploadedBytes("foto.jpg", picture.getvalue()),),
    )
    receipt = services.tell(unit, said)
    services.ask_to_stop(receipt.code)
    with frame(receipt.unit_id):
        return Report.objects.get(pk=receipt.report_id)


def _opened(unit: Unit, cast: Cast, report: Report) -> Case:
    manager = cast["manager"]
    case = casework.open_case(
        manager.actor(),
        report,
        register_class="ktp",
        initials="S.A.",
        sex="F",
        age_band="25-44",
        area="64.08.04" if unit.code == "kutim" else "21.71.03",
        forms=["physical"],
        relation="spouse",
        risk="medium",
        manager=manager.id,
        companions=[cast["companion"].id],
    )
    for kind in ("psychologist", "counsel"):
        casework.assign_notes(
            manager.actor(),
            case,
            staff=cast[kind].id,
            kind="psychologist" if kind == "psychologist" else "legal",
        )
    return Case.objects.get(pk=case.pk)


def browser_of(staff: Staff) -> Client:
    """Return a browser in which somebody has just signed in."""
    browser = Client()
    browser.force_login(staff)
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(staff.pk)
    session.save()
    return browser


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens inside, so that the next question meets the same things."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
