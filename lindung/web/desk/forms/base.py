"""What all forms of the desk share: how they are laid out, and lists that depend on the unit."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.core.numbers import MONTH

SIGNS = "2-9A-HJ-NP-Z"
Choices = Iterable[tuple[str, Any]]
Lists = Choices | Callable[[], Choices]  # a function is asked only when somebody needs the list
LONGEST = 20_000  # characters of one text, about six pages
NOTHING = ("", "—")


class DeskForm(forms.Form):
    """A form in one column: first what is needed, the rest folded below."""

    folded: ClassVar[frozenset[str]] = frozenset()
    side_by_side: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, data: Any = None, *, initial: Any = None, files: Any = None, **lists: Lists):
        """Take the choices of a field as a keyword of its name."""
        super().__init__(data, files, initial=initial)
        for name, choices in lists.items():
            known = cache(choices) if callable(choices) else list(choices)
            self.fields[name].choices = known  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if _is_list(field) and self.get_initial_for_field(field, name) in (None, ""):
                _choose_nothing_first(field)

    def first(self) -> list[Any]:
        """Return the fields that are always seen."""
        return [field for field in self if field.name not in self.folded]

    def more(self) -> list[Any]:
        """Return the fields behind *Isian lain*."""
        return [field for field in self if field.name in self.folded]

    def more_is_open(self) -> bool:
        """Say whether what is folded must be seen: something in it is wrong."""
        return any(name in self.folded for name in self.errors)


def _is_list(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField) and type(field.widget) is forms.Select


def _choose_nothing_first(field: Any) -> None:
    """Let a list begin with nothing: what nobody chose must not be saved as if somebody had.

    A browser takes the first line of a list, so each hurried case would be a child of 0-5 years in
    the first kecamatan of the table.
    """
    asked = field.choices

    def begins_with_nothing() -> list[tuple[str, Any]]:
        known = list(asked)
        return known if known and known[0][0] == "" else [NOTHING, *known]

    field.choices = begins_with_nothing


def words(label: Any, help_text: Any = "", *, rows: int = 5, required: bool = True) -> Any:
    """Make a field for free text; it is sealed on its way to the database."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "spellcheck": "false"}),
    )


def line(label: Any, help_text: Any = "", *, required: bool = False, most: int = 200) -> Any:
    """Make a field for one line of text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def number(label: Any, help_text: Any, letter: str) -> Any:
    """Make a field for the number of a report or a case, as people say it aloud."""
    return forms.RegexField(
        rf"^\s*{letter}-{MONTH}-[{SIGNS}]{{5}}\s*$",
        label=label,
        help_text=help_text,
        error_messages={"invalid": _("That is no number of this kind.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def one_of(label: Any, choices: Any = (), help_text: Any = "", *, required: bool = True) -> Any:
    """Make a list from which one is chosen; when it may stay empty, a line says so."""
    known = list(choices)
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=required,
        choices=known if required else [NOTHING, *known],
    )


def radio(label: Any, choices: Any = (), help_text: Any = "", *, required: bool = True) -> Any:
    """Make choices that are all seen, of which one is taken."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=required,
        choices=choices,
        widget=forms.RadioSelect,
    )


def many_of(label: Any, choices: Any = (), help_text: Any = "", *, required: bool = False) -> Any:
    """Make choices that are all seen, of which several may be taken."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        required=required,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
    )


def colleague(label: Any, help_text: Any = "", *, required: bool = True) -> Any:
    """Make a list of colleagues from which one is chosen; it answers with an id."""
    return forms.TypedChoiceField(
        label=label, help_text=help_text, required=required, coerce=UUID, empty_value=None
    )


def colleagues(label: Any, help_text: Any = "") -> Any:
    """Make choices of colleagues of whom several may be taken; it answers with ids."""
    return forms.TypedMultipleChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )


def yes(label: Any, help_text: Any = "", *, required: bool = False) -> Any:
    """Make one box to tick."""
    return forms.BooleanField(label=label, help_text=help_text, required=required)


def day(label: Any, help_text: Any = "", *, required: bool = True) -> Any:
    """Make a field for a date."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def moment(label: Any, help_text: Any = "", *, required: bool = True) -> Any:
    """Make a field for a date and an hour, in the unit's own time zone."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


def hour(label: Any, help_text: Any = "") -> Any:
    """Make a field for an hour of the day."""
    return forms.TimeField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class ReasonForm(DeskForm):
    """Why: one text, nothing else."""

    reason = words(_("Reason"), _("It is sealed. Whoever decides reads it."), rows=3)
