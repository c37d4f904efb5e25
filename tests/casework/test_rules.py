"""The rules of casework."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.access.codes import Sex
from lindung.casework import rules
from lindung.casework.codes import (
    Check,
    CloseReason,
    ConsentBasis,
    ConsentPurpose,
    Function,
    RegisterClass,
    Service,
    Simfoni8,
    Stage,
    Task11,
)
from lindung.casework.lists import COUNTED
from lindung.intake.codes import Form, Risk
from lindung.people.codes import CHILD_BANDS, AgeBand, PersonRole

NOW = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)
TODAY = NOW.date()
risks = st.sampled_from(Risk)
levels = st.sampled_from([Risk.LOW, Risk.MEDIUM, Risk.HIGH])
forms = st.sets(st.sampled_from(Form))
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_every_stage_leads_somewhere() -> None:
    assert set(rules.NEXT_STAGES) == set(Stage)
    assert all(rules.NEXT_STAGES.values())


def test_the_higher_the_risk_the_sooner_the_look() -> None:
    intervals = [
        rules.review_after(risk, emergency=False, stage=Stage.OPEN)
        for risk in (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
    ]

    assert all(sooner < later for sooner, later in pairwise(intervals))


@given(risks, st.sampled_from(Stage))
def test_an_emergency_is_looked_at_within_a_day_and_unknown_is_never_low(
    risk: Risk, stage: Stage
) -> None:
    assert rules.review_after(risk, emergency=True, stage=stage) <= timedelta(hours=24)
    unknown = rules.review_after(Risk.UNASSESSED, emergency=False, stage=Stage.OPEN)
    assert unknown <= rules.review_after(risk, emergency=False, stage=Stage.OPEN)


@given(risks, risks, st.booleans(), st.booleans())
def test_a_change_never_raises_and_lowers_at_once(
    new: Risk, old: Risk, new_emergency: bool, old_emergency: bool
) -> None:
    raised = rules.is_higher(new, old, new_emergency=new_emergency, old_emergency=old_emergency)

    assert not (raised and rules.is_lower(new, old))
    assert not (raised and old_emergency and not new_emergency)
    assert not rules.is_higher(old, old, new_emergency=False, old_emergency=False)


@given(levels, levels)
def test_between_two_levels_one_is_lower_or_they_are_the_same(new: Risk, old: Risk) -> None:
    assert (rules.is_lower(new, old), rules.is_lower(old, new)).count(True) == (new != old)


@given(forms, st.booleans(), st.booleans(), risks)
def test_sexual_violence_is_never_mediated_whatever_else_is_true(
    told: set[Form], tpks: bool, kdrt: bool, risk: Risk
) -> None:
    bar = rules.mediation_bar(told | {Form.SEXUAL}, tpks=tpks, kdrt=kdrt, risk=risk)

    assert bar == "mediation_barred"
    assert rules.mediation_bar(told, tpks=True, kdrt=kdrt, risk=risk) == "mediation_barred"


@given(forms, st.sampled_from(Form), st.booleans(), risks)
def test_telling_more_never_opens_mediation(
    told: set[Form], more: Form, kdrt: bool, risk: Risk
) -> None:
    before = rules.mediation_bar(told, tpks=False, kdrt=kdrt, risk=risk)
    after = rules.mediation_bar(told | {more}, tpks=False, kdrt=kdrt, risk=risk)

    assert before is None or after is not None


def test_domestic_violence_at_high_risk_needs_two() -> None:
    told = {Form.PHYSICAL}

    assert rules.mediation_bar(told, tpks=False, kdrt=True, risk=Risk.HIGH) == "mediation_needs_two"
    assert rules.mediation_bar(told, tpks=False, kdrt=True, risk=Risk.MEDIUM) is None
    assert rules.mediation_bar(told, tpks=False, kdrt=False, risk=Risk.HIGH) is None


@given(st.sampled_from(ConsentBasis), st.sampled_from(PersonRole), st.sampled_from(AgeBand))
def test_a_suspected_guardian_consents_to_nothing_but_safety_and_duty_stand(
    basis: ConsentBasis, given_by: PersonRole, band: AgeBand
) -> None:
    problem = rules.consent_problem(
        basis, given_by=PersonRole.GUARDIAN, guardian_conflict=True, age_band=band
    )
    duty = rules.consent_problem(
        ConsentBasis.VITAL, given_by=given_by, guardian_conflict=True, age_band=band
    )

    agreed = basis in {ConsentBasis.CONSENT, ConsentBasis.CHILD_ASSENT}
    assert (problem == "guardian_conflict") == agreed
    assert duty is None


@pytest.mark.parametrize("band", sorted(CHILD_BANDS))
def test_a_childs_own_yes_is_its_willingness_beside_a_guardian(band: AgeBand) -> None:
    alone = rules.consent_problem(
        ConsentBasis.CONSENT, given_by=PersonRole.VICTIM, guardian_conflict=False, age_band=band
    )
    beside = rules.consent_problem(
        ConsentBasis.CHILD_ASSENT,
        given_by=PersonRole.GUARDIAN,
        guardian_conflict=False,
        age_band=band,
    )

    assert (alone, beside) == ("child_consents_alone", None)


@pytest.mark.parametrize(
    ("given_by", "problem"),
    [
        (PersonRole.WITNESS, "consent_by_stranger"),
        (PersonRole.REPORTER, "consent_by_stranger"),
        (PersonRole.FAMILY, "consent_by_another"),
        (PersonRole.VICTIM, None),
    ],
)
def test_nobody_consents_for_a_grown_woman_but_herself(
    given_by: PersonRole, problem: str | None
) -> None:
    found = rules.consent_problem(
        ConsentBasis.CONSENT,
        given_by=given_by,
        guardian_conflict=False,
        age_band=AgeBand.A25_44,
    )

    assert found == problem


def test_a_year_that_nobody_lived_is_a_slip() -> None:
    assert rules.incident_problem(date(1, 1, 1), None, date(2026, 3, 2)) == "incident_too_early"
    assert rules.incident_problem(date(1999, 1, 1), None, date(2026, 3, 2)) is None


def test_the_reported_person_agrees_to_nothing() -> None:
    assert (
        rules.consent_problem(
            ConsentBasis.CONSENT,
            given_by=PersonRole.REPORTED,
            guardian_conflict=False,
            age_band=AgeBand.A25_44,
        )
        == "consent_by_reported"
    )


@given(st.sampled_from(ConsentPurpose), days, days)
def test_a_consent_holds_for_its_purpose_until_its_last_day_and_not_after_withdrawal(
    purpose: ConsentPurpose, last: date, today: date
) -> None:
    given_one = rules.Given(purpose, last, withdrawn=False)
    other = next(p for p in ConsentPurpose if p != purpose)

    assert rules.consent_holds([given_one], purpose, today) == (today <= last)
    assert not rules.consent_holds([given_one], other, today)
    assert not rules.consent_holds([rules.Given(purpose, None, withdrawn=True)], purpose, today)
    assert not rules.consent_holds([], purpose, today)


@given(st.sampled_from(CloseReason), st.dictionaries(st.sampled_from(Check), st.booleans()))
def test_another_yes_never_makes_closing_harder(
    reason: CloseReason, checks: dict[Check, bool]
) -> None:
    answers = {check.value: yes for check, yes in checks.items()}
    missing = rules.missing_checks(reason, answers)

    for check in Check:
        assert set(rules.missing_checks(reason, answers | {check.value: True})) <= set(missing)
    assert rules.missing_checks(reason, {check.value: True for check in Check}) == []
    assert set(missing) == {c for c in rules.REQUIRED_CHECKS[reason] if not checks.get(c)}


def test_every_reason_asks_for_a_settled_plan() -> None:
    assert set(rules.REQUIRED_CHECKS) == set(CloseReason)
    assert all(Check.PLAN_SETTLED in needed for needed in rules.REQUIRED_CHECKS.values())


@pytest.mark.parametrize(
    ("register_class", "band", "sex", "told", "tpks", "warned"),
    [
        (RegisterClass.AMPK, AgeBand.A25_44, Sex.FEMALE, [], False, ["adult_in_child_class"]),
        (RegisterClass.ABH, AgeBand.UNKNOWN, Sex.MALE, [], False, []),
        (RegisterClass.KTP, AgeBand.A13_17, Sex.FEMALE, [], False, ["child_in_woman_class"]),
        (RegisterClass.KTP, AgeBand.A25_44, Sex.MALE, [], False, ["man_in_woman_class"]),
        (
            RegisterClass.AMPK,
            AgeBand.A13_17,
            Sex.FEMALE,
            [Form.SEXUAL],
            False,
            ["sexual_form_without_tpks"],
        ),
        (RegisterClass.AMPK, AgeBand.A13_17, Sex.FEMALE, [Form.SEXUAL], True, []),
        (RegisterClass.TPPO, AgeBand.A6_12, Sex.MALE, [], False, []),
    ],
)
def test_an_unlikely_class_is_shown_and_nothing_more(
    register_class: RegisterClass,
    band: AgeBand,
    sex: Sex,
    told: list[Form],
    tpks: bool,
    warned: list[str],
) -> None:
    found = rules.opening_warnings(register_class, age_band=band, sex=sex, forms=told, tpks=tpks)

    assert found == warned


@given(st.none() | days, st.none() | days, days)
def test_an_incident_lies_in_the_past_and_runs_forward(
    from_on: date | None, until_on: date | None, today: date
) -> None:
    problem = rules.incident_problem(from_on, until_on, today)

    if from_on is None:
        assert problem == ("incident_without_start" if until_on else None)
    else:
        last = until_on or from_on
        assert (problem is None) == (from_on <= last <= today)


@given(st.integers(-10_000, 10_000))
def test_a_service_lies_between_the_first_telling_and_now(minutes: int) -> None:
    told = NOW - timedelta(days=2)
    given_at = NOW + timedelta(minutes=minutes)

    problem = rules.service_problem(given_at, since=told, now=NOW)

    assert (problem is None) == (told <= given_at <= NOW)


def test_a_service_in_the_minute_of_the_first_telling_counts() -> None:
    told = NOW.replace(second=40)

    assert rules.service_problem(told.replace(second=0), since=told, now=told) is None


def test_every_service_is_counted_in_the_official_lists() -> None:
    assert set(COUNTED) == set(Service)
    assert {counted.function for counted in COUNTED.values()} == set(Function)
    assert {counted.task for counted in COUNTED.values()} == set(Task11)
    assert {counted.simfoni for counted in COUNTED.values()} == {"", *Simfoni8}
