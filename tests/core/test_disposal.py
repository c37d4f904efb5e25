"""Destroying a key is locked: only with an approved entry, by two, with minutes, without a hold."""

import pytest

from lindung.access.models import Staff
from lindung.core.disposal import agree_disposal, ask_disposal
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.keys import new_key
from lindung.core.models import DataKey, KeyKind, RetentionRule
from tests.conftest import TODAY, UNIT, at_work


@pytest.fixture
def key(units: object) -> DataKey:
    """The key of some old case."""
    with frame(UNIT):
        return new_key(KeyKind.CASE)


@pytest.fixture
def schedule(sari: Staff, key: DataKey) -> None:
    """An approved retention entry for cases."""
    with frame(UNIT):
        RetentionRule.objects.create(
            kind=KeyKind.CASE,
            years=10,
            basis="JRA 12/2026",
            approved_on=TODAY.date(),
            approved_by=sari.id,
        )


def test_without_an_approved_entry_it_always_refuses(sari: Staff, key: DataKey) -> None:
    with at_work(sari), pytest.raises(RuleBroken) as no:
        ask_disposal(sari.actor(), key, minutes_number="BA-1")
    assert no.value.code == "retention_not_approved"


def test_a_legal_hold_keeps_it(sari: Staff, key: DataKey, schedule: None) -> None:
    key.held = True
    with at_work(sari), pytest.raises(RuleBroken) as no:
        ask_disposal(sari.actor(), key, minutes_number="BA-1")
    assert no.value.code == "legal_hold"


def test_who_asked_cannot_agree(sari: Staff, key: DataKey, schedule: None) -> None:
    with at_work(sari):
        disposal = ask_disposal(sari.actor(), key, minutes_number="BA-1")
        with pytest.raises(RuleBroken) as no:
            agree_disposal(sari.actor(), disposal)
    assert no.value.code == "second_person"
    with frame(UNIT):
        assert DataKey.objects.get(pk=key.pk).destroyed_at is None


def test_two_together_destroy_it(sari: Staff, arif: Staff, key: DataKey, schedule: None) -> None:
    with at_work(sari):
        disposal = ask_disposal(sari.actor(), key, minutes_number="BA-1")
    with frame(UNIT, arif.id):
        agree_disposal(arif.actor(), disposal)

    with frame(UNIT):
        gone = DataKey.objects.get(pk=key.pk)
        assert gone.destroyed_at is not None
        assert bytes(gone.wrapped) == b""


def test_an_operator_cannot_even_ask(rini: Staff, key: DataKey, schedule: None) -> None:
    with at_work(rini), pytest.raises(Denied):
        ask_disposal(rini.actor(), key, minutes_number="BA-1")
