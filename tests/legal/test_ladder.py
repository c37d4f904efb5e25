"""Steps start and meet the clocks of the law; visum, orders, hearings and rights."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lindung.access.models import Staff
from lindung.casework.models import Case
from lindung.core.clock import now
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Trail, Turn
from lindung.legal import queries, rules, services
from lindung.legal.codes import OrderKind, Procedure, Right, RightState, State, Step, Track
from lindung.legal.models import LawClock, Order, Proceeding
from tests.conftest import UNIT, at_work

WITA = ZoneInfo("Asia/Makassar")
LP: dict[str, Any] = {
    "step": "police_report",
    "paper": "LP/B/1/XI/2026",
    "level": "polres",
    "by": "unit",
}


def running() -> set[str]:
    return set(LawClock.objects.filter(end="").values_list("rule", flat=True))


def facts(**more: object) -> rules.Facts:
    known: dict[str, object] = {
        "tpks": False,
        "kdrt": False,
        "track": Track.CRIMINAL,
        "procedure": Procedure.KUHAP_2025,
    }
    return rules.Facts(**(known | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("step", "known", "clocks"),
    [
        (Step.POLICE_REPORT, facts(), {"sp2hp_first"}),
        (
            Step.POLICE_REPORT,
            facts(tpks=True),
            {"sp2hp_first", "police_temp_protection_tpks"},
        ),
        (
            Step.POLICE_REPORT,
            facts(kdrt=True),
            {"sp2hp_first", "police_temp_protection_kdrt"},
        ),
        (Step.TEMP_PROTECTION, facts(tpks=True), {"lpsk_request"}),
        (Step.TEMP_PROTECTION, facts(kdrt=True), {"court_request_kdrt"}),
        (Step.INVESTIGATION, facts(), {"spdp"}),
        (Step.INVESTIGATION, facts(track=Track.CHILD), {"spdp_child", "diversion_offer"}),
        (Step.P19, facts(), set()),
        (Step.P19, facts(procedure=Procedure.KUHAP_1981), {"p19_return"}),
        (Step.STOPPED, facts(), {"sp3_notice"}),
        (Step.STOPPED, facts(procedure=Procedure.KUHAP_1981), set()),
        (Step.JUDGMENT_COPY, facts(tpks=True), {"restitution_pay"}),
        (Step.JUDGMENT_COPY, facts(track=Track.CIVIL, tpks=True), set()),
        (Step.VERDICT, facts(tpks=True, kdrt=True), set()),
    ],
)
def test_a_step_starts_what_the_law_says_of_such_a_case(
    step: Step, known: rules.Facts, clocks: set[str]
) -> None:
    assert {c.id for c in rules.started_by(step, known, date(2026, 3, 2))} == clocks


def test_the_day_it_started_decides_which_procedure_law_holds() -> None:
    assert rules.procedure_of(date(2026, 1, 1)) == Procedure.KUHAP_1981
    assert rules.procedure_of(date(2026, 1, 2)) == Procedure.KUHAP_2025


def test_every_clock_that_a_step_meets_is_one_that_a_step_starts() -> None:
    every = [facts(tpks=True, kdrt=True, track=t, procedure=p) for t in Track for p in Procedure]
    started = {
        c.id for step in Step for known in every for c in rules.started_by(step, known, date.max)
    }

    assert started == set(rules.MET_BY)


def test_a_step_is_written_with_its_clocks_and_the_next_one_meets_them(
    wati: Staff, way: Proceeding
) -> None:
    with at_work(wati):
        services.take_step(wati.actor(), way, at=now() - timedelta(hours=3), **LP)
        assert running() == {"sp2hp_first", "police_temp_protection_tpks"}

        services.take_step(wati.actor(), way, step="temp_protection", at=now() - timedelta(hours=1))
        assert running() == {"sp2hp_first", "lpsk_request"}
        met = LawClock.objects.get(rule="police_temp_protection_tpks")
        assert queries.state_of(met, now()) == State.MET

        services.take_step(wati.actor(), way, step="sp2hp_a1", at=now())
        assert running() == {"lpsk_request"}
        assert set(Turn.objects.values_list("verb", flat=True)) == {"law_clock"}


def test_what_was_met_too_late_says_so(wati: Staff, way: Proceeding) -> None:
    with at_work(wati):
        services.take_step(wati.actor(), way, at=now() - timedelta(hours=30), **LP)
        services.take_step(wati.actor(), way, step="temp_protection", at=now())

        met = LawClock.objects.get(rule="police_temp_protection_tpks")
        assert queries.state_of(met, now()) == State.MET_LATE


def test_nothing_has_happened_that_is_still_to_come(wati: Staff, way: Proceeding) -> None:
    with at_work(wati), pytest.raises(RuleBroken) as refused:
        services.take_step(wati.actor(), way, step="p21", at=now() + timedelta(minutes=5))

    assert (refused.value.code, refused.value.field) == ("future", "at")


def test_words_are_sealed_and_each_opening_is_written_down(
    wati: Staff, sari: Staff, tpks_case: Case, way: Proceeding
) -> None:
    with at_work(wati):
        step = services.take_step(wati.actor(), way, at=now(), **LP)
        opened = queries.read_words(wati.actor(), tpks_case, "step", step.pk)
        assert opened == {"paper": "LP/B/1/XI/2026", "words": ""}
    with at_work(sari), pytest.raises(Denied):
        queries.read_words(sari.actor(), tpks_case, "step", step.pk)
    with frame(UNIT):
        assert Trail.objects.filter(action="legal.read_law").count() == 2


def test_who_does_not_work_on_the_case_changes_nothing(
    joko: Staff, sari: Staff, tpks_case: Case, way: Proceeding
) -> None:
    for staff in (joko, sari):
        with at_work(staff), pytest.raises(Denied):
            services.take_step(staff.actor(), way, step="p21", at=now())


def test_a_visum_says_for_how_many_days_it_is_waited_for(
    wati: Staff, tpks_case: Case, way: Proceeding
) -> None:
    with at_work(wati):
        services.take_step(
            wati.actor(),
            way,
            step="medical_asked",
            at=now() - timedelta(days=9, hours=2),
            payer="unit",
            cost_rupiah=350_000,
        )
        page = queries.law_page(wati.actor(), tpks_case)
        assert [v.days for v in page.ways[0].visum] == [9]
        services.take_step(wati.actor(), way, step="medical_issued", at=now() - timedelta(days=2))
        page = queries.law_page(wati.actor(), tpks_case)
        assert [v.days for v in page.ways[0].visum] == [7]
        assert queries.soon(now()).visum_waited == 0


@pytest.mark.parametrize(
    ("kind", "tpks", "ends"),
    [
        (OrderKind.TEMP_PROTECTION, True, date(2026, 3, 16)),
        (OrderKind.TEMP_PROTECTION, False, date(2026, 3, 9)),
        (OrderKind.RESTRICTION, True, date(2026, 9, 2)),
        (OrderKind.DETENTION, True, None),
    ],
)
def test_an_order_lasts_as_the_law_says_or_as_its_paper(
    wati: Staff,
    tpks_case: Case,
    way: Proceeding,
    kind: str,
    tpks: bool,  # a case of the table
    ends: date | None,
) -> None:
    began = datetime(2026, 3, 2, 9, tzinfo=WITA)
    with at_work(wati):
        Case.objects.update(tpks=tpks, forms=["sexual"] if tpks else ["physical"])
        if ends is None:
            with pytest.raises(RuleBroken) as refused:
                services.add_order(wati.actor(), way, kind=kind, from_at=began)
            assert refused.value.field == "until_at"
            return
        order = services.add_order(wati.actor(), way, kind=kind, from_at=began)

        assert order.until_at.astimezone(WITA).date() == ends
        assert Turn.objects.get().next_at == order.warn_at
        services.end_order(wati.actor(), order)
        assert not Turn.objects.exists()


def test_an_order_cannot_end_before_it_begins(wati: Staff, way: Proceeding) -> None:
    with at_work(wati), pytest.raises(RuleBroken) as refused:
        services.add_order(
            wati.actor(), way, kind="detention", from_at=now(), until_at=now() - timedelta(days=1)
        )

    assert refused.value.code == "order_backwards"
    with frame(UNIT):
        assert not Order.objects.exists()


def test_a_hearing_stands_among_the_tasks_of_who_goes_along(
    wati: Staff, maya: Staff, joko: Staff, way: Proceeding
) -> None:
    at = now() + timedelta(days=3)
    with at_work(wati):
        with pytest.raises(RuleBroken) as refused:
            services.plan_hearing(wati.actor(), way, kind="witness", at=at, companion=joko.id)
        assert refused.value.code == "companion_not_on_case"
        hearing = services.plan_hearing(
            wati.actor(), way, kind="witness", at=at, companion=maya.id, place="PN Sangatta"
        )
        assert Turn.objects.get().next_staff == maya.id
        with pytest.raises(RuleBroken) as refused:
            services.end_hearing(wati.actor(), hearing, state="held")
        assert refused.value.code == "hearing_not_yet"
        services.end_hearing(wati.actor(), hearing, state="postponed", words="Hakim sakit.")
        assert not Turn.objects.exists()
    with at_work(maya):
        assert queries.hearings_of(maya.id, now()) == []


def test_a_hearing_in_the_past_is_not_planned(wati: Staff, way: Proceeding) -> None:
    with at_work(wati), pytest.raises(RuleBroken) as refused:
        services.plan_hearing(wati.actor(), way, kind="first", at=now() - timedelta(minutes=1))

    assert (refused.value.code, refused.value.field) == ("hearing_past", "at")


def test_a_right_shows_how_far_it_came_last(wati: Staff, tpks_case: Case) -> None:
    with at_work(wati):
        for state in ("told", "wanted", "given"):
            services.set_right(wati.actor(), tpks_case, right="restitution", state=state)
        rights = dict(queries.law_page(wati.actor(), tpks_case).rights)

    assert rights[Right.RESTITUTION] == RightState.GIVEN
    assert rights[Right.SAFETY] is None


def test_the_page_of_the_law_asks_the_same_few_questions_however_much_there_is(
    wati: Staff, tpks_case: Case, way: Proceeding, django_assert_max_num_queries: object
) -> None:
    with at_work(wati):
        for _ in range(8):
            services.take_step(wati.actor(), way, at=now(), **LP)
            services.plan_hearing(wati.actor(), way, kind="hearing", at=now() + timedelta(days=2))
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            queries.law_page(wati.actor(), tpks_case)


def test_what_falls_due_within_fourteen_days_is_counted(
    wati: Staff, tpks_case: Case, way: Proceeding
) -> None:
    with at_work(wati):
        services.answer_duty(wati.actor(), tpks_case, told_by="victim", at=now())
        services.plan_hearing(wati.actor(), way, kind="first", at=now() + timedelta(days=13))
        services.plan_hearing(wati.actor(), way, kind="first", at=now() + timedelta(days=15))
        services.add_order(wati.actor(), way, kind="temp_protection", from_at=now())

        assert queries.soon(now()) == queries.Soon(
            police_report=1, late=0, visum_waited=0, hearings=1, orders=0
        )
