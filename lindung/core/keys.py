"""Data keys: one for each case, report, person and file, and the keeper that alone opens them.

Everything that touches the root key goes through `keeper()`: wrapping, blind digests, reporter
codes, the signature under a trail head. In process now; a separate process may stand behind the
same interface later without any caller noticing.
"""

import base64
import hmac
import secrets
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db.models import Max

from lindung.core.clock import Moment
from lindung.core.frame import this_frame, this_unit
from lindung.core.marks import keep_marks, marks_of
from lindung.core.models import DataKey, Kek, KeyKind

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION_FRESH_S = 30.0  # how long a process goes on writing under the generation it last saw
INDEX_GENERATION = 1


class KeyKeeper(Protocol):
    """Holds the root key. Callers cannot tell in which process."""

    def new(self, key: DataKey) -> bytes:
        """Make a key and return it wrapped for `key`, whose id, unit, kind and version are set."""

    def open(self, keys: Iterable[DataKey]) -> dict[UUID, bytes]:
        """Unwrap many keys at once, by id."""

    def rewrap(self, key: DataKey, version: int) -> bytes:
        """Return the key of `key` wrapped under another generation."""

    def digest(self, unit_id: UUID, field: str, value: str) -> int:
        """Return the blind digest by which `value` is found again: 32 bits behind a generation."""

    def derive(self, label: str, value: bytes) -> bytes:
        """Return 32 bytes that only the keeper can make of `value`, for one use named `label`."""

    def sign(self, message: bytes) -> bytes:
        """Sign a trail head with Ed25519."""

    def public_key(self) -> bytes:
        """Return the 32 bytes with which an outsider checks `sign`."""


class InProcessKeeper:
    """A keeper in the same process as everything else, its root key read from a file."""

    def __init__(self, root: bytes) -> None:
        if len(root) != KEY_BYTES:
            raise ValueError("The root key must be 32 bytes.")
        self._root = root
        self._keks: dict[str, AESGCM] = {}
        self._derived: dict[str, bytes] = {}

    def new(self, key: DataKey) -> bytes:
        """Make a key and return it wrapped for `key`."""
        return self._wrap(key, secrets.token_bytes(KEY_BYTES), key.kek_version)

    def open(self, keys: Iterable[DataKey]) -> dict[UUID, bytes]:
        """Unwrap many keys at once, by id."""
        return {key.id: self._unwrap(key) for key in keys}

    def rewrap(self, key: DataKey, version: int) -> bytes:
        """Return the key of `key` wrapped under another generation."""
        return self._wrap(key, self._unwrap(key), version)

    def digest(self, unit_id: UUID, field: str, value: str) -> int:
        """Return the blind digest by which `value` is found again.

        Cut to 32 bits, so that a stolen table cannot confirm a guess; whoever finds a row opens it
        and compares. Source: SECURITY design, section 5.
        """
        index_key = self._derive(f"idx/{unit_id}/{field}/{INDEX_GENERATION}")
        short = hmac.digest(index_key, value.encode(), "sha256")[:4]
        return INDEX_GENERATION << 32 | int.from_bytes(short, "big")

    def derive(self, label: str, value: bytes) -> bytes:
        """Return 32 bytes that only the keeper can make of `value`."""
        return hmac.digest(self._derive(f"pepper/{label}"), value, "sha256")

    def sign(self, message: bytes) -> bytes:
        """Sign a trail head."""
        return self._signer().sign(message)

    def public_key(self) -> bytes:
        """Return the public half of the signing key."""
        return self._signer().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def _signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._derive("trail/1"))

    def _wrap(self, key: DataKey, plain: bytes, version: int) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._kek(key, version).encrypt(nonce, plain, _bound_to(key, version))

    def _unwrap(self, key: DataKey) -> bytes:
        wrapped = bytes(key.wrapped)
        nonce, box = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        version = key.kek_version
        return self._kek(key, version).decrypt(nonce, box, _bound_to(key, version))

    def _kek(self, key: DataKey, version: int) -> AESGCM:
        """Derive the key that wraps this kind of key of this unit."""
        use = f"kek/{key.unit_id}/{key.kind}/{version}"
        if use not in self._keks:
            self._keks[use] = AESGCM(self._derive(use))
        return self._keks[use]

    def _derive(self, use: str) -> bytes:
        if use not in self._derived:
            whole = HKDF(SHA256(), KEY_BYTES, salt=None, info=use.encode())
            self._derived[use] = whole.derive(self._root)
        return self._derived[use]


def _bound_to(key: DataKey, version: int) -> bytes:
    """Return what is authenticated with a wrapped key: a key moved elsewhere does not open."""
    return f"dek/{key.unit_id}/{key.kind}/{key.id}/{version}".encode()


@cache
def keeper() -> KeyKeeper:
    """Return the one keeper of this process.

    Raises:
        RuntimeError: the root key's file is missing or unreadable, or is not 32 bytes in base64.
    """
    try:
        text = Path(settings.ROOT_KEY_FILE).read_text().strip() if settings.ROOT_KEY_FILE else ""
        return InProcessKeeper(base64.b64decode(text or settings.ROOT_KEY, validate=True))
    except (OSError, ValueError) as error:
        raise RuntimeError(f"The root key cannot be read: {type(error).__name__}.") from error


_newest: dict[tuple[UUID, str], tuple[float, int]] = {}


def newest_version(kind: str) -> int:
    """Return the generation under which this unit's new keys of `kind` are wrapped.

    Remembered for half a minute: an older generation still opens, so being late harms nothing.
    """
    place = (this_unit(), kind)
    seen = _newest.get(place)
    if seen is None or time.monotonic() - seen[0] > VERSION_FRESH_S:
        found = Kek.objects.filter(kind=kind).aggregate(newest=Max("version"))["newest"]
        _newest[place] = seen = (time.monotonic(), found or 1)
    return seen[1]


def forget_versions() -> None:
    """Ask the database again for the newest generations, as after a rotation."""
    _newest.clear()


def new_key(kind: KeyKind, *, save: bool = True) -> DataKey:
    """Make the key of a new case, report, person or file of the unit at work; it stays open here.

    Args:
        kind: what it protects.
        save: False when many are made at once and `bulk_create` saves them.
    """
    key = DataKey(kind=kind, kek_version=newest_version(kind))
    key.wrapped = keeper().new(key)
    if save:
        key.save(force_insert=True)
    hold_key(key)
    return key


def load_keys(key_ids: Iterable[UUID]) -> None:
    """Open the keys of a whole page, with their marks: one query, one question to the keeper."""
    opened = this_frame().keys
    missing = [key_id for key_id in dict.fromkeys(key_ids) if key_id not in opened]
    if missing:
        alive = DataKey.objects.filter(pk__in=missing, destroyed_at=None)
        found = list(alive.annotate(m=marks_of()))
        opened.update(keeper().open(found))
        for key in found:
            keep_marks(key.pk, key.m)


def use_key(key_id: UUID) -> AESGCM:
    """Return the key `key_id`, opened at most once in this frame.

    Raises:
        KeyError: it was destroyed, or belongs to another unit.
    """
    return AESGCM(key_bytes(key_id))


def key_bytes(key_id: UUID) -> bytes:
    """Return the 32 bytes of `key_id`, to wrap them a second time. Same errors as `use_key`."""
    load_keys([key_id])
    return this_frame().keys[key_id]


def hold_key(key: DataKey) -> None:
    """Keep a key that was just made open in this frame: nothing older can lie under it."""
    here = this_frame()
    here.keys.update(keeper().open([key]))
    here.marks[key.id] = {}


def hold_plain_key(key_id: UUID, plain: bytes) -> None:
    """Keep a key that its other holder brought, such as a reporter's code, open in this frame."""
    this_frame().keys[key_id] = plain


def rewrap_some(kind: str, version: int, most: int) -> int:
    """Wrap up to `most` older data keys of the unit at work under `version`. Return how many.

    Interrupted at any point, every key still opens: each row says under which generation it is.
    """
    older = DataKey.objects.filter(kind=kind, kek_version__lt=version, destroyed_at=None)
    rows = list(older.order_by("pk").select_for_update(skip_locked=True)[:most])
    for row in rows:
        row.wrapped, row.kek_version = keeper().rewrap(row, version), version
    DataKey.objects.bulk_update(rows, ["wrapped", "kek_version"])
    return len(rows)


def start_generation(kind: str) -> int:
    """Begin a new generation of the unit's key for `kind` and return its number."""
    version = newest_version(kind) + 1
    Kek.objects.create(kind=kind, version=version, made_at=Moment())
    forget_versions()
    return version
