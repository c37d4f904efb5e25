"""What intake tells the modules above it."""

from dataclasses import dataclass

from lindung.core.events import Event


@dataclass(frozen=True)
class ReportRaised(Event):
    """A report became more urgent than it was."""

    report_id: str
    risk: str  # a code of intake.codes.Risk
    emergency: bool


@dataclass(frozen=True)
class ConflictKnown(Event):
    """A colleague must not know of a report: whatever stands on it must hide too."""

    report_id: str
    staff_id: str
    basis: str  # a code of core.models.Conflict


@dataclass(frozen=True)
class ReportEnded(Event):
    """A report ended: in a case, informed, joined with another one, or stopped."""

    report_id: str
    state: str  # a code of intake.codes.State
