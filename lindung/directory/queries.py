"""Everything that reads places and units. They are known to all, so nobody is asked who reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from lindung.core.errors import NotFound
from lindung.directory.codes import AreaCode, BpsCode, Level, Limit, UnitKind
from lindung.directory.help import COUNTRY, HelpNumber, Sureness
from lindung.directory.limits import DEFAULTS
from lindung.directory.models import Area, Unit, UnitLimit

MOST_FOUND = 25
M = TypeVar("M", bound=Model)


def units() -> list[Unit]:
    """Return all offices, the first opened first; never a place of practice."""
    return list(_offices().order_by("opened_at", "code"))


def units_and_practice() -> list[Unit]:
    """Return all offices and where their people practise now: for keys and indexes, never a list.

    A place of practice that was given up has no key left and is not among them.
    """
    every = Unit.objects.select_related("area").filter(ended_at=None)
    return list(every.order_by("opened_at", "code"))


def unit_by_code(code: str) -> Unit:
    """Return the office of a code, or raise `NotFound`."""
    return _the(_offices().filter(code=code), code)


def unit_by_id(unit_id: UUID) -> Unit:
    """Return a unit, also one for practice, or raise `NotFound`."""
    return _the(Unit.objects.select_related("area").filter(pk=unit_id), str(unit_id))


def practice_of(unit_id: UUID) -> Unit | None:
    """Return where the people of an office practise now, if they ever did. One query."""
    every = Unit.objects.select_related("area")
    return every.filter(practice_of=unit_id, ended_at=None).first()


def is_practice(unit_id: UUID) -> bool:
    """Say whether a unit is a place of practice, past ones included. One query."""
    return Unit.objects.filter(pk=unit_id, practice_of__isnull=False).exists()


def office_behind(unit_id: UUID) -> Q:
    """Return what keeps those who work in a unit: for practice, the people of its office."""
    behind = Unit.objects.filter(pk=unit_id, practice_of__isnull=False).values("practice_of")
    return Q(unit_id=unit_id) | Q(unit_id__in=behind)


def default_unit() -> Unit:
    """Return the unit that takes reports which name no place, or raise `NotFound`.

    Source: FRAME.md §5: the one marked, else the first that works with people.
    """
    return _default_of(units())


def takes_messages() -> bool:
    """Say whether there is any unit that a message could go to. One query."""
    return _offices().exists()


def unit_for(host: str | None, path_code: str | None, area: str | None) -> Unit:
    """Return whose a report is: by host name, first path part, place, else the default. One query.

    Nothing is refused for a wrong host, code or place.

    Args:
        host: as the browser sent it, with or without a port.
        path_code: first part of the address, if there was one.
        area: a Kemendagri code of a district or below.

    Source: FRAME.md §5.
    """
    known = units()
    name = (host or "").rsplit(":", 1)[0].lower()
    place = _district_code(area)
    ways: tuple[Callable[[Unit], bool], ...] = (
        lambda unit: bool(unit.host) and unit.host.lower() == name,
        lambda unit: unit.code == path_code,
        lambda unit: unit.kind == UnitKind.UPTD and unit.area_id == place,
    )
    for way in ways:
        for unit in known:
            if way(unit):
                return unit
    return _default_of(known)


def subdistricts_of(unit: Unit) -> list[Area]:
    """Return the kecamatan of a unit's district (of a province: of all its districts), by name."""
    inside = Area.objects.filter(level=Level.SUBDISTRICT, valid_until=None)
    return list(inside.filter(code__startswith=f"{unit.area_id}.").order_by("name"))


def districts() -> list[Area]:
    """Return all districts and cities that exist now, by code."""
    return list(Area.objects.filter(level=Level.DISTRICT, valid_until=None).order_by("code"))


def district(code: AreaCode) -> Area:
    """Return the district in which a place lies, or raise `NotFound`."""
    return _the(Area.objects.filter(pk=code.district.text, level=Level.DISTRICT), code.text)


def area(code: AreaCode) -> Area:
    """Return a place by its Kemendagri code, or raise `NotFound`."""
    return _the(Area.objects.filter(pk=code.text), code.text)


def area_by_bps(code: BpsCode) -> Area:
    """Return a place by the statistics office's code, or raise `NotFound`."""
    return _the(Area.objects.filter(bps_code=code.text), code.text)


def find_area(text: str) -> list[Area]:
    """Return places whose name holds `text`, or that it is a code of; districts first."""
    wanted = text.strip()
    if not wanted:
        return districts()
    same = Q(name__icontains=wanted) | Q(code=wanted) | Q(bps_code=wanted)
    found = Area.objects.filter(same).select_related("parent").order_by("level", "code")
    return list(found[:MOST_FOUND])


@dataclass(frozen=True, slots=True)
class CodeVerdict:
    """What a code is: whose numbering, which place, and what it would be in the other one."""

    system: Literal["kemendagri", "bps"]
    area: Area | None
    mistaken_for: Area | None  # the place the same digits name in the other numbering


def check_code(text: str) -> CodeVerdict:
    """Say whose code `text` is, by the dot alone, and which other place it is mistaken for.

    Raises:
        ValueError: it is a code of neither.
    """
    try:
        digits, system = BpsCode(text).text, "bps"
    except ValueError:
        digits, system = AreaCode(text).text, "kemendagri"
    bare = digits.replace(".", "")
    by_bps = Area.objects.filter(bps_code=bare).first()
    by_dots = Area.objects.filter(code=_dotted(bare)).first()
    mine, other = (by_bps, by_dots) if system == "bps" else (by_dots, by_bps)
    return CodeVerdict(
        "bps" if system == "bps" else "kemendagri",
        mine,
        other if other and (mine is None or other.pk != mine.pk) else None,
    )


def codes_that_differ() -> tuple[int, int]:
    """Return how many districts have two different codes, and how many codes name two districts."""
    pairs = [(a.code.replace(".", ""), a.bps_code) for a in districts() if a.bps_code]
    kemendagri = {code: index for index, (code, _) in enumerate(pairs)}
    differ = sum(code != bps for code, bps in pairs)
    shared = sum(kemendagri.get(bps, i) != i for i, (_, bps) in enumerate(pairs) if bps)
    return differ, shared


def limits_of(unit_id: UUID) -> dict[Limit, timedelta | None]:
    """Return every limit of a unit, its own before the default. One query, in the unit's frame."""
    limits = {limit: default.after for limit, default in DEFAULTS.items()}
    own = UnitLimit.objects.filter(unit_id=unit_id).order_by("limit", "-set_at", "-id")
    for limit, minutes in own.distinct("limit").values_list("limit", "minutes"):
        limits[Limit(limit)] = timedelta(minutes=minutes)
    return limits


def help_numbers(unit: Unit | None = None) -> list[HelpNumber]:
    """Return whom to call, a unit's own numbers first."""
    own = []
    if unit is not None and unit.phone:
        own.append(HelpNumber(unit.name, unit.phone, "", Sureness.UNIT))
    if unit is not None and unit.whatsapp:
        own.append(HelpNumber(f"{unit.name} (WhatsApp)", unit.whatsapp, "", Sureness.UNIT))
    return [*own, *COUNTRY]


def _offices() -> QuerySet[Unit]:
    return Unit.objects.select_related("area").filter(practice_of=None)


def _the(rows: QuerySet[M], name: str) -> M:
    found = rows.first()
    if found is None:
        raise NotFound(name)
    return found


def _default_of(known: Sequence[Unit]) -> Unit:
    working = [unit for unit in known if unit.kind == UnitKind.UPTD] or list(known)
    chosen = next((unit for unit in known if unit.is_default), None)
    if chosen is None and not working:
        raise NotFound("unit")
    return chosen or working[0]


def _district_code(text: str | None) -> str:
    try:
        return AreaCode(text or "").district.text
    except ValueError:
        return ""


def _dotted(digits: str) -> str:
    return ".".join([digits[0:2], digits[2:4], digits[4:6], digits[6:]]).rstrip(".")
