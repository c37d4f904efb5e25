"""What another must agree to: who decides, who never does, and the witness of one hour."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from lindung.access import queries, services
from lindung.access.codes import Ask, Role
from lindung.access.models import Approval, Staff, Witness
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Blocked, Outgoing, Trail, Turn
from tests.conftest import PROVINCE, UNIT, at_work, hire

WHY = "Korban sudah aman di rumah neneknya"


def asked(staff: Staff, subject_id: UUID | None = None) -> Approval:
    with at_work(staff):
        return services.ask_approval(
            staff.actor(),
            ask=Ask.LOWER_RISK,
            kind="intake.report",
            subject_id=subject_id or uuid4(),
            number="P-2603-7Q9MX",
            detail="low",
            reason=WHY,
        )


def test_a_decision_waits_for_the_head_of_the_unit(wati: Staff, sari: Staff) -> None:
    approval = asked(wati)

    assert approval.unit_id == UNIT
    with at_work(sari):
        assert [a.pk for a in queries.approvals_for(sari.actor())] == [approval.pk]
        assert Turn.objects.get().next_role == Role.UNIT_HEAD


def test_without_a_head_it_waits_for_the_supervisor(wati: Staff, hadi: Staff) -> None:
    asked(wati)

    with at_work(hadi):
        assert Turn.objects.get().next_role == Role.SUPERVISOR


def test_whoever_asked_never_decides(sari: Staff, hadi: Staff) -> None:
    approval = asked(sari)

    with at_work(sari), pytest.raises(Denied):
        services.decide_approval(sari.actor(), approval, granted=True)

    with at_work(hadi):
        services.decide_approval(hadi.actor(), approval, granted=True)
    assert (approval.granted, approval.decided_by_id) == (True, hadi.pk)


@pytest.mark.parametrize("who", ["rini", "joko", "adi", "bapak", "nita"])
def test_a_stranger_cannot_decide_and_the_attempt_is_written_down(
    who: str, wati: Staff, sari: Staff, request: pytest.FixtureRequest
) -> None:
    approval = asked(wati)
    staff: Staff = request.getfixturevalue(who)

    with at_work(staff), pytest.raises(Denied):
        services.decide_approval(staff.actor(), approval, granted=True)

    with frame(staff.unit_id):
        line = Trail.objects.get(action="access.decide_approval")
    assert (line.actor_id, line.refused) == (staff.pk, True)


def test_a_head_with_a_conflict_sends_it_out_of_the_unit(
    wati: Staff, sari: Staff, hadi: Staff, arif: Staff
) -> None:
    subject = uuid4()
    with frame(UNIT):
        Blocked.objects.create(subject_id=subject, staff_id=sari.pk)

    approval = asked(wati, subject)

    assert (approval.unit_id, approval.from_unit_id) == (PROVINCE, UNIT)
    for inside in (sari, hadi):
        with at_work(inside):
            assert list(queries.approvals_for(inside.actor())) == []
            assert list(Turn.objects.all()) == []
    with at_work(arif):
        assert [t.next_role for t in Turn.objects.all()] == [Role.APPROVER]
        approval = queries.get_approval(arif.actor(), approval.pk)
        assert queries.read_approval_reason(arif.actor(), approval) == WHY


def test_a_head_who_asks_alone_asks_the_outside_approver(sari: Staff, arif: Staff) -> None:
    assert asked(sari).unit_id == PROVINCE


def test_a_decision_from_outside_is_told_to_the_unit_that_asked(sari: Staff, arif: Staff) -> None:
    approval = asked(sari)

    with at_work(arif):
        services.decide_approval(arif.actor(), approval, granted=True, tell=True)

    with frame(UNIT):
        told = Outgoing.objects.get(name="access.ApprovalDecided")
    assert (told.body["granted"], told.body["detail"]) == (True, "low")
    with frame(PROVINCE):
        assert not Turn.objects.exists()


def test_the_reason_is_sealed_and_its_opening_noted(wati: Staff, sari: Staff) -> None:
    approval = asked(wati)
    with at_work(sari):
        approval = queries.get_approval(sari.actor(), approval.pk)
        assert str(approval.reason) == "•••"
        assert queries.read_approval_reason(sari.actor(), approval) == WHY

    with frame(UNIT):
        assert Trail.objects.filter(action="access.read_reason", actor_id=sari.pk).count() == 1


def test_the_same_is_not_asked_twice(wati: Staff, sari: Staff) -> None:
    subject = uuid4()
    asked(wati, subject)

    with pytest.raises(RuleBroken) as broken:
        asked(wati, subject)

    assert broken.value.code == "approval_open"


def test_of_two_who_decide_the_second_is_told(wati: Staff, sari: Staff, hadi: Staff) -> None:
    approval = asked(wati)
    stale = Approval(**{f.attname: getattr(approval, f.attname) for f in approval._meta.fields})
    with at_work(sari):
        services.decide_approval(sari.actor(), approval, granted=False)

    with at_work(hadi), pytest.raises(RuleBroken) as broken:
        services.decide_approval(hadi.actor(), stale, granted=True)

    assert broken.value.code == "approval_decided"


def invited(by: Staff, approval: Approval) -> str:
    with at_work(by):
        return services.invite_witness(
            by.actor(), approval, name="Pak Budi", title="Sekretaris dinas"
        )


def witness(code: str) -> Actor:
    witness_id = services.open_witness(code)
    assert witness_id
    invitation = queries.invitation(witness_id)
    assert invitation
    return invitation.actor


def test_a_witness_sees_the_one_thing_and_decides_once(
    wati: Staff, sari: Staff, rini: Staff
) -> None:
    approval, other = asked(wati), asked(wati)
    actor = witness(invited(sari, approval).lower().replace("-", " "))

    with frame(UNIT):
        assert [a.pk for a in queries.approvals_for(actor)] == [approval.pk]
        with pytest.raises(NotFound):
            queries.get_approval(actor, other.pk)
        assert queries.read_approval_reason(actor, queries.get_approval(actor, approval.pk)) == WHY
        services.decide_approval(actor, approval, granted=True, tell=True)
        with pytest.raises(Denied):
            services.decide_approval(actor, other, granted=True)

    assert approval.witness_id == actor.id
    assert queries.invitation(actor.id) is None
    assert queries.names_of([actor.id]) == {actor.id: "Pak Budi"}


def test_the_code_of_a_witness_opens_for_one_hour(wati: Staff, sari: Staff) -> None:
    approval = asked(wati)
    code = invited(sari, approval)
    actor = witness(code)
    known = Witness.objects.get()
    assert known.expires_at - known.made_at == timedelta(hours=1)

    Witness.objects.update(expires_at=Moment() - timedelta(seconds=1))

    assert services.open_witness(code) is None
    assert queries.invitation(actor.id) is None
    with frame(UNIT), pytest.raises(Denied):
        services.decide_approval(actor, approval, granted=True)


def test_a_second_invitation_ends_the_first(wati: Staff, sari: Staff) -> None:
    approval = asked(wati)
    first = invited(sari, approval)

    second = invited(sari, approval)

    assert services.open_witness(first) is None
    assert services.open_witness(second)


def test_whoever_asked_does_not_choose_who_watches(wati: Staff, sari: Staff) -> None:
    approval = asked(wati)

    with pytest.raises(Denied):
        invited(wati, approval)


def test_a_wrong_code_is_written_down_without_what_was_typed(wati: Staff, sari: Staff) -> None:
    invited(sari, asked(wati))

    assert services.open_witness("AAAA-BBBB-CCCC") is None

    with frame(UNIT):
        line = Trail.objects.get(action="access.open_witness")
    assert (line.record_id, line.refused) == ("-", True)


def test_in_a_unit_of_four_a_supervisor_from_elsewhere_has_no_say(wati: Staff, sari: Staff) -> None:
    stranger = hire("Stranger", PROVINCE, Role.SUPERVISOR, Role.APPROVER)
    approval = asked(wati)

    with at_work(stranger):
        assert list(queries.approvals_for(stranger.actor())) == []
        with pytest.raises(Denied):
            services.decide_approval(stranger.actor(), approval, granted=True)
