"""Every change of a case, tried by everybody: who may not is refused, and it is written down."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from lindung.access.models import Staff
from lindung.casework import services
from lindung.casework.models import Case
from lindung.core.clock import now
from lindung.core.errors import Denied
from lindung.core.frame import frame
from lindung.core.models import Trail
from tests.conftest import UNIT

Call = Callable[[Any, Case], object]
ON_IT = {"wati", "maya"}
LEADS = {"wati", "sari"}
EVERYBODY = (
    *("wati", "rini", "sari", "hadi", "joko", "maya", "psi"),
    *("lina", "tono", "adi", "bapak", "dewi", "arif"),
)
CALLS: dict[str, tuple[Call, set[str]]] = {
    "change_facts": (
        lambda a, c: services.change_facts(a, c, services.CaseFacts(tpks=True)),
        ON_IT,
    ),
    "add_incident": (lambda a, c: services.add_incident(a, c, forms=["physical"]), ON_IT),
    "record_consent": (
        lambda a, c: services.record_consent(a, c, purpose="service", basis="consent"),
        ON_IT,
    ),
    "add_plan_line": (
        lambda a, c: services.add_plan_line(
            a, c, service="counselling", owner=c.manager_id, due_at=now() + timedelta(days=1)
        ),
        ON_IT,
    ),
    "record_service": (
        lambda a, c: services.record_service(a, c, service="counselling", given_at=now()),
        ON_IT,
    ),
    "write_note": (lambda a, c: services.write_note(a, c, words="She is safe."), ON_IT),
    "review": (services.review, ON_IT),
    "raise_risk": (
        lambda a, c: services.raise_risk(a, c, risk="high", reason="He is back."),
        ON_IT | {"sari"},
    ),
    "ask_lower_risk": (
        lambda a, c: services.ask_lower_risk(a, c, risk="low", reason="He has left."),
        ON_IT,
    ),
    "add_party": (lambda a, c: services.add_party(a, c, role="family", name="Bu Ani"), ON_IT),
    "ask_to_close": (
        lambda a, c: services.ask_to_close(
            a,
            c,
            reason="lost_contact",
            checks={"plan_settled": True, "referrals_closed": True},
            words="Six calls, no answer.",
        ),
        ON_IT,
    ),
    "move_to_monitoring": (services.move_to_monitoring, ON_IT),
    "assign": (lambda a, c: services.assign(a, c, manager=c.manager_id), LEADS),
    "break_glass": (lambda a, c: services.break_glass(a, c, reason="A complaint."), {"sari"}),
    "block_named": (
        lambda a, c: services.block_named(a, c, staff=uuid4()),
        ON_IT | {"sari"},
    ),
    "write_psychologist_note": (
        lambda a, c: services.write_note(a, c, kind="psychologist", words="She sleeps badly."),
        set(),
    ),
    "write_legal_note": (
        lambda a, c: services.write_note(a, c, kind="legal", words="Two witnesses."),
        set(),
    ),
}


@pytest.mark.parametrize("action", CALLS)
def test_who_may_can_and_the_trail_tells(
    action: str, her_case: Case, request: pytest.FixtureRequest
) -> None:
    call, may = CALLS[action]
    for name in sorted(may):
        staff: Staff = request.getfixturevalue(name)
        with frame(UNIT, staff.pk), transaction.atomic():
            call(staff.actor(), Case.objects.get(pk=her_case.pk))
            lines = Trail.objects.filter(
                action=f"casework.{action}", actor_id=staff.pk, refused=False
            )
            assert lines.count() == 1, name
            transaction.set_rollback(True)  # so that the next one meets the same case


@pytest.mark.parametrize("action", CALLS)
def test_a_stranger_cannot_and_the_attempt_is_written_down(
    action: str, her_case: Case, request: pytest.FixtureRequest
) -> None:
    call, may = CALLS[action]
    strangers = [name for name in EVERYBODY if name not in may]
    for name in strangers:
        staff: Staff = request.getfixturevalue(name)
        with pytest.raises(Denied), frame(UNIT, staff.pk):
            call(staff.actor(), her_case)
        with frame(UNIT):
            refused = Trail.objects.filter(
                action=f"casework.{action}", actor_id=staff.pk, refused=True
            )
            assert refused.count() == 1, name
    assert len(strangers) >= len(EVERYBODY) - 3
