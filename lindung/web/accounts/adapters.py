"""Where allauth asks us: nobody signs up, second keys are sealed, and all of it is written down."""

import base64
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from lindung.access import queries, services
from lindung.core.clock import now
from lindung.core.keys import NONCE_BYTES, keeper
from lindung.web.accounts.slowed import note_slowed
from lindung.web.gates import proved_lately, welcome
from lindung.web.navigation import first_place

WRONG = _("The e-mail or the password is not right. Please try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator or on the command line."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "incorrect_password": _("This is not the password. Please try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow down guessing, and write that down too, though not each time."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_slowed(request)
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Know somebody by a password; whoever left, or may not come in here, is not known."""
        staff = super().authenticate(request, **credentials)
        if staff is None or (staff.is_active and welcome(request, staff)):
            return staff
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down a refusal, never the name that was typed."""
        action = "reauthenticate" if request.user.is_authenticated else "sign_in"
        staff = queries.account_by_email(credentials.get("email", ""))
        services.note_refused_sign_in(staff, action)

    def pre_login(self, request: HttpRequest, user: Any, **_rest: Any) -> HttpResponse | None:
        """Turn away somebody whose passkey is right but who may not come in, without saying why."""
        if user.is_active and welcome(request, user):
            return None
        services.note_refused_sign_in(user)
        messages.error(request, WRONG)
        return redirect("account_login")

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin a session, whose idle time counts from now, and write it down."""
        super().login(request, user)
        request.session["seen"] = now().timestamp()
        services.note_own_act(user.actor(), user, "sign_in")

    def logout(self, request: HttpRequest) -> None:
        """End the session and write it down."""
        user = request.user
        if user.is_authenticated:
            services.note_own_act(user.actor(), user, "sign_out")
        super().logout(request)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check a password again. allauth would look for a confirmed e-mail, which nobody has."""
        known = self.authenticate(self.request, email=user.email, password=password)
        if known is None or known.pk != user.pk:
            return False
        services.note_own_act(user.actor(), user, "reauthenticate")
        return True

    def is_reauthentication_required(self, *, app: str, **_rest: Any) -> bool:
        """Ask again only if nothing was typed for five minutes."""
        return not proved_lately(self.request)

    def set_password(self, user: Any, password: str) -> None:
        """Change one's own password."""
        services.change_password(user.actor(), user, password=password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Begin where the day begins."""
        return first_place(getattr(request.user, "roles", []))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to work; the gate asks for a second key first where one is missing."""
        return self.get_login_redirect_url(request)

    def send_notification_mail(self, template_prefix: str, user: Any, *_: Any, **__: Any) -> None:
        """Write down each change of a key, where allauth would send a mail."""
        if template_prefix.startswith("mfa/"):
            self.request.session.pop("second_key", None)  # the gate looks again
            services.note_own_act(user.actor(), user, "change_key")


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second keys: their secrets are ciphertext in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Please look at the newest one."),
        "cannot_delete_authenticator": _("This is your only key. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret under the keeper's key."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), b"mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` made."""
        box = base64.b64decode(encrypted_text)
        return _cipher().decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], b"mfa").decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """Name the site neutrally on the passkey prompt."""
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Lindung"}


def _cipher() -> AESGCM:
    return AESGCM(keeper().derive("mfa", b"secret"))
