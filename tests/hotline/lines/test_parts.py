"""Long texts are cut and joined as networks do it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.hotline.sms import parts

ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=600)


@given(ANY)
def test_parts_together_are_the_text_and_none_is_too_long(text: str) -> None:
    pieces = parts.split(text)
    assert "".join(pieces) == text
    wide = parts.is_wide(text)
    most = (70 if wide else 160) if len(pieces) == 1 else (67 if wide else 153)
    for piece in pieces:
        size = (
            len(piece.encode("utf-16-be")) // 2
            if wide
            else sum(2 if sign in parts.DOUBLE else 1 for sign in piece)
        )
        assert size <= most


@pytest.mark.parametrize(
    ("text", "n"), [("a" * 160, 1), ("a" * 161, 2), ("☂" * 70, 1), ("☂" * 71, 2), ("[" * 80, 1)]
)
def test_the_borders_are_those_of_the_networks(text: str, n: int) -> None:
    assert len(parts.split(text)) == n


def test_what_nobody_would_read_on_a_small_phone_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        parts.split("a" * 2000)


NONSENSE = ["", "05", "05000", "ZZ0003F10402", "050003F10200", "050003F10105"]


@pytest.mark.parametrize("text", NONSENSE)
def test_a_header_of_nonsense_tells_of_no_part(text: str) -> None:
    assert parts.read_header(text) is None


def test_both_kinds_of_header_are_read() -> None:
    assert parts.read_header(parts.header(0xE4, 4, 2)) == parts.Part("E4", 4, 2)
    assert parts.read_header("060804ABCD0302") == parts.Part("ABCD", 3, 2)


def test_a_missing_part_is_marked_and_the_others_are_kept() -> None:
    assert parts.joined([(1, "Tolong"), (3, "saya")], 3) == "Tolong […] saya"
