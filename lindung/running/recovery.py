"""The recovery pair: the public half seals backups, the private half lives on paper elsewhere.

On paper it is 14 groups of four signs, without 0, 1, 8 and 9; the last group tells a slip.

Source: FRAME.md §8; RFC 4648 §6 for the signs.
"""

import base64
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from lindung.running.sentences import Refusal

KEY_SIGNS = 52
CHECK_SIGNS = 4
WHOLE = re.compile(r"(?<![A-Z2-7])(?:[A-Z2-7]{4}[-\s]*){14}(?![A-Z2-7])")


@dataclass(frozen=True, slots=True)
class Pair:
    """Both halves as text."""

    private: str
    public: str


def make_pair() -> Pair:
    """Make a new pair."""
    key = X25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    return Pair(private=spell(key.private_bytes_raw()), public=public)


def spell(key: bytes) -> str:
    """Return a private key as it is printed."""
    signs = _base32(key)[:KEY_SIGNS] + _check(key)
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def read_private(text: str) -> X25519PrivateKey:
    """Return the private key that `text`, perhaps the whole printed page, holds."""
    for found in WHOLE.finditer(text.upper()):
        signs = re.sub(r"[-\s]", "", found[0])
        key = base64.b32decode(signs[:KEY_SIGNS] + "====")
        if signs[KEY_SIGNS:] == _check(key):
            return X25519PrivateKey.from_private_bytes(key)
    raise Refusal(
        "Kunci pemulihan tidak terbaca: 14 kelompok empat tanda, persis seperti tercetak.",
        "The recovery key cannot be read: 14 groups of four signs, exactly as printed.",
    )


def read_public(text: str) -> X25519PublicKey:
    """Return the public key that the house keeps."""
    return X25519PublicKey.from_public_bytes(base64.b64decode(text))


def paper(private: str) -> str:
    """Return the page to print."""
    return (
        "KUNCI PEMULIHAN LINDUNG\n"
        "Cetak halaman ini dua kali, simpan di dua tempat terkunci, lalu hapus berkas ini.\n"
        "Tanpa kunci ini cadangan tidak dapat dibuka oleh siapa pun.\n\n"
        "LINDUNG RECOVERY KEY\n"
        "Print this page twice, keep it in two locked places, then remove this file.\n"
        "Without this key nobody can open a backup.\n\n"
        f"    {private}\n"
    )


def _check(key: bytes) -> str:
    return _base32(sha256(b"lindung recovery" + key).digest())[:CHECK_SIGNS]


def _base32(value: bytes) -> str:
    return base64.b32encode(value).decode().rstrip("=")
