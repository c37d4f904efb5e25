"""What tests of missions begin with: a report that was assessed, and people who may go out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.intake import services as intake
from lindung.intake.codes import About, Channel
from lindung.intake.models import Report
from lindung.response import services
from lindung.response.models import Mission
from lindung.response.services import Plan
from tests.conftest import UNIT, at_work

Sends = Callable[..., Mission]


@pytest.fixture
def unit(units: dict[str, Unit]) -> Unit:
    """The home unit."""
    return units["kutim"]


@pytest.fixture
def high(rini: Staff, unit: Unit) -> Report:
    """A report of high risk from Sandaran, taken by phone an hour ago."""
    with at_work(rini):
        report = intake.enter_report(
            rini.actor(),
            unit,
            channel=Channel.PHONE,
            about=About.OTHER,
            words="Tetangga dipukul suaminya.",
            place="Rumah panggung di tepi sungai, RT 3.",
            needs="Tidak mendengar; bicara lewat tulisan.",
            area="64.08.11",
            victim_name="Melati",
            received_at=now() - timedelta(hours=1),
        )
        intake.triage(
            rini.actor(),
            report,
            case_types=["ktp"],
            authority="district",
            risk="high",
            relation="spouse",
        )
        return Report.objects.get(pk=report.pk)


@pytest.fixture
def low(rini: Staff, high: Report) -> Report:
    """The same report, had it been of low risk: rules, not the way there, are what is asked."""
    with frame(UNIT):
        Report.objects.filter(pk=high.pk).update(risk="low", emergency=False)
        return Report.objects.get(pk=high.pk)


def whole(**more: Any) -> Plan:
    """A plan with everything that is needed where no phone works."""
    known: dict[str, Any] = {
        "destination": "Dermaga desa, lalu rumah ketiga",
        "area": "64.08.11",
        "signal": "no",
        "return_by": now() + timedelta(hours=6),
        "route": "Speedboat dari Sangkulirang, 2 jam",
        "village_contact": "Pak RT Anwar 0812-0000-0001",
    }
    return Plan(**known | more)


@pytest.fixture
def sends(rini: Staff) -> Sends:
    """Let Rini send people out for a report."""

    def send(report: Report, *people: Staff, plan: Plan | None = None, **more: Any) -> Mission:
        with at_work(rini):
            return services.send(
                rini.actor(),
                report,
                kind=more.pop("kind", "outreach"),
                crew=[one.id for one in people],
                plan=plan or whole(),
                **more,
            )

    return send


@pytest.fixture
def mission(high: Report, maya: Staff, psi: Staff, sends: Sends) -> Mission:
    """Maya and Psi, sent to Sandaran."""
    return sends(high, maya, psi)


def seen(mission: Mission) -> Mission:
    """Return a mission as it stands now."""
    with frame(UNIT):
        return Mission.objects.select_related("report").get(pk=mission.pk)


def press(staff: Staff, mission: Mission, stamp: str, at: datetime | None = None) -> None:
    """Let somebody write a moment down."""
    with at_work(staff):
        services.stamp(staff.actor(), seen(mission), stamp=stamp, at=at)


def pass_time(mission: Mission, length: timedelta) -> None:
    """Let time pass: frozen Python time does not move the database's clock, so rows move back."""
    with frame(UNIT):
        row = Mission.objects.get(pk=mission.pk)
        for column in ("next_check_at", "return_by", "made_at", "asked_at", "depart_due_at"):
            at = getattr(row, column)
            if at is not None:
                Mission.objects.filter(pk=row.pk).update(**{column: at - length})
