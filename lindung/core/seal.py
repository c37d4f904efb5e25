"""Sealed text: ciphertext in the database, bullets in logs, plain words only when asked for.

Reading a row opens nothing. A sealed field gives a `Sealed`, which prints as bullets, so a log
line, an error report or a stray template tag cannot leak it; `reveal()` opens it, inside a frame.
Algorithm: AES-256-GCM, a fresh 96-bit nonce (NIST SP 800-38D, section 8.2), words padded to 64
bytes so that a length says little. Table, column, row and key are authenticated with the words: a
value moved elsewhere does not open. A value sealed a second time leaves a mark in the trail (see
`core.marks`), so an older ciphertext put back in its place does not open either.
"""

import secrets
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from lindung.core.keys import NONCE_BYTES, use_key
from lindung.core.marks import Place, latest_mark, leave_mark

VERSION = b"\x01"
HEAD_BYTES = 1 + 16  # version, key id
PAD_TO = 64
PAD_MARK = b"\x80"


class Sealed:
    """A secret piece of text that prints as bullets."""

    __slots__ = ("box", "place", "words")

    def __init__(
        self, box: bytes | None = None, place: Place | None = None, words: str | None = None
    ) -> None:
        self.box, self.place, self.words = box, place, words  # words: assigned, not yet saved

    def reveal(self) -> str:
        """Return the words. Call it in `queries`, where the reader was checked and is noted.

        Raises:
            RuntimeError: outside a frame, or taken from `values()`, which forgets the row.
            cryptography.exceptions.InvalidTag: altered, or moved here from another place.
        """
        if self.words is not None:
            return self.words
        if self.box is None or self.place is None:
            raise RuntimeError("Only a row can reveal its words: load the row.")
        return open_box(self.box, self.place)

    def __str__(self) -> str:
        return "•••"

    __repr__ = __str__


def seal_box(words: str, place: Place, key_id: UUID) -> bytes:
    """Encrypt `words` for `place`: version, key id, nonce, ciphertext."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    padded = words.encode() + PAD_MARK
    padded += bytes(-len(padded) % PAD_TO)
    box = use_key(key_id).encrypt(nonce, padded, place.bound_to(key_id))
    return VERSION + key_id.bytes + nonce + box


def open_box(box: bytes, place: Place) -> str:
    """Decrypt what `seal_box` made."""
    key_id, rest = UUID(bytes=box[1:HEAD_BYTES]), box[HEAD_BYTES:]
    mark = latest_mark(key_id, place)
    if mark and mark != fingerprint(box):
        raise InvalidTag  # an older value was put back
    nonce, ciphertext = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    padded = use_key(key_id).decrypt(nonce, ciphertext, place.bound_to(key_id))
    return padded[: padded.rindex(PAD_MARK)].decode()


def fingerprint(box: bytes) -> str:
    """Return the few signs by which a mark knows this very ciphertext."""
    return sha256(box).hexdigest()[:16]


class SealedAttribute(DeferredAttribute):
    """Tells a sealed value which row it belongs to, when the row hands it out."""

    field: "SealedTextField"

    def __get__(self, row: models.Model | None, owner: Any = None) -> Any:
        """Return the `Sealed` of `row`."""
        value = super().__get__(row, owner)
        if row is not None and isinstance(value, Sealed) and value.place is None:
            value.place = self.field.place_of(row)
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        """Hide plain words at once; they are sealed when the row is saved."""
        row.__dict__[self.field.attname] = self.field.to_python(value)


class SealedTextField(models.BinaryField[str | Sealed | None, Sealed | None]):
    """A text column that is ciphertext at rest, sealed under the key its row names.

    `save()` and `bulk_create()` seal by themselves. `update()` knows no row, so it takes only what
    `Case.summary.field.seal_for(case, words)` returns. The only filter is `isnull`.

    Args:
        key: the attribute of the row that holds its data key's id.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, key: str = "data_key_id", **kwargs: Any) -> None:
        self.key = key
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Keep `key` in migrations."""
        name, path, args, kwargs = super().deconstruct()
        return str(name), path, args, {**kwargs, "key": self.key}

    def place_of(self, row: models.Model) -> Place:
        """Return where a value of `row` belongs."""
        return Place(row._meta.db_table, str(self.column), row.pk)

    def seal_for(self, row: models.Model, words: str) -> Sealed:
        """Seal `words` for this column of `row`, which exists, and mark the newer value."""
        place, key_id = self.place_of(row), getattr(row, self.key)
        box = seal_box(words, place, key_id)
        leave_mark(key_id, place, fingerprint(box))
        return Sealed(box, place)

    def seal_first(self, row: models.Model, words: str) -> Sealed:
        """Seal `words` for a row that is being made: nothing older can be put back."""
        place = self.place_of(row)
        return Sealed(seal_box(words, place, getattr(row, self.key)), place)

    def pre_save(self, row: models.Model, add: bool) -> Sealed | None:
        """Seal what was assigned, now that the row is known."""
        value: Sealed | None = getattr(row, self.attname)
        if value is None:
            return None
        if value.words is not None:
            value = (self.seal_first if add else self.seal_for)(row, value.words)
            setattr(row, self.attname, value)
        if value.place != self.place_of(row):
            raise ValueError("Sealed for another row: reveal it there and assign the words here.")
        return value

    def from_db_value(self, value: bytes | None, *_: object) -> Sealed | None:
        """Wrap the column's value; nothing is opened."""
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Sealed | None:
        """Accept plain words or an already sealed value."""
        return value if value is None or isinstance(value, Sealed) else Sealed(words=str(value))

    def get_prep_value(self, value: Any) -> bytes | None:
        """Let ciphertext pass, and nothing else."""
        if value is None:
            return None
        if not isinstance(value, Sealed) or value.box is None:
            raise TypeError(f"{self}: plain words; save the row, or use seal_for().")
        return value.box

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Hand the bytes to the driver."""
        ready = value if prepared else self.get_prep_value(value)
        return super().get_db_prep_value(ready, connection, prepared=True)

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every comparison: equal words have unequal ciphertexts."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        """Print bullets in dumps."""
        return "•••"
