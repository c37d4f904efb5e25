"""Invented people: names of the region, a phone that rings nowhere, a NIK that nobody has."""

from datetime import date, datetime, timedelta

from lindung.core.keys import new_key
from lindung.core.models import DataKey, KeyKind
from lindung.demo.dice import Dice
from lindung.demo.rows import new_row
from lindung.demo.words import FAMILY, GIVEN
from lindung.directory.models import Unit
from lindung.people.codes import AgeBand, Disability
from lindung.people.digests import digest_of
from lindung.people.models import Person

YEARS = {
    AgeBand.A0_5: (1, 5),
    AgeBand.A6_12: (6, 12),
    AgeBand.A13_17: (13, 17),
    AgeBand.A18_24: (18, 24),
    AgeBand.A25_44: (25, 44),
    AgeBand.A45_59: (45, 59),
    AgeBand.A60: (60, 80),
}
DAYS_A_YEAR = 365.25
WOMEN_ADD = 40  # NIK: a woman's day of birth carries 40 more


def invent_name(dice: Dice, sex: str, province: str) -> str:
    """Make a name, often a single one."""
    parts = [dice.of(GIVEN[sex])]
    if dice.happens(0.55):
        parts.append(dice.of(GIVEN[sex]))
    family = dice.of(FAMILY.get(province, FAMILY["64"]))
    return " ".join(dict.fromkeys([*parts, family] if family else parts))


def invent_person(
    dice: Dice, unit: Unit, at: datetime, *, sex: str, band: AgeBand, known: float
) -> tuple[Person, DataKey]:
    """Make a person and her key; `known` is the share of details that somebody wrote down."""
    key = new_key(KeyKind.IDENTITY, save=False)
    person = new_row(
        Person,
        id=dice.uuid(),
        data_key=key,
        name=invent_name(dice, sex, unit.area_id[:2]),
        sex=sex,
        age_band=band,
        made_at=at,
        changed_at=at,
    )
    if dice.happens(0.04):
        person.disability = [dice.of([d for d in Disability if d != Disability.NONE])]
    if band in YEARS and dice.happens(known):
        _give_birth_date(dice, unit, person, at.date())
    if dice.happens(known):
        number = f"62800{dice.number(0, 99_999_999):08d}"  # 0800 is no mobile prefix: rings nowhere
        person.phone = number
        person.phone_digest = digest_of(unit.id, "phone", number)
    return person, key


def _give_birth_date(dice: Dice, unit: Unit, person: Person, today: date) -> None:
    least, most = YEARS[AgeBand(person.age_band)]
    days = int(dice.number(least, most) * DAYS_A_YEAR) + dice.number(0, 364)
    born = today - timedelta(days=min(days, int((most + 0.99) * DAYS_A_YEAR)))
    person.birth_date = born.isoformat()
    if dice.happens(0.6):
        area = unit.area_id.replace(".", "") + f"{dice.number(1, 12):02d}"
        day = born.day + (WOMEN_ADD if person.sex == "F" else 0)
        nik = f"{area}{day:02d}{born:%m%y}{dice.number(1, 9999):04d}"
        person.nik = nik
        person.nik_digest = digest_of(unit.id, "nik", nik)
