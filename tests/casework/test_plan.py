"""What was promised and what was given, counted in the three official lists."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.casework.codes import LineState, Service
from lindung.casework.lists import COUNTED
from lindung.casework.models import Case, Incident, PlanLine, ServiceRecord
from lindung.casework.queries import read_case_words
from lindung.casework.services import add_plan_line, end_plan_line, record_service
from lindung.core.clock import Moment, now
from lindung.core.errors import NotFound, RuleBroken
from lindung.core.models import Turn
from lindung.intake.codes import Form, Risk
from tests.casework.conftest import make_case
from tests.conftest import at_work

SOON = timedelta(days=3)


def promise(staff: Staff, case: Case, owner: Staff, service: str = "counselling") -> PlanLine:
    return add_plan_line(
        staff.actor(), case, service=service, owner=owner.pk, due_at=now() + SOON, words="Weekly."
    )


def test_a_promise_stands_among_its_owners_tasks_until_it_is_kept(
    wati: Staff, maya: Staff, her_case: Case
) -> None:
    with at_work(wati):
        line = promise(wati, her_case, maya)
        turn = Turn.objects.get(record_id=line.pk)

        assert (turn.verb, turn.next_staff, turn.subject_id, turn.number) == (
            "do",
            maya.pk,
            her_case.pk,
            her_case.number,
        )
        assert turn.next_at == line.due_at
        assert read_case_words(wati.actor(), her_case, "plan_line", line.pk) == "Weekly."

    with at_work(maya):
        end_plan_line(maya.actor(), her_case, line.pk, state="done")
        line.refresh_from_db()

        assert (line.state, line.ended_by) == (LineState.DONE, maya.pk)
        assert not Turn.objects.filter(record_id=line.pk).exists()


def test_a_promise_ends_once(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        line = promise(wati, her_case, wati)
        end_plan_line(wati.actor(), her_case, line.pk, state="dropped")

        with pytest.raises(RuleBroken) as no:
            end_plan_line(wati.actor(), her_case, line.pk, state="done")

        assert no.value.code == "line_ended"
        assert PlanLine.objects.get().state == LineState.DROPPED


def test_a_promise_is_not_ended_through_another_case(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        line = promise(wati, her_case, wati)
        other = make_case("K-2611-PPPPP", wati.pk)

        with pytest.raises(NotFound):
            end_plan_line(wati.actor(), other, line.pk, state="done")
        with pytest.raises(NotFound):
            record_service(
                wati.actor(), other, service="counselling", given_at=now(), plan_line=line.pk
            )

        assert PlanLine.objects.get().state == LineState.OPEN
        assert not ServiceRecord.objects.exists()


def test_only_who_works_on_the_case_can_owe_it_something(
    wati: Staff, joko: Staff, her_case: Case
) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        promise(wati, her_case, joko)

    assert (no.value.code, no.value.field) == ("owner_not_on_case", "owner")


def test_a_promise_lies_ahead(wati: Staff, her_case: Case) -> None:
    with pytest.raises(RuleBroken) as no, at_work(wati):
        add_plan_line(
            wati.actor(), her_case, service="counselling", owner=wati.pk, due_at=now() - SOON
        )

    assert (no.value.code, no.value.field) == ("due_past", "due_at")


@pytest.mark.parametrize("service", Service)
def test_a_service_is_counted_in_all_three_lists(
    service: Service, wati: Staff, her_case: Case
) -> None:
    with at_work(wati):
        record = record_service(wati.actor(), her_case, service=service, given_at=now())

        counted = COUNTED[service]
        assert (record.function, record.task, record.simfoni) == (
            counted.function,
            counted.task,
            counted.simfoni,
        )


def test_a_service_keeps_its_promise_and_the_first_one_is_remembered(
    wati: Staff, maya: Staff, her_case: Case
) -> None:
    first, second = now() - timedelta(minutes=40), now()
    with at_work(wati):
        line = promise(wati, her_case, maya)
        record = record_service(
            wati.actor(), her_case, service="counselling", given_at=first, given_by=maya.pk,
            plan_line=line.pk, duration_minutes=50, fund_line="apbd", cost_rupiah=150_000,
            words="She spoke for the first time.",
        )  # fmt: skip
        record_service(wati.actor(), her_case, service="home_visit", given_at=second)
        her_case.refresh_from_db()
        line.refresh_from_db()

        assert line.state == LineState.DONE
        assert (record.given_by, record.recorded_by) == (maya.pk, wati.pk)
        assert (record.fund_line, record.cost_rupiah) == ("apbd", 150_000)
        assert her_case.first_service_at == first


def test_help_before_the_file_was_opened_counts_but_not_before_the_first_telling(
    wati: Staff, her_case: Case
) -> None:
    with at_work(wati):
        record_service(
            wati.actor(),
            her_case,
            service="health_escort",
            given_at=her_case.opened_at - timedelta(minutes=30),
        )
        with pytest.raises(RuleBroken) as early:
            record_service(
                wati.actor(), her_case, service="counselling", given_at=now() - timedelta(days=1)
            )
        with pytest.raises(RuleBroken) as late:
            record_service(
                wati.actor(), her_case, service="counselling", given_at=now() + timedelta(hours=1)
            )

    assert (early.value.code, late.value.code) == ("service_before_report", "service_future")


@pytest.mark.parametrize(
    "told",
    [
        {"forms": [Form.SEXUAL]},
        {"tpks": True},
        {"register_class": "other", "forms": [Form.PHYSICAL, Form.SEXUAL]},
    ],
)
def test_sexual_violence_is_never_mediated(
    told: dict[str, object], wati: Staff, her_case: Case
) -> None:
    with at_work(wati):
        Case.objects.filter(pk=her_case.pk).update(**told)
        her_case.refresh_from_db()
        with pytest.raises(RuleBroken) as planned:
            promise(wati, her_case, wati, "mediation")
        with pytest.raises(RuleBroken) as given:
            record_service(wati.actor(), her_case, service="mediation", given_at=now())

    assert planned.value.code == given.value.code == "mediation_barred"


def test_the_form_of_any_incident_bars_it_too(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        Incident.objects.create(
            case=her_case, forms=[Form.SEXUAL], recorded_at=Moment(), recorded_by=wati.pk,
            data_key=her_case.data_key,
        )  # fmt: skip
        with pytest.raises(RuleBroken) as no:
            promise(wati, her_case, wati, "mediation")

    assert no.value.code == "mediation_barred"


def test_domestic_violence_at_high_risk_is_not_mediated_here(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        Case.objects.filter(pk=her_case.pk).update(kdrt=True, risk=Risk.HIGH)
        her_case.refresh_from_db()
        with pytest.raises(RuleBroken) as no:
            promise(wati, her_case, wati, "mediation")

    assert (no.value.code, no.value.field) == ("mediation_needs_two", "service")


def test_another_matter_may_be_mediated(wati: Staff, her_case: Case) -> None:
    with at_work(wati):
        assert promise(wati, her_case, wati, "mediation").service == "mediation"
