"""Who may connect, open and answer: everybody else asks in vain, and it is noted."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Trail
from lindung.directory.models import Unit
from lindung.hotline.incoming import Incoming
from lindung.hotline.models import Thread
from lindung.hotline.services import connect
from lindung.hotline.services.lines import hear
from lindung.intake import services as intake
from lindung.intake.models import Report
from tests.conftest import UNIT, at_work
from tests.proof.cast import PEOPLE, Cast, block_everyone, browser_of, hire_all, make_things, undone
from tests.proof.matrix import ADMIN, DESK, HEADS, Names

SAW = dict.fromkeys(("name", "picture", "number", "preview", "bill"), "on")
ROWS: dict[str, tuple[Names | None, Names | None, dict[str, Any]]] = {
    "lines:question": (ADMIN | HEADS, ADMIN | HEADS, {"question": "Aman dibalas?"}),
    "lines:decide": (HEADS, HEADS, {"decision": "180/4/2026"}),
    "lines:look": (HEADS, HEADS, SAW),
    "lines:open": (None, HEADS, {}),
    "lines:close": (None, ADMIN | HEADS, {}),
    "desk:answer_channel": (DESK, DESK, {"words": "Aman berbicara?"}),
    "desk:channel_safe": (None, DESK, {"safe": "yes"}),
}


class Scene:
    """A cast, an open channel, a thread of theirs and one that everybody is blocked from."""

    def __init__(self, units: dict[str, Unit]) -> None:
        self.cast: Cast = hire_all()
        unit, head = units["kutim"], self.cast["head"]
        with at_work(head):
            line = connect.connect_line(
                head.actor(), unit, channel="sms", driver="gammu", settings={"database": "/x"}
            )
            connect.look_at_line(head.actor(), line)
            connect.open_line(head.actor(), line)
        self.own, self.hidden = (self._heard(unit, f"+62811000000{n}") for n in range(2))
        hidden = make_things(unit, self.cast)
        object.__setattr__(hidden, "report", self.hidden["number"])
        block_everyone(self.cast, hidden)

    def _heard(self, unit: Unit, address: str) -> dict[str, Any]:
        said = Incoming(channel="sms", outside_id=address, address=address, words="Tolong")
        with frame(UNIT):
            heard = hear(MACHINE, unit, said)
            report = Report.objects.get(pk=heard.report_id)
        with at_work(self.cast["operator"]):
            who = self.cast["operator"].actor()
            intake.hand_to(who, report, staff_id=self.cast["companion"].id)
        return {"number": report.number, "thread_id": heard.thread_id}


@pytest.fixture
def scene(units: dict[str, Unit]) -> Scene:
    """Everything that is asked for below."""
    return Scene(units)


def ask(browser: Client, name: str, method: str, things: dict[str, Any]) -> Any:
    where = {"channel": "sms"} if name.startswith("lines:") else things
    url = reverse(name, kwargs=where)
    return browser.get(url) if method == "get" else browser.post(url, ROWS[name][2])


def refusals(staff: Staff) -> int:
    with frame(EVERY_UNIT):
        return Trail.objects.filter(actor_id=staff.id, refused=True).count()


@pytest.mark.parametrize("name", PEOPLE)
def test_each_address_of_channels_lets_in_whom_the_table_names(name: str, scene: Scene) -> None:
    staff = scene.cast[name]
    browser, wrong = browser_of(staff), []
    for row, (sees, does, _) in ROWS.items():
        for method, names in (("get", sees), ("post", does)):
            if names is None:
                continue
            before = refusals(staff)
            with undone():
                answer = ask(browser, row, method, scene.own)
                noted = refusals(staff) > before
            may = answer.status_code in {200, 302}
            if may != (name in names) or (not may and not noted):
                wrong.append((row, method, answer.status_code, noted))

    assert wrong == []


@pytest.mark.parametrize("name", ["operator", "head", "companion"])
def test_a_hidden_thread_and_another_reports_answer_as_if_they_were_not(
    name: str, scene: Scene
) -> None:
    staff = scene.cast[name]
    browser, wrong = browser_of(staff), []
    foreign = scene.hidden | {"number": scene.own["number"]}
    for things in (scene.hidden, foreign):
        for row in ("desk:answer_channel", "desk:channel_safe"):
            before = refusals(staff)
            answer = ask(browser, row, "post", things)
            if answer.status_code != 404 or refusals(staff) <= before:
                wrong.append((row, answer.status_code))

    assert wrong == []
    with frame(UNIT):
        assert not Thread.objects.filter(letters__isnull=False).exists()
