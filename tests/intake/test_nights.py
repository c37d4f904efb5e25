"""The bad nights as far as reports reach: an abuser reads along, and the police are the abuser."""

import pytest

from lindung.access.models import Staff
from lindung.access.queries import approvals_for, get_approval
from lindung.core.errors import NotFound
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.core.turns import turns_of
from lindung.intake import queries, services
from lindung.intake.codes import About, Finding, Institution, NextLevel, Risk
from lindung.intake.models import Report
from lindung.people import queries as people
from lindung.people.codes import ContactChannel, Tri
from tests.conftest import UNIT, at_work
from tests.intake.conftest import Tells

SECRET = "Saya simpan tas di rumah Bu Yuli."


def test_night_1_the_abuser_reads_her_phone(rini: Staff, tells: Tells) -> None:
    receipt = tells(
        SECRET,
        about=About.SELF,
        anonymous=False,
        reporter=services.Teller(name="Siti", phone="0812-5555-0101"),
        second_code=True,
    )
    with at_work(rini):
        report = queries.get_report(rini.actor(), receipt.number)
        services.take(rini.actor(), report)
        person = queries.parties_of(rini.actor(), report)[0].person
        services.reply(rini.actor(), report, words="Kami siap kapan pun Anda siap.")
        # She said nothing about her phone, so nobody writes to it.
        for channel in (ContactChannel.CALL, ContactChannel.SMS, ContactChannel.WHATSAPP):
            assert not people.may_contact(rini.actor(), person, channel).allowed

    # He makes her show the mailbox: the second code, and it is empty.
    shown = services.open_mailbox(receipt.second_code)
    assert shown is not None
    assert shown.messages == []
    # He finds the real code later: replies that name nothing, and not one word of hers.
    found = services.open_mailbox(receipt.code)
    assert found is not None
    assert "Bu Yuli" not in repr(found)
    # He asks to stop: a task for a human, and every clock goes on.
    services.ask_to_stop(receipt.code)

    with at_work(rini):
        report = queries.get_report(rini.actor(), receipt.number)
        assert report.ended_at is None
        assert report.decoy_used_at is not None
        verbs = {turn.verb for turn in turns_of(rini.actor())}
        assert {"stop_request", "second_code", "triage"} <= verbs


def test_night_2_the_named_is_the_head_and_a_policeman(
    rini: Staff, sari: Staff, hadi: Staff, arif: Staff, tells: Tells
) -> None:
    receipt = tells(
        "Pelakunya kepala unit, suaminya polisi.",
        institution_named=Tri.YES,
        institutions=(Institution.POLICE, Institution.SERVICE_STAFF),
        named="Aiptu dari Polsek; kepala UPTD.",
    )
    with at_work(rini):
        report = queries.get_report(rini.actor(), receipt.number)
        levels = queries.read_report(rini.actor(), report).next_levels
        assert NextLevel.POLDA in levels
        assert NextLevel.APPROVER in levels
        services.block_named(rini.actor(), report, sari.id)
        services.raise_risk(rini.actor(), report, risk=Risk.HIGH, emergency=True)
        asked = services.ask_lower_risk(
            rini.actor(), report, risk=Risk.MEDIUM, reason="Sudah di tempat aman."
        )

    # The head sees nothing: not in lists, counts, alarms, tasks, suggestions or by number.
    with at_work(sari):
        actor = sari.actor()
        assert queries.inbox(actor, tab="all").rows == []
        assert set(queries.inbox_counts(actor).values()) == {0}
        assert not queries.alarms(actor).ring
        assert not turns_of(actor).exists()
        assert not approvals_for(actor).exists()
        assert not Report.objects.exists()
        with pytest.raises(NotFound):
            queries.get_report(actor, receipt.number)
    # Neither may her own supervisor decide: somebody outside does.
    with at_work(hadi):
        assert not approvals_for(hadi.actor()).exists()
    with at_work(arif):
        approval = get_approval(arif.actor(), asked.pk)
        services.decide_lower_risk(arif.actor(), approval, granted=True)
    with frame(UNIT):
        assert Report.objects.get().risk == Risk.MEDIUM
        assert Trail.objects.filter(actor_id=sari.id, refused=True).count() == 1


def test_night_5_nothing_is_ever_called_a_false_report() -> None:
    words = " ".join(str(finding.label).lower() for finding in Finding)
    assert {finding.value for finding in Finding} == {
        "confirmed",
        "insufficient",
        "did_not_happen",
        "not_ours",
    }
    assert "palsu" not in words
    assert "hoaks" not in words
