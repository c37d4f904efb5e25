"""The figures of a unit: each with n, the moment it was counted, its definition and one verb."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lindung.casework import facts as case_facts
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.errors import RuleBroken
from lindung.directory.codes import AreaCode
from lindung.intake import facts as report_facts
from lindung.stats.comparison.published import period_of
from lindung.stats.comparison.report import Report, compare
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


def compare_with(actor: Actor, unit: "Unit", other: str, period: str) -> Report:
    """Return the unit's district beside another one, of public figures. One trail line.

    Args:
        actor: who compares.
        unit: whose district is ours.
        other: the Kemendagri code of the other district.
        period: `2025`, `2025-05` or `2025-01..2025-05`.

    Raises:
        Denied: the actor has no role that compares.
        RuleBroken: `district_unknown`, `same_district`, `period_unknown`.
    """
    with acting(actor, POLICY, "compare", unit):
        return compared(unit.area_id, other, period)


def compared(ours: str, other: str, period: str) -> Report:
    """Return two districts side by side, of public figures; no table is read.

    Raises:
        RuleBroken: `district_unknown`, `same_district`, `period_unknown`.
    """
    try:
        when = period_of(period)
    except ValueError:
        message = _("Write the period as 2025, 2025-05 or 2025-01..2025-05.")
        raise RuleBroken("period_unknown", message, "period") from None
    try:
        codes = AreaCode(ours), AreaCode(other)
        return compare(*codes, when)
    except KeyError:
        known = False
    except ValueError:
        known = ours == other
    if known:
        raise RuleBroken("same_district", _("Choose another district than your own."), "other")
    message = _("No district has this code. Kemendagri codes have a dot: 64.08, not 6408 (BPS).")
    raise RuleBroken("district_unknown", message, "other")
