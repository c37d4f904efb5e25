"""Blind digests by which a phone, a NIK or an e-mail is found again without being readable."""

from collections.abc import Callable, Mapping
from uuid import UUID

from lindung.core.keys import keeper
from lindung.people.rules import normalise_email, normalise_nik, normalise_phone

DIGESTED: Mapping[str, Callable[[str], str | None]] = {
    "nik": normalise_nik,
    "phone": normalise_phone,
    "email": normalise_email,
}


def digest_of(unit_id: UUID, column: str, words: str) -> int | None:
    """Return the digest of what was typed, or `None` when it names nobody."""
    plain = DIGESTED[column](words)
    return keeper().digest(unit_id, column, plain) if plain else None
