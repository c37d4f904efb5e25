"""Who answers when the rota does not, and the days the district keeps otherwise."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.hotline.codes.rota import DayKind, Instance
from lindung.hotline.models import OwnDay, StandingCover
from lindung.hotline.policy.rota import ROTA

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def name_standing(
    actor: Actor, unit: "Unit", *, staff: Sequence[UUID], instances: Sequence[str]
) -> None:
    """Name who answers when the rota does not, in this order: first staff, then institutions.

    Raises:
        RuleBroken: `nobody_named` without any colleague, since a machine rings only staff;
            `named_twice`, `no_colleague`, `choice_unknown`.
    """
    with acting(actor, ROTA, "name_standing", unit):
        if not staff:
            message = _("Name at least one colleague: institutions are called by a person.")
            raise RuleBroken("nobody_named", message, "first")
        if len(set(staff)) < len(staff):
            raise RuleBroken("named_twice", _("Name each colleague once."), "second")
        if not set(staff) <= {colleague.id for colleague in access.colleagues(actor)}:
            raise RuleBroken("no_colleague", _("Choose colleagues of this unit."), "first")
        if not set(instances) <= set(Instance.values):
            raise RuleBroken("choice_unknown", _("Choose from the list."), "instances")
        StandingCover.objects.filter(ended_at=None).update(ended_at=Moment())
        named: list[dict[str, object]] = [{"staff_id": one} for one in staff]
        named += [{"instance": one} for one in Instance.values if one in instances]
        StandingCover.objects.bulk_create(
            StandingCover(rank=rank, named_by=actor.id, named_at=Moment(), **who)
            for rank, who in enumerate(named, start=1)
        )


def add_own_day(actor: Actor, unit: "Unit", *, on: date, kind: str, name: str) -> OwnDay:
    """Say that the district keeps a day otherwise than the country; the last word counts.

    Raises:
        RuleBroken: `name_missing`, `choice_unknown`.
    """
    with acting(actor, ROTA, "keep_holidays", unit):
        if not name.strip():
            raise RuleBroken("name_missing", _("Write the name of the day."), "name")
        if kind not in DayKind.values:
            raise RuleBroken("choice_unknown", _("Choose from the list."), "kind")
        day, _made = OwnDay.objects.update_or_create(
            on=on, defaults={"kind": kind, "name": name.strip(), "added_by": actor.id}
        )
    return day


def remove_own_day(actor: Actor, unit: "Unit", day: OwnDay) -> None:
    """Take back what the district said of a day."""
    with acting(actor, ROTA, "keep_holidays", unit):
        OwnDay.objects.filter(pk=day.pk).delete()
