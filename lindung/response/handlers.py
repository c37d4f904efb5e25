"""What response does when it hears of something."""

from uuid import UUID

from lindung.access.events import StaffLeft
from lindung.core.actor import MACHINE
from lindung.core.events import subscribe
from lindung.intake.events import ConflictKnown, ReportRaised
from lindung.response.models import Mission
from lindung.response.services import raise_mission_risk, take_off


@subscribe(ReportRaised, in_practice=True)
def on_report_raised(event: ReportRaised) -> None:
    """Let those who go out for a report know that it became more urgent."""
    for mission in Mission.objects.filter(report_id=event.report_id, ended_at=None):
        raise_mission_risk(MACHINE, mission, risk=event.risk, emergency=event.emergency)


@subscribe(ConflictKnown, in_practice=True)
def on_conflict_known(event: ConflictKnown) -> None:
    """Take whoever must not know of a report off its missions."""
    theirs = Mission.objects.filter(report_id=event.report_id, ended_at=None)
    for mission in theirs.filter(crew__staff_id=event.staff_id, crew__until=None):
        take_off(MACHINE, mission, staff_id=UUID(event.staff_id))


@subscribe(StaffLeft)
def on_staff_left(event: StaffLeft) -> None:
    """Take whoever works here no more off every mission."""
    theirs = Mission.objects.filter(crew__staff_id=event.staff_id, crew__until=None)
    for mission in theirs.filter(ended_at=None):
        take_off(MACHINE, mission, staff_id=UUID(event.staff_id))
