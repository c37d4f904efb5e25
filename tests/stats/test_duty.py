"""Figures of duty: what is counted, what silence counts as, and that few are shown as few."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from lindung.access.models import Staff
from lindung.core.errors import Denied
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail
from lindung.directory.models import Unit
from lindung.hotline.engine import database_now
from lindung.hotline.models import Alarm, Call, CallFor, Drill
from lindung.hotline.models.contact import CallBack
from lindung.hotline.models.telephony import PbxCall
from lindung.hotline.services import contact as contacts
from lindung.response.models import Mission
from lindung.stats.duty import DutyFigures, duty_figures
from tests.conftest import UNIT, at_work
from tests.proof.cast import browser_of
from tests.web.desk.conftest import seen, statements

PATH = "/meja/piket/angka/"
QUARTER = timedelta(days=90)
Rings = Callable[..., Alarm]


def figures(staff: Staff, unit: Unit, within: timedelta = QUARTER) -> DutyFigures:
    with at_work(staff):
        return duty_figures(staff.actor(), unit, within)


def rang(
    *, severity: str = "now", ago_s: int = 3600, took_s: int | None = 60, **more: Any
) -> Alarm:
    """An alarm that called somebody `ago_s` ago, answered after `took_s` or never."""
    start = database_now() - timedelta(seconds=ago_s)
    answered = None if took_s is None else start + timedelta(seconds=took_s)
    with frame(UNIT):
        alarm = Alarm.objects.create(
            report_id=more.pop("report_id", None) or uuid4(),
            number="P-2611-AAAAA",
            severity=severity,
            ladder={},
            started_at=start,
            next_due=start,
            **more,
        )
        call = Call.objects.create(
            staff_id=uuid4(),
            severity=severity,
            state="answered" if answered else "rung",
            made_at=start,
            due_at=start,
            rung_at=start,
            answered_at=answered,
        )
        CallFor.objects.create(call=call, alarm=alarm)
    return alarm


def test_an_alarm_that_nobody_answered_counts_as_late_once_its_limit_has_passed(
    units: dict[str, Unit], sari: Staff
) -> None:
    rang(took_s=60)
    rang(took_s=None)  # an hour of silence
    rang(took_s=None, ago_s=30)  # still has a minute and a half

    (row,) = figures(sari, units["kutim"]).acknowledged

    assert (row.share.part, row.share.whole, row.share.percent) == (1, 2, None)
    assert row.limit == timedelta(minutes=2)
    assert row.median is None  # two say nothing


def test_lengths_are_shown_from_five_on_and_percentages_from_thirty(
    units: dict[str, Unit], sari: Staff
) -> None:
    for n in range(30):
        rang(severity="high", took_s=None if n < 6 else 40 + n)

    (row,) = figures(sari, units["kutim"]).acknowledged

    assert (row.share.part, row.share.whole, row.share.percent) == (24, 30, 80)
    assert row.median is not None
    assert row.median < timedelta(minutes=2)
    assert row.nine_of_ten is not None
    assert row.nine_of_ten > timedelta(minutes=59)  # silence cannot look good


def test_what_was_taken_on_the_desk_before_it_called_anybody_is_not_counted_as_fast(
    units: dict[str, Unit], sari: Staff
) -> None:
    at = database_now()
    with frame(UNIT):
        Alarm.objects.create(
            report_id=uuid4(),
            number="P-2611-AAAAA",
            severity="now",
            ladder={},
            state="acked",
            acked_by=sari.pk,
            acked_at=at,
            started_at=at,
            next_due=at,
        )

    assert figures(sari, units["kutim"]).acknowledged == []


def test_answers_count_seats_only_and_say_who_gave_up(
    units: dict[str, Unit], sari: Staff, rini: Staff
) -> None:
    calls = [
        ("answered", 4),
        ("answered", 18),
        ("backup", 35),
        ("abandoned", 3),
        ("abandoned", 40),
        ("unanswered", None),
        ("gap", None),
    ]
    for n, (stage, waited) in enumerate(calls):
        with at_work(rini):
            made = contacts.open_contact(rini.actor(), channel="phone", key=f"k{n}")
            PbxCall.objects.create(
                linked_id=f"1.{n}",
                contact_id=made.pk,
                stage=stage,
                source="log",
                heard_at=database_now(),
                waited_s=waited,
            )

    found = figures(sari, units["kutim"])

    assert found.n_seat_calls == 5
    assert (found.answer_15.part, found.answer_20.part) == (1, 2)
    assert (found.gave_up.part, found.gave_up.whole) == (1, 3)


def test_a_missed_call_without_a_decision_counts_once_its_five_minutes_have_passed(
    units: dict[str, Unit], sari: Staff, rini: Staff
) -> None:
    with at_work(rini):
        for n in range(3):
            contacts.open_contact(rini.actor(), channel="phone", key=f"k{n}", answered=False)
        first, second, _ = CallBack.objects.order_by("id")
        at = database_now()
        CallBack.objects.filter(pk=first.pk).update(
            due_at=at + timedelta(minutes=4), decided_at=at, decided_by=rini.pk, choice="wait"
        )
        CallBack.objects.filter(pk=second.pk).update(due_at=at - timedelta(minutes=1))

    found = figures(sari, units["kutim"])

    assert (found.decided.part, found.decided.whole, found.n_undecided) == (1, 2, 2)


@pytest.fixture
def went_out(rini: Staff, mission: Mission) -> Mission:
    """A mission asked for at two in the night where the unit is; Maya left after 25 minutes."""
    asked = database_now().replace(hour=18, minute=0, second=0) - timedelta(days=2)
    with frame(UNIT), connection.cursor() as cursor:
        Mission.objects.filter(pk=mission.pk).update(asked_at=asked)
        for n, minutes in enumerate((90, 25)):  # the second entry of the same person corrects
            cursor.execute(
                "insert into response_stamped (id, unit_id, mission_id, subject_id, stamp, at,"
                " entered_at, entered_by) select gen_random_uuid(), unit_id, id, subject_id,"
                " 'en_route', %s, statement_timestamp() + %s * interval '1 second', %s"
                " from response_mission where id = %s",
                [asked + timedelta(minutes=minutes), n, rini.pk, mission.pk],
            )
    return mission


def test_departures_stand_at_the_hour_and_day_of_the_unit(
    units: dict[str, Unit], sari: Staff, went_out: Mission
) -> None:
    found = figures(sari, units["kutim"])

    assert [(row.at, row.n, row.n_departed) for row in found.by_hour] == [(2, 1, 1)]
    local = went_out.made_at.replace(hour=18) - timedelta(days=2) + timedelta(hours=8)
    assert [row.at for row in found.by_weekday] == [local.weekday()]
    assert found.all_out is not None
    assert (found.all_out.n, found.all_out.departed) == (1, None)  # one says nothing


def test_a_drill_counts_who_answered_in_time(units: dict[str, Unit], sari: Staff) -> None:
    begin = database_now() - timedelta(hours=1)
    with frame(UNIT):
        drill = Drill.objects.create(
            started_by=sari.pk, started_at=begin, ends_at=begin + timedelta(minutes=15)
        )
        for minutes in (3, 20, None):
            Call.objects.create(
                staff_id=uuid4(),
                kind="drill",
                drill=drill,
                severity="low",
                state="rung",
                made_at=begin,
                due_at=begin,
                rung_at=begin,
                answered_at=begin + timedelta(minutes=minutes) if minutes else None,
            )

    ((at, share),) = figures(sari, units["kutim"]).drills

    assert (at, share.part, share.whole) == (begin, 1, 3)


def test_whoever_may_not_know_of_a_report_does_not_learn_it_from_a_count(
    units: dict[str, Unit], sari: Staff, hadi: Staff
) -> None:
    alarm = rang()
    with frame(UNIT):
        Blocked.objects.create(subject_id=alarm.report_id, staff_id=hadi.pk)

    assert len(figures(sari, units["kutim"]).acknowledged) == 1
    assert figures(hadi, units["kutim"]).acknowledged == []


def test_figures_are_for_who_may_see_figures(
    units: dict[str, Unit], sari: Staff, rini: Staff
) -> None:
    with pytest.raises(Denied):
        figures(rini, units["kutim"])
    assert browser_of(rini).get(PATH).status_code == 404
    with frame(UNIT):
        assert Trail.objects.filter(action="stats.view_figures", refused=True).exists()


def test_the_page_says_n_of_m_and_what_it_is_not(
    units: dict[str, Unit], sari: Staff, went_out: Mission
) -> None:
    rang(took_s=60)
    rang(took_s=None)
    browser = browser_of(sari)

    page = seen(browser.get(PATH).content.decode())
    hint = seen(browser.get(f"{PATH}?calls=20&minutes=8&seats=6").content.decode())

    assert "1 dari 2" in page
    assert "belum ada yang dihitung (n = 0)" in page
    assert "bukan pusat panggilan" in page
    assert "dalam 20 detik: 94 %" in hint
    assert statements(browser, PATH) <= 12


@pytest.mark.parametrize("asked", ["calls=nan&minutes=8&seats=2", "calls=20&minutes=8", "hari=x"])
def test_a_question_that_is_none_is_answered_kindly(
    units: dict[str, Unit], sari: Staff, asked: str
) -> None:
    assert browser_of(sari).get(f"{PATH}?{asked}").status_code == 200
