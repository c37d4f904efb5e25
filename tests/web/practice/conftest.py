"""A real house, not a demo, in which colleagues hold second keys and practise on invented cases."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

import lindung.casework.handlers  # as in the worker's process
import lindung.demo.handlers  # noqa: F401  # likewise
from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.directory import queries as directory
from lindung.directory.models import Unit
from lindung.intake import services as intake
from lindung.intake.models import Report
from lindung.jobs.outbox import drain
from tests.conftest import UNIT, at_work

REAL_WORDS = "Suaminya memukul lagi, sungguhan."


@pytest.fixture(autouse=True)
def _real_mode(settings: Settings, units: dict[str, Unit]) -> None:
    """Let the house be what it is in an office."""
    settings.DEMO = False


def works_for_real(staff: Staff, *roles: Role) -> Staff:
    """Make somebody of the cast an account of an office, with a second key."""
    Staff.objects.filter(pk=staff.pk).update(
        demo=False, **({"roles": list(roles)} if roles else {})
    )
    Authenticator.objects.create(user_id=staff.pk, type="totp", data={"secret": "x"})
    return Staff.objects.get(pk=staff.pk)


@pytest.fixture
def officer(rini: Staff) -> Staff:
    """The operator, who takes reports."""
    return works_for_real(rini)


@pytest.fixture
def manager(wati: Staff) -> Staff:
    """A case manager."""
    return works_for_real(wati)


@pytest.fixture
def chief(sari: Staff) -> Staff:
    """The head of the unit."""
    return works_for_real(sari)


@pytest.fixture
def real_report(officer: Staff) -> Report:
    """A report of real life, an emergency."""
    with at_work(officer):
        return intake.enter_report(
            officer.actor(),
            officer.unit,
            channel="phone",
            about="other",
            words=REAL_WORDS,
            now_danger="yes",
            victim_name="Rahmawati Sungguhan",
        )


@pytest.fixture
def browser_of() -> Callable[[Staff], Client]:
    """Return a browser in which somebody is signed in."""

    def signed_in(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff)
        return client

    return signed_in


@pytest.fixture
def practising(browser_of: Callable[[Staff], Client]) -> Callable[[Staff], Client]:
    """Return a browser of somebody who practises; invented cases are there."""

    def inside(staff: Staff) -> Client:
        client = browser_of(staff)
        client.post("/latihan/mulai/")
        drain()
        return client

    return inside


def place_of_practice() -> Unit:
    """Return where the people of the unit practise."""
    place = directory.practice_of(UNIT)
    assert place is not None
    return place


def invented(**wanted: object) -> list[Report]:
    """Return the invented reports."""
    with frame(place_of_practice().pk):
        return list(Report.objects.filter(**wanted).order_by("-received_at"))
