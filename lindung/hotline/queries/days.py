"""On which days the offices of a district are closed: public days and its own."""

from collections.abc import Callable
from datetime import date

from lindung.hotline.codes.rota import DayKind
from lindung.hotline.models import OwnDay
from lindung.hotline.rules.days import days_off
from lindung.hotline.rules.rota import is_day_off


def closed_days() -> Callable[[date], bool]:
    """Return a function that says of a day whether offices are closed. One query of its own.

    Saturdays and Sundays are not asked about: whoever counts working days leaves them out.
    """
    rows = OwnDay.objects.values_list("on", "kind")
    own = {day: kind == DayKind.OFF for day, kind in rows}
    public: dict[int, frozenset[date]] = {}

    def is_closed(day: date) -> bool:
        known = public.setdefault(day.year, days_off([day.year]))
        return is_day_off(day, own, known)

    return is_closed
