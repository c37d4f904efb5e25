"""Starting and ending child processes so that none outlives the house."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from lindung.running.account import Lowered

PR_SET_PDEATHSIG = 1
PARENT = "LINDUNG_PARENT"
"""Names, to a child, the process whose end is its own end."""


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Return what a child runs before its program, so that it gets `number` when we die.

    The kernel forgets the wish when a child changes its account, so it comes after that.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # found before the fork: later may be too late
    parent = os.getpid()

    def wish() -> None:
        prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # we died between the fork and the wish
            os._exit(1)

    return wish


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    ends_by: signal.Signals = signal.SIGKILL,
    lower: Lowered | None = None,
    keep: Iterable[int] = (),
    told: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own; its words go to `log`, `keep` stays open in it.

    With `told` it listens to us on its standard input.
    """
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE if told else subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            env=environment,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the house, which ends its children in order
            preexec_fn=die_with_parent(ends_by),  # noqa: PLW1509 - the house has one thread
            pass_fds=tuple(keep),
            **(lower or {}),
        )
    finally:
        os.close(descriptor)


def end(processes: Iterable[subprocess.Popen[bytes]], *, within: float) -> None:
    """Ask all to end, wait for them together, and kill who is left after `within` seconds."""
    asked = [process for process in processes if process.poll() is None]
    for process in asked:
        process.terminate()
    last = time.monotonic() + within
    for process in asked:
        try:
            process.wait(max(0.0, last - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_with_parent() -> None:
    """End this process when the house that started it is gone, where the kernel does not do it."""
    parent = os.environ.get(PARENT)
    if parent is None:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def working_in(folder: Path) -> list[int]:
    """Return the processes whose working folder is `folder`: the parts of one database server."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder:
                found.append(int(process.name))
        except OSError:
            continue  # it ended, or is somebody else's
    return found


def kill_working_in(folder: Path, *, within: float = 5.0) -> None:
    """Kill what a dead database server left behind, and wait until it is gone."""
    last = time.monotonic() + within
    while (left := working_in(folder)) and time.monotonic() < last:
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.02)
