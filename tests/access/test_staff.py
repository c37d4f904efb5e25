"""Accounts: who makes them, who changes them, and what ends when somebody leaves."""

from uuid import uuid4

import pytest
from django.test import Client

from lindung.access import queries, services
from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Trail, Turn
from lindung.core.turns import set_turn
from lindung.directory.models import Unit
from tests.conftest import NEIGHBOUR, PROVINCE, UNIT, at_work, hire


def refused(action: str, unit_id: object = UNIT) -> list[str]:
    with frame(unit_id):  # type: ignore[arg-type]  # a unit of the cast
        lines = Trail.objects.filter(action=f"access.{action}", refused=True)
        return [line.record_id for line in lines]


def test_the_first_account_is_made_on_the_command_line_with_a_password_for_once(
    units: dict[str, Unit],
) -> None:
    staff, word = services.add_first_staff("Ibu@Example.org", "kutim", [Role.ADMINISTRATOR], "Ibu")

    assert (staff.email, staff.one_time, staff.roles) == (
        "ibu@example.org",
        True,
        ["administrator"],
    )
    assert staff.check_password(word)
    assert not staff.demo
    with frame(UNIT):
        assert Trail.objects.get(action="access.add_staff").actor_id == MACHINE.id


def test_no_account_begins_in_a_unit_that_does_not_exist(units: dict[str, Unit]) -> None:
    with pytest.raises(NotFound):
        services.add_first_staff("a@example.org", "nowhere", [Role.OPERATOR], "A")


def test_an_administrator_adds_to_the_own_unit_alone(adi: Staff, units: dict[str, Unit]) -> None:
    with at_work(adi):
        services.add_staff(
            adi.actor(), units["kutim"], email="b@example.org", name="B", roles=[Role.OPERATOR]
        )
        with pytest.raises(Denied):
            services.add_staff(
                adi.actor(), units["batam"], email="c@example.org", name="C", roles=[Role.OPERATOR]
            )

    assert refused("add_staff") == [str(NEIGHBOUR)]


@pytest.mark.parametrize("who", ["sari", "wati", "rini", "bapak"])
def test_nobody_else_adds_accounts(
    who: str, units: dict[str, Unit], request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    with at_work(staff), pytest.raises(Denied):
        services.add_staff(
            staff.actor(), units["kutim"], email="b@example.org", name="B", roles=["operator"]
        )

    assert refused("add_staff") == [str(UNIT)]


def test_nobody_changes_their_own_roles_and_the_attempt_is_written_down(adi: Staff) -> None:
    with at_work(adi), pytest.raises(Denied):
        services.change_roles(adi.actor(), adi, roles=[Role.ADMINISTRATOR, Role.CASE_MANAGER])

    adi.refresh_from_db()
    assert adi.roles == ["administrator"]
    assert refused("change_roles") == [str(adi.pk)]


def test_roles_of_a_colleague_change_at_once(adi: Staff, rini: Staff) -> None:
    with at_work(adi):
        services.change_roles(adi.actor(), rini, roles=[Role.CASE_MANAGER, Role.OPERATOR])

    assert rini.roles == ["operator", "case_manager"]


def test_roles_of_another_unit_are_out_of_reach(adi: Staff, nita: Staff) -> None:
    with at_work(adi), pytest.raises(Denied):
        services.change_roles(adi.actor(), nita, roles=[Role.OPERATOR])


def test_an_outside_approver_does_not_work_in_the_unit_itself(
    adi: Staff, rini: Staff, units: dict[str, Unit]
) -> None:
    with at_work(adi), pytest.raises(RuleBroken) as broken:
        services.change_roles(adi.actor(), rini, roles=[Role.APPROVER])

    assert (broken.value.code, broken.value.field) == ("approver_is_outside", "roles")
    services.add_first_staff("p@example.org", "provinsi", [Role.APPROVER], "P")


def test_one_address_has_one_account_whatever_its_case(adi: Staff, rini: Staff) -> None:
    with at_work(adi), pytest.raises(RuleBroken) as broken:
        services.add_staff(
            adi.actor(), rini.unit, email="RINI@example.org", name="R", roles=["operator"]
        )

    assert (broken.value.code, broken.value.field) == ("email_taken", "email")


def test_whoever_left_is_out_on_the_next_click(client: Client, adi: Staff, rini: Staff) -> None:
    client.force_login(rini)
    assert client.get("/akun/").status_code == 200

    with at_work(adi):
        services.leave(adi.actor(), rini)

    assert client.get("/akun/")["Location"].startswith("/masuk/")


def test_what_waited_for_whoever_left_waits_for_the_head(adi: Staff, rini: Staff) -> None:
    with at_work(rini):
        set_turn(
            uuid4(), "triage", kind="intake.report", number="P-2603-7Q9MX",
            next_at=Moment(), staff_id=rini.pk,
        )  # fmt: skip

    with at_work(adi):
        assert services.leave(adi.actor(), rini) == 1

    with frame(UNIT):
        assert Turn.objects.get().next_role == Role.UNIT_HEAD
    assert rini.roles == []
    assert rini.left_at


def test_tokens_end_with_the_account(adi: Staff, rini: Staff) -> None:
    with at_work(rini):
        _, raw = services.create_token(rini.actor(), rini, name="t", scopes=["reports:read"])
    assert services.token_actor(raw)

    with at_work(adi):
        services.leave(adi.actor(), rini)

    assert services.token_actor(raw) is None


def test_a_lost_phone_is_answered_with_a_new_way_in_for_once(adi: Staff, rini: Staff) -> None:
    with at_work(adi):
        word = services.renew_way_in(adi.actor(), rini)

    assert rini.check_password(word)
    assert rini.one_time


def test_accounts_of_another_unit_and_none_are_the_same_to_an_administrator(
    adi: Staff, nita: Staff
) -> None:
    nobody = uuid4()
    with at_work(adi):
        for asked in (nita.pk, nobody):
            with pytest.raises(NotFound):
                queries.get_staff(adi.actor(), asked)

    assert set(refused("view_staff")) == {str(nita.pk), str(nobody)}


def test_a_colleague_is_known_by_name_and_only_while_working(sari: Staff, rini: Staff) -> None:
    gone = hire("Gone", UNIT, Role.OPERATOR)
    Staff.objects.filter(pk=gone.pk).update(is_active=False)

    assert [c.name for c in queries.colleagues(sari.actor(), [Role.OPERATOR])] == ["Rini"]
    assert queries.names_of([gone.pk, rini.pk, None]) == {gone.pk: "Gone", rini.pk: "Rini"}


def test_a_machine_account_cannot_sign_in(units: dict[str, Unit]) -> None:
    with frame(PROVINCE):
        machine = services.machine_account(MACHINE, units["provinsi"], roles=[Role.OPERATOR])

    assert not machine.has_usable_password()
