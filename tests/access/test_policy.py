"""Both halves of each condition agree: for one record, and for a whole table."""

from typing import Any
from uuid import uuid4

import pytest

from lindung.access import policy as who_may
from lindung.access import services
from lindung.access.codes import Ask, Role
from lindung.access.models import ApiToken, Approval, Staff
from lindung.access.policy import APPROVALS
from lindung.access.rules import Colleague, role_that_decides, roles_problem
from lindung.core.actor import Actor
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.core.policy import Policy
from lindung.directory.models import Unit
from tests.conftest import NEIGHBOUR, PROVINCE, UNIT, at_work

CAST = ("adi", "sari", "hadi", "dewi", "wati", "rini", "nita", "arif", "bapak", "tono")


@pytest.fixture
def everybody(units: dict[str, Unit], request: pytest.FixtureRequest) -> list[Staff]:
    """The cast, with tokens and things to decide in three units, one of them hidden from Dewi."""
    cast: list[Staff] = [request.getfixturevalue(name) for name in CAST]
    hidden = uuid4()
    by_name = {staff.name: staff for staff in cast}
    with frame(UNIT):
        Blocked.objects.create(subject_id=hidden, staff_id=by_name["Dewi"].pk)
    for name, subject in (("Wati", hidden), ("Sari", uuid4()), ("Nita", uuid4())):
        with at_work(by_name[name]):
            services.ask_approval(
                by_name[name].actor(),
                ask=Ask.LOWER_RISK,
                kind="intake.report",
                subject_id=subject,
                number="P-2603-7Q9MX",
                reason="alasan",
            )
    for name in ("Rini", "Nita"):
        with at_work(by_name[name]):
            services.create_token(
                by_name[name].actor(), by_name[name], name="t", scopes=["reports:read"]
            )
    return cast


def test_single_records_and_whole_tables_agree(everybody: list[Staff]) -> None:
    tables: list[tuple[Policy[Any], Any]] = [
        (who_may.STAFF, Staff),
        (who_may.TOKENS, ApiToken),
        (who_may.APPROVALS, Approval),
        (who_may.UNIT, Unit),
    ]
    compared = 0
    for staff in everybody:
        actor = staff.actor()
        with at_work(staff):
            for policy, table in tables:
                for action in policy.rules:
                    rows = table.objects.all()
                    kept = set(policy.only(actor, action, rows).values_list("pk", flat=True))
                    allowed = {r.pk for r in rows if policy.allows(actor, action, r)}
                    assert kept == allowed, (staff.name, policy.module, action)
                    compared += len(kept)
    assert compared > 50


def test_a_witness_of_another_thing_is_allowed_nothing(everybody: list[Staff]) -> None:
    stranger = Actor(id=uuid4(), roles=frozenset({"witness"}), unit_id=UNIT)

    with frame(UNIT):
        for action in APPROVALS.rules:
            if action != "ask_approval":
                assert not APPROVALS.only(stranger, action, Approval.objects.all()).exists()


ONE, TWO = uuid4(), uuid4()
HEAD, SUPERVISOR = frozenset({Role.UNIT_HEAD}), frozenset({Role.SUPERVISOR})


@pytest.mark.parametrize(
    ("colleagues", "has_approver", "role"),
    [
        ([Colleague(TWO, HEAD, False)], True, Role.UNIT_HEAD),
        ([Colleague(TWO, SUPERVISOR, False)], True, Role.SUPERVISOR),
        ([Colleague(ONE, HEAD, False), Colleague(TWO, SUPERVISOR, False)], True, Role.SUPERVISOR),
        ([Colleague(ONE, HEAD, False)], True, Role.APPROVER),
        ([Colleague(TWO, HEAD, True)], True, Role.APPROVER),
        ([Colleague(TWO, HEAD, True), Colleague(uuid4(), SUPERVISOR, False)], True, Role.APPROVER),
        ([Colleague(TWO, SUPERVISOR, True), Colleague(uuid4(), HEAD, False)], True, Role.UNIT_HEAD),
        ([], True, Role.APPROVER),
        ([Colleague(TWO, HEAD, True)], False, Role.UNIT_HEAD),
        ([], False, Role.UNIT_HEAD),
    ],
)
def test_a_decision_leaves_the_unit_only_when_it_must(
    colleagues: list[Colleague], has_approver: bool, role: Role
) -> None:
    assert role_that_decides(ONE, colleagues, has_approver=has_approver) == role


@pytest.mark.parametrize(
    ("roles", "outside", "problem"),
    [
        ([], False, "role_missing"),
        (["king"], False, "role_unknown"),
        (["approver"], False, "approver_is_outside"),
        (["approver"], True, None),
        (["administrator", "unit_head", "operator", "case_manager", "companion"], False, None),
    ],
)
def test_any_roles_may_meet_but_the_outside_approvers(
    roles: list[str], outside: bool, problem: str | None
) -> None:
    assert roles_problem(roles, outside=outside) == problem


def test_three_units_were_looked_at(everybody: list[Staff]) -> None:
    assert {staff.unit_id for staff in everybody} == {UNIT, NEIGHBOUR, PROVINCE}
