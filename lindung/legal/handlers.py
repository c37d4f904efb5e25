"""What the law does when it hears of something."""

from uuid import UUID

from lindung.casework.events import CaseOpened, ClassKnown
from lindung.core.actor import MACHINE
from lindung.core.events import subscribe
from lindung.legal.services import watch_duty


@subscribe(CaseOpened, in_practice=True)
def on_case_opened(event: CaseOpened) -> None:
    """Arm the duty to report sexual violence, or ask whether she has spoken to the unit."""
    watch_duty(MACHINE, UUID(event.case_id))


@subscribe(ClassKnown, in_practice=True)
def on_class_known(event: ClassKnown) -> None:
    """Arm it when the class comes later: from the hour she told, not from today."""
    watch_duty(MACHINE, UUID(event.case_id))
