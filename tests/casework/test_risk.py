"""Danger: raised by anyone on the case, lowered only by a second person."""

from datetime import timedelta

import pytest

from lindung.access.codes import Ask
from lindung.access.models import Approval, Staff
from lindung.access.services import decide_approval
from lindung.casework.models import Case, CaseRiskChange
from lindung.casework.queries import read_case_words
from lindung.casework.services import (
    ask_lower_risk,
    carry_out,
    decide_lower_risk,
    raise_risk,
    review,
)
from lindung.core.clock import now
from lindung.core.errors import Denied, RuleBroken
from lindung.core.models import Blocked, Outgoing, Trail, Turn
from lindung.intake.codes import Risk
from lindung.jobs.outbox import drain
from tests.conftest import at_work


def test_a_companion_raises_it_at_once_and_the_next_look_comes_sooner(
    maya: Staff, wati: Staff, her_case: Case
) -> None:
    with at_work(maya):
        raise_risk(maya.actor(), her_case, risk="high", emergency=True, reason="He has a knife.")

        assert (her_case.risk, her_case.emergency) == (Risk.HIGH, True)
        assert her_case.review_due_at < now() + timedelta(hours=25)
        turn = Turn.objects.get(record_id=her_case.pk, verb="review")
        assert (turn.next_staff, turn.next_at) == (wati.pk, her_case.review_due_at)
        told = Outgoing.objects.get(name="casework.RiskRaised")
        assert told.body == {"case_id": str(her_case.pk), "risk": "high", "emergency": True}
        change = CaseRiskChange.objects.get()
        assert (change.old, change.new, change.changed_by) == ("medium", "high", maya.pk)
        assert read_case_words(maya.actor(), her_case, "risk", change.pk) == "He has a knife."


@pytest.mark.parametrize("risk", ["low", "medium", "unassessed"])
def test_what_raises_nothing_is_refused(wati: Staff, her_case: Case, risk: str) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        raise_risk(wati.actor(), her_case, risk=risk)

    assert (no.value.code, no.value.field) == ("not_higher", "risk")


def test_raising_the_risk_ends_no_emergency(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        raise_risk(wati.actor(), her_case, risk="medium", emergency=True)
        raise_risk(wati.actor(), her_case, risk="high")

        assert her_case.emergency


def test_it_never_overwrites_a_colleague(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        Case.objects.filter(pk=her_case.pk).update(emergency=True)

        with pytest.raises(RuleBroken) as no:
            raise_risk(wati.actor(), her_case, risk="high")

    assert no.value.code == "case_changed"


def test_a_look_without_a_change_sets_the_next_one(maya: Staff, her_case: Case) -> None:
    with at_work(maya):
        Case.objects.update(review_due_at=now() - timedelta(days=3))
        review(maya.actor(), her_case, words="She is with her aunt.")

        assert her_case.review_due_at > now() + timedelta(days=6)
        change = CaseRiskChange.objects.get()
        assert (change.old, change.new) == ("medium", "medium")
        assert Turn.objects.get(record_id=her_case.pk).next_at == her_case.review_due_at


def test_lowering_waits_for_a_second_person(wati: Staff, sari: Staff, her_case: Case) -> None:
    with at_work(wati):
        approval = ask_lower_risk(wati.actor(), her_case, risk="low", reason="He is in prison.")
        her_case.refresh_from_db()

        assert her_case.risk == Risk.MEDIUM
    with at_work(sari):
        decide_lower_risk(sari.actor(), approval, granted=True)
        her_case.refresh_from_db()

        assert her_case.risk == Risk.LOW
        assert her_case.review_due_at > now() + timedelta(days=29)
        change = CaseRiskChange.objects.get()
        assert (change.changed_by, change.approved_by) == (wati.pk, sari.pk)
        assert Trail.objects.filter(action="casework.lower_risk", refused=False).exists()
        assert not Turn.objects.filter(record_id=approval.pk).exists()


def test_a_refused_lowering_changes_nothing(wati: Staff, hadi: Staff, her_case: Case) -> None:
    with at_work(wati):
        approval = ask_lower_risk(wati.actor(), her_case, risk="low", reason="He is in prison.")
    with at_work(hadi):
        decide_lower_risk(hadi.actor(), approval, granted=False)

        assert Case.objects.get(pk=her_case.pk).risk == Risk.MEDIUM
        assert not CaseRiskChange.objects.exists()


def test_who_asked_does_not_decide(her_case: Case, sari: Staff, hadi: Staff) -> None:
    with at_work(sari):
        Case.objects.filter(pk=her_case.pk).update(manager=sari)
        her_case.refresh_from_db()
        approval = ask_lower_risk(sari.actor(), her_case, risk="low", reason="He is in prison.")

    with pytest.raises(Denied), at_work(sari):
        decide_lower_risk(sari.actor(), approval, granted=True)

    with at_work(sari):
        assert Trail.objects.filter(actor_id=sari.pk, refused=True).exists()
        assert Case.objects.get(pk=her_case.pk).risk == Risk.MEDIUM


@pytest.mark.parametrize("risk", ["medium", "high", "unassessed"])
def test_what_lowers_nothing_is_refused(wati: Staff, her_case: Case, risk: str) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        ask_lower_risk(wati.actor(), her_case, risk=risk, reason="He is in prison.")

    assert no.value.code == "not_lower"


def test_an_emergency_ends_only_by_two(wati: Staff, hadi: Staff, her_case: Case) -> None:
    with at_work(wati):
        raise_risk(wati.actor(), her_case, risk="high", emergency=True)
        approval = ask_lower_risk(wati.actor(), her_case, risk="high", reason="She is in safety.")
    with at_work(hadi):
        decide_lower_risk(hadi.actor(), approval, granted=True)
        her_case.refresh_from_db()

        assert (her_case.risk, her_case.emergency) == (Risk.HIGH, False)


def test_raising_takes_back_what_was_asked_about_the_lower_risk(
    wati: Staff, maya: Staff, sari: Staff, her_case: Case
) -> None:
    with at_work(wati):
        ask_lower_risk(wati.actor(), her_case, risk="low", reason="He is in prison.")
    with at_work(maya):
        raise_risk(maya.actor(), her_case, risk="high", reason="He is out.")

        assert not Approval.objects.filter(decided_at=None).exists()
        assert not Turn.objects.filter(verb="approve_lower_risk").exists()


def test_carrying_out_twice_changes_nothing_more(wati: Staff, sari: Staff, her_case: Case) -> None:
    with at_work(wati):
        approval = ask_lower_risk(wati.actor(), her_case, risk="low", reason="He is in prison.")
    with at_work(sari):
        decide_lower_risk(sari.actor(), approval, granted=True)
        carry_out(approval)

        assert CaseRiskChange.objects.count() == 1


def test_a_blocked_head_leaves_it_to_the_province(
    wati: Staff, sari: Staff, arif: Staff, her_case: Case
) -> None:
    with at_work(wati):
        Blocked.objects.create(subject_id=her_case.pk, staff_id=sari.pk)
        approval = ask_lower_risk(wati.actor(), her_case, risk="low", reason="He is in prison.")

        assert (approval.unit_id, approval.ask) == (arif.unit_id, Ask.LOWER_RISK)
    with at_work(arif):
        assert not Case.objects.exists()
        decide_approval(arif.actor(), Approval.objects.get(), granted=True, tell=True)

    drain()

    with at_work(wati):
        her_case.refresh_from_db()
        assert her_case.risk == Risk.LOW
        assert CaseRiskChange.objects.get().approved_by == arif.pk
