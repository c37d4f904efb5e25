"""Sealed files on the disk: frames of 64 KiB, each authenticated with its place and the end marked.

Nothing on the disk tells what a file is: its name is its id, its content ciphertext under a key of
its own, which only the database names. A frame cut off, moved or repeated does not open.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from lindung.core.keys import NONCE_BYTES, new_key, use_key
from lindung.core.models import KeyKind, StoredFile

FRAME_BYTES = 64 * 1024
TAG_BYTES = 16
VERSION = b"\x01"


def store_file(content: BinaryIO) -> StoredFile:
    """Seal `content` to the disk and return its row. The row stands or falls with the transaction.

    The file is complete and flushed before its row is written, so a row never names half a file.
    A file whose row was rolled back is ciphertext without a key; nobody can open it any more.
    """
    key = new_key(KeyKind.FILE)
    row = StoredFile(data_key=key, size=0)
    place = path_of(row.id)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = place.with_suffix(".half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        row.size = _seal(content, out, row.id, key.id)
        out.flush()
        os.fsync(out.fileno())
    half.rename(place)
    row.save(force_insert=True)
    return row


def open_file(row: StoredFile) -> Iterator[bytes]:
    """Yield the plain content, frame by frame. Call it in `queries`, inside `opening`.

    Raises:
        FileNotFoundError: the disk does not have it.
        cryptography.exceptions.InvalidTag: altered, cut short, or another file's content.
    """
    cipher = use_key(row.data_key_id)
    with path_of(row.id).open("rb") as sealed:
        if sealed.read(1) != VERSION:
            raise InvalidTag
        index, rest = 0, sealed.read(_BOX)
        while True:
            following = sealed.read(_BOX)
            nonce, box = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
            yield cipher.decrypt(nonce, box, _bound_to(row.id, index, last=not following))
            if not following:
                return
            index, rest = index + 1, following


def read_file(row: StoredFile) -> bytes:
    """Return the whole plain content. Same rules as `open_file`."""
    return b"".join(open_file(row))


def path_of(file_id: UUID) -> Path:
    """Return where a sealed file lies: two levels, so that no folder grows without end."""
    name = file_id.hex
    return Path(settings.FILES_DIR) / name[:2] / name


_BOX = NONCE_BYTES + FRAME_BYTES + TAG_BYTES


def _seal(content: BinaryIO, out: BinaryIO, file_id: UUID, key_id: UUID) -> int:
    cipher: AESGCM = use_key(key_id)
    out.write(VERSION)
    size, index, frame = 0, 0, content.read(FRAME_BYTES)
    while True:
        following = content.read(FRAME_BYTES)
        nonce = secrets.token_bytes(NONCE_BYTES)
        bound = _bound_to(file_id, index, last=not following)
        out.write(nonce + cipher.encrypt(nonce, frame, bound))
        size += len(frame)
        if not following:
            return size
        index, frame = index + 1, following


def _bound_to(file_id: UUID, index: int, *, last: bool) -> bytes:
    return f"file/{file_id}/{index}/{'last' if last else 'more'}".encode()
