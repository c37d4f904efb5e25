"""What others may need to know of access."""

from dataclasses import dataclass

from lindung.core.events import Event


@dataclass(frozen=True)
class ApprovalDecided(Event):
    """Somebody outside the record's own screens decided: a witness, or an approver of another unit.

    Told to the unit that asked. Whoever owns the record carries it out, and may be told twice.
    """

    approval_id: str
    ask: str
    kind: str
    subject_id: str
    detail: str
    granted: bool


@dataclass(frozen=True)
class StaffLeft(Event):
    """Somebody stopped working here."""

    staff_id: str
