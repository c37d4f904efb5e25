"""The duty to report sexual violence: 3 × 24 hours from her own word, and no plain waiver."""

from datetime import timedelta
from typing import Any

import pytest

from lindung.access.models import Staff
from lindung.casework.models import Case, CaseReport
from lindung.casework.queries import tasks_of
from lindung.casework.services import CaseFacts, change_facts
from lindung.core.actor import MACHINE
from lindung.core.clock import now
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail, Turn
from lindung.intake.codes import About
from lindung.intake.models import Report
from lindung.jobs.outbox import drain
from lindung.legal import queries, services
from lindung.legal.codes import End, State
from lindung.legal.models import LawClock, Proceeding
from lindung.people.codes import CHILD_BANDS
from tests.casework.conftest import make_case, make_report
from tests.conftest import UNIT, at_work

HOURS_72 = timedelta(hours=72)
LP: dict[str, Any] = {"step": "police_report", "paper": "LP/B/1/XI/2026", "level": "polres"}


def armed(staff: Staff, case: Case) -> LawClock:
    with at_work(staff):
        services.watch_duty(MACHINE, case.pk)
        return LawClock.objects.get()


def wrote(clock: LawClock, staff: Staff, **more: object) -> LawClock:
    known: dict[str, object] = {
        "end": "complaint",
        "reason": "Ia memutuskan tidak melapor; Ps 6 a delik aduan.",
        "offence": "ps_6a",
        "disability": "no",
        "informed_at": now(),
    }
    services.write_opinion(staff.actor(), clock, **(known | more))  # type: ignore[arg-type]
    return LawClock.objects.get(pk=clock.pk)


def test_her_own_report_sets_three_times_24_hours_going_from_its_hour(
    wati: Staff, tpks_case: Case
) -> None:
    clock = armed(wati, tpks_case)

    with at_work(wati):
        told = Report.objects.get().received_at
        assert clock.began_at == told
        assert clock.due_at - clock.began_at == HOURS_72
        assert clock.basis == "UU 12/2022 Ps 41"
        assert [(t.verb, t.number) for t in tasks_of(wati.actor())] == [
            ("law_clock", tpks_case.number)
        ]


def test_it_is_armed_once_however_often_it_is_heard(wati: Staff, tpks_case: Case) -> None:
    armed(wati, tpks_case)

    assert armed(wati, tpks_case).rule == "police_report_tpks"


def test_a_third_party_arms_nothing_but_asks_whether_she_spoke_to_us(
    wati: Staff, tpks_case: Case
) -> None:
    with at_work(wati):
        Report.objects.update(about=About.OTHER)
        services.watch_duty(MACHINE, tpks_case.pk)

        assert not LawClock.objects.exists()
        assert Turn.objects.get().verb == "law_ask_her"
        services.answer_duty(wati.actor(), tpks_case, told_by="not_yet")
        assert Turn.objects.get().verb == "law_ask_her"
        hour = now() - timedelta(hours=5)
        services.answer_duty(wati.actor(), tpks_case, told_by="victim", at=hour)

        assert LawClock.objects.get().due_at == hour + HOURS_72
        assert {t.verb for t in Turn.objects.all()} == {"law_clock"}


def test_the_class_that_comes_later_counts_from_her_hour(wati: Staff, lina: Staff) -> None:
    with at_work(wati):
        case = make_case("K-2611-LATER", wati.id)
        told = make_report(
            "P-2611-LATER", state="in_case", ended_at=now(), received_at=now() - timedelta(days=2)
        )
        CaseReport.objects.create(case=case, report=told, attached_at=now(), attached_by=wati.id)
        change_facts(wati.actor(), case, CaseFacts(tpks=True))

    drain()

    with at_work(wati):
        assert LawClock.objects.get().began_at == Report.objects.get().received_at


def test_a_doctors_word_arms_it_and_counsel_confirms_the_hour(
    wati: Staff, lina: Staff, tpks_case: Case
) -> None:
    with at_work(wati):
        Report.objects.update(about=About.PROFESSIONAL)
        said = now() - timedelta(hours=10)
        services.answer_duty(wati.actor(), tpks_case, told_by="doctor", at=said)
        assert Turn.objects.get(verb="law_confirm").next_role == "counsel"
    with at_work(lina):
        clock = LawClock.objects.get()
        services.confirm_hour(lina.actor(), clock, at=said - timedelta(hours=2))

        clock.refresh_from_db()
        assert clock.due_at == said - timedelta(hours=2) + HOURS_72
        assert not Turn.objects.filter(verb="law_confirm").exists()


@pytest.mark.parametrize(
    ("by", "end"), [("unit", End.REPORTED), ("victim", End.VICTIM_REPORTED), ("other", "")]
)
def test_a_police_report_ends_it_only_when_the_unit_or_she_made_it(
    wati: Staff, tpks_case: Case, way: Proceeding, by: str, end: str
) -> None:
    armed(wati, tpks_case)

    with at_work(wati):
        services.take_step(wati.actor(), way, at=now(), by=by, **LP)

        assert LawClock.objects.get(rule="police_report_tpks").end == end


def test_a_police_report_without_its_number_is_none(
    wati: Staff, tpks_case: Case, way: Proceeding
) -> None:
    with at_work(wati), pytest.raises(RuleBroken, match="nomor"):
        services.take_step(wati.actor(), way, step="police_report", at=now(), by="unit")


def test_counsel_writes_and_the_clock_runs_until_the_head_signs(
    wati: Staff, lina: Staff, sari: Staff, tpks_case: Case
) -> None:
    clock = armed(wati, tpks_case)
    with at_work(lina):
        clock = wrote(clock, lina)
        assert clock.end == ""
        assert {t.verb for t in Turn.objects.filter(record_id=clock.pk)} == {
            "law_clock",
            "law_sign",
        }
    with at_work(sari):
        assert "Ps 6 a" in queries.read_opinion(sari.actor(), clock)
        services.sign_opinion(sari.actor(), clock)

        assert LawClock.objects.get().end == End.COMPLAINT
        assert not Turn.objects.filter(record_id=clock.pk).exists()


def test_nobody_signs_their_own_reason(tpks_case: Case, wati: Staff, sari: Staff) -> None:
    clock = armed(wati, tpks_case)
    with frame(UNIT):
        LawClock.objects.update(opinion_by=sari.id, opinion_at=now(), offence="ps_5")
        clock = LawClock.objects.get()

    with at_work(sari), pytest.raises(Denied):
        services.sign_opinion(sari.actor(), clock)
    with frame(UNIT):
        assert Trail.objects.filter(action="legal.sign_opinion", refused=True).count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"disability": "unknown"}, "disability_not_excluded"),
        ({"disability": "yes"}, "disability_not_excluded"),
        ({"informed_at": None}, "not_informed"),
        ({"offence": ""}, "offence_missing"),
        ({"reason": "  "}, "reason_missing"),
        ({"end": "met"}, "end_unknown"),
    ],
)
def test_her_decision_stands_only_as_the_law_allows(
    wati: Staff, lina: Staff, tpks_case: Case, more: dict[str, object], code: str
) -> None:
    clock = armed(wati, tpks_case)

    with at_work(lina), pytest.raises(RuleBroken) as refused:
        wrote(clock, lina, **more)

    assert refused.value.code == code


@pytest.mark.parametrize("age", [*sorted(CHILD_BANDS), "unknown"])
def test_a_child_decides_nothing_of_it(wati: Staff, lina: Staff, tpks_case: Case, age: str) -> None:
    clock = armed(wati, tpks_case)
    with at_work(wati):
        Case.objects.update(age_band=age)

    with at_work(lina), pytest.raises(RuleBroken) as refused:
        wrote(clock, lina)

    assert refused.value.code == "not_an_adult"


def test_a_reason_sent_back_leaves_the_clock_as_it_was(
    wati: Staff, lina: Staff, sari: Staff, tpks_case: Case
) -> None:
    clock = armed(wati, tpks_case)
    with at_work(lina):
        clock = wrote(clock, lina, end="not_tpks", offence="")
    with at_work(sari):
        services.refuse_opinion(sari.actor(), clock, reason="Unsur Ps 6 terpenuhi.")
        again = LawClock.objects.get()

        assert (again.end, again.opinion_by, again.due_at) == ("", None, clock.due_at)
        with pytest.raises(Denied):
            services.sign_opinion(sari.actor(), again)


def test_no_other_end_is_offered(wati: Staff, tpks_case: Case) -> None:
    clock = armed(wati, tpks_case)

    with at_work(wati), pytest.raises(RuleBroken):
        services.end_clock(wati.actor(), clock, reason="Tidak perlu.")


def test_a_struck_police_report_lets_the_duty_run_again(
    wati: Staff, tpks_case: Case, way: Proceeding
) -> None:
    armed(wati, tpks_case)
    with at_work(wati):
        step = services.take_step(wati.actor(), way, at=now(), by="unit", **LP)
        services.strike_step(wati.actor(), step, reason="Salah kasus.")

        clock = LawClock.objects.get(rule="police_report_tpks")
        assert clock.end == ""
        assert Turn.objects.filter(record_id=clock.pk, verb="law_clock").exists()
        begun = LawClock.objects.filter(started_by=step)
        assert {c.end for c in begun} == {End.ENTERED_WRONGLY}


def test_a_colleague_with_a_conflict_sees_none_of_it(
    wati: Staff, dewi: Staff, tpks_case: Case, way: Proceeding
) -> None:
    armed(wati, tpks_case)
    with at_work(wati):
        Blocked.objects.create(subject_id=tpks_case.pk, staff_id=dewi.id)

    with at_work(dewi):
        assert not LawClock.objects.exists()
        with pytest.raises(Denied):
            queries.law_page(dewi.actor(), tpks_case)


def test_the_page_says_how_late_it_is(wati: Staff, tpks_case: Case) -> None:
    armed(wati, tpks_case)
    with at_work(wati):
        LawClock.objects.update(
            began_at=now() - timedelta(days=4),
            warn_at=now() - timedelta(days=2),
            due_at=now() - timedelta(days=1),
        )

        assert [r.state for r in queries.law_page(wati.actor(), tpks_case).clocks] == [State.LATE]
