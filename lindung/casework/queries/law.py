"""What rooms above casework ask of a case: who may do what in it, and what it is about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from lindung.casework.models import (
    Assignment,
    Case,
    CaseReport,
    Companion,
    Consent,
    Incident,
)
from lindung.casework.policy import POLICY
from lindung.casework.team import works_on
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.models import Blocked
from lindung.intake.codes import About, Form


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the law asks of a case, in codes; never a name."""

    number: str
    data_key_id: UUID
    manager_id: UUID
    tpks: bool
    kdrt: bool
    sexual: bool
    age_band: str
    sex: str
    forms: tuple[str, ...]
    area_id: str
    risk: str
    institutions: frozenset[str]  # to which the reported person belongs
    victim_told_at: datetime | None  # she told it herself, first


def may_in_case(actor: Actor, action: str, case_id: UUID) -> bool:
    """Say whether `actor` may do `action`, an action of the policy of cases. At most three queries.

    Whoever has a conflict of interest may not.
    """
    return POLICY.only(actor, action, Case.objects.filter(pk=case_id)).exists()


def cases_where(actor: Actor, action: str) -> "QuerySet[Case]":
    """Return the cases in which `actor` may do `action`, for conditions of other rooms."""
    return POLICY.only(actor, action, Case.objects.all())


def is_sexual(case: Case) -> bool:
    """Say whether anything known of a case speaks of sexual violence. One query."""
    told = Incident.objects.filter(case=case, forms__contains=[Form.SEXUAL])
    return case.tpks or Form.SEXUAL in case.forms or told.exists()


def facts_of_case(case_id: UUID) -> CaseFacts | None:
    """Return what the law asks of a case; None when it is not of this unit. Four queries."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return None
    told = Incident.objects.filter(case=case).values_list("forms", flat=True)
    forms = {form for some in told for form in some} | set(case.forms)
    by_her = CaseReport.objects.filter(case=case, report__about__in=[About.SELF, About.CHILD])
    first = by_her.order_by("report__received_at").values_list("report__received_at", flat=True)
    return CaseFacts(
        case.number,
        case.data_key_id,
        case.manager_id,
        case.tpks,
        case.kdrt,
        Form.SEXUAL in forms,
        case.age_band,
        case.sex,
        tuple(case.forms),
        case.area_id,
        case.risk,
        _institutions(case),
        first.first(),
    )


def consent_to(case_id: UUID, purposes: Collection[str]) -> bool:
    """Say whether somebody agreed to one of these purposes, and the consent still holds."""
    today = timezone.localdate(now())
    given = Consent.objects.filter(case_id=case_id, purpose__in=purposes, withdrawn_at=None)
    return given.filter(Q(until_on=None) | Q(until_on__gte=today)).exists()


def _institutions(case: Case) -> frozenset[str]:
    named = CaseReport.objects.filter(case=case).values_list("report__institutions", flat=True)
    return frozenset(one for some in named for one in some or ())


def works_on_case(case_id: UUID, staff_id: UUID) -> bool:
    """Say whether somebody is manager, companion or specialist of a case and has no conflict."""
    case = Case.objects.filter(pk=case_id).first()
    blocked = Blocked.objects.filter(subject_id=case_id, staff_id=staff_id).exists()
    return case is not None and not blocked and works_on(case, staff_id)


def team_of_case(case_id: UUID) -> list[UUID]:
    """Return who works on a case, its manager first; for whoever is to go along. Three queries."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return []
    rows = Companion.objects.filter(case=case, until=None).values_list("staff_id", flat=True)
    more = Assignment.objects.filter(case=case, until=None).values_list("staff_id", flat=True)
    return list(dict.fromkeys([case.manager_id, *rows, *more]))
