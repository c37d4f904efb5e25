"""The rota in the database: what may be published, who may, and what the database refuses."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from lindung.access.models import Staff
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.directory.models import Unit
from lindung.hotline.models import Plan, Shift, Template
from lindung.hotline.queries import rota as queries
from lindung.hotline.rules.rota import Slot
from lindung.hotline.services import rota
from tests.conftest import UNIT, at_work
from tests.hotline.conftest import make_plan


def test_a_whole_rota_of_ready_people_is_published_without_a_cover(plan: Plan) -> None:
    assert plan.published_at is not None
    assert plan.gap_minutes == 0


def test_a_gap_is_refused_until_somebody_is_named_who_rings_in_it(
    unit: Unit, sari: Staff, rini: Staff, joko: Staff, pattern: Template
) -> None:
    draft = make_plan(sari, unit, pattern, [rini, joko])  # no phone is proved

    with at_work(sari):
        with pytest.raises(RuleBroken) as said:
            rota.publish_plan(sari.actor(), draft)
        rota.publish_plan(sari.actor(), draft, standing_cover=sari.pk)
        draft.refresh_from_db()

    assert said.value.code == "gap_without_cover"
    assert (draft.gap_minutes, draft.standing_cover) == (7 * 24 * 60, sari.pk)


def test_the_database_itself_refuses_a_published_gap_without_a_cover(
    unit: Unit, sari: Staff, rini: Staff, joko: Staff, pattern: Template
) -> None:
    draft = make_plan(sari, unit, pattern, [rini, joko])

    with frame(UNIT), pytest.raises(IntegrityError, match="gap_has_cover"), transaction.atomic():
        Plan.objects.filter(pk=draft.pk).update(published_at=draft.made_at, gap_minutes=1)


def test_two_rotas_of_a_unit_never_ring_at_once(
    unit: Unit, sari: Staff, plan: Plan, pattern: Template, four_ready: list[Staff]
) -> None:
    second = make_plan(sari, unit, pattern, four_ready, first=3)

    with at_work(sari):
        with pytest.raises(RuleBroken) as said:
            rota.publish_plan(sari.actor(), second)
        rota.withdraw_plan(sari.actor(), plan)
        rota.publish_plan(sari.actor(), second)

    assert said.value.code == "plans_overlap"


def test_nobody_sits_in_two_places_and_no_seat_has_two(plan: Plan) -> None:
    with frame(UNIT):
        shift = Shift.objects.filter(seat="duty").order_by("begin_at")[0]
        backup = Shift.objects.get(seat="backup", begin_at=shift.begin_at)
        with pytest.raises(IntegrityError, match="one_place"), transaction.atomic():
            Shift.objects.filter(pk=backup.pk).update(staff_id=shift.staff_id)
        with pytest.raises(IntegrityError, match="one_a_seat"), transaction.atomic():
            Shift.objects.filter(pk=backup.pk).update(seat="duty")


def test_a_shift_of_a_draft_is_given_to_another_and_of_a_published_rota_not(
    unit: Unit, sari: Staff, pattern: Template, four_ready: list[Staff]
) -> None:
    draft = make_plan(sari, unit, pattern, four_ready)
    with at_work(sari):
        shift = draft.shifts.filter(seat="duty").order_by("begin_at")[0]
        taken = set(draft.shifts.filter(begin_at=shift.begin_at).values_list("staff_id", flat=True))
        free = next(one.pk for one in four_ready if one.pk not in taken)
        rota.change_shift(sari.actor(), draft, shift_id=shift.pk, staff_id=free)
        other = (taken - {shift.staff_id}).pop()
        with pytest.raises(RuleBroken) as two:
            rota.change_shift(sari.actor(), draft, shift_id=shift.pk, staff_id=other)
        rota.publish_plan(sari.actor(), draft)
        with pytest.raises(RuleBroken) as late:
            rota.change_shift(sari.actor(), draft, shift_id=shift.pk, staff_id=shift.staff_id)

    assert (two.value.code, late.value.code) == ("two_places", "already_published")


def test_only_heads_make_a_rota_and_the_attempt_is_written_down(
    unit: Unit, rini: Staff, pattern: Template
) -> None:
    with pytest.raises(Denied):
        make_plan(rini, unit, pattern, [rini], with_backup=False)

    with frame(UNIT):
        line = Trail.objects.get(actor_id=rini.pk)
        assert (line.action, line.refused) == ("hotline.make_rota", True)


def test_who_cannot_open_reports_is_not_put_on_duty(
    unit: Unit, sari: Staff, rini: Staff, tono: Staff, pattern: Template
) -> None:
    with pytest.raises(RuleBroken) as said:
        make_plan(sari, unit, pattern, [rini, tono])

    assert said.value.code == "no_colleague"


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ((), "slots_missing"),
        ((Slot(time(7), time(19)), Slot(time(18), time(7))), "slots_overlap"),
    ],
)
def test_a_pattern_needs_shifts_that_lie_apart(
    slots: tuple[Slot, ...], code: str, unit: Unit, sari: Staff
) -> None:
    with at_work(sari), pytest.raises(RuleBroken) as said:
        rota.make_template(sari.actor(), unit, season="ordinary", slots=slots)

    assert said.value.code == code


@pytest.mark.parametrize(("n_days", "code"), [(0, "dates_wrong"), (70, "plan_too_long")])
def test_a_rota_has_sensible_dates(
    n_days: int, code: str, unit: Unit, sari: Staff, pattern: Template, four_ready: list[Staff]
) -> None:
    with pytest.raises(RuleBroken) as said:
        make_plan(sari, unit, pattern, four_ready, n_days=n_days)

    assert said.value.code == code


def test_the_screen_shows_gaps_hours_and_ones_own_turn(unit: Unit, sari: Staff, plan: Plan) -> None:
    with at_work(sari):
        seen = queries.view(sari.actor(), unit, plan.begin_at, plan.end_at + timedelta(hours=1))

    assert seen.gap_minutes == 60
    assert seen.rows[-1].gap == "nobody"
    assert {row.name for _, week in seen.weeks for row in week} == {"Rini", "Wati", "Joko", "Sari"}
    assert any(row.mine for row in seen.rows)


def test_a_neighbour_sees_nothing_of_the_rota(nita: Staff, plan: Plan) -> None:
    with at_work(nita):
        assert not Plan.objects.exists()
        assert not Shift.objects.exists()
