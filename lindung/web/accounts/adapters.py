"""Where allauth asks us: nobody signs up, and second keys are sealed at rest."""

import base64
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest

from lindung.core.keys import NONCE_BYTES, keeper


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator or on the command line."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second keys: their secrets are ciphertext in the database."""

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
