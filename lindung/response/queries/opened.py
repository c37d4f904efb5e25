"""What is sealed in a mission, opened for who may read it; every opening is noted."""

from dataclasses import dataclass
from datetime import datetime

from lindung.access import queries as access
from lindung.core.acting import opening
from lindung.core.actor import Actor
from lindung.core.keys import load_keys
from lindung.core.seal import Sealed
from lindung.intake import queries as intake
from lindung.response.models import Mission, Word
from lindung.response.policy import MISSIONS
from lindung.response.queries.missions import Seat, crew_seats

PLAN = ("destination", "route", "village_contact", "escort_words", "alone_reason", "end_words")


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The plan that stays at the unit, in plain words."""

    destination: str
    route: str
    village_contact: str
    escort_words: str
    alone_reason: str
    end_words: str


@dataclass(frozen=True, slots=True)
class LastPlace:
    """From where somebody let us know of themselves, in their own words."""

    at: datetime
    who: str
    kind: str
    passed_on: bool
    area: str
    place: str


@dataclass(frozen=True, slots=True)
class Danger:
    """What whoever acts needs at once."""

    plan: PlanWords
    places: tuple[LastPlace, ...]  # the newest first
    crew: list[Seat]


def read_plan(actor: Actor, mission: Mission) -> PlanWords:
    """Open the plan of a mission; the opening is noted. Two queries."""
    with opening(actor, MISSIONS, "read_plan", mission):
        return _plan(mission)


def read_briefing(actor: Actor, mission: Mission) -> intake.ForMission:
    """Open what must be known before departure; the opening is noted, here and in intake."""
    with opening(actor, MISSIONS, "read_briefing", mission):
        return intake.read_for_mission(actor, mission.report)


def read_danger(actor: Actor, mission: Mission) -> Danger:
    """Open plan and last places for whoever acts, while there is danger; the opening is noted."""
    with opening(actor, MISSIONS, "read_danger", mission):
        rows = list(
            Word.objects.filter(mission=mission)
            .select_related("area")
            .order_by("-said_at", "-id")[:5]
        )
        crew = crew_seats(actor, mission)
        names = {seat.staff_id: seat.name for seat in crew}
        names |= access.names_of(row.said_by for row in rows if row.said_by not in names)
        plan = _plan(mission)
        places = tuple(
            LastPlace(
                row.said_at,
                names.get(row.said_by, ""),
                row.kind,
                row.passed_on,
                row.area.name if row.area else "",
                _words(row.place),
            )
            for row in rows
        )
        return Danger(plan, places, crew)


def read_result(actor: Actor, mission: Mission) -> str:
    """Open the report of the journey; the opening is noted."""
    with opening(actor, MISSIONS, "read_result", mission):
        sealed = Mission.objects.only("result", "data_key_id").get(pk=mission.pk)
        return _words(sealed.result)


def _plan(mission: Mission) -> PlanWords:
    load_keys([mission.data_key_id])
    sealed = mission
    if mission.get_deferred_fields() & set(PLAN):
        sealed = Mission.objects.only(*PLAN, "data_key_id").get(pk=mission.pk)
    return PlanWords(*(_words(getattr(sealed, column)) for column in PLAN))


def _words(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
