"""What others may need to know of places and units."""

from dataclasses import dataclass

from lindung.core.events import Event


@dataclass(frozen=True)
class PracticeOpened(Event):
    """A place of practice was made and is empty: whoever invents cases fills it."""

    unit_id: str
