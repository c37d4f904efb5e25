"""Forms of a channel's settings: shape only. A secret that stands is never shown again."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from lindung.hotline.codes.hooks import PhraseUse
from lindung.hotline.codes.lines import DRIVERS, Driver
from lindung.hotline.services.connect import MOST_QUESTION

HOST = RegexValidator(r"^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)$", _("That is no host name."))
PORT = [MinValueValidator(1), MaxValueValidator(65_535)]


def text(label: Any, help_text: Any = "", *, required: bool = True, **more: Any) -> Any:
    """Make a field for one line."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **more,
    )


def secret(label: Any, help_text: Any = "") -> Any:
    """Make a field for a secret; left empty, the one that stands is kept."""
    return forms.CharField(
        label=label,
        help_text=help_text or _("Left empty, the one that stands is kept."),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def port(label: Any, initial: int) -> Any:
    """Make a field for a port."""
    return forms.IntegerField(
        label=label,
        initial=initial,
        validators=PORT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class GammuForm(forms.Form):
    """A modem at this machine, served by gammu-smsd with its SQL tables in one file."""

    database = forms.RegexField(
        r"^/[^\0]{1,180}$",
        label=_("File of gammu-smsd"),
        help_text=_("The SQLite file that gammu-smsd keeps, such as /var/lib/gammu/smsd.db."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    own_number = text(_("Number of this SIM"), required=False)


class KannelForm(forms.Form):
    """Kannel, or a gateway that speaks as Kannel does."""

    host = text(_("Host"), _("Of Kannel's smsbox."), validators=[HOST], initial="localhost")
    port = port(_("Port for sending"), 13013)
    user = text(_("Name"))
    password = secret(_("Password"))
    sender = text(_("Number of this SIM or service"))
    receive_key = secret(
        _("Word in the address for receiving"),
        _("At least 20 letters and digits. Kannel's sms-service calls our address with it."),
    )

    def clean_receive_key(self) -> str:
        """Refuse a word that could be guessed."""
        word: str = self.cleaned_data["receive_key"]
        if word and (len(word) < 20 or not word.isalnum()):  # noqa: PLR2004  # as the help says
            raise forms.ValidationError(_("At least 20 letters and digits, nothing else."))
        return word


class MailForm(forms.Form):
    """A mailbox of the unit."""

    address = forms.EmailField(label=_("Address"), max_length=200)
    imap_host = text(_("IMAP host"), validators=[HOST])
    imap_port = port(_("IMAP port"), 993)
    smtp_host = text(_("SMTP host"), validators=[HOST])
    smtp_port = port(_("SMTP port"), 465)
    user = text(_("Name"))
    password = secret(_("Password"))
    subject = text(
        _("Subject of our letters"),
        _("Neutral: whoever sees the list of her letters reads it."),
        initial=_("Your letter"),
    )


class CloudForm(forms.Form):
    """A WhatsApp number at Meta's Cloud API."""

    phone_id = forms.RegexField(
        r"^[0-9]{5,25}$",
        label=_("Phone number ID"),
        help_text=_(
            "From Meta's page *API setup*. It is not the number itself. A number that runs in the"
            " WhatsApp app stops there, unless a provider connects both."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    token = secret(_("Access token"), _("Of a system user, without an end."))
    app_secret = secret(_("App secret"), _("By it we know that a message comes from Meta."))
    verify_word = secret(
        _("Word of proof"), _("At least 20 letters and digits. Type the same at Meta.")
    )

    def clean_verify_word(self) -> str:
        """Refuse a word that could be guessed."""
        word: str = self.cleaned_data["verify_word"]
        if word and (len(word) < 20 or not word.isalnum()):  # noqa: PLR2004  # as the help says
            raise forms.ValidationError(_("At least 20 letters and digits, nothing else."))
        return word


class TelegramForm(forms.Form):
    """A Telegram bot."""

    token = secret(
        _("Key of the bot"),
        _(
            "From @BotFather. Give the bot a neutral name and picture, and write the limits of"
            " secrecy into its description: it is shown before the first word."
        ),
    )


class WidgetForm(forms.Form):
    """The chat on our own site: nothing to fill in."""


FORMS: dict[str, type[forms.Form]] = {
    Driver.TELEGRAM: TelegramForm,
    Driver.WIDGET: WidgetForm,
    Driver.CLOUD: CloudForm,
    Driver.GAMMU: GammuForm,
    Driver.KANNEL: KannelForm,
    Driver.MAIL: MailForm,
}
"""A new driver: one line here."""


def drivers_of(channel: str) -> list[Driver]:
    """Return what a channel may be connected by here."""
    return [driver for driver in DRIVERS.get(channel, ()) if driver in FORMS]


class QuestionForm(forms.Form):
    """What whoever writes first is asked."""

    question = forms.CharField(
        label=_("Question"),
        required=False,
        max_length=MOST_QUESTION,
        help_text=_(
            "Sent at once after her first message, never later than two minutes. Her answer YA"
            " lets you write for half an hour; TIDAK lets nothing leave. Empty: nothing is sent."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class DecisionForm(forms.Form):
    """The controller's decision."""

    decision = forms.CharField(
        label=_("Number and date of the decision"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LookForm(forms.Form):
    """What the head saw on a real phone."""

    name = forms.BooleanField(label=_("The name tells nothing of violence, women or children."))
    picture = forms.BooleanField(label=_("The picture tells nothing either, or there is none."))
    number = forms.BooleanField(label=_("The number or address is the one we publish."))
    preview = forms.BooleanField(
        label=_("The preview on a locked phone tells nothing of what it is about.")
    )
    bill = forms.BooleanField(label=_("I know what stands on a bill or in a list of letters."))


class PhraseForm(forms.Form):
    """Words that Meta approved beforehand."""

    name = text(_("Name at Meta"), _("Small letters, digits and _: as Meta's list shows it."))
    language = text(_("Language at Meta"), _("A code such as id or en_US."), initial="id")
    use = forms.ChoiceField(
        label=_("For"), choices=PhraseUse.choices, widget=forms.RadioSelect, initial=PhraseUse.REPLY
    )
    words = forms.CharField(
        label=_("Words"),
        help_text=_(
            "As Meta approved them, neutral: whoever sees her locked phone reads them. Those that"
            " call a colleague have one gap, {{1}}, for how many wait and how to answer."
        ),
        max_length=1024,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class SureForm(forms.Form):
    """Nothing to fill in: the button is the answer."""
