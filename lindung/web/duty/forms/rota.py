"""Forms of the rota: a pattern, a draft, a change, hours taken over."""

from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.hotline.codes.rota import Changes, DayKind, Days, Instance, Season, Seat, Way
from lindung.hotline.rules.rota import Slot
from lindung.web.desk.forms.base import (
    DeskForm,
    colleague,
    day,
    line,
    many_of,
    moment,
    one_of,
    radio,
    yes,
)

N_SLOTS = 4


def _hour(label: Any, *, required: bool) -> Any:
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class PatternForm(DeskForm):
    """Up to four fixed shifts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["season"] = one_of(_("For which time of the year"), Season.choices)
        for n in range(1, N_SLOTS + 1):
            known = {"n": n}
            first = n == 1
            self.fields[f"starts{n}"] = _hour(_("Shift %(n)d begins") % known, required=first)
            self.fields[f"ends{n}"] = _hour(_("Shift %(n)d ends") % known, required=first)
            self.fields[f"days{n}"] = one_of(
                _("Shift %(n)d is kept") % known, Days.choices, required=first
            )
        self.fields["ends1"].help_text = str(
            _("When a shift ends before it begins, it ends on the next day.")
        )

    def clean(self) -> dict[str, Any]:
        """Ask for both hours of a shift that was begun."""
        known: dict[str, Any] = super().clean() or {}
        for n in range(1, N_SLOTS + 1):
            begun = [known.get(f"{name}{n}") is not None for name in ("starts", "ends")]
            if any(begun) and not all(begun):
                self.add_error(f"ends{n}", _("Write when the shift begins and when it ends."))
        return known

    def slots(self) -> list[Slot]:
        """Return the shifts that were written."""
        known = self.cleaned_data
        return [
            Slot(known[f"starts{n}"], known[f"ends{n}"], Days(known.get(f"days{n}") or Days.EVERY))
            for n in range(1, N_SLOTS + 1)
            if isinstance(known.get(f"starts{n}"), time)
        ]


class DraftForm(DeskForm):
    """A new rota: which pattern, which days, which people."""

    template = one_of(_("Pattern of shifts"))
    first = day(_("First day"))
    last = day(_("Last day"), _("Two months at most."))
    people = forms.TypedMultipleChoiceField(
        label=_("Who takes turns"),
        help_text=_("Only who may open every report can be on duty."),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    changes = radio(_("The turn passes on"), Changes.choices)
    with_backup = radio(
        _("How many at a time"),
        [
            ("2", _("one on duty and one back-up")),
            ("1", _("one on duty, and a standing cover when nobody answers")),
        ],
    )


class PublishForm(DeskForm):
    """Who is called in uncovered minutes; needed only where there are some."""

    standing_cover = colleague(
        _("Standing cover for the uncovered minutes"),
        _("This person is called in every uncovered minute."),
        required=False,
    )


class ShiftForm(DeskForm):
    """Somebody else for one shift of a draft."""

    staff_id = colleague(_("Who has this shift"))


class AskForm(DeskForm):
    """Whom to ask to take hours over."""

    staff_id = colleague(_("Whom do you ask"))
    begin = moment(_("From"))
    end = moment(_("Until"))


class SwapForm(DeskForm):
    """Which shift of a colleague one would take instead."""

    other = one_of(_("Swap with this shift"))


class OrderForm(DeskForm):
    """Who takes which seat now, by order of the head."""

    seat = radio(_("Seat"), Seat.choices)
    staff_id = colleague(_("Who takes it"))
    begin = moment(_("From"))
    end = moment(_("Until"))


class HolidayForm(DeskForm):
    """A day that the district keeps otherwise."""

    on = day(_("Day"))
    kind = radio(_("It is a"), DayKind.choices)
    name = line(_("Name of the day"), required=True, most=60)


class StandingForm(DeskForm):
    """Who answers when the rota does not, in order."""

    first = colleague(_("First"))
    second = colleague(_("Second"), required=False)
    third = colleague(_("Third"), required=False)
    instances = many_of(
        _("Then a person calls"),
        Instance.choices,
        _("No machine rings these: their numbers are shown."),
    )

    def staff(self) -> list[UUID]:
        """Return the colleagues in their order."""
        known = self.cleaned_data
        return [known[name] for name in ("first", "second", "third") if known.get(name)]


class PhoneForm(DeskForm):
    """One's own number."""

    way = radio(
        _("By which way"),
        [(way.value, way.label) for way in (Way.CALL, Way.WHATSAPP, Way.SMS, Way.EMAIL)],
    )
    address = line(
        _("Number or address"),
        _("It is sealed. Only you and the head can open it, and each opening is recorded."),
        required=True,
        most=120,
    )


class ProofForm(DeskForm):
    """The code one was read on this phone."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits, read to you on this phone."),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class AgreeForm(DeskForm):
    """Yes or no to hours that somebody asks one to take."""

    agreed = radio(_("Do you take them?"), [("yes", _("Yes, I take them")), ("no", _("No"))])


class SureForm(DeskForm):
    """One box, so that nothing is done by a slip."""

    sure = yes(_("Yes, I am sure"), required=True)
