"""What referral does when it hears of something."""

from uuid import UUID

from lindung.casework.events import ConsentWithdrawn
from lindung.core.actor import MACHINE
from lindung.core.events import subscribe
from lindung.referral.services import stop_for_consent


@subscribe(ConsentWithdrawn, in_practice=True)
def on_consent_withdrawn(event: ConsentWithdrawn) -> None:
    """Close what is under way because of a consent that no longer holds."""
    stop_for_consent(MACHINE, UUID(event.case_id), event.purpose)
