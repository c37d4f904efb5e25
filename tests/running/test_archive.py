"""A backup's file opens with the printed key only, whole or not at all."""

import io

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from lindung.running import recovery
from lindung.running.archive import FRAME_BYTES, TAG_BYTES, Reader, Writer
from lindung.running.sentences import Refusal

SECRET = {"root.key": "the root key"}
ENTRIES = [("first", b"words " * 1000), ("empty", b""), ("large", bytes(3 * FRAME_BYTES + 17))]


@pytest.fixture(scope="module")
def key() -> X25519PrivateKey:
    return X25519PrivateKey.generate()


@pytest.fixture(scope="module")
def archive(key: X25519PrivateKey) -> bytes:
    file = io.BytesIO()
    writer = Writer(file, key.public_key(), SECRET)
    for name, content in ENTRIES:
        writer.entry(name, [content[:100], content[100:]])
    writer.finish()
    return file.getvalue()


def read(archive: bytes, key: X25519PrivateKey) -> list[tuple[str, bytes]]:
    reader = Reader(io.BytesIO(archive), key)
    reader.check()
    return [(name, b"".join(pieces)) for name, pieces in reader.entries()]


def test_what_went_in_comes_out(archive: bytes, key: X25519PrivateKey) -> None:
    reader = Reader(io.BytesIO(archive), key)
    reader.check()

    assert reader.secret == SECRET
    assert [(name, b"".join(pieces)) for name, pieces in reader.entries()] == ENTRIES


def test_an_entry_may_be_left_unread(archive: bytes, key: X25519PrivateKey) -> None:
    reader = Reader(io.BytesIO(archive), key)

    assert [name for name, _ in reader.entries()] == [name for name, _ in ENTRIES]


def test_nothing_of_it_can_be_read_without_the_key(archive: bytes) -> None:
    assert b"words" not in archive
    assert b"root" not in archive


def test_another_key_opens_nothing(archive: bytes) -> None:
    with pytest.raises(Refusal, match="does not open"):
        read(archive, X25519PrivateKey.generate())


@pytest.mark.parametrize("cut", [1, TAG_BYTES, FRAME_BYTES, FRAME_BYTES + TAG_BYTES])
def test_a_file_cut_short_is_refused(archive: bytes, key: X25519PrivateKey, cut: int) -> None:
    with pytest.raises(Refusal, match="damaged"):
        read(archive[:-cut], key)


def test_a_file_cut_behind_a_whole_frame_is_refused(archive: bytes, key: X25519PrivateKey) -> None:
    start = Reader(io.BytesIO(archive), key)._start

    with pytest.raises(Refusal, match="damaged"):
        read(archive[: start + FRAME_BYTES + TAG_BYTES], key)


def test_one_changed_bit_is_refused(archive: bytes, key: X25519PrivateKey) -> None:
    changed = bytearray(archive)
    changed[-100] ^= 1

    with pytest.raises(Refusal, match="damaged"):
        read(bytes(changed), key)


def test_frames_in_another_order_are_refused(archive: bytes, key: X25519PrivateKey) -> None:
    start, box = Reader(io.BytesIO(archive), key)._start, FRAME_BYTES + TAG_BYTES
    first, second = archive[start : start + box], archive[start + box : start + 2 * box]

    with pytest.raises(Refusal, match="damaged"):
        read(archive[:start] + second + first + archive[start + 2 * box :], key)


def test_any_other_file_is_refused(key: X25519PrivateKey) -> None:
    with pytest.raises(Refusal, match="no Lindung backup"):
        read(b"something else", key)


def test_the_printed_key_is_read_back_from_its_page() -> None:
    pair = recovery.make_pair()

    read_back = recovery.read_private(recovery.paper(pair.private))

    assert recovery.spell(read_back.private_bytes_raw()) == pair.private


def test_the_printed_key_may_be_typed_without_lines_and_in_small_letters() -> None:
    pair = recovery.make_pair()

    read_back = recovery.read_private(pair.private.lower().replace("-", " "))

    assert recovery.spell(read_back.private_bytes_raw()) == pair.private


def test_a_slip_in_the_typed_key_is_noticed() -> None:
    private = recovery.make_pair().private
    slipped = ("B" if private[0] == "A" else "A") + private[1:]

    with pytest.raises(Refusal, match="cannot be read"):
        recovery.read_private(slipped)
