"""Tables of the hotline, a file for each topic; one line here for each."""

from lindung.hotline.models.contact import CallBack, Contact, Flag, Raw
from lindung.hotline.models.rota import (
    CalendarKey,
    Cover,
    HandOver,
    OwnDay,
    Plan,
    Reach,
    Shift,
    StandingCover,
    Template,
    TemplateSlot,
)

__all__ = [
    "CalendarKey",
    "CallBack",
    "Contact",
    "Cover",
    "Flag",
    "HandOver",
    "OwnDay",
    "Plan",
    "Raw",
    "Reach",
    "Shift",
    "StandingCover",
    "Template",
    "TemplateSlot",
]
