"""What response tells the modules above it."""

from dataclasses import dataclass

from lindung.core.events import Event


@dataclass(frozen=True)
class HelpArrived(Event):
    """Somebody of the unit is with the client."""

    mission_id: str
    report_id: str


@dataclass(frozen=True)
class MissionEnded(Event):
    """A mission was completed, or its moments were corrected afterwards."""

    mission_id: str
    report_id: str


@dataclass(frozen=True)
class CheckInMissed(Event):
    """No safe word came when it was due."""

    mission_id: str


@dataclass(frozen=True)
class OfficerInDanger(Event):
    """Somebody in the field gave the sign of danger."""

    mission_id: str
