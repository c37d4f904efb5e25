"""The public door: reporter codes, the keys they open, and friction where somebody guesses.

Only the key keeper can say which report a code belongs to: the house keeps two digests of it and
the mailbox key wrapped under a third, and forgets the code. Source: FRAME section 5.
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address, ip_network
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lindung.core.keys import NONCE_BYTES, keeper

CODE_DIGITS = 16  # 15 random ones and one that checks them
UNKNOWN_NETWORK = "unknown"


def with_check(digits: str) -> str:
    """Return `digits` with one more that betrays a wrong or swapped digit.

    Source: ISO/IEC 7064, MOD 11,10.
    """
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return f"{digits}{(11 - product) % 10}"


def read_code(typed: str) -> str | None:
    """Return the sixteen digits of a code as typed or read aloud, or `None` when it is none."""
    digits = re.sub(r"[\s\u00a0.\-]", "", typed)
    if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if digits == with_check(digits[:-1]) else None


def grouped(code: str) -> str:
    """Return a code in groups of four, as it is shown and spoken."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def new_code() -> str:
    """Return a fresh code: 15 random digits and the one that checks them."""
    return with_check(f"{secrets.randbelow(10 ** (CODE_DIGITS - 1)):0{CODE_DIGITS - 1}d}")


def code_of_key(idempotency_key: str, label: str = "code") -> str:
    """Return the code that belongs to an idempotency key: the same again for the same key."""
    derived = keeper().derive(f"reporter/{label}", idempotency_key.encode())
    digits = int.from_bytes(derived, "big") % 10 ** (CODE_DIGITS - 1)
    return with_check(f"{digits:0{CODE_DIGITS - 1}d}")


@dataclass(frozen=True, slots=True)
class ReporterKeys:
    """What the key keeper makes of a code: how its report is found, and what wraps its mailbox."""

    lookup: bytes
    wrap: bytes


def reporter_keys(code: str) -> ReporterKeys:
    """Return the keys of a code of sixteen digits."""
    digits = code.encode()
    return ReporterKeys(
        keeper().derive("reporter/lookup", digits), keeper().derive("reporter/wrap", digits)
    )


def wrap_mailbox(keys: ReporterKeys, key_id: UUID, plain: bytes) -> bytes:
    """Return a mailbox's key so that the code alone opens it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(keys.wrap).encrypt(nonce, plain, b"mailbox/" + key_id.bytes)


def unwrap_mailbox(keys: ReporterKeys, key_id: UUID, box: bytes) -> bytes:
    """Open what `wrap_mailbox` closed."""
    nonce, sealed = box[:NONCE_BYTES], box[NONCE_BYTES:]
    return AESGCM(keys.wrap).decrypt(nonce, sealed, b"mailbox/" + key_id.bytes)


def idem_of(idempotency_key: str) -> bytes:
    """Return the digest by which a repeated sending is found."""
    return keeper().derive("reporter/idem", idempotency_key.encode())


def body_digest(body: Mapping[str, object]) -> bytes:
    """Return a digest of what was sent; keyed, since a short telling could be guessed."""
    packed = json.dumps(body, sort_keys=True, default=str, separators=(",", ":"))
    return keeper().derive("reporter/body", packed.encode())


def network_digest(address: str, day: date) -> int:
    """Return a blind number for the network of an address, another one tomorrow.

    A /24 or a /64; an address that cannot be read counts with all others like it.
    """
    digest = keeper().derive("network", f"{day.isoformat()}/{network_of(address)}".encode())
    return int.from_bytes(digest[:8], "big") >> 1  # fits a signed 64-bit column


def network_of(address: str) -> str:
    """Return the /24 or /64 of an address."""
    try:
        read = ip_address(address.strip())
    except ValueError:
        return UNKNOWN_NETWORK
    mapped = getattr(read, "ipv4_mapped", None) or read
    size = 24 if mapped.version == 4 else 64  # noqa: PLR2004  # of the Internet Protocol
    return str(ip_network(f"{mapped}/{size}", strict=False))
