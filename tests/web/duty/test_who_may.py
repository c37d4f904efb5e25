"""Who may do what with each thing of the rota and the calls: everybody else asks in vain.

Absent things, another unit's and those one may not touch answer alike, and leave the same line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Trail
from lindung.directory.models import Unit
from lindung.hotline.models import (
    Alarm,
    CalendarKey,
    Call,
    Cover,
    HandOver,
    Plan,
    Reach,
    Shift,
    Template,
)
from lindung.hotline.policy import escalation
from lindung.hotline.policy import rota as rules
from lindung.hotline.services import covers, hand_over, rota, standing
from lindung.hotline.services import reach as phones
from tests.conftest import UNIT, at_work
from tests.hotline.calling import emergency
from tests.hotline.conftest import make_plan, today
from tests.proof.cast import browser_of, undone


@dataclass(frozen=True, slots=True)
class Things:
    """One of each, and whose it is: Rini has the shift, the phone, the call and the alarm."""

    draft: UUID
    draft_shift: UUID
    template: UUID
    day: UUID
    shift: UUID
    cover: UUID  # Rini asked Wati
    reach: UUID
    given: UUID  # by Rini
    call: UUID
    alarm: UUID


@pytest.fixture
def things(
    unit: Unit, pattern: Template, sari: Staff, rini: Staff, wati: Staff, joko: Staff
) -> Things:
    draft = make_plan(sari, unit, pattern, [rini, joko])
    plan = make_plan(sari, unit, pattern, [rini, joko], first=8)
    with at_work(sari):
        rota.publish_plan(sari.actor(), plan, standing_cover=sari.pk)
        day = standing.add_own_day(sari.actor(), unit, on=today(), kind="off", name="Hari jadi")
    with at_work(rini):
        shift = Shift.objects.filter(plan=plan, staff_id=rini.pk, seat="duty")[0]
        cover = covers.ask_cover(rini.actor(), shift, staff_id=wati.pk)
        reach = phones.add_reach(rini.actor(), unit, way="call", address="0811 2222 3333")
        given = hand_over.give_over(rini.actor(), unit, n_open=0)
    report = emergency(unit)
    with frame(UNIT):
        alarm = Alarm.objects.create(
            report_id=report.pk,
            number=report.number,
            severity="now",
            ladder={"rungs": [], "one_by_one": False, "standing_after": 30, "hold": 5,
                    "lease": 20, "ways": []},
            mark=f"read/now/{rini.pk}/0",
            started_at=Moment(),
            next_due=Moment() + timedelta(hours=1),
        )  # fmt: skip
        call = Call.objects.create(
            staff_id=rini.pk, severity="now", state="rung", made_at=Moment(), due_at=Moment(),
            rung_at=Moment(),
        )  # fmt: skip
    with frame(UNIT):
        a_shift = draft.shifts.all()[0].pk
    return Things(
        draft.pk, a_shift, pattern.pk, day.pk, shift.pk, cover.pk, reach.pk, given.pk, call.pk,
        alarm.pk,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One address: who may open it, who may send it."""

    where: Callable[[Things], dict[str, UUID]]
    sees: frozenset[str] | None
    does: frozenset[str] | None
    sends: Callable[[Things, dict[str, Staff]], dict[str, Any]] = lambda _t, _c: {}


def who(names: str) -> frozenset[str]:
    return frozenset(names.split())


ALL = who("rini wati sari hadi joko maya")
LEADS = who("sari hadi")
ROWS = {
    "plan": Row(
        lambda t: {"plan_id": t.draft}, ALL, LEADS,
        lambda _t, c: {"standing_cover": str(c["sari"].pk)},
    ),
    "withdraw_plan": Row(lambda t: {"plan_id": t.draft}, None, LEADS),
    "shift": Row(
        lambda t: {"plan_id": t.draft, "shift_id": t.draft_shift}, LEADS, LEADS,
        lambda _t, c: {"staff_id": str(c["wati"].pk)},
    ),
    "end_pattern": Row(lambda t: {"template_id": t.template}, None, LEADS),
    "end_holiday": Row(lambda t: {"day_id": t.day}, None, LEADS),
    "ask_cover": Row(lambda t: {"shift_id": t.shift}, who("rini"), None),
    "ask_swap": Row(lambda t: {"shift_id": t.shift}, who("rini"), None),
    "decide_cover": Row(
        lambda t: {"cover_id": t.cover}, who("wati"), who("wati"), lambda _t, _c: {"agreed": "no"}
    ),
    "withdraw_cover": Row(lambda t: {"cover_id": t.cover}, None, who("rini") | LEADS),
    "draw_code": Row(lambda t: {"reach_id": t.reach}, None, LEADS),
    "prove": Row(lambda t: {"reach_id": t.reach}, who("rini"), who("rini"),
                 lambda _t, _c: {"code": "x"}),
    "end_phone": Row(lambda t: {"reach_id": t.reach}, None, who("rini")),
    "take_over": Row(lambda t: {"hand_over_id": t.given}, None, ALL - who("rini")),
    "answer_call": Row(lambda t: {"call_id": t.call}, None, who("rini")),
    "go_on": Row(lambda t: {"alarm_id": t.alarm}, None, who("rini")),
}  # fmt: skip
NOTHING = Things(*(uuid4() for _ in range(10)))
CAST = ("rini", "wati", "sari", "hadi", "joko", "maya", "psi", "tono", "adi", "bapak", "nita")


def refusals(staff: Staff) -> int:
    with frame(EVERY_UNIT):
        return Trail.objects.filter(actor_id=staff.pk, refused=True).count()


@pytest.mark.parametrize("name", CAST)
def test_each_thing_is_touched_by_whom_the_table_names_alone(
    name: str, things: Things, request: pytest.FixtureRequest
) -> None:
    cast: dict[str, Staff] = {one: request.getfixturevalue(one) for one in CAST}
    browser, staff = browser_of(cast[name]), cast[name]
    wrong: list[tuple[object, ...]] = []
    for address, row in ROWS.items():
        for method, names in (("get", row.sees), ("post", row.does)):
            if names is None:
                continue
            with undone():
                before = refusals(staff)
                url = reverse(f"duty:{address}", kwargs=row.where(things))
                page = getattr(browser, method)(url, row.sends(things, cast))
                refused = page.status_code == 404
                if refused != (name not in names) or (refusals(staff) > before) != refused:
                    wrong.append((address, method, page.status_code))
            with undone():
                url = reverse(f"duty:{address}", kwargs=row.where(NOTHING))
                nothing = getattr(browser, method)(url, row.sends(things, cast))
                if nothing.status_code != 404 or (refused and nothing.content != page.content):
                    wrong.append((address, method, "absent", nothing.status_code))

    assert wrong == []


@pytest.mark.parametrize("policy", ["TEMPLATES", "PLANS", "SHIFTS", "COVERS", "REACH",
                                    "HAND_OVERS", "CALENDARS", "CALLS", "ALARMS"])  # fmt: skip
def test_lists_and_checks_agree_for_everybody(
    policy: str, things: Things, request: pytest.FixtureRequest
) -> None:
    model: Any = {
        "TEMPLATES": Template, "PLANS": Plan, "SHIFTS": Shift, "COVERS": Cover, "REACH": Reach,
        "HAND_OVERS": HandOver, "CALENDARS": CalendarKey, "CALLS": Call, "ALARMS": Alarm,
    }[policy]  # fmt: skip
    table = getattr(rules, policy, None) or getattr(escalation, policy)
    with frame(UNIT):
        for name in CAST:
            actor = request.getfixturevalue(name).actor()
            for action in table.rules:
                one = {r.pk for r in model.objects.all() if table.allows(actor, action, r)}
                many = table.only(actor, action, model.objects.all()).values_list("pk", flat=True)
                assert one == set(many), (name, action)
