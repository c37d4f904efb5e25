"""The desk: who sees what waits, who looks, who takes it, and who must not know."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from lindung.access.events import StaffLeft
from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.events import publish
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail, Turn
from lindung.directory.models import Unit
from lindung.intake import queries, services
from lindung.intake.codes import About, Answer, Channel, Risk, State, Verb
from lindung.intake.models import Report
from lindung.jobs.outbox import drain
from tests.conftest import UNIT, at_work
from tests.intake.conftest import Tells

WITA = ZoneInfo("Asia/Makassar")
NIGHT = {22, 23, 0, 1, 2, 3, 4, 5}


def test_a_report_waits_in_the_inbox_without_a_name(
    rini: Staff, named_report: Report, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with at_work(rini), django_assert_num_queries(1):
        page = queries.inbox(rini.actor(), tab="waiting")

    assert [row.number for row in page.rows] == [named_report.number]
    assert "Siti" not in repr(page)


def test_whoever_has_no_inbox_sees_an_empty_one(
    adi: Staff, bapak: Staff, hadi: Staff, tono: Staff, nita: Staff, report: Report
) -> None:
    for staff in (adi, bapak, hadi, tono, nita):
        with at_work(staff):
            assert queries.inbox(staff.actor()).rows == []
            assert not queries.inbox_counts(staff.actor()).get("waiting")
            assert not queries.alarms(staff.actor()).ring


def test_a_blocked_colleague_sees_it_neither_in_lists_nor_in_counts_nor_in_alarms(
    blocked_dewi: Staff, report: Report
) -> None:
    with frame(UNIT):
        Report.objects.filter(pk=report.pk).update(emergency=True)

    with at_work(blocked_dewi):
        actor = blocked_dewi.actor()
        assert queries.inbox(actor).rows == []
        assert queries.inbox_counts(actor)["waiting"] == 0
        assert not queries.alarms(actor).ring
        with pytest.raises(NotFound):
            queries.get_report(actor, report.number)


def test_absent_hidden_and_foreign_reports_answer_alike_and_are_noted(
    nita: Staff,
    blocked_dewi: Staff,
    report: Report,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    absent = "P-2603-ZZZZZ"
    for staff, number in (
        (nita, report.number),
        (nita, absent),
        (blocked_dewi, report.number),
        (blocked_dewi, absent),
    ):
        with at_work(staff), django_assert_num_queries(1), pytest.raises(NotFound):
            queries.get_report(staff.actor(), number)
        with frame(staff.unit_id):
            line = Trail.objects.filter(actor_id=staff.id).latest("id")
            assert (line.action, line.record_id) == ("intake.view_report", number)
            assert line.refused


def test_the_first_look_is_kept_and_a_second_changes_nothing(
    rini: Staff, wati: Staff, report: Report
) -> None:
    with at_work(rini):
        services.look_at(rini.actor(), report)
        first = report.looked_at
        services.look_at(wati.actor(), report)

        report.refresh_from_db()
        assert (report.state, report.looked_by, report.looked_at) == (State.READ, rini.id, first)
        assert [t.verb for t in Turn.objects.filter(record_id=report.pk)] == [Verb.TRIAGE]


def test_taking_stops_the_alarm_and_a_colleague_comes_too_late(
    rini: Staff, wati: Staff, tells: Tells
) -> None:
    tells(now_danger=Answer.YES)
    with at_work(rini):
        report = Report.objects.get()
        assert queries.alarms(rini.actor()).n_emergency == 1

        services.take(rini.actor(), report)

        assert not queries.alarms(rini.actor()).ring
        assert [row.number for row in queries.inbox(rini.actor(), tab="mine").rows] == [
            report.number
        ]
        assert Turn.objects.get(record_id=report.pk).next_staff == rini.id
        with pytest.raises(RuleBroken) as broken:
            services.take(wati.actor(), Report.objects.get())
        assert broken.value.code == "already_taken"


def test_an_administrator_cannot_take_it_and_the_attempt_is_written_down(
    adi: Staff, report: Report
) -> None:
    with pytest.raises(Denied), at_work(adi):
        services.take(adi.actor(), report)

    with frame(UNIT):
        line = Trail.objects.latest("id")
        assert (line.action, line.refused, line.actor_id) == ("intake.take", True, adi.id)


def test_a_companion_sees_a_report_only_when_it_is_handed_to_her(
    rini: Staff, maya: Staff, report: Report
) -> None:
    with at_work(maya), pytest.raises(NotFound):
        queries.get_report(maya.actor(), report.number)

    with at_work(rini):
        services.hand_to(rini.actor(), report, staff_id=maya.id)

    with at_work(maya):
        assert queries.get_report(maya.actor(), report.number) == report


def test_to_hand_a_report_over_is_to_have_looked_at_it(
    rini: Staff, maya: Staff, report: Report
) -> None:
    with at_work(rini):
        services.hand_to(rini.actor(), report, staff_id=maya.id)

    with frame(UNIT):
        kept = Report.objects.get()
    assert (kept.looked_at is not None, kept.looked_by) == (True, rini.id)
    assert kept.handled_by == maya.id


def test_who_knows_these_people_loses_sight_of_it_at_once(
    rini: Staff, wati: Staff, named_report: Report
) -> None:
    with at_work(rini):
        services.take(rini.actor(), named_report)
        services.declare_conflict(rini.actor(), named_report)
        assert not Report.objects.exists()
        assert queries.inbox_counts(rini.actor())["mine"] == 0

    with at_work(wati):
        assert [row.number for row in queries.inbox(wati.actor()).rows] == [named_report.number]
        assert Blocked.objects.filter(staff_id=rini.id).count() == 2  # the report and its person


def test_a_head_who_is_named_knows_nothing_of_it(rini: Staff, sari: Staff, report: Report) -> None:
    with at_work(rini):
        services.block_named(rini.actor(), report, sari.id)

    with at_work(sari), pytest.raises(NotFound):
        queries.get_report(sari.actor(), report.number)


def test_a_report_entered_by_phone_was_looked_at_and_waits_to_be_assessed(
    rini: Staff, entered: Report
) -> None:
    with at_work(rini):
        assert (entered.state, entered.looked_by) == (State.READ, rini.id)
        assert queries.read_report(rini.actor(), entered).words.startswith("Tetangga")
        assert Turn.objects.get(record_id=entered.pk).verb == Verb.TRIAGE


def test_three_fields_make_a_report_and_the_words_are_one_of_them(
    rini: Staff, units: dict[str, Unit]
) -> None:
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        services.enter_report(
            rini.actor(), units["kutim"], channel=Channel.LETTER, about=About.OTHER, words="  "
        )
    assert (broken.value.code, broken.value.field) == ("words_missing", "words")


def test_a_danger_told_by_phone_rings_until_somebody_takes_it(
    rini: Staff, units: dict[str, Unit]
) -> None:
    with at_work(rini):
        report = services.enter_report(
            rini.actor(),
            units["kutim"],
            channel=Channel.PHONE,
            about=About.OTHER,
            words="Dia datang dengan parang.",
            now_danger=Answer.YES,
            reporter_name="Budi",
            area="64.08.04",
        )
        assert (report.emergency, report.risk, report.area_id) == (True, Risk.HIGH, "64.08.04")
        assert queries.alarms(rini.actor()).n_emergency == 1


def test_a_companion_does_not_enter_reports_of_her_own(maya: Staff, units: dict[str, Unit]) -> None:
    with at_work(maya), pytest.raises(Denied):
        services.enter_report(
            maya.actor(), units["kutim"], channel=Channel.PHONE, about=About.OTHER, words="A."
        )


def test_a_letter_of_last_week_keeps_its_true_time(rini: Staff, units: dict[str, Unit]) -> None:
    last_week = now() - timedelta(days=7)
    with at_work(rini):
        report = services.enter_report(
            rini.actor(),
            units["kutim"],
            channel=Channel.LETTER,
            about=About.OTHER,
            words="Surat dari desa.",
            received_at=last_week,
        )
        assert report.received_at == last_week
        assert report.look_due_at == last_week + timedelta(
            minutes=30 if last_week.astimezone(WITA).hour in NIGHT else 15
        )
        assert report.entered_at > last_week
        with pytest.raises(RuleBroken) as broken:
            services.enter_report(
                rini.actor(),
                units["kutim"],
                channel=Channel.LETTER,
                about=About.OTHER,
                words="Surat dari masa depan.",
                received_at=now() + timedelta(hours=1),
            )
    assert (broken.value.code, broken.value.field) == ("received_in_future", "received_at")


def test_pages_of_the_inbox_go_forth_and_back_without_a_gap(rini: Staff, tells: Tells) -> None:
    for n in range(7):
        tells(f"Pengaduan {n}", now_danger=Answer.YES if n == 5 else Answer.NOT_ASKED)
    with at_work(rini):
        actor = rini.actor()
        first = queries.inbox(actor, limit=3)
        second = queries.inbox(actor, after=first.next_cursor, limit=3)
        third = queries.inbox(actor, after=second.next_cursor, limit=3)
        back = queries.inbox(actor, after=third.prev_cursor, limit=3)

    numbers = [row.number for page in (first, second, third) for row in page.rows]
    assert len(numbers) == len(set(numbers)) == 7
    assert first.rows[0].emergency
    assert back.rows == second.rows
    assert (first.prev_cursor, third.next_cursor) == (None, None)
    with at_work(rini):
        assert queries.inbox(actor, after="rusak", limit=3).rows == first.rows


def test_what_somebody_handled_who_leaves_waits_for_the_desk_again(
    rini: Staff, maya: Staff, report: Report
) -> None:
    with at_work(rini):
        services.hand_to(rini.actor(), report, staff_id=maya.id)
        publish(StaffLeft(staff_id=str(maya.id)))

    drain()

    with frame(UNIT):
        assert Report.objects.get().handled_by is None
        turn = Turn.objects.get(record_id=report.pk)
        assert (turn.next_staff, turn.next_role) == (None, "operator")
