"""What tests of the hotline begin with: a pattern, people whose phone is proved, a rota."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.models import Plan, Reach, Template
from lindung.hotline.rules.rota import Slot
from lindung.hotline.services import reach as phones
from lindung.hotline.services import rota
from tests.conftest import UNIT, at_work
from tests.hotline.clock import Clock, install, moved
from tests.pg import Login

Ready = Callable[..., None]
TWELVE = (Slot(time(7), time(19)), Slot(time(19), time(7)))


def prove(staff: Staff, by: Staff, unit: Unit, number: str = "0811-0000-0000") -> Reach:
    """Let `staff` write a number down and prove it with the code that `by` reads out."""
    with at_work(staff):
        reach = phones.add_reach(staff.actor(), unit, way="call", address=number)
    with at_work(by):
        code = phones.draw_code(by.actor(), reach)
    with at_work(staff):
        assert phones.prove_reach(staff.actor(), reach, code=code)
    return reach


@pytest.fixture
def unit(units: dict[str, Unit]) -> Unit:
    """The home unit."""
    return units["kutim"]


@pytest.fixture
def pattern(unit: Unit, sari: Staff) -> Template:
    """Two shifts of twelve hours, every day."""
    with at_work(sari):
        return rota.make_template(sari.actor(), unit, season="ordinary", slots=TWELVE)


@pytest.fixture
def four_ready(unit: Unit, rini: Staff, wati: Staff, sari: Staff, joko: Staff) -> list[Staff]:
    """The four of the unit, each with a proved phone."""
    for one in (rini, wati, joko):
        prove(one, sari, unit)
    with frame(UNIT):
        Reach.objects.create(
            staff_id=sari.pk,
            way="call",
            data_key=Reach.objects.all()[0].data_key,
            made_at=now(),
            verified_at=now(),
        )
    return [rini, wati, joko, sari]


def today() -> date:
    """Return the day it is where the unit is."""
    return (now() + timedelta(hours=8)).date()


def make_plan(
    head: Staff,
    unit: Unit,
    pattern: Template,
    people: list[Staff],
    *,
    first: int = -1,
    n_days: int = 7,
    with_backup: bool = True,
) -> Plan:
    """Let the head draft a rota around today."""
    begin = today() + timedelta(days=first)
    with at_work(head):
        return rota.draft_plan(
            head.actor(),
            unit,
            template=pattern,
            first=begin,
            last=begin + timedelta(days=n_days - 1),
            people=[one.pk for one in people],
            changes="shift",
            with_backup=with_backup,
        )


@pytest.fixture
def plan(unit: Unit, sari: Staff, pattern: Template, four_ready: list[Staff]) -> Plan:
    """A published rota of the four, from yesterday on."""
    made = make_plan(sari, unit, pattern, four_ready)
    with at_work(sari):
        rota.publish_plan(sari.actor(), made)
        return Plan.objects.get(pk=made.pk)


@pytest.fixture(scope="session")
def _clock_functions(django_db_setup: None, database_logins: tuple[Login, Login]) -> None:
    """Make the movable clock once."""
    install(database_logins[0])


@pytest.fixture
def clock(_clock_functions: None, db: None) -> Iterator[Clock]:
    """A clock of the database that the test moves."""
    with moved() as clock:
        yield clock
