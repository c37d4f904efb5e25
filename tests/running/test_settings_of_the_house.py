"""A wrong setting is one sentence that names it, before anything starts."""

import re
import socket
from pathlib import Path

import pytest

from lindung.running.home import REPOSITORY, Home
from lindung.running.installation import bind, read_installation
from lindung.running.sentences import Refusal

NAMES = re.compile(r"\b(?:LINDUNG_[A-Z_]+|DATABASE_URL)\b")
INTERNAL = {
    "LINDUNG_LISTEN", "LINDUNG_SPARE",
    "LINDUNG_PARENT", "LINDUNG_LOGIN", "LINDUNG_POOL", "LINDUNG_WEB_URL",
    "LINDUNG_PIN",  # a word of the dialplan
    "LINDUNG_OWN_URL", "LINDUNG_BACKUP_URL", "LINDUNG_ROOT_KEY_FILE", "LINDUNG_SECRET_KEY_FILE",
}  # fmt: skip  # told by the house to its own children


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MODE", "PORT", "BIND", "ORIGIN", "PROXIES", "THREADS", "HOME"):
        monkeypatch.delenv(f"LINDUNG_{name}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LINDUNG_MODE", "production"),
        ("LINDUNG_PORT", "0"),
        ("LINDUNG_PORT", "70000"),
        ("LINDUNG_PORT", "http"),
        ("LINDUNG_THREADS", "0"),
        ("LINDUNG_BIND", "localhost"),
        ("LINDUNG_ORIGIN", "http://example.org"),
        ("LINDUNG_ORIGIN", "https://example.org/"),
        ("LINDUNG_ORIGIN", "https://example.org:port"),
        ("LINDUNG_PROXIES", "10.0.0.1, everybody"),
        ("LINDUNG_MAX_BODY", "25MB"),
        ("LINDUNG_BODY_DEADLINE", "-1"),
        ("LINDUNG_EXIT_TO", "javascript:alert(1)"),
        ("LINDUNG_EXIT_TO", "cuaca"),
        ("LINDUNG_HOSTS", "unit.example.org"),
        ("DATABASE_URL", "mysql://root@/lindung"),
        ("DATABASE_URL", "postgresql://office@127.0.0.1"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(Refusal, match=f"value of {name}"):
        read_installation()


def test_outside_this_machine_an_https_origin_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINDUNG_BIND", "192.0.2.1")

    with pytest.raises(Refusal, match="https"):
        read_installation()


@pytest.mark.parametrize(
    ("name", "value"), [("LINDUNG_BIND", "192.0.2.1"), ("LINDUNG_ORIGIN", "https://example.org")]
)
def test_the_demo_is_refused_beyond_this_machine(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(Refusal, match="this machine only"):
        read_installation(demo=True)


def test_behind_a_proxy_the_address_is_the_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINDUNG_ORIGIN", "https://pesan.example.org")
    monkeypatch.setenv("LINDUNG_PROXIES", "127.0.0.1, 10.1.0.0/16")

    assert read_installation().url == "https://pesan.example.org"


def test_the_address_has_a_name_since_passkeys_refuse_numbers() -> None:
    assert read_installation(port=8123).url == "http://localhost:8123"


def test_a_busy_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        installation = read_installation(port=other.getsockname()[1])

        with pytest.raises(Refusal, match="choose another with --port"):
            bind(installation)


def test_a_home_is_closed_to_others(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")

    home.prepare()

    modes = {path.name: path.stat().st_mode & 0o777 for path in (home.path, *home.path.iterdir())}
    assert modes == {"home": 0o711, "keys": 0o700, "files": 0o700, "log": 0o700, "run": 0o700}


def test_two_houses_never_share_a_home(tmp_path: Path) -> None:
    home = Home(tmp_path)

    with home.held(), pytest.raises(Refusal, match="in use"), home.held():
        pass


def test_invented_and_real_people_never_share_a_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.settle("demo")

    with pytest.raises(Refusal, match="made for mode demo, not plain"):
        home.check_mode("plain")


def test_every_variable_read_is_described_and_every_one_described_is_read() -> None:
    sources = [*(REPOSITORY / "lindung").rglob("*.py"), REPOSITORY / "requirements" / "prepare.sh"]
    read = {name for path in sources for name in NAMES.findall(path.read_text())} - INTERNAL
    described = set(NAMES.findall((REPOSITORY / "docs" / "SETTINGS.md").read_text()))

    assert described == read
