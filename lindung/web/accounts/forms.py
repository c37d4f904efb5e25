"""Forms for signing in and for one's own keys: allauth's checks with our words and our trail."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm as MfaAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MfaReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lindung.access import services


def _say(form: forms.Form, **words: Any) -> None:
    """Give fields our labels, and no text inside that would vanish while one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""
    for name, label in words.items():
        form.fields[name].label = label


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login=_("E-mail"), password=_("Password"))
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}
        self.fields["password"].help_text = _("Forgotten? Ask the administrator of your unit.")


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=_("Password"))


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """A password of one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            oldpassword=_("Password until now"),
            password1=_("New password"),
            password2=_("New password, once more"),
        )
        self.fields["password1"].help_text = _(
            "At least 12 signs. Four words that do not belong together are easy to keep in mind."
        )


class CodeForm(MfaAuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """A code of the app, or a spare code."""

    action = "sign_in"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)

    def clean_code(self) -> str:
        """Check the code; a wrong one is written down."""
        try:
            return str(super().clean_code())
        except ValidationError:
            services.note_refused_sign_in(self.user, self.action)
            raise


class CodeAgainForm(MfaReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """A code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)

    def clean_code(self) -> str:
        """Check the code; a wrong one is written down."""
        try:
            return str(super().clean_code())
        except ValidationError:
            services.note_refused_sign_in(self.user, "reauthenticate")
            raise

    def save(self) -> None:
        """Remember it for five minutes, and write it down."""
        super().save()
        services.note_own_act(self.user.actor(), self.user, "reauthenticate")


class KeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A passkey or security key as the second step."""

    def clean_credential(self) -> Any:
        """Check what the key signed; what does not fit is written down."""
        try:
            return super().clean_credential()
        except ValidationError:
            services.note_refused_sign_in(self.user)
            raise


class KeyLoginForm(LoginWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A passkey instead of a password."""

    def clean_credential(self) -> Any:
        """Check what the key signed; what does not fit is written down."""
        try:
            return super().clean_credential()
        except ValidationError:
            services.note_refused_sign_in(None)
            raise


class KeyAgainForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A key once more."""

    def clean_credential(self) -> Any:
        """Check what the key signed; either way it is written down."""
        try:
            authenticator = super().clean_credential()
        except ValidationError:
            services.note_refused_sign_in(self.user, "reauthenticate")
            raise
        services.note_own_act(self.user.actor(), self.user, "reauthenticate")
        return authenticator


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of a new app, which proves that the app is set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=_("Code in the app"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A new passkey, good for signing in without a password where the device can do that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, name=_("What you call this key"), passwordless=_("Sign in without a password"))
        self.fields["passwordless"].help_text = _(
            "The device then asks for its PIN or your fingerprint. Not on a device that others use."
        )


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, name=_("What you call this key"))


class WitnessForm(forms.Form):
    """The code that was read to a witness."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Twelve signs, as they were read to you. Capital or small does not matter."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class InviteForm(forms.Form):
    """Whom to invite as a witness."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(
        label=_("Post"), max_length=80, help_text=_("Such as: secretary of the office.")
    )


def _say_code(form: forms.Form) -> None:
    _say(form, code=_("Code"))
    form.fields["code"].help_text = _("Six digits from your app, or one of your spare codes.")
    form.fields["code"].widget.attrs |= {"autofocus": True, "spellcheck": "false"}
