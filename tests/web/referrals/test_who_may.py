"""Who may do what at each address of a referral: everybody else asks in vain, and it is noted."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lindung.access.models import Staff
from lindung.casework import services as casework
from lindung.casework.models import Case
from lindung.core.clock import now
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Trail
from lindung.directory.models import Unit
from lindung.referral import services
from lindung.response.models import Partner
from tests.conftest import at_work
from tests.proof.cast import PEOPLE, Cast, block_everyone, browser_of, hire_all, make_things, undone
from tests.proof.matrix import HEADS, ON_IT, SEES_CASE, Names, who

TRIES = who("operator manager another_manager companion another_companion") | HEADS
ROWS: dict[str, tuple[Names | None, Names | None, dict[str, Any]]] = {
    "referral": (SEES_CASE, None, {}),
    "open": (None, ON_IT, {}),
    "send": (ON_IT, ON_IT, {}),
    "renew": (None, ON_IT, {}),
    "letter": (None, ON_IT, {"secret": "abc"}),
    "end": (None, ON_IT, {}),
    "tried": (None, TRIES, {"answered": "yes"}),
}


class Scene:
    """A cast, a referral of a case of theirs, and one of a case that everybody is blocked from."""

    def __init__(self, units: dict[str, Unit]) -> None:
        self.cast: Cast = hire_all()
        self.own = self._made(units["kutim"])
        self.hidden = self._made(units["kutim"])
        block_everyone(self.cast, self.things)

    def _made(self, unit: Unit) -> dict[str, Any]:
        self.things = make_things(unit, self.cast)
        manager = self.cast["manager"]
        with at_work(manager):
            actor = manager.actor()
            case = Case.objects.get(number=self.things.case)
            casework.record_consent(actor, case, purpose="share_health", basis="consent")
            partner = Partner.objects.create(
                kind="health", name="RSUD", night_phone="1", kept_at=now(), kept_by=manager.id
            )
            referral = services.prepare(
                actor, case, partner=partner.pk, purpose="health", asked="Rawat luka."
            )
        return {"number": case.number, "referral_id": referral.pk, "partner_id": partner.pk}


@pytest.fixture
def scene(units: dict[str, Unit]) -> Scene:
    """Everything that is asked for below."""
    return Scene(units)


def ask(browser: Client, name: str, method: str, things: dict[str, Any]) -> Any:
    keys = ("partner_id",) if name == "tried" else ("number", "referral_id")
    url = reverse(f"referrals:{name}", kwargs={key: things[key] for key in keys})
    return browser.get(url) if method == "get" else browser.post(url, ROWS[name][2])


def refusals(staff: Staff) -> int:
    with frame(EVERY_UNIT):
        return Trail.objects.filter(actor_id=staff.id, refused=True).count()


@pytest.mark.parametrize("name", PEOPLE)
def test_each_address_of_a_referral_lets_in_whom_the_table_names(name: str, scene: Scene) -> None:
    staff = scene.cast[name]
    browser, wrong = browser_of(staff), []
    for row, (sees, does, _) in ROWS.items():
        for method, names in (("get", sees), ("post", does)):
            if names is None:
                continue
            with undone():
                before = refusals(staff)
                answer = ask(browser, row, method, scene.own)
                noted = refusals(staff) > before
            may = answer.status_code in {200, 302}
            if may != (name in names) or (not may and not noted):
                wrong.append((row, method, answer.status_code, noted))

    assert wrong == []


@pytest.mark.parametrize("name", ["manager", "companion", "head", "supervisor"])
def test_a_hidden_case_and_another_ones_referral_answer_as_if_they_were_not(
    name: str, scene: Scene
) -> None:
    browser, wrong = browser_of(scene.cast[name]), []
    foreign = scene.hidden | {"number": scene.own["number"]}
    for row, (_, does, _) in ROWS.items():
        if row == "tried" or name not in (does or ()):
            continue
        for things in (scene.hidden, foreign):
            with undone():
                answer = ask(browser, row, "post", things)
            if answer.status_code != 404:
                wrong.append((row, answer.status_code))

    assert wrong == []
