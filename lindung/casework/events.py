"""What casework tells the modules above it."""

from dataclasses import dataclass

from lindung.core.events import Event


@dataclass(frozen=True)
class CaseOpened(Event):
    """A case was opened on a report."""

    case_id: str
    report_id: str


@dataclass(frozen=True)
class ClassKnown(Event):
    """What happened to a client was named anew: another form, a crime of another law."""

    case_id: str


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """A consent no longer holds: what is under way because of it stops."""

    case_id: str
    purpose: str  # a code from casework.codes


@dataclass(frozen=True)
class RiskRaised(Event):
    """A client is in more danger than was thought."""

    case_id: str
    risk: str  # a code from intake.codes
    emergency: bool


@dataclass(frozen=True)
class CaseClosed(Event):
    """Service ended. Whatever is still open for the case should be told."""

    case_id: str
    reason: str  # a code from casework.codes
