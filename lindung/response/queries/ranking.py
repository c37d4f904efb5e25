"""Who could go, in an order that says why."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Max, Value
from django.db.models.functions import Cast

from lindung.access import queries as access
from lindung.core.acting import refused
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.models import Blocked
from lindung.intake import queries as intake
from lindung.response import rules
from lindung.response.codes import OPEN_STATES, MissionState, Vehicle
from lindung.response.models import Crew, FieldProfile, Mission, Word
from lindung.response.policy import IN_THE_FIELD, MISSIONS

if TYPE_CHECKING:
    from lindung.intake.models import Report

Facts = defaultdict[str, list[tuple[datetime | None, str]]]  # fact -> when, where


def ranking(
    actor: Actor,
    report: "Report",
    *,
    on_duty: Collection[UUID] = (),
    case_id: UUID | None = None,
    among: Collection[UUID] | None = None,
) -> list[rules.Ranked]:
    """Return who could go out for a report or its case, the first first. Three queries.

    Whoever has a conflict of interest is not in it, and nothing says so.

    Args:
        actor: who sends.
        report: seen before.
        on_duty: who answers now; the module of the rota is asked by the screen.
        case_id: when it is for the case.
        among: only these, such as those who work on the case.

    Raises:
        Denied: `actor` may not send anybody.
    """
    subject_id = case_id or report.pk
    facts = _facts(subject_id)
    asked = Mission(report=report, subject_id=subject_id)
    if "blocked" in facts[actor.id] or not MISSIONS.speaks_for(actor, "send", asked):
        raise refused(actor, MISSIONS, "send", subject_id)
    people = [
        _candidate(colleague, facts[colleague.id], on_duty=colleague.id in on_duty)
        for colleague in access.colleagues(actor, IN_THE_FIELD)
        if "blocked" not in facts[colleague.id] and (among is None or colleague.id in among)
    ]
    need = rules.Need(area=report.area_id or "", sex=intake.client_of(actor, report))
    return rules.rank(people, need, now())


def _candidate(one: access.Colleague, facts: Facts, *, on_duty: bool) -> rules.Candidate:
    places = [(at, area) for at, area in facts["place"] if at is not None]
    area_at, area = max(places, default=(None, ""))
    return rules.Candidate(
        id=one.id,
        name=one.name,
        sex=one.sex,
        on_duty=on_duty,
        trained="trained" in facts,
        vehicle="vehicle" in facts,
        away="away" in facts,
        back_at=max((at for at, _ in facts["back"] if at is not None), default=None),
        area=area,
        area_at=area_at,
    )


def _facts(subject_id: UUID) -> defaultdict[UUID, Facts]:
    """Return what is known of each colleague of the unit, by kind. One query of several parts."""
    never = Cast(Value(None), DateTimeField())
    profiles = FieldProfile.objects.values("staff_id")
    crew = Crew.objects.filter(until=None).values("staff_id")
    said = Word.objects.filter(passed_on=False, area__isnull=False)
    parts = [
        _part("blocked", Blocked.objects.filter(subject_id=subject_id).values("staff_id"), never),
        _part("trained", profiles.filter(trained_tpks=True), never),
        _part("vehicle", profiles.exclude(vehicle=Vehicle.NONE), never),
        _part("away", crew.filter(mission__state__in=OPEN_STATES), never),
        _part("back", crew.filter(mission__state=MissionState.COMPLETE), Max("mission__ended_at")),
        said.values(who=F("said_by")).annotate(
            fact=Value("place"), at=Max("said_at"), area_code=Cast("area_id", CharField())
        ),
    ]
    rows = [part.values_list("who", "fact", "at", "area_code") for part in parts]
    found: defaultdict[UUID, Facts] = defaultdict(lambda: defaultdict(list))
    for who, fact, at, area in rows[0].union(*rows[1:], all=True):
        found[who][fact].append((at, area))
    return found


def _part(fact: str, rows: Any, at: Any) -> Any:
    """Return rows of one table as `who, fact, at, area_code`."""
    named = rows.annotate(who=F("staff_id")).values("who")
    return named.annotate(fact=Value(fact), at=at, area_code=Value(""))
