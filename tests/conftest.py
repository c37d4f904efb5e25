"""The cast, and the database they work in. Every test speaks of the same few people."""

from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connections
from pytest_django import DjangoDbBlocker, Settings

from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.core import keys, tallies
from lindung.core.frame import frame
from lindung.directory.codes import Level, TimeZone, UnitKind
from lindung.directory.models import Area, Unit
from tests.browser import FAILED, _server, browser, live_url, open_page, page  # noqa: F401  # for all
from tests.pg import Login, logins
from tests.tables import flush_as

TODAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
UNIT, NEIGHBOUR, PROVINCE = UUID(int=1001), UUID(int=1002), UUID(int=1003)
PASSWORD = "panjang-dan-mudah-diingat"
LOGIN_NAMES = ("USER", "PASSWORD", "HOST", "PORT")


def at_work(staff: Staff) -> AbstractContextManager[None]:
    """Open the frame that the gate opens when `staff` comes in."""
    return frame(staff.unit_id, staff.id)


def hire(name: str, unit_id: UUID, *roles: Role, password: str | None = None) -> Staff:
    """Make an account. Demo accounts need no second key, which most tests are not about."""
    staff = Staff(
        email=f"{name.lower()}@example.org",
        name=name,
        unit_id=unit_id,
        roles=list(roles),
        demo=True,
        made_at=TODAY,
    )
    if password:
        staff.set_password(password)
    else:
        staff.set_unusable_password()
    staff.save(force_insert=True)
    return Staff.objects.get(pk=staff.pk)


@pytest.fixture(autouse=True)
def _fresh_keys() -> None:
    """Forget which key generations another test's database had."""
    keys.forget_versions()


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> Iterator[None]:
    """Forget how often this test tried to sign in: that is kept beside its transaction."""
    yield
    if tallies.line.open:
        cache.clear()


@pytest.fixture(autouse=True)
def _own_folder_and_demo_mode(settings: Settings, tmp_path: Path) -> None:
    """Keep sealed files in a folder of the test; let accounts without a second key in."""
    settings.FILES_DIR = tmp_path / "files"
    settings.DEMO = True


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    """Two district units and the province that decides for both from outside."""
    for code, bps, level, name, parent in (
        ("64", "64", Level.PROVINCE, "Kalimantan Timur", None),
        ("64.08", "6404", Level.DISTRICT, "Kabupaten Kutai Timur", "64"),
        ("64.08.04", None, Level.SUBDISTRICT, "Sangatta Utara", "64.08"),
        ("64.08.11", None, Level.SUBDISTRICT, "Sandaran", "64.08"),
        ("21", "21", Level.PROVINCE, "Kepulauan Riau", None),
        ("21.71", "2171", Level.DISTRICT, "Kota Batam", "21"),
        ("21.71.03", None, Level.SUBDISTRICT, "Sekupang", "21.71"),
    ):
        Area.objects.update_or_create(
            code=code,
            defaults={
                "bps_code": bps,
                "level": level,
                "name": name,
                "parent_id": parent,
                "valid_from": TODAY.date(),
            },
        )
    province = Unit.objects.create(
        id=PROVINCE,
        code="provinsi",
        name="UPTD PPA Provinsi",
        kind=UnitKind.PROVINCE,
        area_id="64",
        time_zone=TimeZone.WITA,
        opened_at=TODAY,
    )
    home = Unit.objects.create(
        id=UNIT,
        code="kutim",
        name="UPTD PPA Kutai Timur",
        area_id="64.08",
        time_zone=TimeZone.WITA,
        is_default=True,
        approver=province,
        opened_at=TODAY,
    )
    neighbour = Unit.objects.create(
        id=NEIGHBOUR,
        code="batam",
        name="UPTD PPA Batam",
        area_id="21.71",
        time_zone=TimeZone.WIB,
        approver=province,
        opened_at=TODAY,
    )
    return {"kutim": home, "batam": neighbour, "provinsi": province}


@pytest.fixture
def wati(units: dict[str, Unit]) -> Staff:
    """A case manager, who answers for `her_case`."""
    return hire("Wati", UNIT, Role.CASE_MANAGER)


@pytest.fixture
def rini(units: dict[str, Unit]) -> Staff:
    """The operator on duty."""
    return hire("Rini", UNIT, Role.OPERATOR)


@pytest.fixture
def sari(units: dict[str, Unit]) -> Staff:
    """The head of the unit."""
    return hire("Sari", UNIT, Role.UNIT_HEAD)


@pytest.fixture
def hadi(units: dict[str, Unit]) -> Staff:
    """The supervisor."""
    return hire("Hadi", UNIT, Role.SUPERVISOR)


@pytest.fixture
def joko(units: dict[str, Unit]) -> Staff:
    """A case manager who should see nothing of `her_case`."""
    return hire("Joko", UNIT, Role.CASE_MANAGER)


@pytest.fixture
def maya(units: dict[str, Unit]) -> Staff:
    """A companion in the field."""
    return hire("Maya", UNIT, Role.COMPANION)


@pytest.fixture
def psi(units: dict[str, Unit]) -> Staff:
    """A psychologist."""
    return hire("Psi", UNIT, Role.PSYCHOLOGIST)


@pytest.fixture
def lina(units: dict[str, Unit]) -> Staff:
    """A legal counsel."""
    return hire("Lina", UNIT, Role.COUNSEL)


@pytest.fixture
def tono(units: dict[str, Unit]) -> Staff:
    """The data officer."""
    return hire("Tono", UNIT, Role.DATA_OFFICER)


@pytest.fixture
def adi(units: dict[str, Unit]) -> Staff:
    """The administrator: staff, units, settings; no report, no case."""
    return hire("Adi", UNIT, Role.ADMINISTRATOR)


@pytest.fixture
def bapak(units: dict[str, Unit]) -> Staff:
    """The head of the office: figures only."""
    return hire("Bapak", UNIT, Role.OFFICE_HEAD)


@pytest.fixture
def dewi(units: dict[str, Unit]) -> Staff:
    """A supervisor with a conflict of interest: tests block her from what they are about."""
    return hire("Dewi", UNIT, Role.SUPERVISOR, Role.CASE_MANAGER, Role.OPERATOR)


@pytest.fixture
def nita(units: dict[str, Unit]) -> Staff:
    """Head and operator of the neighbouring unit."""
    return hire("Nita", NEIGHBOUR, Role.UNIT_HEAD, Role.OPERATOR, Role.CASE_MANAGER)


@pytest.fixture
def arif(units: dict[str, Unit]) -> Staff:
    """The outside approver, at the province."""
    return hire("Arif", PROVINCE, Role.APPROVER)


@pytest.fixture(scope="session")
def database_logins() -> Iterator[tuple[Login, Login]]:
    """A running server, and how its owner and the web role sign in."""
    with logins() as both:
        yield both


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_logins: tuple[Login, Login]) -> None:
    """Let the owner make and migrate the test database."""
    become(database_logins[0])


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    database_logins: tuple[Login, Login],
) -> Iterator[None]:
    """Run every test as the web role, which owns nothing; the owner drops the database."""
    owner, web = database_logins
    flush_as(owner)
    with django_db_blocker.unblock():
        become(web)
    yield
    with django_db_blocker.unblock():
        tallies.line.hang_up()
        become(owner)


def become(login: Login) -> None:
    """Sign in anew. The database's name stays."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict.update({name: login[name] for name in LOGIN_NAMES})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell the browser's pages that their walk failed: they say what stood on them."""
    report = yield
    if call.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report
