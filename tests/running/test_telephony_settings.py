"""The switchboard's settings: none needed, none believed unchecked."""

from pathlib import Path

import pytest

from lindung.running.sentences import Refusal
from lindung.running.telephony import read_line


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A switchboard on this machine."""
    (tmp_path / "secret").write_text("rekaan\n")
    monkeypatch.setenv("LINDUNG_AMI", "127.0.0.1:5038")
    monkeypatch.setenv("LINDUNG_AMI_SECRET_FILE", str(tmp_path / "secret"))
    return monkeypatch


def test_without_a_switchboard_there_is_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINDUNG_AMI", raising=False)

    assert read_line() is None


def test_a_line_is_read_and_never_shows_its_secret(told: pytest.MonkeyPatch) -> None:
    told.setenv("LINDUNG_PBX_CONTEXTS", "from-trunk, from-pstn")

    line = read_line()

    assert line is not None
    assert (line.secret, line.contexts) == ("rekaan", frozenset({"from-trunk", "from-pstn"}))
    assert "rekaan" not in repr(line)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LINDUNG_AMI", "5038"),
        ("LINDUNG_AMI", "127.0.0.1:0"),
        ("LINDUNG_AMI_SECRET_FILE", "/tidak/ada"),
        ("LINDUNG_AMI_CA", "/tidak/ada"),
        ("LINDUNG_AMI_USER", "a b"),
        ("LINDUNG_PBX_QUEUE", "a|b"),
        ("LINDUNG_PBX_CONTEXTS", "a,,b"),
        ("LINDUNG_PBX_QUEUE_LOG", "queue_log"),
        ("LINDUNG_PBX_CDR", "Master.csv"),
    ],
)
def test_a_wrong_value_is_named(told: pytest.MonkeyPatch, name: str, value: str) -> None:
    told.setenv(name, value)

    with pytest.raises(Refusal, match=name):
        read_line()


@pytest.mark.parametrize(
    "place", ["192.168.1.10:5038", "pbx.example.org:5039", "[2001:db8::1]:5038"]
)
def test_no_secret_crosses_a_network_in_clear_words(told: pytest.MonkeyPatch, place: str) -> None:
    told.setenv("LINDUNG_AMI", place)

    with pytest.raises(Refusal, match="TLS"):
        read_line()
