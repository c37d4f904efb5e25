"""How a report ends, and what never does: a danger, an unconfirmed wish, or another one's."""

import pytest

from lindung.access.models import Staff
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Outgoing, Turn
from lindung.intake import queries, services
from lindung.intake.codes import About, Answer, Finding, ReporterStatus, Risk, State, Verb
from lindung.intake.models import Report
from lindung.intake.telling import Receipt
from tests.conftest import UNIT, at_work
from tests.intake.conftest import Tells

EXPLAINED = "Urusan ini ditangani pengadilan agama; kami beri alamatnya."


def the(receipt: Receipt) -> Report:
    """Return the report of a receipt, as it stands now."""
    with frame(UNIT):
        return Report.objects.get(pk=receipt.report_id)


def test_out_of_scope_ends_explained_and_the_reporter_reads_it(rini: Staff, told: Receipt) -> None:
    with at_work(rini):
        services.inform_and_end(rini.actor(), the(told), finding=Finding.NOT_OURS, words=EXPLAINED)
        assert queries.read_report(rini.actor(), the(told)).outcome == EXPLAINED
        assert not Turn.objects.exists()
        assert Outgoing.objects.get().body["state"] == State.INFORMED

    mailbox = services.open_mailbox(told.code)
    assert mailbox is not None
    assert mailbox.status == ReporterStatus.CLOSED
    assert mailbox.messages[0].text == EXPLAINED


@pytest.mark.parametrize(
    ("finding", "words", "code"),
    [
        ("", EXPLAINED, "finding_missing"),
        (Finding.CONFIRMED, EXPLAINED, "confirmed_needs_case"),
        (Finding.INSUFFICIENT, " ", "words_missing"),
    ],
)
def test_an_ending_without_finding_or_words_is_refused(
    finding: str, words: str, code: str, rini: Staff, told: Receipt
) -> None:
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        services.inform_and_end(rini.actor(), the(told), finding=finding, words=words)
    assert broken.value.code == code
    assert the(told).ended_at is None


def test_one_person_cannot_end_a_high_risk(rini: Staff, tells: Tells) -> None:
    receipt = tells(injured=Answer.YES)
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        services.inform_and_end(
            rini.actor(), the(receipt), finding=Finding.NOT_OURS, words=EXPLAINED
        )
    assert broken.value.code == "lower_risk_first"


def test_what_has_ended_does_not_end_again(rini: Staff, told: Receipt) -> None:
    with at_work(rini):
        services.inform_and_end(rini.actor(), the(told), finding=Finding.NOT_OURS, words=EXPLAINED)
        with pytest.raises(RuleBroken) as broken:
            services.inform_and_end(
                rini.actor(), the(told), finding=Finding.NOT_OURS, words=EXPLAINED
            )
        with pytest.raises(RuleBroken):
            services.take(rini.actor(), the(told))
    assert broken.value.code == "state_not_allowed"


def test_joining_keeps_both_readable_and_loses_no_danger(rini: Staff, tells: Tells) -> None:
    first, second = tells("Yang pertama."), tells("Yang kedua.", now_danger=Answer.YES)
    with at_work(rini):
        services.join(rini.actor(), the(second), to=the(first))
        assert queries.read_report(rini.actor(), the(second)).words == "Yang kedua."

    assert (the(second).state, the(second).joined_to_id) == (State.JOINED, first.report_id)
    assert (the(first).risk, the(first).emergency) == (Risk.HIGH, True)


def test_a_report_joins_neither_itself_nor_what_has_ended(rini: Staff, tells: Tells) -> None:
    first, second = tells("Satu."), tells("Dua.")
    with at_work(rini):
        with pytest.raises(RuleBroken) as itself:
            services.join(rini.actor(), the(first), to=the(first))
        services.inform_and_end(
            rini.actor(), the(second), finding=Finding.NOT_OURS, words=EXPLAINED
        )
        with pytest.raises(RuleBroken) as ended:
            services.join(rini.actor(), the(first), to=the(second))
    assert (itself.value.code, ended.value.code) == ("join_itself", "join_ended")


def test_a_report_in_a_case_takes_others_through_the_case(wati: Staff, tells: Tells) -> None:
    first, second = tells("Satu."), tells("Dua.")
    with at_work(wati):
        services.put_in_case(wati.actor(), the(first))
        with pytest.raises(RuleBroken) as broken:
            services.join(wati.actor(), the(second), to=the(first))
    assert broken.value.code == "attach_to_case"


def test_in_a_case_the_reporter_is_still_heard(wati: Staff, told: Receipt) -> None:
    with at_work(wati):
        services.put_in_case(wati.actor(), the(told))
    services.write_from_reporter(told.code, "Ia kembali.")

    with frame(UNIT):
        assert [t.verb for t in Turn.objects.all()] == [Verb.ANSWER]
        assert the(told).responded_at is not None
    mailbox = services.open_mailbox(told.code)
    assert mailbox is not None
    assert mailbox.status == ReporterStatus.IN_PROGRESS


def test_an_operator_does_not_put_reports_in_cases(rini: Staff, told: Receipt) -> None:
    with pytest.raises(Denied), at_work(rini):
        services.put_in_case(rini.actor(), the(told))


def test_a_wish_to_stop_counts_only_when_she_confirmed_it(rini: Staff, told: Receipt) -> None:
    services.ask_to_stop(told.code)
    with at_work(rini):
        wish = queries.open_request(rini.actor(), the(told))
        services.stop(rini.actor(), the(told), wish, confirmed=False)
        assert the(told).ended_at is None
        assert not Turn.objects.filter(verb=Verb.STOP_REQUEST).exists()

    services.ask_to_stop(told.code)
    with at_work(rini):
        wish = queries.open_request(rini.actor(), the(told))
        services.stop(rini.actor(), the(told), wish, confirmed=True)
    assert the(told).state == State.STOPPED


def test_the_wish_of_another_report_is_not_decided_here(rini: Staff, tells: Tells) -> None:
    first, second = tells("Satu."), tells("Dua.")
    services.ask_to_stop(second.code)
    with at_work(rini):
        wish = queries.open_request(rini.actor(), the(second))
        with pytest.raises(NotFound):
            services.stop(rini.actor(), the(first), wish, confirmed=True)
        with pytest.raises(RuleBroken) as broken:
            services.stop(rini.actor(), the(first), None, confirmed=True)
    assert broken.value.code == "no_request"
    assert the(second).ended_at is None


def test_a_high_risk_does_not_stop_on_one_persons_word(rini: Staff, tells: Tells) -> None:
    receipt = tells(injured=Answer.YES)
    services.ask_to_stop(receipt.code)
    with at_work(rini):
        wish = queries.open_request(rini.actor(), the(receipt))
        with pytest.raises(RuleBroken):
            services.stop(rini.actor(), the(receipt), wish, confirmed=True)
        assert queries.open_request(rini.actor(), the(receipt)) == wish


def test_the_outside_approver_ends_a_complaint_and_no_desk_role_can(
    arif: Staff, nita: Staff, tells: Tells
) -> None:
    receipt = tells("Petugas meminta uang.", about=About.STAFF_COMPLAINT)
    with at_work(arif):
        report = queries.get_report(arif.actor(), receipt.number)
        services.take(arif.actor(), report)
        services.reply(arif.actor(), report, words="Kami terima.")
        services.inform_and_end(arif.actor(), report, finding=Finding.INSUFFICIENT, words=EXPLAINED)
        assert report.state == State.INFORMED
