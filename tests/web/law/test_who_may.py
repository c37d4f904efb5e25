"""Who may do what at each address of the law: everybody else asks in vain, and it is noted."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lindung.access.models import Staff
from lindung.casework.models import Case
from lindung.core.clock import now
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Trail
from lindung.directory.models import Unit
from lindung.legal import services
from lindung.legal.models import LawClock, StepTaken
from tests.conftest import UNIT, at_work
from tests.proof.cast import PEOPLE, Cast, block_everyone, browser_of, hire_all, make_things, undone
from tests.proof.matrix import HEADS, ON_IT, Names, hour, who

WRITES = ON_IT | who("counsel")
CONFIRMS = HEADS | who("counsel")
SIGNS = HEADS | who("supervisor")
WHY = {"reason": "Salah."}
ROWS: dict[str, tuple[Names | None, Names | None, str, dict[str, Any]]] = {
    "open": (None, WRITES, "step", {}),
    "take_step": (WRITES, WRITES, "proceeding", {"step": "p21"}),
    "add_order": (WRITES, WRITES, "proceeding", {"kind": "temp_protection"}),
    "plan_hearing": (WRITES, WRITES, "proceeding", {"kind": "first"}),
    "strike_step": (WRITES, WRITES, "step", WHY),
    "end_order": (None, WRITES, "order", {}),
    "end_hearing": (WRITES, WRITES, "hearing", {"state": "dropped"}),
    "end_clock": (WRITES, WRITES, "clock", WHY),
    "answer_duty": (WRITES, WRITES, "", {"told_by": "not_yet"}),
    "confirm_hour": (CONFIRMS, CONFIRMS, "duty", {}),
    "write_opinion": (WRITES | CONFIRMS, WRITES | CONFIRMS, "duty", WHY | {"end": "not_tpks"}),
    "sign_opinion": (SIGNS, SIGNS, "duty", {"granted": "yes"}),
}


class Scene:
    """A cast, the law of a case of theirs, and of one that everybody is blocked from."""

    def __init__(self, units: dict[str, Unit]) -> None:
        self.cast: Cast = hire_all()
        self.own, self.hidden = (self._made(units["kutim"]) for _ in range(2))
        block_everyone(self.cast, self.hidden_things)

    def _made(self, unit: Unit) -> dict[str, Any]:
        things = make_things(unit, self.cast)
        self.hidden_things = things
        manager = self.cast["manager"]
        with at_work(manager):
            actor = manager.actor()
            case = Case.objects.get(number=things.case)
            Case.objects.filter(pk=case.pk).update(tpks=True)
            services.answer_duty(actor, case, told_by="doctor", at=now() - timedelta(hours=2))
            duty = LawClock.objects.get(case=case)
            services.write_opinion(actor, duty, end="not_tpks", reason="Bukan TPKS.")
            way = services.open_proceeding(actor, case, track="criminal")
            step = services.take_step(
                actor,
                way,
                step="police_report",
                at=now() - timedelta(hours=1),
                paper="LP/1",
                level="polres",
                by="other",
            )
            order = services.add_order(
                actor, way, kind="temp_protection", from_at=now() - timedelta(hours=1)
            )
            hearing = services.plan_hearing(actor, way, kind="first", at=now() + timedelta(days=1))
            return {
                "number": things.case,
                "proceeding": way.pk,
                "step": step.pk,
                "order": order.pk,
                "hearing": hearing.pk,
                "duty": duty.pk,
                "clock": LawClock.objects.get(case=case, rule="sp2hp_first").pk,
            }


@pytest.fixture
def scene(units: dict[str, Unit]) -> Scene:
    """Everything that is asked for below."""
    return Scene(units)


def address(name: str, things: dict[str, Any]) -> str:
    more = {"what": "step"} if name == "open" else {}
    row = {"row_id": things[ROWS[name][2]]} if ROWS[name][2] else {}
    where = {"number": things["number"], **row, **more}
    return reverse(f"law:{name}", kwargs=where)


def sent(name: str) -> dict[str, Any]:
    if name == "plan_hearing":
        return ROWS[name][3] | {"at": hour(days=2)}
    at = hour(minutes=-1)
    return ROWS[name][3] | {"at": at, "from_at": at}


def ask(browser: Client, name: str, method: str, things: dict[str, Any]) -> Any:
    url = address(name, things)
    return browser.get(url) if method == "get" else browser.post(url, sent(name))


def refusals(staff: Staff) -> int:
    with frame(EVERY_UNIT):
        return Trail.objects.filter(actor_id=staff.id, refused=True).count()


@pytest.mark.parametrize("name", PEOPLE)
def test_each_address_of_the_law_lets_in_whom_the_table_names(name: str, scene: Scene) -> None:
    staff = scene.cast[name]
    browser, wrong = browser_of(staff), []
    for row, (sees, does, _, _) in ROWS.items():
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


@pytest.mark.parametrize("name", ["manager", "head", "counsel", "supervisor"])
def test_a_hidden_case_and_another_ones_row_answer_as_if_they_were_not(
    name: str, scene: Scene
) -> None:
    staff = scene.cast[name]
    browser, wrong = browser_of(staff), []
    foreign = scene.hidden | {"number": scene.own["number"]}
    for row, (_, does, kind, _) in ROWS.items():
        if name not in (does or ()) or not kind:
            continue
        for things in (scene.hidden, foreign):
            with undone():
                answer = ask(browser, row, "post", things)
            if answer.status_code != 404:
                wrong.append((row, answer.status_code))

    assert wrong == []


def test_nothing_of_it_was_changed_by_asking_in_vain(scene: Scene) -> None:
    browser = browser_of(scene.cast["another_manager"])
    for row in ROWS:
        ask(browser, row, "post", scene.own)

    with frame(UNIT):
        assert not StepTaken.objects.filter(struck_at__isnull=False).exists()
        assert not LawClock.objects.exclude(end="").exists()
