"""How a text is cut into short messages, and how parts become one text again. Pure.

Source: 3GPP TS 23.038 (alphabets), TS 23.040 section 9.2.3.24 (parts).
"""

from collections.abc import Iterable
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€\f")  # two places each
ALONE, IN_PARTS = 160, 153
WIDE_ALONE, WIDE_IN_PARTS = 70, 67
MOST_PARTS = 10  # [I]: dearer and longer than anybody reads on a small phone
SHORT_REF, LONG_REF = "050003", "060804"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a long message."""

    ref: str
    total: int
    seq: int


def is_wide(text: str) -> bool:
    """Say whether a text needs UCS-2: one sign beyond the small alphabet makes all of it wide."""
    return not set(text) <= BASIC | DOUBLE


def split(text: str) -> list[str]:
    """Cut a text into what single short messages hold; never through a sign.

    Raises:
        ValueError: it would be more than ten.
    """
    wide = is_wide(text)
    whole, piece = (WIDE_ALONE, WIDE_IN_PARTS) if wide else (ALONE, IN_PARTS)
    if sum(_places(sign, wide=wide) for sign in text) <= whole:
        return [text]
    parts: list[str] = []
    current, used = "", 0
    for sign in text:
        places = _places(sign, wide=wide)
        if used + places > piece:
            parts.append(current)
            current, used = "", 0
        current, used = current + sign, used + places
    parts.append(current)
    if len(parts) > MOST_PARTS:
        raise ValueError("too long for short messages")
    return parts


def header(ref: int, total: int, seq: int) -> str:
    """Return the user data header of one part, as hexadecimal digits."""
    return f"{SHORT_REF}{ref & 0xFF:02X}{total:02X}{seq:02X}"


def read_header(text: str) -> Part | None:
    """Return which part a header tells of, or nothing when it tells of none or of nonsense."""
    plain = text.strip().upper()
    for sign, digits in ((SHORT_REF, 2), (LONG_REF, 4)):
        if plain.startswith(sign) and len(plain) >= len(sign) + digits + 4:
            rest = plain[len(sign) :]
            try:
                total, seq = int(rest[digits : digits + 2], 16), int(rest[digits + 2 :][:2], 16)
            except ValueError:
                return None
            if 0 < seq <= total:
                return Part(rest[:digits], total, seq)
    return None


def joined(pieces: Iterable[tuple[int, str]], total: int) -> str:
    """Return one text of its parts, with a mark where one is missing."""
    known = dict(pieces)
    return "".join(known.get(n, " […] ") for n in range(1, total + 1))


def _places(sign: str, *, wide: bool) -> int:
    if wide:
        return len(sign.encode("utf-16-be")) // 2
    return 2 if sign in DOUBLE else 1
