"""What must be known before the night: whom to call, and which colleague is fit for what."""

from typing import TYPE_CHECKING
from uuid import UUID

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.response import moves
from lindung.response.codes import PartnerKind, Vehicle
from lindung.response.models import FieldProfile, Partner
from lindung.response.policy import IN_THE_FIELD, READY

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def keep_partner(
    actor: Actor,
    unit: "Unit",
    *,
    kind: str,
    name: str,
    night_phone: str,
    day_phone: str = "",
    area: str | None = None,
) -> Partner:
    """Keep a number that is called at night.

    Raises:
        RuleBroken: `choice_unknown`.
    """
    with acting(actor, READY, "keep_partner", unit):
        return Partner.objects.create(
            kind=moves.chosen(PartnerKind, kind, "kind"),
            name=name.strip(),
            day_phone=day_phone.strip(),
            night_phone=night_phone.strip(),
            area_id=area or None,
            kept_at=Moment(),
            kept_by=actor.id,
        )


def end_partner(actor: Actor, unit: "Unit", *, partner: Partner) -> None:
    """Say that a number is called no more. It stays on record."""
    with acting(actor, READY, "keep_partner", unit):
        Partner.objects.filter(pk=partner.pk, ended_at=None).update(ended_at=Moment())


def keep_profile(
    actor: Actor, unit: "Unit", *, staff_id: UUID, trained_tpks: bool, vehicle: str
) -> None:
    """Keep what a colleague was trained for and can go out with.

    Raises:
        RuleBroken: `staff_conflict` when nobody of the unit is meant; `choice_unknown`.
    """
    with acting(actor, READY, "keep_profile", unit):
        if staff_id not in {c.id for c in access.colleagues(actor, IN_THE_FIELD)}:
            raise moves.refusal("staff_conflict")
        FieldProfile.objects.update_or_create(
            staff_id=staff_id,
            defaults={
                "trained_tpks": trained_tpks,
                "vehicle": moves.chosen(Vehicle, vehicle, "vehicle"),
                "kept_at": Moment(),
                "kept_by": actor.id,
            },
        )
