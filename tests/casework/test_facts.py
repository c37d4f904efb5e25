"""What is known of a case, what happened, what was agreed, and notes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from lindung.access.models import Staff
from lindung.casework.models import Case, CaseParty, Consent, Note
from lindung.casework.queries import read_case_words, read_initials
from lindung.casework.services import (
    CaseFacts,
    add_incident,
    add_party,
    assign_notes,
    change_facts,
    mark_guardian,
    record_consent,
    withdraw_consent,
    write_note,
)
from lindung.core.clock import Moment, now
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.models import DataKey, KeyKind
from tests.casework.conftest import make_case
from tests.conftest import at_work

TODAY = now().date()


def test_facts_are_corrected_one_by_one_and_the_rest_stays(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        facts = CaseFacts(
            register_class="tppo", forms=["trafficking"], tpks=True, area="64.08.11",
            initials="a.b.", summary="From Sandaran.", legal_ended_on=date(2026, 1, 5),
        )  # fmt: skip
        change_facts(wati.actor(), her_case, facts)

        assert (her_case.register_class, her_case.forms) == ("tppo", ["trafficking"])
        assert (her_case.tpks, her_case.area_id, her_case.sex) == (True, "64.08.11", "F")
        assert read_initials(wati.actor(), her_case) == "A.B."
        assert read_case_words(wati.actor(), her_case, "summary") == "From Sandaran."


def test_initials_can_be_taken_away(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        change_facts(wati.actor(), her_case, CaseFacts(initials=""))

        assert her_case.initials is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (CaseFacts(sex="?"), "choice_unknown"),
        (CaseFacts(forms=[]), "forms_missing"),
        (CaseFacts(area="nowhere"), "area_missing"),
        (CaseFacts(legal_ended_on=TODAY + timedelta(days=2)), "incident_future"),
    ],
)
def test_an_answer_that_was_not_offered_changes_nothing(
    facts: CaseFacts, code: str, wati: Staff, her_case: Case
) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        change_facts(wati.actor(), her_case, facts)

    assert no.value.code == code


def test_an_incident_needs_nothing_and_keeps_its_account_sealed(
    wati: Staff, her_case: Case
) -> None:
    with at_work(wati):
        bare = add_incident(wati.actor(), her_case)
        told = add_incident(
            wati.actor(), her_case, place="home", from_on=date(2026, 1, 2), area="64.08.11",
            forms=["physical", "physical"], account="It was in the kitchen.",
        )  # fmt: skip

        assert (bare.place, bare.forms, bare.account) == ("unknown", [], None)
        assert told.forms == ["physical"]
        assert str(told.account) == "•••"
        with connection.cursor() as cursor:
            cursor.execute("select account from casework_incident where id = %s", [told.pk])
            assert b"kitchen" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ({"from_on": TODAY + timedelta(days=2)}, "incident_future", "from_on"),
        (
            {"from_on": date(2026, 1, 5), "until_on": date(2026, 1, 2)},
            "incident_backwards",
            "until_on",
        ),
        ({"until_on": date(2026, 1, 2)}, "incident_without_start", "from_on"),
    ],
)
def test_days_that_cannot_be_are_refused(
    days: dict[str, Any], code: str, field: str, wati: Staff, her_case: Case
) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        add_incident(wati.actor(), her_case, **days)

    assert (no.value.code, no.value.field) == (code, field)


def test_a_suspected_guardian_has_no_consent_right_even_if_nobody_ticks_it(
    wati: Staff, her_case: Case
) -> None:
    with at_work(wati):
        add_party(wati.actor(), her_case, role="guardian", guardian_conflict=True, name="Joni")
        with pytest.raises(RuleBroken) as no:
            record_consent(
                wati.actor(), her_case, purpose="service", basis="child_assent",
                given_by="guardian",
            )  # fmt: skip
        vital = record_consent(
            wati.actor(), her_case, purpose="service", basis="vital", given_by="guardian"
        )

    assert (no.value.code, no.value.field) == ("guardian_conflict", "given_by")
    assert vital.guardian_conflict


def test_the_database_refuses_it_as_well(wati: Staff, her_case: Case) -> None:
    with at_work(wati), pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            case=her_case, purpose="service", basis="consent", given_by="guardian",
            guardian_conflict=True, given_at=Moment(), recorded_by=wati.pk,
            data_key=her_case.data_key,
        )  # fmt: skip


def test_a_guardian_can_be_marked_later(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        add_party(wati.actor(), her_case, role="guardian", name="Joni")
        tie = CaseParty.objects.get()
        mark_guardian(wati.actor(), her_case, tie.pk, suspected=True)

        with pytest.raises(RuleBroken):
            record_consent(
                wati.actor(), her_case, purpose="service", basis="consent", given_by="guardian"
            )


def test_a_childs_own_yes_is_its_willingness(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        change_facts(wati.actor(), her_case, CaseFacts(age_band="13-17", register_class="ampk"))
        with pytest.raises(RuleBroken) as no:
            record_consent(wati.actor(), her_case, purpose="service", basis="consent")

    assert (no.value.code, no.value.field) == ("child_consents_alone", "basis")


def test_a_consent_is_withdrawn_once_and_only_through_its_case(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        other = make_case("K-2611-PPPPP", wati.pk)
        consent = record_consent(wati.actor(), her_case, purpose="simfoni", basis="consent")
        with pytest.raises(NotFound):
            withdraw_consent(wati.actor(), other, consent.pk)
        withdraw_consent(wati.actor(), her_case, consent.pk)
        with pytest.raises(RuleBroken) as no:
            withdraw_consent(wati.actor(), her_case, consent.pk)

        consent.refresh_from_db()
        assert no.value.code == "consent_withdrawn"
        assert consent.withdrawn_by == wati.pk


def test_a_consent_does_not_end_before_it_begins(wati: Staff, her_case: Case) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        record_consent(
            wati.actor(), her_case, purpose="simfoni", basis="consent",
            until_on=TODAY - timedelta(days=2),
        )  # fmt: skip

    assert (no.value.code, no.value.field) == ("consent_ended", "until_on")


def test_a_psychologists_note_has_a_key_of_its_own_class(
    wati: Staff, psi: Staff, her_case: Case
) -> None:
    with at_work(wati):
        assign_notes(wati.actor(), her_case, staff=psi.pk, kind="psychologist")
        ordinary = write_note(wati.actor(), her_case, words="Her aunt called.")
    with at_work(psi):
        hers = write_note(psi.actor(), her_case, kind="psychologist", words="She sleeps badly.")

        assert ordinary.data_key_id == her_case.data_key_id
        assert DataKey.objects.get(pk=hers.data_key_id).kind == KeyKind.SEALED
        assert read_case_words(psi.actor(), her_case, "note", hers.pk) == "She sleeps badly."
        with pytest.raises(Denied):
            read_case_words(psi.actor(), her_case, "note", ordinary.pk)


def test_an_empty_note_is_none(wati: Staff, her_case: Case) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        write_note(wati.actor(), her_case, words="  ")

    assert (no.value.code, no.value.field) == ("words_missing", "words")
    with at_work(wati):
        assert not Note.objects.exists()
