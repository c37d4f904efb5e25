"""Reading alarms, bait and exports; names of many only for an export that two agreed to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import make_aware

from lindung.casework.guard_policy import ALARMS, DECOYS, EXPORTS, LIMITS
from lindung.casework.models import (
    Case,
    CaseParty,
    Decoy,
    NamesExport,
    OpenedFile,
    OpeningAlarm,
    OpeningLimit,
)
from lindung.casework.policy import POLICY
from lindung.core.acting import missed, opening, refused
from lindung.core.actor import Actor
from lindung.core.frame import frame
from lindung.core.seal import Sealed
from lindung.people import queries as people
from lindung.people.codes import PersonRole

if TYPE_CHECKING:
    from lindung.directory.models import Unit
    from lindung.people.models import Person

MOST_SHOWN = 50
MOST_LIMITS = 20


def require_guard(actor: Actor, unit: "Unit", action: str = "view_openings") -> None:
    """Raise `Denied` after noting the attempt, unless `actor` looks after openings here."""
    if not LIMITS.allows(actor, action, unit):
        raise refused(actor, LIMITS, action, unit.pk)


def limits_set(actor: Actor, unit: "Unit") -> list[OpeningLimit]:
    """Return the limits of a day that were ever set, the newest first. One query."""
    require_guard(actor, unit)
    return list(OpeningLimit.objects.order_by("-version")[:MOST_LIMITS])


def alarms(actor: Actor) -> list[OpeningAlarm]:
    """Return the alarms `actor` hears, those nobody settled first. One query."""
    rows = ALARMS.only(actor, "view_alarm", OpeningAlarm.objects.defer("words"))
    return list(rows.order_by("settled_at", "-raised_at")[:MOST_SHOWN])


def get_alarm(actor: Actor, alarm_id: UUID) -> OpeningAlarm:
    """Return one alarm `actor` hears, or note the attempt and raise `NotFound`. One query."""
    rows = ALARMS.only(actor, "view_alarm", OpeningAlarm.objects.defer("words"))
    found = rows.filter(pk=alarm_id).first()
    if found is None:
        raise missed(actor, ALARMS, "view_alarm", str(alarm_id))
    return found


@dataclass(frozen=True, slots=True)
class OpenedFiles:
    """What somebody opened on the day of an alarm: numbers `actor` may know of, and the count."""

    n: int
    numbers: list[str]


def files_of(actor: Actor, alarm: OpeningAlarm) -> OpenedFiles:
    """Return what was opened on the day, as far as `actor` may know. At most two queries.

    From outside only the number that stood when the alarm was raised is known.
    """
    if not ALARMS.allows(actor, "view_alarm", alarm):
        raise missed(actor, ALARMS, "view_alarm", str(alarm.pk))
    rows = OpenedFile.objects.filter(staff_id=alarm.staff_id, on=alarm.on)
    ids = list(rows.values_list("file_id", flat=True))
    seen = POLICY.only(actor, "view", Case.objects.filter(pk__in=ids))
    numbers = list(seen.order_by("number").values_list("number", flat=True)[:MOST_SHOWN])
    return OpenedFiles(max(len(ids), alarm.n), numbers)


def read_finding(actor: Actor, alarm: OpeningAlarm) -> str:
    """Open what was found out about an alarm; the opening is noted."""
    if alarm.settled_at is None:
        return ""
    with opening(actor, ALARMS, "read_finding", alarm):
        return _words(alarm.words)


def decoys(actor: Actor, unit: "Unit") -> list[Decoy]:
    """Return the bait of the unit, unopened, the newest first. One query."""
    require_guard(actor, unit)
    rows = DECOYS.only(actor, "view_decoy", Decoy.objects.defer("name").select_related("case"))
    return list(rows.order_by("-asked_at"))


def may_plan_decoy(actor: Actor) -> bool:
    """Say whether `actor` may plan bait."""
    return actor.unit_id is not None and DECOYS.speaks_for(
        actor, "plan_decoy", Decoy(unit_id=actor.unit_id)
    )


def require_plan_decoy(actor: Actor) -> None:
    """Raise `Denied` after noting the attempt, unless `actor` may plan bait."""
    if not may_plan_decoy(actor):
        raise refused(actor, DECOYS, "plan_decoy", actor.unit_id)


def get_decoy(actor: Actor, decoy_id: UUID, *, to: str = "view_decoy") -> Decoy:
    """Return one plan of bait, or note the attempt and raise `NotFound`. One query."""
    rows = DECOYS.only(actor, to, Decoy.objects.select_related("case", "area"))
    found = rows.filter(pk=decoy_id).first()
    if found is None:
        raise missed(actor, DECOYS, to, str(decoy_id))
    return found


def read_decoy(actor: Actor, decoy: Decoy) -> str:
    """Open the invented name; the opening is noted and is no opening of the bait itself."""
    with opening(actor, DECOYS, "read_decoy", decoy):
        return _words(decoy.name)


def may_ask_names(actor: Actor) -> bool:
    """Say whether `actor` may ask that a register with names leaves the house."""
    if actor.unit_id is None:
        return False
    mine = NamesExport(from_unit_id=actor.unit_id, asked_by=actor.id)
    return EXPORTS.speaks_for(actor, "ask_names", mine)


def require_ask_names(actor: Actor) -> None:
    """Raise `Denied` after noting the attempt, unless `actor` may ask for names."""
    if not may_ask_names(actor):
        raise refused(actor, EXPORTS, "ask_names", actor.unit_id)


def exports(actor: Actor) -> list[NamesExport]:
    """Return the registers `actor` asked for or decides about, unopened, the newest first."""
    return list(_exports(actor, "view_export").order_by("-asked_at")[:MOST_SHOWN])


def exports_to_watch(actor: Actor) -> list[NamesExport]:
    """Return the registers that wait and for which `actor` may call a witness in. One query."""
    return list(_exports(actor, "invite_names_witness").order_by("-asked_at")[:MOST_SHOWN])


def witnessed_export(actor: Actor) -> NamesExport | None:
    """Return the register a witness was called in for, if it is one. One query."""
    return _exports(actor, "decide_names").first()


def get_export(actor: Actor, export_id: UUID, *, to: str = "view_export") -> NamesExport:
    """Return one register, or note the attempt and raise `NotFound`. One query."""
    found = _exports(actor, to).filter(pk=export_id).first()
    if found is None:
        raise missed(actor, EXPORTS, to, str(export_id))
    return found


def may_do(actor: Actor, export: NamesExport) -> set[str]:
    """Return what `actor` may do with a register seen before, for buttons. No query."""
    return {action for action in EXPORTS.rules if EXPORTS.speaks_for(actor, action, export)}


def _exports(actor: Actor, action: str) -> QuerySet[NamesExport]:
    return EXPORTS.only(actor, action, NamesExport.objects.all())


@dataclass(frozen=True, slots=True)
class Reasons:
    """For whom, and what for."""

    receiver: str
    purpose: str


def read_export(actor: Actor, export: NamesExport) -> Reasons:
    """Open for whom and what for; the opening is noted. The deciding unit's key sealed it."""
    with opening(actor, EXPORTS, "read_export", export), frame(export.unit_id):
        row = NamesExport.objects.get(pk=export.pk)
        return Reasons(_words(row.receiver), _words(row.purpose))


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One case of the register, with the name of its client."""

    case: Case
    names: tuple[str, ...]
    manager: str


def read_register(actor: Actor, export: NamesExport) -> list[RegisterLine]:
    """Open the names of a register that two agreed to: one line of the trail for each person.

    Clients only: no register names who was reported. Left out are cases `actor` must not know of,
    and bait. Source: NIGHTS 5 (no register of names), NIGHTS 10.
    """
    with opening(actor, EXPORTS, "take_names", export):
        cases = list(_cases_of(actor, export))
        ties = CaseParty.objects.filter(case__in=cases, role=PersonRole.VICTIM)
        by_case: dict[UUID, list[Person]] = {case.pk: [] for case in cases}
        for tie in ties.select_related("person").order_by("id"):
            by_case[tie.case_id].append(tie.person)
        names = people.names_to_export(actor, [one for row in by_case.values() for one in row])
        return [
            RegisterLine(
                case,
                tuple(names[one.pk] for one in by_case[case.pk] if names.get(one.pk)),
                case.manager.name,
            )
            for case in cases
        ]


def _cases_of(actor: Actor, export: NamesExport) -> Iterator[Case]:
    begin = make_aware(datetime.combine(export.from_on, time.min))
    end = make_aware(datetime.combine(export.until_on, time.max))
    bait = Decoy.objects.filter(case__isnull=False).values("case_id")
    rows = Case.objects.filter(opened_at__gte=begin, opened_at__lte=end).exclude(pk__in=bait)
    seen = POLICY.only(actor, "view", rows.defer("initials", "summary"))
    yield from seen.select_related("area", "manager").order_by("opened_at", "id")


def _words(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""
