"""Who may do what to a unit: one record and the whole table always agree."""

import pytest

from lindung.access.models import Staff
from lindung.casework import search
from lindung.core.frame import frame
from lindung.core.policy import Policy
from lindung.directory.models import Unit
from lindung.directory.policy import POLICY
from tests.conftest import UNIT

WHO = [
    "wati",
    "rini",
    "sari",
    "hadi",
    "maya",
    "psi",
    "lina",
    "tono",
    "adi",
    "bapak",
    "dewi",
    "nita",
]
TABLES: list[tuple[Policy[Unit], str]] = [
    *((POLICY, action) for action in POLICY.rules),
    *((search.POLICY, action) for action in search.POLICY.rules),
]


@pytest.mark.parametrize(("policy", "action"), TABLES)
def test_one_record_and_the_table_agree(
    policy: Policy[Unit], action: str, request: pytest.FixtureRequest
) -> None:
    actors = [request.getfixturevalue(name).actor() for name in WHO]

    with frame(UNIT):
        for actor in actors:
            one_by_one = {u.code for u in Unit.objects.all() if policy.allows(actor, action, u)}
            at_once = {u.code for u in policy.only(actor, action, Unit.objects.all())}
            assert one_by_one == at_once


def test_limits_are_set_by_the_administrator_and_the_head_of_that_very_unit(
    sari: Staff, adi: Staff, nita: Staff, rini: Staff
) -> None:
    with frame(UNIT):
        unit = Unit.objects.get(pk=UNIT)
        may = {
            s.name for s in (sari, adi, nita, rini) if POLICY.allows(s.actor(), "set_limit", unit)
        }

    assert may == {"Sari", "Adi"}
