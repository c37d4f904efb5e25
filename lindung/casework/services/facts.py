"""What is known of a case, what happened, and what the client agreed to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import TextChoices
from django.utils import timezone

from lindung.access.codes import Sex
from lindung.casework import rules
from lindung.casework.answers import known_area, known_forms, tidy_initials
from lindung.casework.codes import ConsentBasis, ConsentPurpose, Place, RegisterClass
from lindung.casework.events import ClassKnown, ConsentWithdrawn
from lindung.casework.models import Case, CaseParty, Consent, Incident
from lindung.casework.policy import POLICY
from lindung.casework.queries.words import get_of_case
from lindung.casework.refusals import chosen, refusal, refuse_if
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.events import publish
from lindung.intake.codes import Finding, Relation
from lindung.people.codes import AgeBand, PersonRole


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is to be changed of a case. None leaves a fact as it is."""

    register_class: str | None = None
    sex: str | None = None
    age_band: str | None = None
    area: str | None = None
    forms: Collection[str] | None = None
    relation: str | None = None
    kdrt: bool | None = None
    tpks: bool | None = None
    finding: str | None = None
    initials: str | None = None  # empty: *tidak dikenal*
    summary: str | None = None
    legal_ended_on: date | None = None
    recovery_ended_on: date | None = None


CHOICES: Mapping[str, type[TextChoices]] = {
    "register_class": RegisterClass,
    "sex": Sex,
    "age_band": AgeBand,
    "relation": Relation,
    "finding": Finding,
}
NAMED = {"forms", "tpks", "kdrt"}  # what the law asks of a case
AS_GIVEN = ("kdrt", "tpks", "legal_ended_on", "recovery_ended_on")


def change_facts(actor: Actor, case: Case, facts: CaseFacts) -> None:
    """Correct or complete what is known of a case.

    Raises:
        RuleBroken: an answer is none of those offered, or `incident_future` for a day to come.
    """
    with acting(actor, POLICY, "change_facts", case):
        changes: dict[str, object] = {
            name: chosen(words, value, name)
            for name, words in CHOICES.items()
            if (value := getattr(facts, name)) is not None
        }
        given = {name: getattr(facts, name) for name in AS_GIVEN}
        changes |= {name: value for name, value in given.items() if value is not None}
        if facts.area is not None:
            changes["area_id"] = known_area(facts.area)
        if facts.forms is not None:
            changes["forms"] = known_forms(facts.forms)
        for day in (facts.legal_ended_on, facts.recovery_ended_on):
            refuse_if(rules.incident_problem(day, None, _today()))
        changes |= _sealed_changes(case, facts)
        Case.objects.filter(pk=case.pk).update(**changes)
        case.refresh_from_db()
        if NAMED & set(changes):
            publish(ClassKnown(case_id=str(case.pk)))


def add_incident(
    actor: Actor,
    case: Case,
    *,
    place: str = Place.UNKNOWN,
    area: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    forms: Collection[str] = (),
    account: str = "",
) -> Incident:
    """Write down what happened, once or over a span. Nothing about it need be known.

    Args:
        actor: who works on the case.
        case: the case.
        place: a code of `Place`.
        area: the Kemendagri code of where.
        from_on: the day, or the first day.
        until_on: the last day; None for one day.
        forms: codes of `Form`.
        account: what was told of it.

    Raises:
        RuleBroken: `incident_future`, `incident_backwards`, `incident_without_start`.
    """
    with acting(actor, POLICY, "add_incident", case):
        refuse_if(rules.incident_problem(from_on, until_on, _today()))
        incident = Incident.objects.create(
            case=case,
            place=chosen(Place, place, "place"),
            area_id=known_area(area) if area else None,
            from_on=from_on,
            until_on=until_on,
            forms=known_forms(forms) if forms else [],
            recorded_at=Moment(),
            recorded_by=actor.id,
            data_key_id=case.data_key_id,
            account=account.strip() or None,
        )
        if incident.forms:
            publish(ClassKnown(case_id=str(case.pk)))
    return incident


def record_consent(
    actor: Actor,
    case: Case,
    *,
    purpose: str,
    basis: str,
    given_by: str = PersonRole.VICTIM,
    guardian_conflict: bool = False,
    until_on: date | None = None,
    words: str = "",
) -> Consent:
    """Write down what somebody agreed to, or on what other basis the unit acts.

    A guardian of this case who is marked as suspected is one, whatever was ticked here.

    Raises:
        RuleBroken: `guardian_conflict`, `consent_by_reported`, `child_consents_alone`,
            `consent_ended`.
    """
    with acting(actor, POLICY, "record_consent", case):
        conflict = guardian_conflict or _has_suspected_guardian(case)
        refuse_if(
            rules.consent_problem(
                basis, given_by=given_by, guardian_conflict=conflict, age_band=case.age_band
            )
        )
        if until_on and until_on < _today():
            raise refusal("consent_ended")
        return Consent.objects.create(
            case=case,
            purpose=chosen(ConsentPurpose, purpose, "purpose"),
            basis=chosen(ConsentBasis, basis, "basis"),
            given_by=chosen(PersonRole, given_by, "given_by"),
            guardian_conflict=conflict,
            given_at=Moment(),
            until_on=until_on,
            recorded_by=actor.id,
            data_key_id=case.data_key_id,
            words=words.strip() or None,
        )


def withdraw_consent(actor: Actor, case: Case, consent_id: UUID) -> None:
    """Write down that a consent no longer holds. What was shared before stays recorded.

    Raises:
        NotFound: no such consent in this case.
        RuleBroken: `consent_withdrawn` when it was before.
    """
    with acting(actor, POLICY, "withdraw_consent", case):
        consent = get_of_case(actor, case, "consent", consent_id)
        holding = Consent.objects.filter(pk=consent.pk, withdrawn_at=None)
        if not holding.update(withdrawn_at=Moment(), withdrawn_by=actor.id):
            raise refusal("consent_withdrawn")
        publish(ConsentWithdrawn(case_id=str(case.pk), purpose=consent.purpose))


def _sealed_changes(case: Case, facts: CaseFacts) -> dict[str, object]:
    words = {
        "initials": None if facts.initials is None else tidy_initials(facts.initials) or "",
        "summary": None if facts.summary is None else facts.summary.strip(),
    }
    sealed = {"initials": Case.initials, "summary": Case.summary}
    return {
        name: sealed[name].field.seal_for(case, text) if text else None
        for name, text in words.items()
        if text is not None
    }


def _has_suspected_guardian(case: Case) -> bool:
    return CaseParty.objects.filter(
        case=case, role=PersonRole.GUARDIAN, guardian_conflict=True
    ).exists()


def _today() -> date:
    """Return the day in the unit's own time zone, which the gate has activated."""
    return timezone.localdate(now())
