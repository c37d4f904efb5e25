"""Phones of the field: taken into use by their holder, ended from anywhere."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from lindung.access.models import FieldDevice, Staff
from lindung.access.policy import DEVICES, STAFF
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken

SECRET_BYTES = 32
LONGEST_SHOWN = 100
MOST_DEVICES = 3  # of one person in use; house rule, docs/adr/0070


def register_device(actor: Actor, staff: Staff, *, name: str) -> tuple[FieldDevice, str]:
    """Take a phone into use and return it with its secret, which is given out once.

    Raises:
        RuleBroken: `device_unnamed`, `too_many_devices`.
    """
    with acting(actor, STAFF, "register_device", staff):
        if not name.strip():
            raise RuleBroken("device_unnamed", _("Give the phone a name."), "name")
        if FieldDevice.objects.filter(staff=staff, revoked_at=None).count() >= MOST_DEVICES:
            message = _("You have three phones in use. End one of them first.")
            raise RuleBroken("too_many_devices", message, "name")
        secret = secrets.token_urlsafe(SECRET_BYTES)
        device = FieldDevice.objects.create(
            staff=staff,
            name=name.strip(),
            hash=_hash(secret),
            made_at=Moment(),
            seen_at=Moment(),
        )
        device.refresh_from_db()
    return device, secret


def revoke_device(actor: Actor, device: FieldDevice) -> None:
    """End a phone now; it empties itself as soon as it reaches us. Twice is as once."""
    with acting(actor, DEVICES, "revoke_device", device):
        FieldDevice.objects.filter(pk=device.pk, revoked_at=None).update(
            revoked_at=Moment(), revoked_by_id=actor.id
        )
        device.refresh_from_db()


def device_wiped(actor: Actor, device: FieldDevice) -> None:
    """Write down that an ended phone heard of it and emptied itself."""
    with acting(actor, DEVICES, "wipe_device", device):
        FieldDevice.objects.filter(pk=device.pk, wiped_at=None).exclude(revoked_at=None).update(
            wiped_at=Moment()
        )


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """A phone that showed its secret."""

    device: FieldDevice
    staff: Staff
    ended: bool  # revoked, or its holder works here no more: it must empty itself


def device_at_the_door(device_id: UUID, secret: str) -> AtTheDoor | None:
    """Return whose phone this is, or None for an unknown one. Two queries.

    It may stand outside a frame: the phone tells the unit. The moment of its contact is kept.
    """
    if len(secret) > LONGEST_SHOWN:
        return None
    found = (
        FieldDevice.objects.select_related("staff__unit")
        .filter(pk=device_id, hash=_hash(secret))
        .first()
    )
    if found is None or (found.staff.demo and not settings.DEMO):
        return None
    FieldDevice.objects.filter(pk=found.pk).update(seen_at=Moment())
    works = found.staff.is_active and found.staff.left_at is None
    return AtTheDoor(found, found.staff, ended=found.revoked_at is not None or not works)


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
