"""The backup's file: everything in it is sealed to the recovery key before it reaches the disk.

The head holds, sealed with HPKE to the recovery key, a key made for this file and the root key.
Behind it follow frames of AES-256-GCM: each knows its place and the last one says that it is the
last, so a file that was cut, reordered or altered is refused before anything is believed of it.
Inside are entries: a name, then its content in pieces. The content's size need not be known first,
so nothing is ever laid aside in the clear.

Source: RFC 9180; Hoang, Reyhanitabar, Rogaway, Vizár 2015 (STREAM) for the frames.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from lindung.running.sentences import Refusal

MAGIC = b"lindung backup 1\n"
FRAME_BYTES = 1024 * 1024
TAG_BYTES = 16
KEY_BYTES = 32
LONGEST_HEAD = 64 * 1024
_hpke = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Writer:
    """Writes one archive. Without `finish` it stays unreadable."""

    def __init__(self, file: BinaryIO, recovery: X25519PublicKey, secret: dict[str, str]) -> None:
        key = secrets.token_bytes(KEY_BYTES)
        told = json.dumps({"key": key.hex()} | secret).encode()
        box = _hpke.encrypt(told, recovery, info=MAGIC)
        file.write(MAGIC + len(box).to_bytes(4, "big") + box)
        self._file, self._cipher = file, AESGCM(key)
        self._waiting, self._place = bytearray(), 0

    def entry(self, name: str, pieces: Iterable[bytes]) -> int:
        """Write one entry and return its size."""
        spelt, size = name.encode(), 0
        self._write(len(spelt).to_bytes(2, "big") + spelt)
        for piece in pieces:
            if piece:
                self._write(len(piece).to_bytes(4, "big") + piece)
                size += len(piece)
        self._write(bytes(4))
        return size

    def finish(self) -> None:
        """Write the last frame, which says that it is the last."""
        self._write(bytes(2))
        self._seal(bytes(self._waiting), last=True)

    def _write(self, content: bytes) -> None:
        self._waiting += content
        while len(self._waiting) > FRAME_BYTES:  # one frame stays behind: it may be the last
            self._seal(bytes(self._waiting[:FRAME_BYTES]), last=False)
            del self._waiting[:FRAME_BYTES]

    def _seal(self, content: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._place, last=last), content, MAGIC))
        self._place += 1


class Reader:
    """Reads one archive. Raises `Refusal` when it is not whole or not for this key."""

    def __init__(self, file: BinaryIO, recovery: X25519PrivateKey) -> None:
        if file.read(len(MAGIC)) != MAGIC:
            raise Refusal("Berkas ini bukan cadangan Lindung.", "This file is no Lindung backup.")
        length = int.from_bytes(file.read(4), "big")
        try:
            if length > LONGEST_HEAD:
                raise InvalidTag
            told = json.loads(_hpke.decrypt(file.read(length), recovery, info=MAGIC))
        except (InvalidTag, ValueError) as error:
            raise Refusal(
                "Kunci pemulihan ini bukan kunci cadangan ini.",
                "This recovery key does not open this backup.",
            ) from error
        self.secret: dict[str, str] = told
        self._cipher = AESGCM(bytes.fromhex(told.pop("key")))
        self._file, self._start = file, file.tell()
        self._frames = self._opened()
        self._ready = bytearray()

    def check(self) -> None:
        """Read all of it once, so that nothing is begun with a file that breaks off."""
        for _ in self._opened():
            pass
        self._file.seek(self._start)
        self._frames, self._ready = self._opened(), bytearray()

    def entries(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield each entry's name and content; read the content before the next entry."""
        while length := int.from_bytes(self._read(2), "big"):
            name = self._read(length).decode()
            pieces = self._pieces()
            yield name, pieces
            for _ in pieces:  # what the caller left
                pass

    def _pieces(self) -> Iterator[bytes]:
        while length := int.from_bytes(self._read(4), "big"):
            yield self._read(length)

    def _read(self, size: int) -> bytes:
        while len(self._ready) < size:
            frame = next(self._frames, None)
            if frame is None:
                raise _damaged()
            self._ready += frame
        content = bytes(self._ready[:size])
        del self._ready[:size]
        return content

    def _opened(self) -> Iterator[bytes]:
        place, box = 0, self._file.read(FRAME_BYTES + TAG_BYTES)
        while True:
            following = self._file.read(FRAME_BYTES + TAG_BYTES)
            try:
                yield self._cipher.decrypt(_nonce(place, last=not following), box, MAGIC)
            except (InvalidTag, ValueError) as error:
                raise _damaged() from error
            if not following:
                return
            place, box = place + 1, following


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])


def _damaged() -> Refusal:
    return Refusal(
        "Berkas cadangan rusak atau tidak utuh: pakai cadangan lain.",
        "The backup file is damaged or incomplete: use another backup.",
    )
