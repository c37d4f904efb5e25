"""The questions to a child: five, few words, no detail of what was done, no parent asked."""

from collections.abc import Iterator
from typing import ClassVar

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lindung.intake.codes import About, Answer
from lindung.people.codes import ContactChannel
from lindung.web.public.forms.base import (
    LONG,
    SHORT,
    Choices,
    Question,
    line,
    listed,
    one_of,
    phone_line,
    text,
)

SAFE: Choices = [  # "safe" answers the question on danger the other way round
    (Answer.NO, _("Yes, I am safe")),
    (Answer.YES, _("No, I am not safe")),
    (Answer.UNKNOWN, pgettext_lazy("child", "I do not know")),
]
TRUSTED: Choices = [
    ("teacher", _("A teacher")),
    ("family", _("Somebody in my family")),
    ("neighbour", _("A neighbour or a friend's mother")),
    ("staff", _("Somebody from your office")),
    ("none", _("Nobody yet")),
]
REPLIES: Choices = [
    (ContactChannel.MAILBOX, _("Here, with my code")),
    (ContactChannel.WHATSAPP, _("WhatsApp")),
    (ContactChannel.CALL, _("Phone call")),
]


class Drawn(Question):
    """A child's question whose answers are pictures."""

    pictures: ClassVar[dict[str, str]] = {}  # answer -> picture

    def drawn(self) -> Iterator[tuple[BoundField, list[tuple[BoundWidget, str]]]]:
        """Yield each field with its answers and their pictures; no answers for written ones."""
        for field in self:
            several = list(field) if field.use_fieldset else []
            yield field, [(one, self._picture(one)) for one in several]

    def _picture(self, choice: BoundWidget) -> str:
        return f"img/child/{self.pictures[str(choice.data['value'])]}.svg"


class ChildSafe(Drawn):
    """Whether the child is safe now."""

    danger = one_of(SAFE, _("Are you safe now?"))
    pictures = {Answer.NO: "home", Answer.YES: "stop", Answer.UNKNOWN: "outside"}


class ChildWords(Question):
    """What the child wants to say, written or spoken."""

    words = text(
        _("What do you want to tell us?"),
        hint=_("A few words are enough. You are not to blame."),
        most=LONG,
        rows=5,
    )
    voice = forms.FileField(
        label=_("Or say it aloud"),
        help_text=_("You can record your voice."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": "user"}),
    )


class ChildAdult(Drawn):
    """The adult the child chooses."""

    adult = one_of(TRUSTED, _("Which adult do you trust?"))
    pictures = {
        "teacher": "school",
        "family": "heart",
        "neighbour": "friend",
        "staff": "listening",
        "none": "me",
    }
    adult_name = line(_("What is the name?"))
    adult_phone = phone_line(_("Their phone number, if you know it"))


class ChildReply(Drawn):
    """How the child may be answered."""

    channel = one_of(REPLIES, _("How can we answer you?"))
    phone = phone_line(_("Your phone number"))
    pictures = {
        ContactChannel.MAILBOX: "listening",
        ContactChannel.WHATSAPP: "phone",
        ContactChannel.CALL: "voice",
    }


class ChildPlace(Question):
    """Where the child is."""

    subdistrict = listed([], pgettext_lazy("child", "Kecamatan"))
    place = text(_("The place"), hint=_("A school, a street, a shop nearby."), most=SHORT, rows=2)
    title = {About.SELF: pgettext_lazy("child", "Where are you?")}
