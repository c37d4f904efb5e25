"""Whether a webhook is Meta's own: over the bytes as they came, in constant time. Pure.

Source: Meta, *Webhooks*, "Validating payloads": `X-Hub-Signature-256` is "sha256=" and the
HMAC-SHA256 of the raw body under the app's secret.
"""

import hmac
from hashlib import sha256

SIGN = "sha256="


def signed(secret: str, body: bytes, header: str) -> bool:
    """Say whether `header` signs these very bytes. Without a secret nothing is signed."""
    given = header.strip()
    if not secret or not given.startswith(SIGN):
        return False
    right = hmac.new(secret.encode(), body, sha256).hexdigest()
    return hmac.compare_digest(right.encode(), given[len(SIGN) :].lower().encode())


def signature(secret: str, body: bytes) -> str:
    """Return the header that signs these bytes."""
    return SIGN + hmac.new(secret.encode(), body, sha256).hexdigest()


def same_word(ours: str, given: str) -> bool:
    """Say whether the word by which Meta proves an address is ours. An empty one never is."""
    return bool(ours) and hmac.compare_digest(ours.encode(), given.encode())
