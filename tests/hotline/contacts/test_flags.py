"""What is remembered of a number ends by itself and silences nothing."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.codes.contact import ContactKind, FlagKind
from lindung.hotline.codes.topics import CHI, MAPPING, SIMFONI, ChiGroup, Sure, Topic
from lindung.hotline.models.contact import Contact, Flag
from lindung.hotline.queries import contact as queries
from lindung.hotline.services.call import answer_call
from lindung.hotline.services.flags import flag_number, lift_flags
from lindung.intake.models import Report
from tests.conftest import UNIT, at_work
from tests.hotline.contacts.conftest import NUMBER, Rings, decision_of


@pytest.fixture
def flagged(rini: Staff, rings: Rings) -> Contact:
    """A number that was flagged as abusive an hour ago."""
    one = rings(ContactKind.ABUSIVE, identifier=NUMBER)
    with at_work(rini):
        flag_number(rini.actor(), one, kind="abusive", reason="Memaki tiga kali.", days=7)
    return one


@pytest.mark.parametrize("kind", FlagKind.values)
def test_a_flagged_number_still_rings_and_still_makes_a_high_report(
    kind: str, rini: Staff, rings: Rings, units: dict[str, Unit]
) -> None:
    before = rings(ContactKind.PRANK, identifier=NUMBER)
    with at_work(rini):
        flag_number(rini.actor(), before, kind=kind, reason="Iseng.", days=30)
    again = rings(ContactKind.SELF, identifier=NUMBER)
    silent = rings(ContactKind.SILENT, identifier=NUMBER)
    with at_work(rini):
        answer_call(rini.actor(), units["kutim"], again, answers={"danger": "yes"})

    with frame(UNIT):
        report = Report.objects.get()
    assert (report.risk, report.emergency, report.flood) == ("high", True, False)
    assert decision_of(silent).due_at == silent.began_at + timedelta(minutes=5)


def test_a_flag_is_shown_with_its_end_beside_the_next_contact(
    rini: Staff, rings: Rings, flagged: Contact
) -> None:
    again = rings(ContactKind.SELF, identifier="+62 81255550101")
    with at_work(rini):
        earlier = queries.earlier(rini.actor(), again)

    assert earlier.n == 1
    assert [flag.kind for flag in earlier.flags] == ["abusive"]


def test_a_flag_ends_by_itself_and_can_be_lifted_before(rini: Staff, flagged: Contact) -> None:
    digest = flagged.identifier_digest
    assert digest is not None
    with at_work(rini):
        Flag.objects.update(expires_at=Moment(), set_at=Moment() - timedelta(days=7))
        assert queries.flags_of(digest) == ()
        flag_number(rini.actor(), flagged, kind="test", reason="Uji.", days=1)
        assert len(queries.flags_of(digest)) == 1
        lift_flags(rini.actor(), flagged)
        assert queries.flags_of(digest) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"days": 0}, "days_out_of_range"),
        ({"days": 31}, "days_out_of_range"),
        ({"kind": "bad"}, "choice_unknown"),
    ],
)
def test_a_flag_needs_a_reason_and_an_end(
    changes: dict[str, object], code: str, rini: Staff, flagged: Contact
) -> None:
    with at_work(rini), pytest.raises(RuleBroken) as broken:
        flag_number(
            rini.actor(),
            flagged,
            **{"kind": "prank", "reason": "x", "days": 3} | changes,  # type: ignore[arg-type]
        )
    assert broken.value.code == code


def test_a_companion_flags_nobody(maya: Staff, flagged: Contact) -> None:
    with at_work(maya), pytest.raises(Denied):
        flag_number(maya.actor(), flagged, kind="prank", reason="x", days=3)


def test_every_topic_has_its_place_in_the_lists_of_others_and_says_how_sure_it_is() -> None:
    assert set(MAPPING) == set(Topic)
    assert {group for mapped in MAPPING.values() for group in mapped.chi} == set(ChiGroup)
    assert len(ChiGroup) == 11
    for known in (CHI, SIMFONI):
        assert known.source
        assert known.sure in Sure
