"""What casework knows: pure functions, no database, no clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lindung.access.codes import Sex
from lindung.casework.codes import (
    Check,
    CloseReason,
    ConsentBasis,
    ConsentPurpose,
    RegisterClass,
    Service,
    Stage,
)
from lindung.intake.codes import Form, Relation, Risk
from lindung.people.codes import CHILD_BANDS, AgeBand, PersonRole

NEXT_STAGES: Mapping[Stage, frozenset[Stage]] = {
    Stage.OPEN: frozenset({Stage.MONITORING, Stage.CLOSED}),
    Stage.MONITORING: frozenset({Stage.OPEN, Stage.CLOSED}),
    Stage.CLOSED: frozenset({Stage.OPEN}),
}
RISK_ORDER = (Risk.UNASSESSED, Risk.LOW, Risk.MEDIUM, Risk.HIGH)
CLOSE_RELATIONS = frozenset({Relation.PARENT, Relation.FAMILY, Relation.SPOUSE})

REVIEW_EVERY: Mapping[Risk, timedelta] = {
    Risk.HIGH: timedelta(hours=24),
    Risk.UNASSESSED: timedelta(hours=24),  # unknown is never treated as low
    Risk.MEDIUM: timedelta(days=7),
    Risk.LOW: timedelta(days=30),
}
AFTERCARE_EVERY = timedelta(days=30)
GLASS_LASTS = timedelta(hours=1)


def review_after(risk: Risk, *, emergency: bool, stage: Stage) -> timedelta:
    """Return how long after a look at the client's safety the next one is due.

    Source: docs/adr/0010-review-intervals.md; no law sets them.
    """
    if emergency:
        return REVIEW_EVERY[Risk.HIGH]
    every = REVIEW_EVERY[risk]
    return max(every, AFTERCARE_EVERY) if stage == Stage.MONITORING else every


def is_higher(new: Risk, old: Risk, *, new_emergency: bool, old_emergency: bool) -> bool:
    """Say whether danger was raised: a higher risk or a new emergency, and nothing less.

    Emergency is an axis of its own; raising one while lowering the other is not a raise.
    """
    up = RISK_ORDER.index(new) - RISK_ORDER.index(old)
    return up >= 0 and new_emergency >= old_emergency and (up > 0 or new_emergency > old_emergency)


def is_lower(new: Risk, old: Risk) -> bool:
    """Say whether a risk would be lowered, which needs a second person. Unassessed is no level."""
    return new != Risk.UNASSESSED and RISK_ORDER.index(new) < RISK_ORDER.index(old)


def mediation_bar(forms: Collection[str], *, tpks: bool, kdrt: bool, risk: str) -> str | None:
    """Return why mediation is refused, or None.

    The *form* decides, whatever class of the register was ticked: sexual violence is never
    mediated. Domestic violence at high risk needs a psychologist's assessment and the head, who
    decide together on paper, so it is refused here.

    Source: UU 12/2022 Ps 4(1)(2), Ps 23; UU 20/2025 (KUHAP) Ps 82; DOMAIN.md §0a.
    """
    if tpks or Form.SEXUAL in forms:
        return "mediation_barred"
    if kdrt and risk == Risk.HIGH:
        return "mediation_needs_two"
    return None


def consent_problem(
    basis: str, *, given_by: str, guardian_conflict: bool, age_band: str
) -> str | None:
    """Return why a consent does not count, or None.

    A guardian who is suspected has no consent right for the child; the reported person never has.
    A child's own yes is *kesediaan anak*, beside a guardian's consent.

    Source: SECURITY.md §8; UU 12/2022 Ps 27(2); UU 27/2022 Ps 25.
    """
    if basis not in {ConsentBasis.CONSENT, ConsentBasis.CHILD_ASSENT}:
        return None
    if given_by in NEVER_FOR_HER:
        return NEVER_FOR_HER[PersonRole(given_by)]
    if guardian_conflict and given_by == PersonRole.GUARDIAN:
        return "guardian_conflict"
    own = basis == ConsentBasis.CONSENT
    if own and given_by == PersonRole.VICTIM and age_band in CHILD_BANDS:
        return "child_consents_alone"
    return "consent_by_another" if own and given_by == PersonRole.FAMILY else None


NEVER_FOR_HER = {
    PersonRole.REPORTED: "consent_by_reported",
    PersonRole.WITNESS: "consent_by_stranger",
    PersonRole.REPORTER: "consent_by_stranger",
}
EARLIEST_YEAR = 1900  # a slip of the fingers before it: nobody who lives told of it


@dataclass(frozen=True, slots=True)
class Given:
    """What a later act needs to know of one consent."""

    purpose: str
    until_on: date | None
    withdrawn: bool


def consent_holds(given: Collection[Given], purpose: ConsentPurpose, today: date) -> bool:
    """Say whether something may be done for `purpose` today. Nothing on record means no."""
    return any(
        one.purpose == purpose
        and not one.withdrawn
        and (one.until_on is None or today <= one.until_on)
        for one in given
    )


_TALK = frozenset({Check.PLAN_SETTLED, Check.REFERRALS_CLOSED, Check.CLIENT_INFORMED})
_SAFE = _TALK | {Check.RISK_RESCORED}
REQUIRED_CHECKS: Mapping[CloseReason, frozenset[Check]] = {
    CloseReason.GOALS_MET: frozenset(Check),
    CloseReason.LEGAL_DONE: frozenset(Check),
    CloseReason.OWN_REQUEST: _SAFE,
    CloseReason.HANDED_OVER: _SAFE,
    CloseReason.MOVED: _SAFE,
    CloseReason.LOST_CONTACT: frozenset({Check.PLAN_SETTLED, Check.REFERRALS_CLOSED}),
    CloseReason.DIED: frozenset({Check.PLAN_SETTLED, Check.LEGAL_SETTLED}),
    CloseReason.NOT_A_CASE: _TALK,
}


def missing_checks(reason: CloseReason, checks: Mapping[str, bool]) -> list[Check]:
    """Return what must still be answered "yes" before service can end for `reason`.

    Source: DOMAIN.md §2.12 (no official list is known); docs/adr/0011-closing-checks.md.
    """
    return [c for c in Check if c in REQUIRED_CHECKS[reason] and not checks.get(c.value)]


def opening_warnings(
    register_class: str, *, age_band: str, sex: str, forms: Collection[str], tpks: bool
) -> list[str]:
    """Return what looks unlikely about a case. It is shown, and never in the way.

    Source: UU 35/2014 Ps 1, 59 (a child is under 18); DOMAIN.md §2.8.
    """
    child = age_band in CHILD_BANDS
    adult = not child and age_band != AgeBand.UNKNOWN
    found = [
        (
            register_class in {RegisterClass.AMPK, RegisterClass.ABH} and adult,
            "adult_in_child_class",
        ),
        (register_class == RegisterClass.KTP and child, "child_in_woman_class"),
        (register_class == RegisterClass.KTP and sex == Sex.MALE, "man_in_woman_class"),
        (Form.SEXUAL in forms and not tpks, "sexual_form_without_tpks"),
    ]
    return [code for holds, code in found if holds]


def incident_problem(from_on: date | None, until_on: date | None, today: date) -> str | None:
    """Return why these days cannot be when it happened, or None. Not knowing is always allowed."""
    if until_on and from_on is None:
        return "incident_without_start"
    if until_on and from_on and until_on < from_on:
        return "incident_backwards"
    if (until_on or from_on or today) > today:
        return "incident_future"
    if from_on is not None and from_on.year < EARLIEST_YEAR:
        return "incident_too_early"
    return None


def service_problem(given_at: datetime, *, since: datetime, now: datetime) -> str | None:
    """Return why a service cannot have been given then, or None.

    Args:
        given_at: as somebody wrote it down, to the minute.
        since: when the first report came in. Help at high risk comes before the file is opened.
        now: the present moment.

    Source: SIPPN 8202366 (high risk: emergency service first, assessment after).
    """
    if given_at > now:
        return "service_future"
    if given_at < since.replace(second=0, microsecond=0):
        return "service_before_report"
    return None


def is_mediation(service: str) -> bool:
    """Say whether the bar of mediation concerns this service."""
    return service == Service.MEDIATION
