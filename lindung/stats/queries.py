"""The figures of a unit: each with n, the moment it was counted, its definition and one verb."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lindung.casework import facts as case_facts
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.intake import facts as report_facts
from lindung.stats.policy import POLICY
from lindung.stats.rules import percent

if TYPE_CHECKING:
    from lindung.directory.models import Unit

RESPONSES_OVER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with a percentage only where it means something."""

    part: int
    whole: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Figures 1, 4 and 5 of the twelve; the others appear when they can be computed."""

    as_of: datetime
    waiting: report_facts.Waiting
    oldest_minutes: int | None
    high_in_time: Share
    medium_in_time: Share
    responses_over: timedelta
    active: case_facts.Active


def dashboard(actor: Actor, unit: "Unit") -> Dashboard:
    """Return the first dashboard of the unit at work. Four queries of its own and a trail line.

    Raises:
        Denied: the actor has no role that sees figures.
    """
    with acting(actor, POLICY, "view_figures", unit):
        as_of = now()
        waiting = report_facts.waiting()
        responses = report_facts.responses(RESPONSES_OVER)
        oldest = waiting.oldest_at
        return Dashboard(
            as_of=as_of,
            waiting=waiting,
            oldest_minutes=int((as_of - oldest).total_seconds() // 60) if oldest else None,
            high_in_time=share(responses.n_high_in_time, responses.n_high),
            medium_in_time=share(responses.n_medium_in_time, responses.n_medium),
            responses_over=RESPONSES_OVER,
            active=case_facts.active(),
        )


def share(part: int, whole: int) -> Share:
    """Return so many of so many, with a percentage where there are enough."""
    return Share(part, whole, percent(part, whole))
