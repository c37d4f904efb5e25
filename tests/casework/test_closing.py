"""The end of service: a checklist, a second person, and a way back."""

from datetime import timedelta
from typing import Any

import pytest

from lindung.access.models import Approval, Staff
from lindung.access.services import decide_approval
from lindung.casework.codes import Check, LineState, Stage
from lindung.casework.models import Case, Closing, PlanLine
from lindung.casework.queries import read_case_words
from lindung.casework.services import (
    add_plan_line,
    ask_to_close,
    carry_out,
    decide_closing,
    end_plan_line,
    move_to_monitoring,
    reopen,
)
from lindung.core.clock import now
from lindung.core.errors import Denied, RuleBroken
from lindung.core.models import Blocked, Outgoing, Trail, Turn
from lindung.jobs.outbox import drain
from tests.conftest import at_work

ALL_YES = {check.value: True for check in Check}
WHY: dict[str, Any] = {
    "reason": "goals_met",
    "checks": ALL_YES,
    "words": "She lives with her aunt; checks agreed.",
}


def asked(staff: Staff, case: Case) -> Closing:
    with at_work(staff):
        return ask_to_close(staff.actor(), case, **WHY)


def test_service_goes_on_until_a_second_person_agrees(
    wati: Staff, sari: Staff, her_case: Case
) -> None:
    closing = asked(wati, her_case)

    with at_work(sari):
        assert her_case.stage == Stage.OPEN
        assert her_case.close_asked_at is not None
        turn = Turn.objects.get(verb="approve_close_case")
        assert (turn.next_role, turn.subject_id) == ("unit_head", her_case.pk)

        decide_closing(sari.actor(), closing, granted=True)
        her_case.refresh_from_db()

        assert (her_case.stage, her_case.close_reason) == (Stage.CLOSED, "goals_met")
        assert her_case.closed_at is not None
        assert (closing.agreed_by, closing.asked_by) == (sari.pk, wati.pk)
        assert not Turn.objects.filter(subject_id=her_case.pk).exists()
        told = Outgoing.objects.get(name="casework.CaseClosed")
        assert told.body == {"case_id": str(her_case.pk), "reason": "goals_met"}
        assert read_case_words(sari.actor(), her_case, "closing", closing.pk) == WHY["words"]


def test_who_asked_does_not_agree_and_the_attempt_is_written_down(
    sari: Staff, hadi: Staff, her_case: Case
) -> None:
    with at_work(sari):
        Case.objects.filter(pk=her_case.pk).update(manager=sari)
        her_case.refresh_from_db()
    closing = asked(sari, her_case)

    with pytest.raises(Denied), at_work(sari):
        decide_closing(sari.actor(), closing, granted=True)

    with at_work(sari):
        assert Trail.objects.filter(action="casework.decide_closing", refused=True).exists()
        assert Case.objects.get(pk=her_case.pk).stage == Stage.OPEN


@pytest.mark.parametrize("name", ["wati", "maya", "joko", "tono", "dewi", "adi"])
def test_only_the_head_or_a_supervisor_agrees(
    name: str, wati: Staff, sari: Staff, her_case: Case, request: pytest.FixtureRequest
) -> None:
    stranger: Staff = request.getfixturevalue(name)
    closing = asked(wati, her_case)

    with pytest.raises(Denied), at_work(stranger):
        decide_closing(stranger.actor(), closing, granted=True)

    with at_work(wati):
        assert Case.objects.get(pk=her_case.pk).stage == Stage.OPEN


def test_a_refusal_lets_service_go_on_and_it_can_be_asked_again(
    wati: Staff, hadi: Staff, her_case: Case
) -> None:
    closing = asked(wati, her_case)
    with at_work(hadi):
        decide_closing(hadi.actor(), closing, granted=False)
        her_case.refresh_from_db()

        assert (her_case.stage, her_case.close_asked_at) == (Stage.OPEN, None)
        assert (closing.refused_by, closing.agreed_by) == (hadi.pk, None)

    again = asked(wati, her_case)

    assert again.pk != closing.pk


def test_it_is_asked_once_at_a_time(wati: Staff, maya: Staff, her_case: Case) -> None:
    asked(wati, her_case)

    with pytest.raises(RuleBroken) as no:
        asked(maya, her_case)

    assert no.value.code == "closing_asked"
    with at_work(wati):
        assert Closing.objects.count() == Approval.objects.count() == 1


def test_what_is_not_settled_is_said_beside_the_list(wati: Staff, her_case: Case) -> None:
    checks = ALL_YES | {Check.RISK_RESCORED.value: False}
    with pytest.raises(RuleBroken) as no, at_work(wati):
        ask_to_close(wati.actor(), her_case, reason="goals_met", checks=checks, words="Moved.")

    assert (no.value.code, no.value.field) == ("checks_missing", "checks")


def test_it_asks_what_was_agreed(wati: Staff, her_case: Case) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        ask_to_close(wati.actor(), her_case, reason="goals_met", checks=ALL_YES, words=" ")

    assert (no.value.code, no.value.field) == ("words_missing", "words")


def test_an_open_promise_holds_it_whatever_was_ticked(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        promise = add_plan_line(
            wati.actor(),
            her_case,
            service="counselling",
            owner=wati.pk,
            due_at=now() + timedelta(days=2),
        )
        with pytest.raises(RuleBroken) as no:
            ask_to_close(wati.actor(), her_case, **WHY)
        end_plan_line(wati.actor(), her_case, promise.pk, state=LineState.DROPPED)

        assert no.value.code == "plan_open"
        ask_to_close(wati.actor(), her_case, **WHY)
        assert Closing.objects.count() == 1


def test_no_promise_is_made_while_the_end_is_asked_for(wati: Staff, her_case: Case) -> None:
    asked(wati, her_case)

    with pytest.raises(RuleBroken) as no, at_work(wati):
        add_plan_line(
            wati.actor(), her_case, service="counselling", owner=wati.pk,
            due_at=now() + timedelta(days=2),
        )  # fmt: skip

    assert no.value.code == "closing_asked"
    with at_work(wati):
        assert not PlanLine.objects.exists()


def test_the_province_decides_when_the_head_is_blocked(
    wati: Staff, sari: Staff, arif: Staff, her_case: Case
) -> None:
    with at_work(wati):
        Blocked.objects.create(subject_id=her_case.pk, staff_id=sari.pk)
    asked(wati, her_case)
    with at_work(arif):
        decide_approval(arif.actor(), Approval.objects.get(), granted=True, tell=True)

    drain()
    drain()

    with at_work(wati):
        assert Case.objects.get(pk=her_case.pk).stage == Stage.CLOSED
        assert Closing.objects.get().agreed_by == arif.pk


def test_carrying_out_twice_closes_once(wati: Staff, sari: Staff, her_case: Case) -> None:
    closing = asked(wati, her_case)
    with at_work(sari):
        approval = Approval.objects.get()
        decide_closing(sari.actor(), closing, granted=True)
        approval.refresh_from_db()
        carry_out(approval)

        assert Outgoing.objects.filter(name="casework.CaseClosed").count() == 1


def test_aftercare_and_back(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        move_to_monitoring(wati.actor(), her_case)
        after = her_case.review_due_at
        with pytest.raises(RuleBroken) as no:
            move_to_monitoring(wati.actor(), her_case)
        reopen(wati.actor(), her_case)

        assert after > now() + timedelta(days=29)
        assert no.value.code == "stage_not_allowed"
        assert her_case.stage == Stage.OPEN
        assert her_case.review_due_at < after


def test_an_ended_case_is_taken_up_again(joko: Staff, old_case: Case) -> None:
    with at_work(joko):
        reopen(joko.actor(), old_case)

        assert (old_case.stage, old_case.closed_at, old_case.close_reason) == ("open", None, "")
        turn = Turn.objects.get(record_id=old_case.pk)
        assert (turn.verb, turn.next_staff) == ("review", joko.pk)


def test_it_never_overwrites_a_colleague(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        Case.objects.filter(pk=her_case.pk).update(stage=Stage.MONITORING)

        with pytest.raises(RuleBroken) as no:
            move_to_monitoring(wati.actor(), her_case)

    assert no.value.code == "case_changed"


def test_nothing_is_written_in_an_ended_case(joko: Staff, old_case: Case) -> None:
    with pytest.raises(Denied), at_work(joko):
        ask_to_close(joko.actor(), old_case, **WHY)
