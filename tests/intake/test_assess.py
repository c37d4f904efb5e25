"""How urgent a report is: raised freely, lowered only by two, and never below what was answered."""

from typing import Any

import pytest

from lindung.access.models import Approval, Staff
from lindung.access.queries import approvals_for, get_approval
from lindung.access.services import decide_approval
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail, Turn
from lindung.intake import services
from lindung.intake.codes import Answer, CaseType, Form, Relation, Risk, SetBy, State, Verb
from lindung.intake.instruments import DARURAT, questions
from lindung.intake.models import Report, RiskChange, Screening
from lindung.jobs.outbox import drain
from tests.conftest import UNIT, at_work
from tests.intake.conftest import Tells

ALL_NO = {code: Answer.NO for code, _question in questions(DARURAT)}
TRIAGED: dict[str, Any] = {"case_types": [CaseType.KTP], "authority": "district"}


def again() -> Report:
    """Return the only report, as it stands now."""
    with frame(UNIT):
        return Report.objects.get()


def test_ten_times_no_makes_low_what_three_questions_had_left_medium(
    rini: Staff, tells: Tells
) -> None:
    tells(now_danger=Answer.NO, injured=Answer.NO, near=Answer.NO)
    assert again().risk == Risk.MEDIUM

    with at_work(rini):
        services.screen(rini.actor(), again(), instrument="darurat", answers=ALL_NO)

    assert (again().risk, again().risk_set_by) == (Risk.LOW, SetBy.MACHINE)


def test_a_later_no_does_not_take_back_a_yes(rini: Staff, tells: Tells) -> None:
    tells(now_danger=Answer.YES)
    with at_work(rini):
        services.screen(rini.actor(), again(), instrument="darurat", answers=ALL_NO)

    assert (again().risk, again().emergency) == (Risk.HIGH, True)


def test_a_red_flag_asked_later_hurries_everything(rini: Staff, report: Report) -> None:
    with at_work(rini):
        services.take(rini.actor(), report)
        services.screen(
            rini.actor(), report, instrument="darurat", answers=ALL_NO | {"weapon": Answer.YES}
        )
        turn = Turn.objects.get(record_id=report.pk, verb=Verb.TRIAGE)
        assert report.risk == Risk.HIGH
        assert report.respond_due_at is not None
        assert turn.next_at <= report.respond_due_at
        assert RiskChange.objects.get().new == Risk.HIGH
        assert Screening.objects.get().answered_by == rini.id


@pytest.mark.parametrize(
    ("instrument", "answers", "code"),
    [
        ("darurat", {}, "not_answered"),
        ("darurat", {"weapon": "maybe"}, "answer_unknown"),
        ("darurat", {"horoscope": "yes"}, "answer_unknown"),
        ("dash", {"weapon": "yes"}, "instrument_unknown"),
    ],
)
def test_wrong_answers_are_named_and_nothing_stays(
    instrument: str, answers: dict[str, str], code: str, rini: Staff, report: Report
) -> None:
    with at_work(rini):
        with pytest.raises(RuleBroken) as broken:
            services.screen(rini.actor(), report, instrument=instrument, answers=answers)
        assert broken.value.code == code
        assert not Screening.objects.exists()


def test_triage_confirms_the_level_and_says_what_comes_next(rini: Staff, report: Report) -> None:
    with at_work(rini):
        services.triage(
            rini.actor(),
            report,
            **TRIAGED,
            risk=Risk.MEDIUM,
            forms=[Form.PHYSICAL],
            relation=Relation.SPOUSE,
            area="64.08.04",
        )
        assert (report.state, report.risk_set_by) == (State.TRIAGED, SetBy.HUMAN)
        assert (report.forms, report.area_id) == (["physical"], "64.08.04")
        assert report.respond_due_at is not None
        turn = Turn.objects.get(record_id=report.pk)
        assert (turn.verb, turn.next_role) == (Verb.DECIDE, "case_manager")


def test_low_without_the_ten_questions_is_refused_with_what_to_do(
    rini: Staff, report: Report
) -> None:
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        services.triage(rini.actor(), report, **TRIAGED, risk=Risk.LOW)
    # nothing was answered at all, so nothing says that it is at least medium
    assert broken.value.code == "screen_first"
    assert again().state == State.RECEIVED


def test_a_form_of_violence_is_at_least_medium(rini: Staff, report: Report) -> None:
    with at_work(rini):
        services.screen(rini.actor(), report, instrument="darurat", answers=ALL_NO)
        with pytest.raises(RuleBroken) as broken:
            services.triage(rini.actor(), report, **TRIAGED, risk=Risk.LOW, forms=[Form.SEXUAL])
    assert (broken.value.code, broken.value.field) == ("lower_needs_second", "risk")
    assert again().forms == []  # nothing half-written stays


def test_nobody_ends_an_emergency_by_triage(rini: Staff, tells: Tells) -> None:
    tells(now_danger=Answer.YES)
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        services.triage(rini.actor(), again(), **TRIAGED, risk=Risk.HIGH, emergency=False)
    assert (broken.value.code, broken.value.field) == ("lower_needs_second", "emergency")


@pytest.mark.parametrize(
    ("missing", "field"),
    [({"case_types": []}, "case_types"), ({"authority": ""}, "authority"), ({"risk": ""}, "risk")],
)
def test_what_triage_needs_is_named_beside_its_field(
    missing: dict[str, Any], field: str, rini: Staff, report: Report
) -> None:
    given = {**TRIAGED, "risk": Risk.HIGH} | missing
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        services.triage(rini.actor(), report, **given)
    assert broken.value.field == field


def test_raising_needs_nobody_and_keeps_the_reason_sealed(rini: Staff, report: Report) -> None:
    with at_work(rini):
        services.raise_risk(
            rini.actor(), report, risk=Risk.HIGH, emergency=True, reason="Ia mengancam lagi."
        )
        change = RiskChange.objects.get()
        assert (change.old, change.new, change.approved_by) == (Risk.UNASSESSED, Risk.HIGH, None)
        assert "mengancam" not in repr(vars(change))
        with pytest.raises(RuleBroken):
            services.raise_risk(rini.actor(), report, risk=Risk.MEDIUM)


def test_lowering_waits_for_a_second_person_and_never_for_who_asked(
    rini: Staff, sari: Staff, report: Report
) -> None:
    with at_work(rini):
        services.raise_risk(rini.actor(), report, risk=Risk.HIGH, emergency=True)
        asked = services.ask_lower_risk(
            rini.actor(), report, risk=Risk.MEDIUM, reason="Ia sudah di rumah kakaknya."
        )
    assert again().risk == Risk.HIGH

    with at_work(rini), pytest.raises(Denied):
        services.decide_lower_risk(rini.actor(), asked, granted=True)
    with at_work(sari):
        approval = get_approval(sari.actor(), asked.pk)
        services.decide_lower_risk(sari.actor(), approval, granted=True)

    assert (again().risk, again().emergency) == (Risk.MEDIUM, False)
    with frame(UNIT):
        change = RiskChange.objects.latest("changed_at")
        assert (change.changed_by, change.approved_by) == (rini.id, sari.id)


def test_a_head_who_also_asks_cannot_agree_with_herself(sari: Staff, report: Report) -> None:
    with at_work(sari):
        services.raise_risk(sari.actor(), report, risk=Risk.HIGH)
        asked = services.ask_lower_risk(sari.actor(), report, risk=Risk.LOW, reason="Salah tulis.")
        with pytest.raises(Denied):
            services.decide_lower_risk(sari.actor(), asked, granted=True)
    assert again().risk == Risk.HIGH


def test_not_granted_it_stays_and_may_be_asked_again(
    rini: Staff, hadi: Staff, report: Report
) -> None:
    with at_work(rini):
        services.raise_risk(rini.actor(), report, risk=Risk.HIGH)
        asked = services.ask_lower_risk(rini.actor(), report, risk=Risk.LOW, reason="Aman.")
    with at_work(hadi):
        services.decide_lower_risk(hadi.actor(), asked, granted=False)

    assert again().risk == Risk.HIGH
    with at_work(rini):
        services.ask_lower_risk(rini.actor(), report, risk=Risk.LOW, reason="Sudah diperiksa.")


def test_with_a_blocked_head_somebody_outside_decides(
    rini: Staff, sari: Staff, hadi: Staff, arif: Staff, report: Report
) -> None:
    with at_work(rini):
        services.block_named(rini.actor(), report, sari.id)
        services.raise_risk(rini.actor(), report, risk=Risk.HIGH)
        asked = services.ask_lower_risk(rini.actor(), report, risk=Risk.MEDIUM, reason="Aman.")
    with at_work(hadi):
        assert not approvals_for(hadi.actor()).exists()

    with at_work(arif):
        approval = get_approval(arif.actor(), asked.pk)
        services.decide_lower_risk(arif.actor(), approval, granted=True)

    assert again().risk == Risk.MEDIUM


def test_what_is_decided_on_another_screen_is_carried_out_once_it_is_told(
    rini: Staff, hadi: Staff, report: Report
) -> None:
    with at_work(rini):
        services.raise_risk(rini.actor(), report, risk=Risk.HIGH)
        asked = services.ask_lower_risk(rini.actor(), report, risk=Risk.LOW, reason="Aman.")
    with at_work(hadi):
        decide_approval(hadi.actor(), asked, granted=True, tell=True)

    drain()

    assert again().risk == Risk.LOW


def test_after_two_agreed_a_triage_may_confirm_the_lower_level(
    rini: Staff, sari: Staff, tells: Tells
) -> None:
    tells(injured=Answer.YES)
    with at_work(rini):
        asked = services.ask_lower_risk(rini.actor(), again(), risk=Risk.MEDIUM, reason="Lama.")
    with at_work(sari):
        services.decide_lower_risk(sari.actor(), asked, granted=True)
    with at_work(rini):
        services.triage(rini.actor(), again(), **TRIAGED, risk=Risk.MEDIUM)

    assert (again().state, again().risk) == (State.TRIAGED, Risk.MEDIUM)


def test_raising_takes_back_what_was_asked(rini: Staff, report: Report) -> None:
    with at_work(rini):
        services.raise_risk(rini.actor(), report, risk=Risk.MEDIUM)
        services.ask_lower_risk(rini.actor(), report, risk=Risk.LOW, reason="Aman.")
        services.raise_risk(rini.actor(), report, risk=Risk.HIGH)
        assert not Approval.objects.filter(decided_at=None).exists()


def test_who_may_not_assess_is_refused_and_written_down(
    adi: Staff, hadi: Staff, maya: Staff, bapak: Staff, report: Report
) -> None:
    for staff in (adi, hadi, maya, bapak):
        with pytest.raises(Denied), at_work(staff):
            services.raise_risk(staff.actor(), report, risk=Risk.HIGH)
        with frame(UNIT):
            assert Trail.objects.filter(actor_id=staff.id, refused=True).count() == 1


def test_a_blocked_colleague_may_do_nothing_whatever_the_role(
    blocked_dewi: Staff, report: Report
) -> None:
    with pytest.raises(Denied), at_work(blocked_dewi):
        services.raise_risk(blocked_dewi.actor(), report, risk=Risk.HIGH)
    with frame(UNIT):
        assert Blocked.objects.count() == 1


def test_two_at_once_do_not_overwrite_each_other(rini: Staff, wati: Staff, report: Report) -> None:
    with at_work(rini):
        stale = Report.objects.get()
        services.raise_risk(rini.actor(), report, risk=Risk.HIGH)
        with pytest.raises(RuleBroken) as broken:
            services.raise_risk(wati.actor(), stale, risk=Risk.MEDIUM)
    assert broken.value.code == "report_changed"
    assert again().risk == Risk.HIGH
