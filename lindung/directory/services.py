"""Everything that changes places and units."""

from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.events import publish
from lindung.core.frame import frame
from lindung.core.models import DataKey
from lindung.directory.codes import Limit, TimeZone, UnitKind
from lindung.directory.events import PracticeOpened
from lindung.directory.models import Area, Unit, UnitLimit
from lindung.directory.packaged import LIST_OF, packaged_areas
from lindung.directory.policy import POLICY
from lindung.directory.rules import time_zone_of, unit_code_problem

LONGEST_MINUTES = 7 * 24 * 60
LONGEST_NAME = 120


def load_areas() -> int:
    """Bring the places up to the list that comes with this version. Return how many it names.

    Public facts without an actor: `lindung migrate` calls it. Twice changes nothing; a place that
    left the list stays, with the day from which it is history.
    """
    listed = packaged_areas()
    for level_rows in listed:
        Area.objects.bulk_create(
            level_rows,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["bps_code", "level", "name", "parent", "n_women", "n_men"],
        )
    codes = [area.code for rows in listed for area in rows]
    _end_what_left_the_list(codes, LIST_OF)
    return len(codes)


def open_unit(
    actor: Actor,
    area: Area,
    *,
    code: str,
    name: str,
    kind: UnitKind = UnitKind.UPTD,
    unit_id: UUID | None = None,
    **more: object,
) -> Unit:
    """Open a unit for `area`; the first one takes the reports that name no place.

    Args:
        actor: the machine's command line, or an administrator.
        area: its district or province.
        code: short lower-case word, part of commands and addresses.
        name: as it stands on letters.
        kind: what it is for.
        unit_id: when the caller decides it, as the demo does.
        more: `time_zone`, `host`, `phone`, `whatsapp`, `approver`, `is_default`.

    Raises:
        RuleBroken: `unit_code_malformed`, `unit_code_taken`.
    """
    unit = Unit(id=unit_id or uuid4(), code=code, name=name, kind=kind, area=area, **more)
    if "time_zone" not in more:
        unit.time_zone = time_zone_of(area.code)
    if "is_default" not in more:
        unit.is_default = kind == UnitKind.UPTD and not _has_default()
    with frame(unit.id, None), acting(actor, POLICY, "open_unit", unit):
        if unit_code_problem(code):
            message = _("Use a short word of small letters, such as kutim.")
            raise RuleBroken("unit_code_malformed", message, "code")
        if Unit.objects.filter(code=code).exists():
            raise RuleBroken("unit_code_taken", _("Another unit has this code."), "code")
        unit.opened_at = Moment()  # the database's clock
        unit.save(force_insert=True)
    return Unit.objects.select_related("area").get(pk=unit.pk)


def change_unit(actor: Actor, unit: Unit, *, phone: str, whatsapp: str, time_zone: str) -> None:
    """Change the numbers the public reads and the hours a unit lives by."""
    with acting(actor, POLICY, "change_unit", unit):
        if time_zone not in TimeZone.values:
            raise RuleBroken("time_zone_unknown", _("Choose one of the three zones."), "time_zone")
        Unit.objects.filter(pk=unit.pk).update(
            phone=phone.strip(), whatsapp=whatsapp.strip(), time_zone=time_zone
        )
        unit.refresh_from_db()


def name_approver(actor: Actor, unit: Unit, *, approver: Unit | None) -> None:
    """Name who decides from outside where a head of `unit` has a conflict of interest.

    Raises:
        RuleBroken: `approver_is_inside` for the unit itself, or one that works with clients.

    Source: SECURITY section 8 (province or inspectorate, named at set-up).
    """
    with acting(actor, POLICY, "change_unit", unit):
        if approver is not None and (approver.pk == unit.pk or approver.kind == UnitKind.UPTD):
            message = _("Choose the unit of the province or the inspectorate.")
            raise RuleBroken("approver_is_inside", message, "approver")
        Unit.objects.filter(pk=unit.pk).update(approver=approver)
        unit.refresh_from_db()


def set_limit(actor: Actor, unit: Unit, *, limit: Limit, minutes: int) -> None:
    """Set one of a unit's own limits; the newest counts, earlier ones stay readable.

    Raises:
        RuleBroken: `limit_out_of_range` outside one minute to seven days.
    """
    with acting(actor, POLICY, "set_limit", unit):
        if not 1 <= minutes <= LONGEST_MINUTES:
            raise RuleBroken(
                "limit_out_of_range", _("Choose between 1 minute and 7 days."), "minutes"
            )
        UnitLimit.objects.create(limit=limit, minutes=minutes, set_by=actor.id, set_at=Moment())


def open_practice(actor: Actor, unit: Unit) -> Unit:
    """Return where the people of `unit` practise; the first time it is made, and cases come soon.

    It is a unit of its own, so the walls between units keep invented and real rows apart.
    """
    with acting(actor, POLICY, "open_practice", unit):
        held = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # two may ask at once
        known = Unit.objects.filter(practice_of=held, ended_at=None).first()
        return known or _new_practice(held)


def renew_practice(actor: Actor, unit: Unit) -> Unit:
    """Begin practice anew: another place with fresh invented cases; of the old one no word opens.

    Nothing is deleted, since nobody may delete records, not even invented ones: the old rows lie
    behind a wall no frame opens any more, and their keys are destroyed.
    """
    with acting(actor, POLICY, "renew_practice", unit):
        held = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        for old in Unit.objects.filter(practice_of=held, ended_at=None):
            _give_up(old)
        return _new_practice(held)


def _new_practice(office: Unit) -> Unit:
    unit_id = uuid4()
    place = Unit(
        id=unit_id,
        code=f"latihan-{unit_id.hex[:10]}",
        name=f"LATIHAN · {office.name}"[:LONGEST_NAME],
        kind=office.kind,
        area_id=office.area_id,
        time_zone=office.time_zone,
        opened_at=Moment(),
        practice_of=office,
    )
    place.save(force_insert=True)
    with frame(place.pk):
        publish(PracticeOpened(unit_id=str(place.pk)))
    return Unit.objects.select_related("area").get(pk=place.pk)


def _give_up(place: Unit) -> None:
    """End a place of practice and destroy its keys: a real name typed there by mistake is gone too.

    No retention schedule speaks of invented words, so this is no disposal of records.
    """
    Unit.objects.filter(pk=place.pk).update(ended_at=Moment())
    with frame(place.pk):
        DataKey.objects.filter(destroyed_at=None).update(destroyed_at=Moment(), wrapped=b"")


def _has_default() -> bool:
    return Unit.objects.filter(is_default=True).exists()


def _end_what_left_the_list(codes: list[str], day: date) -> None:
    """Places outside the packaged levels (kecamatan of other districts) are left alone."""
    gone = Area.objects.exclude(code__in=codes).exclude(level="subdistrict")
    gone.filter(valid_until=None).update(valid_until=day)
