"""Invented reports: from which channel, how urgent, how soon somebody looked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lindung.core.keys import new_key
from lindung.core.models import KeyKind
from lindung.demo.batch import Batch
from lindung.demo.dice import Dice
from lindung.demo.people import invent_person
from lindung.demo.rows import new_row
from lindung.demo.units import Office
from lindung.demo.words import PLACES, TELLINGS
from lindung.directory.models import Unit
from lindung.intake.codes import (
    About,
    Authority,
    CaseType,
    Channel,
    Finding,
    Form,
    Institution,
    Relation,
    Risk,
    SetBy,
    State,
)
from lindung.intake.instruments import DARURAT
from lindung.intake.models import Party, Report, Screening
from lindung.people.codes import CHILD_BANDS, AgeBand, PersonRole, Tri
from lindung.people.models import Person

CHANNELS = {
    "64": {
        Channel.WALK_IN: 28,
        Channel.PHONE: 16,
        Channel.POLICE: 18,
        Channel.WHATSAPP: 12,
        Channel.PATBM: 8,
        Channel.SCHOOL: 6,
        Channel.HEALTH: 5,
        Channel.WEB: 4,
        Channel.MEDIA: 2,
        Channel.LETTER: 1,
    },
    "21": {
        Channel.WHATSAPP: 34,
        Channel.WALK_IN: 24,
        Channel.PHONE: 12,
        Channel.POLICE: 12,
        Channel.SCHOOL: 6,
        Channel.WEB: 5,
        Channel.SAPA129: 3,
        Channel.NGO: 2,
        Channel.HEALTH: 2,
    },
}
CHILD_FORMS = {
    Form.SEXUAL: 62,
    Form.PHYSICAL: 17,
    Form.NEGLECT: 8,
    Form.PSYCHOLOGICAL: 7,
    Form.EXPLOITATION: 4,
    Form.TRAFFICKING: 1,
    Form.OTHER: 5,
}
ADULT_FORMS = {
    Form.PHYSICAL: 40,
    Form.PSYCHOLOGICAL: 22,
    Form.SEXUAL: 20,
    Form.NEGLECT: 12,
    Form.TRAFFICKING: 3,
    Form.OTHER: 5,
}
RELATIONS = {
    Relation.PARENT: 20,
    Relation.FAMILY: 15,
    Relation.SPOUSE: 18,
    Relation.NEIGHBOUR: 14,
    Relation.FRIEND: 18,
    Relation.TEACHER: 4,
    Relation.EMPLOYER: 2,
    Relation.OTHER: 6,
    Relation.UNKNOWN: 5,
}
BANDS = {
    AgeBand.A0_5: 8,
    AgeBand.A6_12: 27,
    AgeBand.A13_17: 43,
    AgeBand.A18_24: 6,
    AgeBand.A25_44: 13,
    AgeBand.A45_59: 3,
}
RISKS = {Risk.HIGH: 24, Risk.MEDIUM: 46, Risk.LOW: 30}
LOOK_LIMIT = {Risk.HIGH: 5, Risk.MEDIUM: 15, Risk.LOW: 60}  # minutes; FRAME section 6
LOOK_MIDDLE = {Risk.HIGH: 1.8, Risk.MEDIUM: 8, Risk.LOW: 25}


@dataclass(frozen=True, slots=True)
class Telling:
    """What hangs together in one invented report."""

    report: Report
    victim: Person
    reported: Person | None
    band: AgeBand
    sex: str
    place: str
    responded_at: datetime


def invent_report(
    dice: Dice,
    office: Office,
    received: datetime,
    batch: Batch,
    *,
    report_id: UUID | None = None,
    risk: Risk | None = None,
) -> Telling:
    """Make one triaged report with its people; the caller says how it ended."""
    unit, staff = office.unit, office.staff
    band = dice.weighted(BANDS)
    child = band in CHILD_BANDS
    sex = "F" if not child or dice.happens(0.8) else "M"
    forms = [dice.weighted(CHILD_FORMS if child else ADULT_FORMS)]
    if dice.happens(0.2):
        forms.append(Form.PSYCHOLOGICAL)
    risk = risk or dice.weighted(RISKS)
    looked = received + dice.minutes(LOOK_MIDDLE[risk])
    key = new_key(KeyKind.CASE, save=False)
    channel = dice.weighted(CHANNELS.get(unit.area_id[:2], CHANNELS["64"]))
    place = dice.of(office.places)
    responded = looked + _served_after(dice, risk)
    institution = dice.happens(0.03)
    report = new_row(
        Report,
        id=report_id or dice.uuid(),
        number=dice.number_of("P", received),
        state=State.TRIAGED,
        channel=channel,
        about=_about(dice, channel),
        received_at=received,
        entered_at=received + dice.minutes(2),
        entered_by=None if channel == Channel.WEB else dice.of(staff["operator"]),
        area_id=place,
        anonymous=dice.happens(0.25),
        child=Tri.YES if child else Tri.NO,
        limits_told_at=received,
        emergency=risk == Risk.HIGH and dice.happens(0.2),
        risk=risk,
        risk_set_by=SetBy.HUMAN,
        look_due_at=received + timedelta(minutes=LOOK_LIMIT[risk]),
        looked_at=looked,
        looked_by=dice.of(staff["operator"]),
        respond_due_at=None if risk == Risk.LOW else received + _respond_within(risk),
        responded_at=responded,
        handled_by=dice.of(staff["operator"]),
        case_types=[CaseType.AMPK if child else CaseType.KTP],
        forms=list(dict.fromkeys(forms)),
        relation=dice.weighted(RELATIONS),
        authority=Authority.DISTRICT if dice.happens(0.95) else Authority.PROVINCE,
        finding=Finding.CONFIRMED,
        institution_named=Tri.YES if institution else Tri.NO,
        institutions=[dice.of(list(Institution))] if institution else [],
        data_key=key,
        words=dice.of(TELLINGS[forms[0]]),
        place=dice.of(PLACES) if dice.happens(0.6) else None,
    )
    batch.add(key, report)
    victim = _party(dice, unit, report, PersonRole.VICTIM, batch, sex=sex, band=band, known=0.6)
    reported = None
    if report.relation != Relation.UNKNOWN:
        reported = _party(
            dice, unit, report, PersonRole.REPORTED, batch, sex="M", band=AgeBand.A25_44, known=0.1
        )
    if not report.anonymous and report.about != About.SELF:
        _party(
            dice, unit, report, PersonRole.REPORTER, batch, sex="F", band=AgeBand.A25_44, known=0.7
        )
    batch.add(_screening(dice, report, looked))
    return Telling(report, victim, reported, band, sex, place, responded)


def _served_after(dice: Dice, risk: Risk) -> timedelta:
    """Most in time, some not: a demo in which everything is green teaches nothing."""
    if risk == Risk.HIGH:
        return timedelta(seconds=20) if dice.happens(0.93) else dice.minutes(25)
    return dice.minutes(110, 0.6)


def _respond_within(risk: Risk) -> timedelta:
    return timedelta(minutes=5) if risk == Risk.HIGH else timedelta(hours=6)


def _about(dice: Dice, channel: Channel) -> About:
    if channel in {Channel.POLICE, Channel.SCHOOL, Channel.HEALTH, Channel.SAPA129, Channel.NGO}:
        return About.PROFESSIONAL
    return About.OTHER if dice.happens(0.6) else About.SELF


def _party(
    dice: Dice,
    unit: Unit,
    report: Report,
    role: PersonRole,
    batch: Batch,
    *,
    sex: str,
    band: AgeBand,
    known: float,
) -> Person:
    person, key = invent_person(dice, unit, report.received_at, sex=sex, band=band, known=known)
    batch.add(key, person)
    batch.add(new_row(Party, id=dice.uuid(), report=report, person=person, role=role))
    return person


def _screening(dice: Dice, report: Report, at: datetime) -> Screening:
    """Answer the ten questions so that they make the report's level."""
    answers = dict.fromkeys((item.code for item in DARURAT.items), "no")
    if report.risk == Risk.HIGH:
        asked = [item.code for item in DARURAT.items if item.code != "danger_now"]
        answers["danger_now" if report.emergency else dice.of(asked)] = "yes"
    elif report.risk == Risk.MEDIUM:
        answers[dice.of([item.code for item in DARURAT.items])] = "unknown"
    return new_row(
        Screening,
        id=dice.uuid(),
        report=report,
        instrument=DARURAT.code,
        version=DARURAT.version,
        answers=answers,
        level=report.risk,
        emergency=report.emergency,
        answered_by=report.looked_by,
        answered_at=at,
    )
