"""What is ready for the night: numbers of partners, and what colleagues are fit for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from lindung.access import queries as access
from lindung.core.acting import missed
from lindung.core.actor import Actor
from lindung.response import rules
from lindung.response.codes import Vehicle
from lindung.response.models import FieldProfile, Partner
from lindung.response.policy import IN_THE_FIELD, READY

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def may(actor: Actor, unit: "Unit", action: str) -> bool:
    """Say whether `actor` may do `action` with what is ready for the field. No query."""
    return READY.speaks_for(actor, action, unit)


def require(actor: Actor, unit: "Unit", action: str) -> None:
    """Raise `NotFound` after noting the attempt, unless `actor` may do `action`."""
    if not READY.speaks_for(actor, action, unit):  # nobody is blocked from their own unit
        raise missed(actor, READY, action, str(unit.pk))


def partners(actor: Actor, unit: "Unit") -> list[Partner]:
    """Return the numbers that are called at night, by kind and name. One query."""
    require(actor, unit, "view_ready")
    rows = Partner.objects.filter(ended_at=None).select_related("area")
    return list(rows.order_by("kind", "name"))


def partners_of_night(
    actor: Actor, unit: "Unit", institutions: Iterable[str], area_id: str | None
) -> list[Partner]:
    """Return whom to call for one place, without those the reported person belongs to.

    Those of the place come first. One query.

    Source: NIGHTS 2.
    """
    out = rules.left_out(institutions)
    known = [one for one in partners(actor, unit) if one.kind not in out]
    here = [one for one in known if one.area_id is None or area_id in {None, one.area_id}]
    return sorted(here, key=lambda one: (one.area_id is None, one.kind, one.name))


def get_partner(actor: Actor, unit: "Unit", partner_id: UUID) -> Partner:
    """Return one number, or note the attempt and raise `NotFound`."""
    require(actor, unit, "keep_partner")
    found = Partner.objects.filter(pk=partner_id, ended_at=None).first()
    if found is None:
        raise missed(actor, READY, "keep_partner", str(partner_id))
    return found


def partner_by_id(partner_id: UUID) -> Partner | None:
    """Return a partner of the list of the unit at work, or None. One query."""
    return Partner.objects.filter(pk=partner_id, ended_at=None).first()


def left_out(institutions: Iterable[str]) -> frozenset[str]:
    """Return the kinds of partners that must not learn of it. Source: NIGHTS 2."""
    return frozenset(rules.left_out(institutions))


@dataclass(frozen=True, slots=True)
class Profile:
    """A colleague who may be sent, and what they are fit for."""

    staff_id: UUID
    name: str
    title: str
    trained_tpks: bool
    vehicle: Vehicle


def profiles(actor: Actor, unit: "Unit") -> list[Profile]:
    """Return who may be sent out and what is known of them, by name. Two queries."""
    require(actor, unit, "view_ready")
    known = {row.staff_id: row for row in FieldProfile.objects.all()}
    return [
        Profile(
            one.id,
            one.name,
            one.title,
            one.id in known and known[one.id].trained_tpks,
            Vehicle(known[one.id].vehicle) if one.id in known else Vehicle.NONE,
        )
        for one in access.colleagues(actor, IN_THE_FIELD)
    ]
