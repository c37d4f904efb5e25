"""A frame belongs to one unit, and what it noted survives it."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection
from django.db.transaction import TransactionManagementError

from lindung.access.models import Staff
from lindung.core.acting import acting, missed, opening
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import EVERY_UNIT, frame, this_unit
from lindung.core.models import Blocked, Trail, Turn
from lindung.core.policy import Policy, has_role
from lindung.directory.models import Unit
from tests.conftest import NEIGHBOUR, UNIT, at_work

POLICY: Policy[Unit] = Policy(
    module="test",
    rules={"knock": ((has_role("case_manager"),),), "peek": ((has_role("case_manager"),),)},
)


def lines() -> list[tuple[str, bool]]:
    """Return what the trail of the home unit says."""
    with frame(UNIT):
        return list(Trail.objects.order_by("id").values_list("action", "refused"))


def test_an_act_and_its_line_stand_together(wati: Staff) -> None:
    with at_work(wati), acting(wati.actor(), POLICY, "knock", wati.unit):
        pass

    assert lines() == [("test.knock", False)]


def test_an_act_that_fails_leaves_no_line(wati: Staff) -> None:
    def act_and_crash() -> None:
        with at_work(wati), acting(wati.actor(), POLICY, "knock", wati.unit):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_and_crash()

    assert lines() == []


def test_a_refusal_is_written_down_even_when_everything_else_fails(rini: Staff) -> None:
    def refuse_and_crash() -> None:
        with frame(EVERY_UNIT):
            with (
                pytest.raises(Denied),
                at_work(rini),
                acting(rini.actor(), POLICY, "knock", rini.unit),
            ):
                pass
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        refuse_and_crash()

    assert lines() == [("test.knock", True)]


def test_an_opening_is_written_down_even_when_everything_else_fails(wati: Staff) -> None:
    def read_and_crash() -> None:
        with at_work(wati), opening(wati.actor(), POLICY, "peek", wati.unit):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read_and_crash()

    assert lines() == [("test.peek", False)]


def test_asking_for_what_is_not_there_is_written_down(wati: Staff) -> None:
    with at_work(wati):
        error = missed(wati.actor(), POLICY, "peek", "K-2603-22222")

    assert str(error) == "K-2603-22222"
    assert lines() == [("test.peek", True)]


def test_a_conflict_of_interest_outweighs_the_role(wati: Staff) -> None:
    with at_work(wati):
        Blocked.objects.create(subject_id=wati.unit_id, staff_id=wati.id)
        with pytest.raises(Denied), acting(wati.actor(), POLICY, "knock", wati.unit):
            pass

    assert lines() == [("test.knock", True)]


def test_a_broken_rule_undoes_the_act_and_leaves_the_frame(wati: Staff) -> None:
    def half_an_act() -> None:
        with acting(wati.actor(), POLICY, "knock", wati.unit):
            Blocked.objects.create(subject_id=wati.id, staff_id=wati.id)
            raise RuleBroken("too_soon", "Not yet.")

    with at_work(wati):
        with pytest.raises(RuleBroken):
            half_an_act()

        assert not Blocked.objects.exists()


def test_a_swallowed_database_error_cannot_pass_for_success(units: object) -> None:
    def swallow() -> None:
        with frame(UNIT), suppress(IntegrityError):
            Turn.objects.create()

    with pytest.raises(TransactionManagementError):
        swallow()


def test_an_inner_frame_gives_the_outer_one_its_unit_back(wati: Staff) -> None:
    with frame(UNIT):
        Blocked.objects.create(subject_id=wati.id, staff_id=wati.id)
    with frame(NEIGHBOUR):
        with frame(UNIT):
            assert Blocked.objects.count() == 1
        assert this_unit() == NEIGHBOUR
        assert not Blocked.objects.exists()


def test_nothing_is_made_outside_a_frame_or_across_units(db: None) -> None:
    with pytest.raises(RuntimeError, match="needs a frame"):
        Trail()
    with frame(EVERY_UNIT), pytest.raises(RuntimeError, match="one unit"):
        Trail()


def test_the_setting_does_not_outlive_the_frame(db: None) -> None:
    with frame(UNIT), connection.cursor() as cursor:
        cursor.execute("select current_setting('app.unit')")
        assert cursor.fetchone() == (str(UNIT),)

    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.unit')")
        assert cursor.fetchone() == ("",)
