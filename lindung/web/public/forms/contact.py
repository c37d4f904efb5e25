"""The questions on how somebody may safely be reached. Whoever answers nothing is not contacted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.intake.codes import About, Answer
from lindung.people.codes import ContactChannel, WhoSees
from lindung.web.public.forms.base import (
    BY_PHONE,
    CHANNELS,
    HOURS,
    Choices,
    Question,
    line,
    listed,
    one_of,
    phone_line,
    some_of,
)

MESSAGE: Choices = [(Answer.YES, _("Yes")), (Answer.NO, _("No"))]
EYES: Choices = [
    (WhoSees.NOBODY, _("Nobody else")),
    (WhoSees.FAMILY, _("My family")),
    (WhoSees.REPORTED, _("The person who did this")),
    (WhoSees.OTHERS, _("Others")),
    (WhoSees.UNKNOWN, _("I do not know")),
]


class Name(Question):
    """A name, or none."""

    name = line(
        _("What may we call you?"),
        hint=_(
            "A nickname will do. Leave it empty to stay without a name: we help you just the same."
        ),
    )


class Reach(Question):
    """By what way somebody may be reached."""

    channel = one_of(CHANNELS, _("Which way is safe?"))
    phone = phone_line(_("Phone number"), hint=_("Only for WhatsApp, phone call or SMS."))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Only for e-mail."),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    title = {About.SELF: _("How may we reach you safely?")}
    why = {
        About.SELF: _(
            "We use no way that you did not allow. Without an answer we write only here, and your"
            " code opens it."
        )
    }

    def clean(self) -> dict[str, object]:
        """Ask for the number that the chosen way needs."""
        found = super().clean() or {}
        channel = found.get("channel")
        if channel in BY_PHONE and not found.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Write the number, or choose “Only here, with my code”."))
        if (
            channel == ContactChannel.EMAIL
            and not found.get("email")
            and "email" not in self.errors
        ):
            self.add_error("email", _("Write the address, or choose “Only here, with my code”."))
        return found


class Hours(Question):
    """When it is safe."""

    from_time = listed(HOURS, _("From"))
    until_time = listed(HOURS, _("Until"))
    title = {About.SELF: _("At what hours is it safe?")}
    why = {About.SELF: _("We call or write at these hours only.")}


class Screen(Question):
    """Who else sees the phone."""

    who_sees = some_of(EYES, _("Tick all that fit"))
    message_allowed = one_of(MESSAGE, _("May we leave a message when you do not answer?"))
    title = {About.SELF: _("Who else sees your phone or mail?")}
    why = {About.SELF: _("So that nothing from us reaches the wrong eyes.")}


class SafeWords(Question):
    """A word by which we know her, and what a message from us may look like."""

    code_word = line(
        _("Safe word"),
        hint=_(
            "A word that only you and we know. By it we know that it is you who answers; our later"
            " answers here open only with it."
        ),
    )
    cover_text = line(
        _("Cover text"),
        hint=_("How a message from us should read, for example: “Your parcel is ready.”"),
    )
    title = {About.SELF: _("A safe word and a cover text")}
    why = {About.SELF: _("If somebody else picks up your phone, nothing gives you away.")}
