"""Hours taken over, swapped and ordered; phones proved; the hand-over; the calendar."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.clock import Moment, now
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Turn
from lindung.directory.models import Unit
from lindung.hotline.models import Cover, Plan, Reach, Shift
from lindung.hotline.queries import rota as queries
from lindung.hotline.queries.calendar import calendar_of
from lindung.hotline.queries.reach import get_reach, read_address, ready_staff
from lindung.hotline.services import calendar, covers, hand_over
from lindung.hotline.services import reach as phones
from tests.conftest import UNIT, at_work
from tests.hotline.conftest import prove


def coming(staff: Staff, seat: str = "duty") -> Shift:
    with frame(UNIT):
        rows = Shift.objects.select_related("plan").filter(staff_id=staff.pk, seat=seat)
        return rows.filter(begin_at__gt=now()).order_by("begin_at")[0]


def on_duty(at: object) -> object:
    with frame(UNIT):
        return queries.on_duty_now(at).duty  # type: ignore[arg-type]  # a moment


def other_two(plan: Plan, four: list[Staff], shift: Shift) -> list[Staff]:
    with frame(UNIT):
        busy = set(
            Shift.objects.filter(plan=plan, begin_at=shift.begin_at).values_list(
                "staff_id", flat=True
            )
        )
    return [one for one in four if one.pk not in busy]


def test_a_colleague_takes_hours_over_once_she_agrees(
    plan: Plan, rini: Staff, four_ready: list[Staff]
) -> None:
    shift = coming(rini)
    wati = other_two(plan, four_ready, shift)[0]
    begin = shift.begin_at + timedelta(hours=2)

    with at_work(rini):
        asked = covers.ask_cover(
            rini.actor(), shift, staff_id=wati.pk, begin=begin, end=begin + timedelta(hours=3)
        )
    before = on_duty(begin)
    with at_work(wati):
        assert Turn.objects.get(verb="decide_cover").next_staff == wati.pk
        covers.decide_cover(wati.actor(), asked, agreed=True)

    assert before == rini.pk
    assert on_duty(begin) == wati.pk
    assert on_duty(shift.begin_at) == on_duty(begin + timedelta(hours=3)) == rini.pk
    with frame(UNIT):
        assert not Turn.objects.filter(verb="decide_cover").exists()


def test_only_who_is_asked_may_agree(plan: Plan, rini: Staff, four_ready: list[Staff]) -> None:
    shift = coming(rini)
    asked_of, another = other_two(plan, four_ready, shift)
    with at_work(rini):
        asked = covers.ask_cover(rini.actor(), shift, staff_id=asked_of.pk)

    for who in (rini, another):
        with at_work(who), pytest.raises(Denied):
            covers.decide_cover(who.actor(), asked, agreed=True)


def test_a_refusal_changes_nothing(plan: Plan, rini: Staff, four_ready: list[Staff]) -> None:
    shift = coming(rini)
    wati = other_two(plan, four_ready, shift)[0]
    with at_work(rini):
        asked = covers.ask_cover(rini.actor(), shift, staff_id=wati.pk)
    with at_work(wati):
        covers.decide_cover(wati.actor(), asked, agreed=False)

    assert on_duty(shift.begin_at) == rini.pk


def test_a_swap_holds_for_both_or_for_neither(
    plan: Plan, rini: Staff, four_ready: list[Staff]
) -> None:
    mine = coming(rini)
    colleague = other_two(plan, four_ready, mine)[0]
    with frame(UNIT):
        busy = Shift.objects.filter(plan=plan, staff_id=rini.pk).values_list("begin_at", flat=True)
        theirs = (
            Shift.objects.select_related("plan")
            .filter(staff_id=colleague.pk, seat="duty", begin_at__gt=now())
            .exclude(begin_at__in=list(busy))
            .order_by("begin_at")[0]
        )
    with at_work(rini):
        asked = covers.ask_swap(rini.actor(), mine, other=theirs)
    with at_work(colleague):
        covers.decide_cover(colleague.actor(), asked, agreed=True)

    assert on_duty(mine.begin_at) == colleague.pk
    assert on_duty(theirs.begin_at) == rini.pk


def test_nobody_is_put_in_two_seats_by_an_order(
    unit: Unit, plan: Plan, sari: Staff, joko: Staff
) -> None:
    begin = now() + timedelta(hours=1)
    hours = {"begin": begin, "end": begin + timedelta(hours=2)}
    with at_work(sari):
        covers.order_cover(sari.actor(), unit, seat="duty", staff_id=joko.pk, **hours)
        with pytest.raises(RuleBroken) as said:
            covers.order_cover(sari.actor(), unit, seat="backup", staff_id=joko.pk, **hours)

    assert said.value.code == "two_places"
    assert on_duty(begin) == joko.pk


def test_a_shift_that_is_over_cannot_be_given_away(plan: Plan, four_ready: list[Staff]) -> None:
    with frame(UNIT):
        over = Shift.objects.select_related("plan").order_by("begin_at")[0]
    holder = next(one for one in four_ready if one.pk == over.staff_id)
    with at_work(holder), pytest.raises(RuleBroken) as said:
        covers.ask_cover(holder.actor(), over, staff_id=four_ready[0].pk)

    assert said.value.code == "shift_over"


def test_a_number_is_proved_by_a_code_that_another_read_out(
    unit: Unit, rini: Staff, sari: Staff
) -> None:
    with at_work(rini):
        reach = phones.add_reach(rini.actor(), unit, way="call", address="0811 2222 3333")
        with pytest.raises(Denied):
            phones.draw_code(rini.actor(), reach)
    with at_work(sari):
        code = phones.draw_code(sari.actor(), reach)
        assert read_address(sari.actor(), get_reach(sari.actor(), reach.pk, "read_address"))
    with at_work(rini):
        assert not phones.prove_reach(
            rini.actor(), reach, code="000000" if code != "000000" else "1"
        )
        assert rini.pk not in ready_staff()
        assert phones.prove_reach(rini.actor(), reach, code=code)
        assert rini.pk in ready_staff()


def test_a_code_is_guessed_five_times_at_most_and_ends_after_half_an_hour(
    unit: Unit, rini: Staff, sari: Staff
) -> None:
    with at_work(rini):
        reach = phones.add_reach(rini.actor(), unit, way="sms", address="0811 2222 3333")
    with at_work(sari):
        code = phones.draw_code(sari.actor(), reach)
    with at_work(rini):
        wrong = [phones.prove_reach(rini.actor(), reach, code="x") for _ in range(5)]
        assert not any(wrong)
        assert not phones.prove_reach(rini.actor(), reach, code=code)
    with at_work(sari):
        code = phones.draw_code(sari.actor(), reach)
        Reach.objects.filter(pk=reach.pk).update(code_until=Moment())
    with at_work(rini):
        assert not phones.prove_reach(rini.actor(), reach, code=code)


def test_a_new_number_must_be_proved_anew(unit: Unit, rini: Staff, sari: Staff) -> None:
    prove(rini, sari, unit)
    with at_work(rini):
        phones.add_reach(rini.actor(), unit, way="call", address="0811 4444 5555")
        assert rini.pk not in ready_staff()


def test_a_colleague_does_not_read_anothers_number(unit: Unit, rini: Staff, joko: Staff) -> None:
    with at_work(rini):
        reach = phones.add_reach(rini.actor(), unit, way="call", address="0811 2222 3333")
    with at_work(joko), pytest.raises(NotFound):
        get_reach(joko.actor(), reach.pk, "read_address")


def test_a_hand_over_is_given_by_one_and_taken_by_another(
    unit: Unit, rini: Staff, wati: Staff, joko: Staff
) -> None:
    with at_work(rini):
        given = hand_over.give_over(rini.actor(), unit, n_open=3)
        with pytest.raises(Denied):
            hand_over.take_over(rini.actor(), given)
    with at_work(wati):
        hand_over.take_over(wati.actor(), given)
    with at_work(joko), pytest.raises(RuleBroken) as said:
        hand_over.take_over(joko.actor(), given)

    assert said.value.code == "already_taken"


def test_a_calendar_tells_hours_and_nothing_else(unit: Unit, plan: Plan, rini: Staff) -> None:
    with at_work(rini):
        secret = calendar.make_calendar(rini.actor(), unit)

    text = calendar_of(secret) or ""

    assert text.count("BEGIN:VEVENT") > 3
    for word in ("Rini", "PPA", "Kutai", "piket", "Lindung"):
        assert word.lower() not in text.lower()
    assert calendar_of("x" * 32) is None
    with at_work(rini):
        calendar.make_calendar(rini.actor(), unit)
    assert calendar_of(secret) is None


def test_asking_again_for_the_same_hours_is_settled_by_the_first_yes(
    plan: Plan, rini: Staff, four_ready: list[Staff]
) -> None:
    shift = coming(rini)
    first, second = other_two(plan, four_ready, shift)
    with at_work(rini):
        asked = [covers.ask_cover(rini.actor(), shift, staff_id=who.pk) for who in (first, second)]
    with at_work(first):
        covers.decide_cover(first.actor(), asked[0], agreed=True)
    with at_work(second), pytest.raises(RuleBroken) as said:
        covers.decide_cover(second.actor(), asked[1], agreed=True)

    assert said.value.code == "two_places"
    with frame(UNIT):
        assert Cover.objects.filter(state="agreed").count() == 1
