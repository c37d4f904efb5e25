"""What an installation was told by environment and command line, checked before it starts.

Every variable read here is described in docs/SETTINGS.md.
"""

import ipaddress
import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from lindung.running.sentences import Refusal

MODES = ("plain", "demo", "bench")
PORTS = range(1, 65_536)
THREADS = range(1, 65)


@dataclass(frozen=True, slots=True)
class Installation:
    """How this house is to run."""

    mode: str
    port: int
    address: str
    origin: str  # empty: reached directly on this machine
    proxies: str
    threads: int

    @property
    def url(self) -> str:
        """The address a person opens. Not 127.0.0.1: passkeys refuse a bare number."""
        return self.origin or f"http://localhost:{self.port}"

    def environment(self) -> dict[str, str]:
        """Return what its children are told."""
        return {
            "LINDUNG_MODE": self.mode,
            "LINDUNG_PORT": str(self.port),
            "LINDUNG_BIND": self.address,
            "LINDUNG_ORIGIN": self.origin,
            "LINDUNG_PROXIES": self.proxies,
            "LINDUNG_THREADS": str(self.threads),
        }


def read_installation(*, demo: bool = False, port: int | None = None) -> Installation:
    """Return how to run, from the environment and what the command line says otherwise."""
    mode = "demo" if demo else _read("LINDUNG_MODE", "plain", one_of(MODES))
    installation = Installation(
        mode=mode,
        port=port if port is not None else int(_read("LINDUNG_PORT", "8000", number_in(PORTS))),
        address=_read("LINDUNG_BIND", "127.0.0.1", _address),
        origin=_read("LINDUNG_ORIGIN", "", _origin),
        proxies=_read("LINDUNG_PROXIES", "", _addresses),
        threads=int(_read("LINDUNG_THREADS", "8", number_in(THREADS))),
    )
    _read("DATABASE_URL", "", _database)
    _read("LINDUNG_MAX_BODY", "25000000", number_in(range(1, 10**10)))
    _read("LINDUNG_BODY_DEADLINE", "60", number_in(range(1, 3_601)))
    _read("LINDUNG_EXIT_TO", "", _page)
    _read("LINDUNG_HOSTS", "", lambda value: not value or bool(installation.origin))
    _check_reach(installation)
    return installation


def bind(installation: Installation, *, patience_s: float = 0.0) -> socket.socket:
    """Take the port before anything starts, or say that it is taken.

    The house keeps it, so that visitors only wait while the web process is started again.

    Args:
        installation: tells address and port.
        patience_s: how long to wait for a house that was killed a moment ago.
    """
    last = time.monotonic() + patience_s
    while True:
        try:
            return _listening(installation.address, installation.port)
        except OSError as error:
            if time.monotonic() >= last:
                raise Refusal(
                    f"Port {installation.port} tidak dapat dipakai ({error.strerror}): "
                    f"pilih yang lain dengan --port.",
                    f"Port {installation.port} cannot be used ({error.strerror}): "
                    f"choose another with --port.",
                ) from error
            time.sleep(0.1)


def _listening(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(512)
    except OSError:
        listening.close()
        raise
    return listening


def _read(name: str, otherwise: str, check: Callable[[str], bool]) -> str:
    """Return a variable's value, or refuse in one sentence that names it."""
    value = os.environ.get(name, "").strip() or otherwise
    if not check(value):
        raise Refusal(
            f"Nilai {name} tidak dapat dipakai: baca docs/SETTINGS.md.",
            f"The value of {name} cannot be used: see docs/SETTINGS.md.",
        )
    return value


def _check_reach(installation: Installation) -> None:
    """Refuse to be reached from outside without https, and invented accounts from outside at all.

    Source: FRAME.md §8.
    """
    loopback = ipaddress.ip_address(installation.address).is_loopback
    if installation.mode == "demo" and (installation.origin or not loopback):
        raise Refusal(
            "Mode demo hanya untuk mesin ini sendiri: hapus LINDUNG_ORIGIN dan LINDUNG_BIND.",
            "Demo mode is for this machine only: remove LINDUNG_ORIGIN and LINDUNG_BIND.",
        )
    if not loopback and not installation.origin:
        raise Refusal(
            "Melayani di luar mesin ini butuh alamat https: isi LINDUNG_ORIGIN.",
            "Serving beyond this machine needs an https address: set LINDUNG_ORIGIN.",
        )


def one_of(known: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a check that a value is one of `known`."""
    return lambda value: value in known


def number_in(span: range) -> Callable[[str], bool]:
    """Return a check that a value is a whole number within `span`."""
    return lambda value: value.isascii() and value.isdigit() and int(value) in span


def _address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def _addresses(value: str) -> bool:
    return all(_network(part.strip()) for part in value.split(",") if part.strip())


def _network(value: str) -> bool:
    try:
        ipaddress.ip_network(value)
    except ValueError:
        return False
    return True


def _origin(value: str) -> bool:
    if not value:
        return True
    try:
        parts = urlsplit(value)
        port = parts.port  # a wrong one raises only when it is read
    except ValueError:
        return False
    bare = f"https://{parts.hostname}" + (f":{port}" if port else "")
    return bool(parts.hostname) and value == bare


def _page(value: str) -> bool:
    """Say whether a value is a page elsewhere; *Tutup cepat* must lead to one."""
    if not value:
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _database(value: str) -> bool:
    if not value:
        return True
    try:
        parts: Mapping[str, object] = conninfo_to_dict(value)
    except psycopg.Error:
        return False
    return value.startswith(("postgresql://", "postgres://")) and bool(parts.get("dbname"))
