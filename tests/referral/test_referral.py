"""Asking another office: nothing leaves without consent, and the answer needs no account."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lindung.access.models import Staff
from lindung.casework import services as casework
from lindung.casework.models import Case, CaseReport, Consent
from lindung.core.actor import PARTNER
from lindung.core.clock import now
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Trail, Turn
from lindung.directory.models import Unit
from lindung.intake.models import Report
from lindung.jobs.outbox import drain
from lindung.referral import queries, rules, services
from lindung.referral.codes import Reply, State
from lindung.referral.models import PartnerTest, Referral
from lindung.referral.policy import REFERRALS
from lindung.response.models import Partner
from tests.conftest import UNIT, at_work
from tests.referral.conftest import ASKED

WITA = ZoneInfo("Asia/Makassar")


def sent(staff: Staff, referral: Referral) -> tuple[Referral, services.Way]:
    with at_work(staff):
        way = services.send(staff.actor(), referral, letter_number="400/17/UPTD")
        return Referral.objects.get(pk=referral.pk), way


def answered(referral: Referral, reply: str, words: str = "", by: str = "dr. Ani, IGD") -> Referral:
    with frame(UNIT):
        services.answer(Referral.objects.get(pk=referral.pk), reply=reply, words=words, by=by)
        return Referral.objects.get(pk=referral.pk)


def test_exactly_the_preview_leaves_and_no_name_is_in_it(wati: Staff, prepared: Referral) -> None:
    with at_work(wati):
        shown = queries.preview(wati.actor(), prepared)
    referral, _ = sent(wati, prepared)

    with frame(UNIT):
        found = queries.shared(referral.pk)
    assert found is not None
    assert found[1] == shown
    labels = dict(shown)
    assert ASKED in labels.values()
    assert "K-2611-HHHHH" in labels.values()
    assert "S.M." not in str(shown)  # her initials were not chosen
    assert [label for label, _ in shown[3:]] == [
        "Jenis kelamin",
        "Kelompok umur",
        "Bentuk kekerasan",
    ]


def test_without_her_consent_nothing_is_prepared(
    wati: Staff, her_case: Case, hospital: Partner
) -> None:
    with at_work(wati), pytest.raises(RuleBroken) as refused:
        services.prepare(wati.actor(), her_case, partner=hospital.pk, purpose="health", asked=ASKED)

    assert (refused.value.code, refused.value.field) == ("no_consent", "partner")


@pytest.mark.parametrize("state", [State.PREPARED, State.SENT])
def test_a_withdrawn_consent_stops_what_is_under_way(
    wati: Staff, unit: Unit, prepared: Referral, state: State
) -> None:
    way = None
    if state == State.SENT:
        _, way = sent(wati, prepared)
    with at_work(wati):
        consent = Consent.objects.get()
        casework.withdraw_consent(wati.actor(), Case.objects.get(), consent.pk)

    drain()

    with frame(UNIT):
        stopped = Referral.objects.get()
        assert stopped.state == State.WITHDRAWN
        assert queries.shared(stopped.pk) is None
        with pytest.raises(Denied):
            services.answer(stopped, reply="accepted", by="dr. Ani")
    assert way is None or services.open_link(unit, way.secret, way.code) is None


def test_another_consent_that_still_holds_stops_nothing(
    wati: Staff, agreed: Case, prepared: Referral
) -> None:
    with at_work(wati):
        casework.record_consent(wati.actor(), agreed, purpose="share_health", basis="vital")
        first = Consent.objects.order_by("given_at")[0]
        casework.withdraw_consent(wati.actor(), agreed, first.pk)

    drain()

    with frame(UNIT):
        assert Referral.objects.get().state == State.PREPARED


def test_the_reported_persons_own_office_is_not_asked(
    wati: Staff, rini: Staff, unit: Unit, agreed: Case
) -> None:
    with at_work(wati):
        casework.record_consent(wati.actor(), agreed, purpose="share_police", basis="consent")
        report_id = CaseReport.objects.get().report_id
        Report.objects.filter(pk=report_id).update(institutions=["police"])
        police = Partner.objects.create(
            kind="police", name="Polres", night_phone="110", kept_at=now(), kept_by=rini.id
        )
        with pytest.raises(RuleBroken) as refused:
            services.prepare(wati.actor(), agreed, partner=police.pk, purpose="police", asked=ASKED)
        assert "police" not in {
            one.kind for one in queries.partners_for(wati.actor(), unit, agreed)
        }

    assert refused.value.code == "partner_named"


def test_a_partner_answers_with_link_and_code_and_the_loop_closes(
    wati: Staff, unit: Unit, prepared: Referral
) -> None:
    referral, way = sent(wati, prepared)
    assert services.open_link(unit, way.secret, f" {way.code[:3]} {way.code[3:]} ") == referral.pk

    answered(referral, "received")
    accepted = answered(referral, "accepted")
    with frame(UNIT):
        assert not Turn.objects.exists()
    done = answered(referral, "done", "Visum sudah diserahkan ke polisi.")

    assert (accepted.state, done.state) == (State.ACCEPTED, State.DONE)
    times = [done.received_at, done.answered_at, done.done_at]
    assert None not in times
    assert times == sorted(filter(None, times))
    with at_work(wati):
        assert Turn.objects.get().verb == "referral_done"
        opened = queries.read_referral(wati.actor(), done)
        assert (opened.answered_by, opened.reply) == (
            "dr. Ani, IGD",
            "Visum sudah diserahkan ke polisi.",
        )
        assert opened.phoned == "dr. Ani, IGD"
        services.end(wati.actor(), done)
        assert not Turn.objects.exists()
    assert services.open_link(unit, way.secret, way.code) is None


def test_a_refusal_needs_a_reason_and_becomes_a_task(wati: Staff, prepared: Referral) -> None:
    referral, _ = sent(wati, prepared)
    with pytest.raises(RuleBroken) as refused:
        answered(referral, "refused")
    assert refused.value.field == "words"
    with pytest.raises(RuleBroken) as nameless:
        answered(referral, "accepted", by=" ")
    assert nameless.value.field == "by"

    answered(referral, "refused", "Tidak ada dokter forensik malam ini.")

    with frame(UNIT):
        assert Turn.objects.get().verb == "referral_refused"


def test_the_same_answer_twice_says_so_and_changes_nothing(wati: Staff, prepared: Referral) -> None:
    referral, _ = sent(wati, prepared)
    first = answered(referral, "accepted")
    with pytest.raises(RuleBroken) as refused:
        answered(referral, "accepted", by="orang lain")

    assert refused.value.code == "reply_late"
    with frame(UNIT):
        assert Referral.objects.get().answered_at == first.answered_at


def test_five_wrong_codes_close_the_link_until_a_new_one_is_drawn(
    wati: Staff, unit: Unit, prepared: Referral
) -> None:
    referral, way = sent(wati, prepared)
    wrong = "2" * 6 if way.code != "2" * 6 else "3" * 6
    for _ in range(rules.MOST_TRIES):
        assert services.open_link(unit, way.secret, wrong) is None
    assert services.open_link(unit, way.secret, way.code) is None

    with at_work(wati):
        fresh = services.renew_link(wati.actor(), Referral.objects.get())
    assert services.open_link(unit, way.secret, way.code) is None
    assert services.open_link(unit, fresh.secret, fresh.code) == referral.pk
    with frame(UNIT):
        lines = Trail.objects.filter(action="referral.try_code", actor_id=PARTNER.id)
        assert lines.filter(refused=True).count() == rules.MOST_TRIES + 2
        assert way.code not in str(list(lines.values()))


@pytest.mark.parametrize("secret", ["", "x", "../../etc", "a" * 500])
def test_a_link_that_is_none_opens_nothing(unit: Unit, secret: str) -> None:
    assert services.open_link(unit, secret, "222222") is None


def test_an_old_link_opens_nothing(wati: Staff, unit: Unit, prepared: Referral) -> None:
    referral, way = sent(wati, prepared)
    with frame(UNIT):
        Referral.objects.update(link_until=now() - timedelta(seconds=1))

    assert services.open_link(unit, way.secret, way.code) is None
    with frame(UNIT), pytest.raises(Denied):
        services.answer(Referral.objects.get(pk=referral.pk), reply="accepted", by="dr. Ani")


def test_of_another_unit_no_link_opens(
    wati: Staff, units: dict[str, Unit], prepared: Referral
) -> None:
    _, way = sent(wati, prepared)

    assert services.open_link(units["batam"], way.secret, way.code) is None


@pytest.mark.parametrize(
    ("began", "urgent", "day"),
    [
        (datetime(2026, 3, 2, 10, tzinfo=WITA), False, date(2026, 3, 5)),
        (datetime(2026, 3, 6, 10, tzinfo=WITA), False, date(2026, 3, 11)),
        (datetime(2026, 3, 6, 10, tzinfo=WITA), True, date(2026, 3, 7)),
    ],
)
def test_an_answer_is_due_in_three_working_days_or_one_when_it_is_urgent(
    began: datetime, day: date, *, urgent: bool
) -> None:
    due = rules.answer_due(began, WITA, urgent=urgent, is_off=lambda _: False)

    assert due.date() == day


def test_it_is_sent_once(wati: Staff, prepared: Referral) -> None:
    referral, _ = sent(wati, prepared)

    with at_work(wati), pytest.raises(RuleBroken) as refused:
        services.send(wati.actor(), referral)
    assert refused.value.code == "not_prepared"


def test_who_does_not_work_on_the_case_refers_nobody(
    joko: Staff, sari: Staff, maya: Staff, agreed: Case, prepared: Referral
) -> None:
    for staff in (joko, sari):
        with at_work(staff), pytest.raises(Denied):
            services.send(staff.actor(), prepared)
    with at_work(joko), pytest.raises(NotFound):
        queries.get_referral(joko.actor(), agreed, prepared.pk, to="send")
    with at_work(maya):
        assert queries.get_referral(maya.actor(), agreed, prepared.pk, to="send") == prepared


@pytest.mark.parametrize("action", sorted(REFERRALS.rules))
def test_one_record_and_the_table_agree(
    action: str, request: pytest.FixtureRequest, wati: Staff, prepared: Referral
) -> None:
    names = ("wati", "rini", "sari", "hadi", "joko", "maya", "psi", "lina", "tono", "adi", "dewi")
    actors = [*(request.getfixturevalue(name).actor() for name in names), PARTNER]
    referral, _ = sent(wati, prepared)

    with frame(UNIT):
        for actor in actors:
            at_once = REFERRALS.only(actor, action, Referral.objects.all()).exists()
            assert REFERRALS.allows(actor, action, referral) == at_once


def test_the_card_of_the_night_says_when_a_number_was_last_tried(
    rini: Staff, adi: Staff, unit: Unit, hospital: Partner
) -> None:
    with at_work(rini):
        assert queries.night_card(rini.actor(), unit)[0].tested_at is None
        services.try_partner(rini.actor(), unit, hospital.pk, answered=True)
        services.try_partner(rini.actor(), unit, hospital.pk, answered=False)
        row = queries.night_card(rini.actor(), unit)[0]
        assert row.answered is False
        assert PartnerTest.objects.count() == 2
    with at_work(adi), pytest.raises(Denied):
        services.try_partner(adi.actor(), unit, hospital.pk, answered=True)


def test_every_reply_leads_somewhere() -> None:
    assert all(any(rules.may_follow(reply, state) for state in State) for reply in Reply)
    assert not any(rules.may_follow(reply, State.PREPARED) for reply in Reply)
