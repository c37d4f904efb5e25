"""What tests of the calling do again and again: tell, tick, look who was called."""

from uuid import UUID

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline import audit, engine
from lindung.hotline.models import Alarm, Call
from lindung.hotline.queries.rota import on_duty_now
from lindung.hotline.sender import send_due
from lindung.intake import services as intake
from lindung.intake.codes import About, Answer
from lindung.intake.models import Report
from lindung.intake.telling import Telling
from tests.conftest import UNIT


def told(unit: Unit, *, now_danger: str = Answer.NO, about: str = About.OTHER) -> Report:
    """Let somebody tell at the public door. Danger now makes an emergency, no answer unassessed."""
    said = Telling(about=about, words="Tolong.", now_danger=now_danger)
    receipt = intake.tell(unit, said)
    with frame(receipt.unit_id):
        return Report.objects.get(pk=receipt.report_id)


def emergency(unit: Unit) -> Report:
    return told(unit, now_danger=Answer.YES)


def round_of(unit: Unit) -> engine.Ticked:
    """One tick and one round of the sender, as the worker makes them."""
    done = engine.tick(unit.pk)
    send_due(unit.pk)
    return done


def rung(kind: str = "alarm") -> list[Call]:
    with frame(UNIT):
        rows = Call.objects.filter(kind=kind, rung_at__isnull=False)
        return list(rows.order_by("rung_at", "staff_id"))


def all_speak() -> None:
    """Let every part of the calling say that it is alive, as a running house does."""
    for part in audit.ALWAYS:
        engine.beat(part)


def alarm_of(report: Report) -> Alarm:
    with frame(report.unit_id):
        return Alarm.objects.get(report_id=report.pk, ended_at=None)


def now_duty() -> tuple[UUID, UUID]:
    with frame(UNIT):
        on = on_duty_now(engine.database_now())
    assert on.duty is not None
    assert on.backup is not None
    return on.duty, on.backup


def staff_on_duty(four: list[Staff]) -> Staff:
    duty, _ = now_duty()
    return next(one for one in four if one.pk == duty)
