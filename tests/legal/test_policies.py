"""Who may do what about the law of a case: one record and the whole table always agree."""

from typing import Any

import pytest

from lindung.access.models import Staff
from lindung.casework.models import Case
from lindung.core.actor import MACHINE, REPORTER
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.core.policy import Policy
from lindung.legal import services
from lindung.legal.models import LawClock
from lindung.legal.policy import LAW, SIGNING
from tests.conftest import UNIT, at_work

NAMES = (
    *("wati", "rini", "sari", "hadi", "joko", "maya", "psi"),
    *("lina", "tono", "adi", "bapak", "dewi"),
)
TABLES: list[tuple[Policy[Any], str]] = [
    (policy, action) for policy in (LAW, SIGNING) for action in policy.rules
]


@pytest.fixture
def cast(request: pytest.FixtureRequest, tpks_case: Case) -> dict[str, Staff]:
    """Everybody; the clock of the duty runs, counsel wrote why it may end, Dewi knows somebody."""
    found = {name: request.getfixturevalue(name) for name in NAMES}
    with at_work(found["wati"]):
        services.answer_duty(found["wati"].actor(), tpks_case, told_by="victim", at=now())
        clock = LawClock.objects.get()
        services.write_opinion(found["lina"].actor(), clock, end="not_tpks", reason="Bukan.")
        Blocked.objects.create(subject_id=tpks_case.pk, staff_id=found["dewi"].id)
    return found


@pytest.mark.parametrize(("policy", "action"), TABLES)
def test_one_record_and_the_table_agree(
    policy: Policy[Any], action: str, cast: dict[str, Staff]
) -> None:
    actors = [*(staff.actor() for staff in cast.values()), MACHINE, REPORTER]

    with frame(UNIT):
        clock = LawClock.objects.get()
        for actor in actors:
            at_once = policy.only(actor, action, LawClock.objects.all()).exists()
            assert policy.allows(actor, action, clock) == at_once


@pytest.mark.parametrize(
    ("action", "who"),
    [
        ("view_law", {"wati", "maya", "lina", "sari", "hadi", "tono"}),
        ("read_law", {"wati", "maya", "lina"}),
        ("take_step", {"wati", "maya", "lina"}),
        ("confirm_hour", {"lina", "sari"}),
    ],
)
def test_the_law_of_a_case_is_for_those_who_work_on_it(
    action: str, who: set[str], cast: dict[str, Staff]
) -> None:
    with frame(UNIT):
        clock = LawClock.objects.get()
        may = {name for name, staff in cast.items() if LAW.allows(staff.actor(), action, clock)}

    assert may == who


def test_the_head_or_a_supervisor_signs(cast: dict[str, Staff]) -> None:
    with frame(UNIT):
        clock = LawClock.objects.get()
        may = {
            name
            for name, staff in cast.items()
            if SIGNING.allows(staff.actor(), "sign_opinion", clock)
        }

    assert may == {"sari", "hadi"}
