"""Who may do what at each address of a mission: everybody else asks in vain, and it is noted."""

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from lindung.access import services as access
from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Blocked, Trail
from lindung.directory.models import Unit
from lindung.intake.models import Report
from lindung.intake.services import UploadedBytes
from lindung.response import services
from lindung.response.models import Expense, FieldEntry, Mission, Paper, Partner
from tests.conftest import UNIT, at_work
from tests.proof.cast import PEOPLE, Cast, browser_of, hire_all, undone
from tests.proof.matrix import HEADS, Names, who
from tests.response.conftest import whole

DESK = who("operator manager another_manager") | HEADS
CREW = who("companion psychologist")
STAYS = DESK | who("supervisor")
SEES = DESK | CREW | who("supervisor")
KEEPS = CREW | HEADS | who("operator")  # the operator sent it
WORDS = {"words": "Sudah aman."}
ROWS: dict[str, tuple[Names | None, Names | None, dict[str, Any]]] = {
    "mission": (SEES, None, {}),
    "open": (None, DESK | CREW, {}),
    "danger": (STAYS, None, {}),
    "settle": (STAYS, STAYS, WORDS),
    "stamp": (None, DESK | CREW, {}),
    "late_stamp": (DESK | CREW, DESK | CREW, {"stamp": "on_scene"}),
    "say": (None, DESK | CREW, {"kind": "duress"}),
    "plan": (DESK | CREW, DESK | CREW, {"escort": "none", "signal": "yes"}),
    "add_crew": (DESK, DESK, {}),
    "end_crew": (None, DESK, {}),
    "sign_alone": (HEADS, HEADS, WORDS),
    "help_is_sent": (None, DESK, {}),
    "call_off": (DESK, DESK, WORDS),
    "spend": (KEEPS, KEEPS, {"kind": "food", "amount_rupiah": "9", "words": "Warung."}),
    "receipt": (KEEPS, None, {}),
    "paper": (KEEPS, KEEPS, {"kind": "spt", "letter_number": "1"}),
    "paper_pdf": (KEEPS, None, {}),
    "result": (CREW, CREW, WORDS),
    "entries": (DESK | CREW, None, {}),
    "open_entries": (None, DESK | CREW, {}),
    "decide_entry": (DESK | CREW, DESK | CREW, {"take": "no"}),
    "entry_picture": (DESK | CREW, None, {}),
    "end_phone": (None, who("companion administrator") | HEADS, {}),
    "end_partner": (None, who("operator administrator") | HEADS, {}),
}
MORE = {
    "stamp": {"stamp": "on_scene"},
    "end_crew": {"staff_id": "companion"},
    "receipt": {"expense_id": "expense"},
    "paper_pdf": {"paper_id": "paper"},
    "decide_entry": {"entry_id": "differs"},
    "entry_picture": {"entry_id": "picture"},
}


def _picture() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "JPEG")
    return picture.getvalue()


PICTURE = _picture()
ENTRIES: tuple[dict[str, Any], ...] = (
    {"kind": "part", "part": "safe_place", "words": "Rumah Bu RT"},
    {"kind": "part", "part": "safe_place", "words": "Puskesmas"},
    {"kind": "document", "words": "KK", "file": PICTURE},
)


class Scene:
    """A cast, a mission of theirs in danger, and one that everybody is blocked from."""

    def __init__(self, units: dict[str, Unit], high: Report, low: Report) -> None:
        self.cast: Cast = hire_all()
        self.own = self._sent(units, high)
        self.hidden = self._sent(units, low)
        with frame(UNIT):
            Blocked.objects.bulk_create(
                Blocked(subject_id=low.pk, staff_id=staff.id)
                for staff in self.cast.values()
                if staff.unit_id == UNIT
            )

    def _sent(self, units: dict[str, Unit], report: Report) -> dict[str, Any]:
        operator, companion = self.cast["operator"], self.cast["companion"]
        with at_work(operator):
            mission = services.send(
                operator.actor(),
                report,
                kind="outreach",
                crew=[companion.id, self.cast["psychologist"].id],
                plan=whole(),
            )
            partner = services.keep_partner(
                operator.actor(), units["kutim"], kind="health", name="RSUD", night_phone="1"
            )
        with at_work(companion):
            actor = companion.actor()
            services.say_danger(actor, mission)
            today = now().date()
            expense = services.spend(
                actor,
                mission,
                kind="food",
                amount_rupiah=9,
                fund_line="apbd",
                paid_on=today,
                receipt=_receipt(),
            )
            paper = services.write_paper(
                actor,
                mission,
                kind="spt",
                letter_number="1",
                letter_on=today,
                from_on=today,
                until_on=today,
                fund_line="apbd",
            )
            phone, _ = access.register_device(actor, companion, name="HP")
            written = [self._write(companion, mission, phone.pk, **one) for one in ENTRIES]
        return {
            "number": mission.number,
            "phone": phone.pk,
            "differs": written[1].pk,
            "picture": written[2].pk,
            "expense": expense.pk,
            "paper": paper.pk,
            "partner": partner.pk,
            "companion": companion.id,
        }

    def _write(self, staff: Staff, mission: Mission, phone: UUID, **said: Any) -> FieldEntry:
        written = services.Written(id=uuid4(), device_at=now(), device_now=now(), **said)
        seen = Mission.objects.get(pk=mission.pk)
        return services.write_entry(staff.actor(), seen, device_id=phone, written=written)


def _receipt() -> Any:
    return UploadedBytes("kuitansi.jpg", PICTURE)


@pytest.fixture
def scene(units: dict[str, Unit], high: Report, rini: Staff) -> Scene:
    """Everything that is asked for below."""
    with frame(UNIT):
        another = Report.objects.get(pk=high.pk)
        another.pk, another.number = uuid4(), "P-2603-33333"
        another._state.adding = True
        another.save(force_insert=True)
    return Scene(units, high, another)


def address(name: str, things: dict[str, Any]) -> str:
    if name == "end_phone":
        return reverse(f"field:{name}", kwargs={"device_id": things["phone"]})
    if name == "end_partner":
        return reverse(f"field:{name}", kwargs={"partner_id": things["partner"]})
    more = {key: things.get(value, value) for key, value in MORE.get(name, {}).items()}
    return reverse(f"field:{name}", kwargs={"number": things["number"], **more})


def sent(name: str, scene: Scene) -> dict[str, Any]:
    today = f"{now():%Y-%m-%d}"
    dates = {"paid_on": today, "letter_on": today, "from_on": today, "until_on": today}
    more: dict[str, Any] = dates | {"fund_line": "apbd"} if name in {"spend", "paper"} else {}
    if name == "add_crew":
        more = {"staff_id": str(scene.cast["counsel"].id)}
    if name == "late_stamp":
        more = {"at": f"{now():%Y-%m-%dT%H:%M}"}  # UTC, so hours ago where the unit is: too early
    return ROWS[name][2] | more


def ask(browser: Client, name: str, method: str, things: dict[str, Any], scene: Scene) -> Any:
    url = address(name, things)
    return browser.get(url) if method == "get" else browser.post(url, sent(name, scene))


def refusals(staff: Staff) -> int:
    with frame(EVERY_UNIT):
        return Trail.objects.filter(actor_id=staff.id, refused=True).count()


@pytest.mark.parametrize("name", PEOPLE)
def test_each_address_of_a_mission_lets_in_whom_the_table_names(name: str, scene: Scene) -> None:
    staff = scene.cast[name]
    browser, wrong = browser_of(staff), []
    for row, (sees, does, _) in ROWS.items():
        for method, names in (("get", sees), ("post", does)):
            if names is None:
                continue
            with undone():
                before = refusals(staff)
                page = ask(browser, row, method, scene.own, scene)
                refused, written = page.status_code == 404, refusals(staff) - before
            right = refused != (name in names) and bool(written) == refused
            if not right or (not refused and page.status_code not in {200, 302}):
                wrong.append((row, method, page.status_code, written))

    assert wrong == []


@pytest.mark.parametrize("name", PEOPLE)
def test_a_blocked_mission_answers_like_one_that_is_not_there(name: str, scene: Scene) -> None:
    staff = scene.cast[name]
    browser, wrong = browser_of(staff), []
    absent: dict[str, Any] = {
        key: uuid4() if isinstance(value, UUID) else "T-2603-22222"
        for key, value in scene.own.items()
    }
    for row, (sees, does, _) in ROWS.items():
        if row in {"end_partner", "end_phone"}:
            continue  # neither is about a client
        for method, names in (("get", sees), ("post", does)):
            if names is None:
                continue
            with undone():
                nothing = ask(browser, row, method, absent, scene)
            with undone():
                before = refusals(staff)
                page = ask(browser, row, method, scene.hidden, scene)
                same = (page.status_code, page.content) == (404, nothing.content)
                if not same or refusals(staff) - before != 1:
                    wrong.append((row, method, page.status_code))

    assert wrong == []


def test_a_receipt_and_a_paper_hang_on_their_own_mission(scene: Scene) -> None:
    browser = browser_of(scene.cast["head"])
    mixed = scene.own | {"expense": scene.hidden["expense"], "paper": scene.hidden["paper"]}

    assert browser.get(address("receipt", scene.own)).status_code == 200
    for name in ("receipt", "paper_pdf"):
        assert browser.get(address(name, mixed)).status_code == 404


def test_everything_of_the_scene_was_made(scene: Scene) -> None:
    with frame(UNIT):
        counts = [table._default_manager.count() for table in (Mission, Expense, Paper, Partner)]

    assert counts == [2, 2, 2, 2]
