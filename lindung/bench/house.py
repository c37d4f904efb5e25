"""A throw-away house: started like any other, gone with its folder afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from urllib.error import URLError
from urllib.request import urlopen

START_S, STOP_S = 120, 20


@contextmanager
def throw_away_house(mode: str = "bench") -> Iterator[tuple[Path, int]]:
    """Run a house in a folder of its own. Yield its home and its port."""
    home, port = Path(mkdtemp(prefix="lindung-bench-")), _free_port()
    told = {"LINDUNG_HOME": str(home), "LINDUNG_MODE": mode, "LINDUNG_PORT": str(port)}
    demo = ["--demo"] if mode == "demo" else []
    os.environ.update(told)  # this process works in the same home, to load and to count
    with (home.parent / f"{home.name}.log").open("wb") as log:
        house = subprocess.Popen(
            [sys.executable, "-m", "lindung.running.cli", "up", "--port", str(port), *demo],
            stdout=log,
            stderr=log,
            env=os.environ | told,
        )
    try:
        _wait_until_open(house, port)
        yield home, port
    finally:
        with suppress(ProcessLookupError):
            house.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            house.wait(STOP_S)
        house.kill()
        shutil.rmtree(home, ignore_errors=True)
        (home.parent / f"{home.name}.log").unlink(missing_ok=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_open(house: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if house.poll() is not None:
            raise SystemExit(f"The bench house ended with {house.returncode}.")
        with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return
        time.sleep(0.1)
    raise SystemExit("The bench house did not open in time.")
