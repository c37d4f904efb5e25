"""Real houses for the tests: `lindung up` as a process of its own, in a home of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from lindung.running.home import REPOSITORY

FOREIGN = ("LINDUNG_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PGPASSWORD")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment that knows of this home and of nothing the tests themselves use."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return kept | {"LINDUNG_HOME": str(home), "PYTHONPATH": str(REPOSITORY)} | more


def lindung(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "lindung.running.cli", *words],
        check=False,
        capture_output=True,
        text=True,
        env=environment(home, **more),
        timeout=120,
    )


@contextmanager
def new_home() -> Iterator[Path]:
    """Yield a path for a home: outside pytest's folder, which the database cannot cross."""
    folder = Path(tempfile.mkdtemp(prefix="lindung-test-"))
    folder.chmod(0o711)
    yield folder / "home"
    shutil.rmtree(folder)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@dataclass
class House:
    """One running `lindung up`."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    words: Path  # where what it says is kept

    def healthz(self, timeout: float = 10.0) -> int:
        """Return the status of the health page, 0 when nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def await_health(self, within: float) -> float:
        """Return how many seconds it took until a report could be taken."""
        return until(lambda: self.healthz() == 200, within)

    def part(self, words: bytes) -> int:
        """Return the child whose command line has `words`."""
        return self.parts(words)[0]

    def parts(self, words: bytes) -> list[int]:
        """Return the children whose command line has `words`, the oldest first."""
        return [pid for pid in children_of(self.process.pid) if words in command_line(pid)]

    def state(self) -> dict[str, object]:
        """Return what the house tells commands beside it."""
        return dict(json.loads((self.home / "run" / "state.json").read_text()))

    def said(self) -> str:
        """Return what it has said so far."""
        return self.words.read_text()

    def end(self) -> str:
        """Stop it in order and return what it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)
        return self.said()


def start(home: Path, *more_words: str, port: int = 0, **more: str) -> House:
    """Start a house and return at once."""
    port = port or free_port()
    words = home.parent / f"{port}.said"
    with words.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "lindung.running.cli", "up", "--port", str(port), *more_words],
            stdout=said,
            stderr=said,
            env=environment(home, **more),
        )
    return House(home, port, process, words)


@contextmanager
def running(home: Path, *words: str, **more: str) -> Iterator[House]:
    """Yield a house that takes reports; end it whatever happens."""
    house = start(home, *words, port=0, **more)
    try:
        until(lambda: "is ready" in house.said() or house.process.poll() is not None, 60)
        assert house.process.poll() is None, house.said()
        yield house
    finally:
        if house.process.poll() is None:
            house.end()


def until(holds: Callable[[], bool], within: float) -> float:
    """Wait until something holds and return the seconds it took; fail after `within`."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < patience(within), f"did not happen within {within} s"
        time.sleep(0.05)
    return time.monotonic() - began


def patience(seconds: float) -> float:
    """Return how long to wait for what takes `seconds` of a machine that has nothing else to do."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def children_of(pid: int) -> list[int]:
    """Return the children of a process and their children."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    direct = [int(child) for child in told.split()]
    return direct + [below for child in direct for below in children_of(child)]


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        return b""


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
