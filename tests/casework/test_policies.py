"""Who may do what to a case: the table, the query, and the set for a page say the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from lindung.access.models import Staff
from lindung.casework.codes import CloseReason, NoteKind
from lindung.casework.models import Assignment, BreakGlass, Case, Closing, Note
from lindung.casework.policy import (
    CLOSING_POLICY,
    GLASS_POLICY,
    NOTE_POLICY,
    POLICY,
    allowed,
)
from lindung.core.actor import MACHINE, REPORTER
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.core.policy import Policy
from tests.casework.conftest import make_case
from tests.conftest import UNIT

Cast = dict[str, Staff]
NAMES = (
    *("wati", "rini", "sari", "hadi", "joko", "maya", "psi"),
    *("lina", "tono", "adi", "bapak", "dewi", "nita", "arif"),
)


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Cast:
    """Everybody."""
    return {name: request.getfixturevalue(name) for name in NAMES}


@pytest.fixture
def busy_case(her_case: Case, cast: Cast) -> Case:
    """Her case with a psychologist, a counsel, a head who gave a reason, notes and an asked end."""
    with frame(UNIT):
        for staff, kind in ((cast["psi"], NoteKind.PSYCHOLOGIST), (cast["lina"], NoteKind.LEGAL)):
            Assignment.objects.create(case=her_case, staff=staff, kind=kind, since=Moment())
            Note.objects.create(
                case=her_case,
                kind=kind,
                written_by=staff.pk,
                written_at=Moment(),
                data_key=her_case.data_key,
                words="Hers alone.",
            )
        Note.objects.create(
            case=her_case, written_by=cast["wati"].pk, written_at=Moment(),
            data_key=her_case.data_key, words="Called her aunt.",
        )  # fmt: skip
        BreakGlass.objects.create(
            case=her_case, staff=cast["sari"], opened_at=Moment(),
            until=Moment() + timedelta(hours=1), data_key=her_case.data_key, reason="Complaint.",
        )  # fmt: skip
        Closing.objects.create(
            case=her_case, reason=CloseReason.MOVED, checks={}, asked_by=cast["hadi"].pk,
            asked_at=Moment(), data_key=her_case.data_key, words="Moved to Samarinda.",
        )  # fmt: skip
    return her_case


@pytest.fixture
def orphan(cast: Cast) -> Case:
    """A case whose manager has a conflict of interest with it."""
    with frame(UNIT):
        case = make_case("K-2611-QQQQQ", cast["dewi"].pk)
        Blocked.objects.create(subject_id=case.pk, staff_id=cast["dewi"].pk)
        return case


def _agree(policy: Policy[Any], model: type[Model], cast: Cast) -> None:
    rows = model._default_manager.all()
    for actor in (*(staff.actor() for staff in cast.values()), MACHINE, REPORTER):
        for action in policy.rules:
            one_by_one = {row.pk for row in rows.all() if policy.allows(actor, action, row)}
            at_once = {row.pk for row in policy.only(actor, action, rows.all())}
            assert one_by_one == at_once, (actor.name, action)


def test_one_case_and_the_table_agree(
    cast: Cast, busy_case: Case, old_case: Case, orphan: Case
) -> None:
    with frame(UNIT):  # nobody's in particular, so that row-level security hides no case
        _agree(POLICY, Case, cast)


def test_one_note_closing_or_reading_and_the_table_agree(
    cast: Cast, busy_case: Case, orphan: Case
) -> None:
    with frame(UNIT):
        _agree(NOTE_POLICY, Note, cast)
        _agree(CLOSING_POLICY, Closing, cast)
        _agree(GLASS_POLICY, BreakGlass, cast)


def test_what_a_page_allows_is_what_the_table_allows(
    cast: Cast, busy_case: Case, old_case: Case, orphan: Case, django_assert_num_queries: Any
) -> None:
    with frame(UNIT):
        for case in (busy_case, old_case, orphan):
            for staff in cast.values():
                with django_assert_num_queries(1):
                    at_once = allowed(staff.actor(), case)
                one_by_one = {a for a in POLICY.rules if POLICY.allows(staff.actor(), a, case)}
                assert at_once == one_by_one, staff.name


EXPECTED = {  # FRAME section 7, line by line, for an open case with its team
    "open_case": {"wati", "joko", "sari", "nita"},
    "assign": {"wati", "sari", "nita"},
    "view": {"wati", "maya", "sari", "hadi", "psi", "lina", "tono", "nita"},
    "read_summary": {"wati", "maya", "sari"},
    "read_incident": {"wati", "maya", "sari"},
    "read_initials": {"wati", "maya", "sari", "tono"},
    "read_psychologist_note": {"psi"},
    "read_legal_note": {"lina"},
    "add_incident": {"wati", "maya", "sari"},
    "record_service": {"wati", "maya", "sari"},
    "write_psychologist_note": {"psi"},
    "write_legal_note": {"lina"},
    "raise_risk": {"wati", "maya", "sari", "nita"},
    "ask_lower_risk": {"wati", "maya", "sari"},
    "lower_risk": set(),
    "close": set(),
    "ask_to_close": {"wati", "maya", "sari"},
    "break_glass": {"sari", "nita"},
    "reopen": set(),
}


@pytest.mark.parametrize("action", EXPECTED)
def test_the_table_of_roles_is_that_of_the_frame(cast: Cast, busy_case: Case, action: str) -> None:
    """Nita heads another unit: her roles would do, but row-level security shows her no case."""
    with frame(UNIT):
        who = {name for name, s in cast.items() if POLICY.allows(s.actor(), action, busy_case)}

    assert who == EXPECTED[action]


def test_another_unit_sees_no_case_at_all(nita: Staff, busy_case: Case) -> None:
    with frame(nita.unit_id, nita.pk):
        assert not Case.objects.exists()
        assert not Note.objects.exists()


def test_a_conflict_of_interest_outweighs_every_role(
    cast: Cast, busy_case: Case, old_case: Case
) -> None:
    with frame(UNIT):
        for name in ("wati", "sari", "hadi", "maya", "tono", "psi"):
            Blocked.objects.create(subject_id=busy_case.pk, staff_id=cast[name].pk)
            assert allowed(cast[name].actor(), busy_case) == frozenset()
            assert not any(
                POLICY.allows(cast[name].actor(), action, busy_case) for action in POLICY.rules
            )
        assert not NOTE_POLICY.only(cast["psi"].actor(), "read_note", Note.objects.all()).exists()
        assert POLICY.allows(cast["hadi"].actor(), "view", old_case)


def test_the_administrator_and_the_office_head_may_do_nothing(
    cast: Cast, busy_case: Case, old_case: Case
) -> None:
    with frame(UNIT):
        for name in ("adi", "bapak", "arif", "rini"):
            for case in (busy_case, old_case):
                assert allowed(cast[name].actor(), case) == frozenset()


NOTES = {
    NoteKind.ORDINARY: {"wati", "maya", "sari"},
    NoteKind.PSYCHOLOGIST: {"psi"},
    NoteKind.LEGAL: {"lina"},
}


@pytest.mark.parametrize("kind", NOTES)
def test_sealed_notes_are_closed_even_to_superiors(
    cast: Cast, busy_case: Case, kind: NoteKind
) -> None:
    with frame(UNIT):
        note = Note.objects.get(kind=kind)
        readers = {n for n, s in cast.items() if NOTE_POLICY.allows(s.actor(), "read_note", note)}

    assert readers == NOTES[kind]


def test_an_author_reads_on_what_she_wrote_when_her_assignment_has_ended(
    cast: Cast, busy_case: Case
) -> None:
    with frame(UNIT):
        Assignment.objects.filter(case=busy_case).update(until=Moment())
        psychologists, legal = (
            Note.objects.get(kind=kind) for kind in (NoteKind.PSYCHOLOGIST, NoteKind.LEGAL)
        )

        assert NOTE_POLICY.allows(cast["psi"].actor(), "read_note", psychologists)
        assert not NOTE_POLICY.allows(cast["lina"].actor(), "read_note", legal)


def test_a_reason_opens_for_an_hour_and_no_longer(sari: Staff, busy_case: Case) -> None:
    with frame(UNIT):
        inside = POLICY.allows(sari.actor(), "read_incident", busy_case)
        BreakGlass.objects.update(until=Moment() - timedelta(seconds=1))

        assert inside
        assert not POLICY.allows(sari.actor(), "read_incident", busy_case)


def test_nobody_decides_what_they_asked_for(hadi: Staff, sari: Staff, busy_case: Case) -> None:
    with frame(UNIT):
        closing, glass = Closing.objects.get(), BreakGlass.objects.get()

        assert not CLOSING_POLICY.allows(hadi.actor(), "decide_closing", closing)
        assert CLOSING_POLICY.allows(sari.actor(), "decide_closing", closing)
        assert GLASS_POLICY.allows(hadi.actor(), "review_break_glass", glass)
        assert not GLASS_POLICY.allows(sari.actor(), "review_break_glass", glass)
