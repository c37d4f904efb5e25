"""The demo's units and their colleagues: two modelled on real districts, and those who watch."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password

from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.demo.accounts import ACCOUNTS, PASSWORD, Account
from lindung.directory.codes import Level, UnitKind
from lindung.directory.models import Area, Unit
from lindung.directory.services import open_unit

NAMES = UUID("6b1f2c9e-9d0b-4c53-8a55-2f6c1d3b7a10")  # so that a seed makes the same ids
MODELLED = (
    ("kutim", "64.08", "UPTD PPA Kutai Timur (rekaan)"),
    ("batam", "21.71", "UPTD PPA Batam (rekaan)"),
)
EXTRA_ROLES = (
    (Role.UNIT_HEAD, Role.SUPERVISOR),
    (Role.OPERATOR,),
    (Role.CASE_MANAGER,),
    (Role.CASE_MANAGER,),
    (Role.COMPANION,),
    (Role.PSYCHOLOGIST,),
    (Role.DATA_OFFICER, Role.OFFICE_HEAD),
)


@dataclass(frozen=True, slots=True)
class Office:
    """One unit with what inventing needs: its places, and its colleagues by what they may do."""

    unit: Unit
    places: list[str]
    staff: dict[str, list[UUID]]


def open_offices(extra: int = 0) -> list[Office]:
    """Open the province, the two modelled units and `extra` others, with colleagues of each role."""
    province = _unit("provinsi", "64", "UPTD PPA Provinsi (rekaan)", UnitKind.PROVINCE, None)
    units = [_unit(code, area, name, UnitKind.UPTD, province) for code, area, name in MODELLED]
    password = make_password(PASSWORD)  # once: a second hash of the same word would prove nothing
    accounts = list(ACCOUNTS)
    for number, area in enumerate(_other_districts(extra), start=1):
        code = f"unit{number:02d}"
        units.append(
            _unit(code, area.code, f"UPTD PPA {area.name} (rekaan)", UnitKind.UPTD, province)
        )
        accounts += [
            Account(f"{roles[0]}{n}@{code}.example", f"Petugas {n}", "", "F", code, roles)  # type: ignore[arg-type]  # a code of Sex
            for n, roles in enumerate(EXTRA_ROLES, start=1)
        ]
    by_code = {unit.code: unit for unit in [*units, province]}
    for account in accounts:
        _hire(account, by_code[account.unit], password)
    return [_office(unit) for unit in units]


def _unit(code: str, area: str, name: str, kind: UnitKind, approver: Unit | None) -> Unit:
    known = Unit.objects.filter(code=code).first()
    if known is not None:
        return known
    return open_unit(
        MACHINE,
        Area.objects.get(pk=area),
        code=code,
        name=name,
        kind=kind,
        unit_id=uuid5(NAMES, code),
        approver=approver,
        is_default=code == "kutim",
        phone="0800-0000-000" if kind == UnitKind.UPTD else "",
    )


def _other_districts(n: int) -> list[Area]:
    taken = [area for _, area, _ in MODELLED]
    others = Area.objects.filter(level=Level.DISTRICT, valid_until=None).exclude(code__in=taken)
    return list(others.order_by("code")[: n * 20 : 20]) if n else []


def _hire(account: Account, unit: Unit, password: str) -> None:
    Staff.objects.get_or_create(
        email=account.email,
        defaults={
            "id": uuid5(NAMES, account.email),
            "name": account.name,
            "title": account.title,
            "sex": account.sex,
            "unit": unit,
            "roles": [role.value for role in account.roles],
            "demo": True,
            "password": password,
            "made_at": Moment(),
        },
    )


def _office(unit: Unit) -> Office:
    places = list(
        Area.objects.filter(parent_id=unit.area_id).order_by("code").values_list("code", flat=True)
    )
    by_role: defaultdict[str, list[UUID]] = defaultdict(list)
    with frame(unit.id):
        for staff in Staff.objects.filter(unit=unit, demo=True).order_by("email"):
            for role in staff.roles:
                by_role[role].append(staff.id)
    by_role["agrees"] = by_role[Role.SUPERVISOR] or by_role[Role.UNIT_HEAD]
    by_role.setdefault(Role.PSYCHOLOGIST, [])
    return Office(unit, places or [unit.area_id], dict(by_role))
