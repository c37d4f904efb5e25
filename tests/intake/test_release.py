"""*Urungkan*: what was taken by mistake waits again as before, while nothing else was done."""

from collections.abc import Callable

import pytest

from lindung.access.models import Staff
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Trail, Turn
from lindung.intake import queries, services
from lindung.intake.codes import State, Verb
from lindung.intake.models import Report
from tests.conftest import UNIT, at_work

Row = tuple[object, ...]


def standing(report: Report) -> tuple[Row, list[Row]]:
    """Return how a report stands, and what waits on it."""
    with frame(UNIT):
        now = Report.objects.filter(pk=report.pk).values_list(
            "state", "looked_at", "looked_by", "handled_by", "look_due_at", "respond_due_at"
        )
        turns = Turn.objects.filter(record_id=report.pk).order_by("verb")
        return now.get(), list(turns.values_list("verb", "next_role", "next_staff", "next_at"))


def taken(staff: Staff, report: Report) -> services.Taken:
    with at_work(staff):
        before = services.take(staff.actor(), queries.get_report(staff.actor(), report.number))
    assert before is not None
    return before


def released(staff: Staff, report: Report, before: services.Taken) -> None:
    with at_work(staff):
        found = queries.get_report(staff.actor(), report.number)
        services.release(staff.actor(), found, before)


def test_turn_clock_and_alarm_are_what_they_were_and_the_trail_keeps_both(
    rini: Staff, report: Report
) -> None:
    with frame(UNIT):
        Report.objects.filter(pk=report.pk).update(emergency=True)
    before = standing(report)

    released(rini, report, taken(rini, report))

    assert standing(report) == before
    assert before[0][0] == State.RECEIVED
    assert [verb for verb, *_ in before[1]] == [Verb.LOOK]
    with at_work(rini):
        assert queries.alarms(rini.actor()).n_emergency == 1
    with frame(UNIT):
        lines = Trail.objects.filter(record_id=str(report.pk), actor_id=rini.id, refused=False)
        acts = list(lines.order_by("id").values_list("action", flat=True))
    assert acts == ["intake.take", "intake.release"]


def test_an_earlier_first_look_stays_and_the_role_whose_turn_it_was_gets_it_back(
    rini: Staff, wati: Staff, report: Report
) -> None:
    with at_work(rini):
        actor, found = rini.actor(), queries.get_report(rini.actor(), report.number)
        services.look_at(actor, found)
        services.triage(
            actor, found, case_types=["ktp"], authority="district", risk="high", relation="spouse"
        )
    before = standing(report)
    assert ("decide", "case_manager") in [turn[:2] for turn in before[1]]

    released(wati, report, taken(wati, report))

    assert standing(report) == before


@pytest.mark.parametrize("act", ["read", "reply", "party", "raise"])
def test_nothing_is_undone_once_anything_was_done_or_read(
    act: str, rini: Staff, wati: Staff, report: Report
) -> None:
    before = taken(rini, report)
    with at_work(wati):
        actor, found = wati.actor(), queries.get_report(wati.actor(), report.number)
        acts: dict[str, Callable[[], object]] = {
            "read": lambda: queries.read_report(actor, found),
            "reply": lambda: services.reply(actor, found, words="Kami membaca."),
            "party": lambda: services.add_party(actor, found, role="family", name="Bu Ani"),
            "raise": lambda: services.raise_risk(actor, found, risk="high", reason="Ia kembali."),
        }
        acts[act]()

    with pytest.raises(RuleBroken) as broken:
        released(rini, report, before)

    assert broken.value.code == "done_since"
    assert standing(report)[0][3] == rini.id


def test_only_who_took_it_gives_it_back_and_an_attempt_is_written_down(
    rini: Staff, wati: Staff, report: Report
) -> None:
    before = taken(rini, report)

    with pytest.raises(Denied):
        released(wati, report, before)

    assert standing(report)[0][3] == rini.id
    with frame(UNIT):
        assert Trail.objects.get(actor_id=wati.id, refused=True).action == "intake.release"


def test_what_was_handed_over_is_not_given_back_by_undoing(
    rini: Staff, maya: Staff, report: Report
) -> None:
    before = taken(rini, report)
    with at_work(rini):
        found = queries.get_report(rini.actor(), report.number)
        services.hand_to(rini.actor(), found, staff_id=maya.id)

    with pytest.raises(RuleBroken):
        released(maya, report, before)


def test_taking_what_is_mine_already_cannot_be_undone(rini: Staff, report: Report) -> None:
    taken(rini, report)

    with at_work(rini):
        found = queries.get_report(rini.actor(), report.number)
        assert services.take(rini.actor(), found) is None
