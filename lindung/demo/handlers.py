"""What inventing does when it hears of something."""

from uuid import UUID

from lindung.core.events import subscribe
from lindung.demo.practice import fill_practice
from lindung.directory.events import PracticeOpened


@subscribe(PracticeOpened, in_practice=True)
def on_practice_opened(event: PracticeOpened) -> None:
    """Fill a new place of practice with invented cases."""
    fill_practice(UUID(event.unit_id))
