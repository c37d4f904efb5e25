"""What is said when a rule of the law says no: a sentence for each code, and where to show it."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lindung.core.errors import RuleBroken

C = TypeVar("C", bound=TextChoices)

SENTENCES: Mapping[str, tuple[object, str | None]] = {
    "choice_unknown": (_("Choose one of the answers shown."), None),
    "future": (_("This moment has not come yet. Write down when it really was."), "at"),
    "lp_incomplete": (
        _("A police report needs its number, where it was made and who made it."),
        "paper",
    ),
    "order_backwards": (_("It ends before it begins."), "until_at"),
    "order_until_missing": (_("Write until when it lasts, as its paper says."), "until_at"),
    "order_ended": (_("This order was ended before."), None),
    "hearing_past": (
        _("This day is past. Choose a later one, or write down what came of it."),
        "at",
    ),
    "hearing_over": (_("This hearing was ended before."), None),
    "hearing_not_yet": (_("It has not begun yet: postpone or drop it instead."), "state"),
    "companion_not_on_case": (_("Choose somebody who works on the case."), "companion"),
    "step_struck": (_("This line was struck before."), None),
    "clock_over": (_("This clock has ended before."), None),
    "duty_open": (_("The clock of this duty runs already."), "told_by"),
    "duty_not_tpks": (
        _("Nothing in this case says sexual violence. Correct the case first."),
        "told_by",
    ),
    "hour_missing": (_("Write down the hour."), "at"),
    "reason_missing": (_("Write down why."), "reason"),
    "offence_missing": (_("Choose which complaint offence it is."), "offence"),
    "not_an_adult": (
        _("She is under 18, or her age is not known: the duty to report stands."),
        "offence",
    ),
    "disability_not_excluded": (
        _("Only where a disability is excluded may her decision stand for the duty."),
        "disability",
    ),
    "not_informed": (
        _("First explain to her what a police report means, and note when."),
        "informed_at",
    ),
    "end_unknown": (_("Choose how it ends."), "end"),
    "opinion_missing": (_("Counsel has not written why yet."), None),
}


def refusal(code: str, field: str | None = None) -> RuleBroken:
    """Return the sentence for a code, beside its own field or another one."""
    sentence, place = SENTENCES[code]
    return RuleBroken(code, str(sentence), field or place)


def refuse_if(code: str | None) -> None:
    """Raise the sentence for a code, if there is one."""
    if code is not None:
        raise refusal(code)


def chosen(choices: type[C], code: str, field: str) -> C:
    """Return the choice of that code, or say that it is none.

    Raises:
        RuleBroken: `choice_unknown`.
    """
    try:
        return choices(code)
    except ValueError:
        raise refusal("choice_unknown", field) from None
