"""Numbers for paper forms: given out in a block beforehand, used once when a form is typed in."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.numbers import new_paper_number
from lindung.intake.models import PaperNumber, Report
from lindung.intake.policy import POLICY

if TYPE_CHECKING:
    from lindung.directory.models import Unit

MOST_AT_ONCE = 20


def reserve_numbers(actor: Actor, unit: "Unit", *, n: int) -> list[str]:
    """Give out `n` numbers to print on paper forms, in the order they were made.

    Raises:
        RuleBroken: `too_many_numbers` outside 1 to 20.
    """
    with acting(actor, POLICY, "enter_report", Report(unit_id=unit.pk)):
        if not 1 <= n <= MOST_AT_ONCE:
            raise RuleBroken("too_many_numbers", _("Choose between 1 and 20 forms."), "n")
        at = now().astimezone(ZoneInfo(unit.time_zone))
        numbers = _fresh(n, at, practice=unit.practice_of_id is not None)
        PaperNumber.objects.bulk_create(
            PaperNumber(number=number, issued_by=actor.id, issued_at=Moment()) for number in numbers
        )
        return numbers


def use_number(number: str) -> str:
    """Take a reserved number for the report being entered; called inside that act.

    Raises:
        RuleBroken: `paper_number_unknown` when it was not given out here, or was used before.
    """
    written = number.strip().upper()
    mine = PaperNumber.objects.filter(number=written, used_at=None)
    if not mine.update(used_at=Moment()):
        message = _("This number was not given out here, or was typed in before. Check the form.")
        raise RuleBroken("paper_number_unknown", message, "paper_number")
    return written


def _fresh(n: int, at: datetime, *, practice: bool) -> list[str]:
    """Return `n` numbers that no paper has yet: a million a month, so a second look is rare."""
    numbers: dict[str, None] = {}
    while len(numbers) < n:
        number = new_paper_number("P", at, practice=practice)
        if not PaperNumber.objects.filter(number=number).exists():
            numbers[number] = None
    return list(numbers)
