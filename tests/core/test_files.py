"""Sealed files: nothing readable on the disk, and no frame cut off, moved or altered."""

from io import BytesIO

import pytest
from cryptography.exceptions import InvalidTag

from lindung.core.files import FRAME_BYTES, path_of, read_file, store_file
from lindung.core.frame import frame
from lindung.core.models import StoredFile
from lindung.directory.models import Unit
from tests.conftest import UNIT

SIZES = [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES]


@pytest.mark.parametrize("size", SIZES)
def test_it_gives_back_what_it_was_given(size: int, units: dict[str, Unit]) -> None:
    content = b"rahasia " * (size // 8 + 1)
    with frame(UNIT):
        row = store_file(BytesIO(content[:size]))
    with frame(UNIT):
        assert read_file(StoredFile.objects.get(pk=row.pk)) == content[:size]
        assert row.size == size
    assert b"rahasia" not in path_of(row.pk).read_bytes()


@pytest.mark.parametrize("damage", ["cut", "flip", "swap"])
def test_a_damaged_file_does_not_open(damage: str, units: dict[str, Unit]) -> None:
    with frame(UNIT):
        row = store_file(BytesIO(b"x" * 3 * FRAME_BYTES))
    place, box = path_of(row.pk), FRAME_BYTES + 28
    sealed = place.read_bytes()
    damaged = {
        "cut": sealed[: 1 + box],
        "flip": sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:],
        "swap": sealed[:1]
        + sealed[1 + box : 1 + 2 * box]
        + sealed[1 : 1 + box]
        + sealed[1 + 2 * box :],
    }[damage]
    place.write_bytes(damaged)

    with frame(UNIT), pytest.raises(InvalidTag):
        read_file(StoredFile.objects.get(pk=row.pk))


def test_a_file_put_in_anothers_place_does_not_open(units: dict[str, Unit]) -> None:
    with frame(UNIT):
        one, two = store_file(BytesIO(b"one")), store_file(BytesIO(b"two"))
    path_of(one.pk).write_bytes(path_of(two.pk).read_bytes())

    with frame(UNIT), pytest.raises(InvalidTag):
        read_file(StoredFile.objects.get(pk=one.pk))
