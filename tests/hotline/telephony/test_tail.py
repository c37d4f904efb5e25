"""The queue's log is read on from where it was left, also after it was rotated or emptied."""

from pathlib import Path

import pytest

from lindung.hotline.telephony.tail import LONGEST_LINE, MOST_BYTES, Place, end_of, read_on


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with one old line."""
    path = tmp_path / "queue_log"
    path.write_text("old\n")
    return path


def add(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def test_only_what_was_added_is_read(log: Path) -> None:
    place = end_of(log)
    add(log, "one\ntwo\n")

    lines, after = read_on(log, place)

    assert lines == ["one", "two"]
    assert read_on(log, after) == ([], after)


def test_a_line_that_is_still_written_waits(log: Path) -> None:
    add(log, "half")
    lines, place = read_on(log, Place(log.stat().st_ino, 4))
    add(log, " and whole\n")

    assert (lines, read_on(log, place)[0]) == ([], ["half and whole"])


def test_a_rotated_log_is_read_to_its_end_and_then_the_new_one(log: Path) -> None:
    place = end_of(log)
    add(log, "last\n")
    log.rename(log.with_name("queue_log.0"))
    log.write_text("first\n")

    lines, place = read_on(log, place)
    more, place = read_on(log, place)

    assert (lines, more, read_on(log, place)[0]) == (["last"], ["first"], [])


def test_a_log_rotated_and_taken_away_is_begun_anew(log: Path) -> None:
    place = Place(log.stat().st_ino + 1, 4)

    assert read_on(log, place)[0] == ["old"]


def test_a_log_emptied_in_its_place_is_begun_anew(log: Path) -> None:
    place = end_of(log)
    log.write_text("n\n")

    assert read_on(log, place)[0] == ["n"]


def test_neither_bad_bytes_nor_endless_lines_stop_the_reading(log: Path) -> None:
    place = end_of(log)
    with log.open("ab") as file:
        file.write(b"\xff\xfe|\r\n" + b"x" * (LONGEST_LINE + 1) + b"\nok\n" + b"y" * MOST_BYTES)

    lines, place = read_on(log, place)
    assert (lines[1:], len(lines)) == (["ok"], 2)
    assert read_on(log, place)[0] == []


def test_a_log_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        read_on(tmp_path / "missing", Place(1, 1))
