"""What all questions share: nothing is required, and the words fit whoever is asked."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from lindung.intake.codes import About, Answer
from lindung.people.codes import ContactChannel
from lindung.web.forms import PhoneField

Words = str | StrPromise
Choices = list[tuple[str, Words]]
Voices = Mapping[About, Words]  # other readers hear what stands under SELF

LONG, SHORT, LINE = 20_000, 2_000, 200  # letters: a telling, a remark, a name
YES_NO: Choices = [
    (Answer.YES, _("Yes")),
    (Answer.NO, _("No")),
    (Answer.UNKNOWN, _("I do not know")),
]
CHANNELS: Choices = [
    (ContactChannel.MAILBOX, _("Only here, with my code")),
    (ContactChannel.WHATSAPP, _("WhatsApp")),
    (ContactChannel.CALL, _("Phone call")),
    (ContactChannel.SMS, _("SMS")),
    (ContactChannel.EMAIL, _("E-mail")),
]
BY_PHONE = frozenset({ContactChannel.WHATSAPP, ContactChannel.CALL, ContactChannel.SMS})
HOURS: Choices = [("", _("Any hour")), *((f"{hour:02}:00", f"{hour:02}.00") for hour in range(24))]


class Question(forms.Form):
    """One page of the form."""

    use_required_attribute = False
    title: ClassVar[Voices] = {}
    why: ClassVar[Voices] = {}
    labels: ClassVar[Mapping[str, Voices]] = {}
    helps: ClassVar[Mapping[str, Voices]] = {}

    def __init__(self, *args: Any, about: About = About.SELF, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.about = about
        for name, voices in self.labels.items():
            self.fields[name].label = said(voices, about)
        for name, voices in self.helps.items():
            self.fields[name].help_text = said(voices, about)

    @property
    def heading(self) -> Words:
        """The question itself."""
        return said(self.title, self.about)

    @property
    def reason(self) -> Words:
        """Why it is asked."""
        return said(self.why, self.about)


def said(voices: Voices, about: About) -> Words:
    """Return the words for this reader: a professional, too, tells of somebody else."""
    heard = (about, About.OTHER) if about == About.PROFESSIONAL else (about,)
    return next((voices[one] for one in (*heard, About.SELF) if one in voices), "")


def line(label: Words = "", *, hint: Words = "", **attrs: str) -> forms.CharField:
    """Return a field of one line."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=LINE, widget=widget
    )


def text(
    label: Words = "", *, hint: Words = "", most: int = SHORT, rows: int = 4
) -> forms.CharField:
    """Return a field of several lines."""
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=most, widget=widget
    )


def one_of(choices: Choices, label: Words = "", *, hint: Words = "") -> forms.ChoiceField:
    """Return a field where one of few is chosen, or none."""
    return forms.ChoiceField(
        choices=choices, label=label, help_text=hint, required=False, widget=forms.RadioSelect
    )


def listed(choices: Choices, label: Words = "", *, hint: Words = "") -> forms.ChoiceField:
    """Return a field where one of many is chosen, or none."""
    return forms.ChoiceField(choices=choices, label=label, help_text=hint, required=False)


def some_of(choices: Choices, label: Words = "", *, hint: Words = "") -> forms.MultipleChoiceField:
    """Return a field where several are chosen, or none."""
    return forms.MultipleChoiceField(
        choices=choices,
        label=label,
        help_text=hint,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def phone_line(label: Words, *, hint: Words = "") -> forms.CharField:
    """Return a field for a phone number, as people write them."""
    return PhoneField(
        label=label,
        help_text=hint,
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
