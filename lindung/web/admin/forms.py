"""Forms of the settings: shape and required-ness only; rules live in services."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.access.codes import Role, Scope, Sex
from lindung.casework.codes import RegisterClass
from lindung.directory.codes import Limit, TimeZone
from lindung.directory.limits import DEFAULTS
from lindung.people.codes import AgeBand

ROLE_HINT = _("One person may hold several roles. Nobody changes their own.")


class NewStaffForm(forms.Form):
    """A new account."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Post"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("For signing in. No mail is sent to it.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=ROLE_HINT,
    )


class StaffForm(forms.Form):
    """How somebody is named."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Post"), max_length=80, required=False)


class RolesForm(forms.Form):
    """What somebody may be asked to do."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=ROLE_HINT,
    )


class SureForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class UnitForm(forms.Form):
    """What the public reads, the hours a unit lives by, and who decides from outside."""

    def __init__(self, *args: Any, approvers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["approver"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("nobody is named yet")), *approvers]

    phone = forms.CharField(
        label=_("Duty phone"),
        max_length=30,
        required=False,
        help_text=_("Shown to everybody on the page of help numbers."),
    )
    whatsapp = forms.CharField(label=_("WhatsApp"), max_length=30, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=TimeZone.choices)
    approver = forms.ChoiceField(
        label=_("Decides from outside"),
        required=False,
        help_text=_("Where a head of the unit has a conflict of interest, that unit decides."),
    )


class LimitsForm(forms.Form):
    """Every limit of a unit, in minutes."""

    def __init__(self, *args: Any, limits: Mapping[Limit, timedelta | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for limit in Limit:
            after = limits[limit]
            self.fields[limit.value] = forms.IntegerField(
                label=limit.label,
                initial=None if after is None else int(after.total_seconds() // 60),
                required=False,
                min_value=1,
                help_text=" ".join(str(part) for part in DEFAULTS[limit].source),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def changes(self) -> dict[Limit, int]:
        """Return what was changed and to which minutes."""
        return {
            Limit(name): self.cleaned_data[name]
            for name in self.changed_data
            if self.cleaned_data.get(name)
        }


class TokenForm(forms.Form):
    """A token for a machine, acting as whoever makes it."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("Such as: weekly report of the office."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("Days until it ends"), initial=90, min_value=1, max_value=365)


class OpeningLimitForm(forms.Form):
    """How many files one colleague opens on a day before somebody asks why."""

    most = forms.IntegerField(
        label=_("Files a day for each colleague"),
        min_value=5,
        max_value=1000,
        help_text=_("A house rule: no law or standard names it. Nobody is stopped from working."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class DecoyForm(forms.Form):
    """An invented client."""

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        if isinstance(field, forms.ChoiceField):
            field.choices = areas

    name = forms.CharField(
        label=_("Invented name"),
        max_length=120,
        help_text=_("Of nobody who lives here. Search for it first."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    age_band = forms.ChoiceField(label=_("Age"), choices=AgeBand.choices)
    area = forms.ChoiceField(label=_("Kecamatan"))
    register_class = forms.ChoiceField(
        label=_("Class in the register"), choices=RegisterClass.choices
    )


class AgreeForm(forms.Form):
    """Yes or no to what an administrator planned."""

    granted = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("I agree")), ("no", _("I do not agree"))],
        widget=forms.RadioSelect,
    )
