"""Real daemons for the tests of channels, on loopback and in a folder of the test."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

WAIT_S = 30.0


def needs(*programs: str) -> None:
    """Skip loudly where a daemon cannot be had; `./test` installs them."""
    missing = [name for name in programs if not found(name)]
    if missing:
        pytest.skip(f"DAEMONS MISSING: {', '.join(missing)} (./test installs them as root)")


def found(name: str) -> str:
    """Return where a program is, also one of the administrator's, or nothing."""
    return shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin") or ""


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def until(holds: Callable[[], object], what: str, within_s: float = WAIT_S) -> None:
    """Wait for a state, however slow the machine is."""
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Say whether somebody listens to a port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def running(*command: str, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a daemon in the foreground while the test goes on."""
    with (cwd / f"{Path(command[0]).name}.out").open("wb") as out:
        process = subprocess.Popen(command, cwd=cwd, stdout=out, stderr=subprocess.STDOUT)  # noqa: S603  # our own words
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=10)
