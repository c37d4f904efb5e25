"""The house: one command that starts database, web and worker, watches them, and ends them.

Whatever dies is back within five seconds; when the house itself dies, nothing of it stays.

Source: FRAME.md §8.
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import psycopg

from lindung.running import children, keys, tables, telephony
from lindung.running.home import REPOSITORY, Home, Logins, State
from lindung.running.installation import Installation
from lindung.running.postgres import Server
from lindung.running.roles import make_database, make_roles
from lindung.running.sentences import Refusal, Stopped, warn
from lindung.running.unfinished import begin_anew

LISTEN = "LINDUNG_LISTEN"
"""Names, to the web process, the open socket it inherits."""

SPARE = "LINDUNG_SPARE"
"""Tells a web process to load everything and then to wait for the word `GO`."""

GO = b"go"
SPARE_AFTER = 5.0
"""A spare is loaded when the first rush of a start is over."""

LOOK_EVERY = 0.1
LONGEST_REST = 4.0
"""Between two starts of a child that keeps dying; with its start it is back within five seconds."""

FALSE_STARTS = 3
"""After so many the first start is given up: something is wrong that starting does not mend."""

STEADY_AFTER = 30.0
GRACE = 4.5
"""For web and worker at the end; the database has the rest of the ten seconds."""


def command(*words: str) -> list[str]:
    """Return how a child runs a command of this command line."""
    return [sys.executable, "-m", "lindung.running.cli", *words]


def environment(home: Home, installation: Installation, logins: Logins) -> dict[str, str]:
    """Return a child's environment: its own logins, and not the superuser's address."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    path = os.pathsep.join(filter(None, [str(REPOSITORY), kept.get("PYTHONPATH")]))
    return (
        kept
        | installation.environment()
        | keys.environment(home)
        | {
            "DJANGO_SETTINGS_MODULE": "lindung.config.settings",
            "LINDUNG_HOME": str(home.path),
            "LINDUNG_WEB_URL": logins.web,
            "LINDUNG_BACKUP_URL": logins.backup,
            children.PARENT: str(os.getpid()),
            "PYTHONPATH": path,
            "PYTHONUNBUFFERED": "1",
        }
    )


@dataclass
class Watched:
    """One process of the house that is to run always, perhaps with a spare that stands ready.

    A spare has loaded everything and only waits for the word: loading takes two seconds of a quiet
    machine and far more of a busy one, and meanwhile nobody could report.
    """

    name: str
    words: list[str]
    log: Path
    keep: tuple[int, ...] = ()
    with_spare: bool = False
    process: subprocess.Popen[bytes] | None = None
    spare: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    rest: float = 0.0
    not_before: float = 0.0
    ends: int = 0

    def tend(self, told: dict[str, str]) -> None:
        """Start it if it does not run; one that keeps dying rests a little longer each time."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            if self.with_spare and now - self.started > SPARE_AFTER and not _runs(self.spare):
                self.spare = self._start(told | {SPARE: "1"}, listens=True)
            return
        if self.process is not None:
            self._note_end(now)
        if now >= self.not_before:
            self.started = now
            self.process = self._promoted() or self._start(told, listens=False)

    def running(self) -> list[subprocess.Popen[bytes]]:
        """Return what of it runs."""
        return [process for process in (self.process, self.spare) if process is not None]

    def _note_end(self, now: float) -> None:
        code = self.process.returncode if self.process is not None else None
        self.process = None
        self.ends += 1
        self.rest = 0.0 if now - self.started > STEADY_AFTER else self.rest
        self.not_before = now + self.rest
        self.rest = min(LONGEST_REST, self.rest * 2 or 0.25)
        warn(
            f"{self.name} berhenti ({code}); dinyalakan lagi.",
            f"{self.name} ended ({code}); starting it again.",
        )

    def _promoted(self) -> subprocess.Popen[bytes] | None:
        """Give the spare the word and return it, if one stands ready."""
        spare, self.spare = self.spare, None
        if spare is None or not _runs(spare) or spare.stdin is None:
            return None
        try:
            spare.stdin.write(GO)
            spare.stdin.close()
        except BrokenPipeError:
            return None
        return spare

    def _start(self, told: dict[str, str], *, listens: bool) -> subprocess.Popen[bytes]:
        return children.start(
            command(*self.words), log=self.log, environment=told, keep=self.keep, told=listens
        )


def _runs(process: subprocess.Popen[bytes] | None) -> bool:
    return process is not None and process.poll() is None


@dataclass
class House:
    """A running installation."""

    home: Home
    installation: Installation
    server: Server
    socket: int
    told: dict[str, str] = field(default_factory=dict)
    watched: list[Watched] = field(default_factory=list)
    logins: Logins | None = None

    def prepare(self) -> None:
        """Start the database and bring its roles and tables up to date."""
        self.server.start()
        self.logins = make_roles(self.server.superuser, keys.database_secret(self.home))
        begin_anew(self.home, self.server.superuser, self.server.name)
        make_database(self.server.superuser, self.server.name)
        with psycopg.connect(self.logins.backup) as every_row:
            keys.require_root(self.home, every_row)
        self.told = environment(self.home, self.installation, self.logins)
        if not tables.are_current(self.server.superuser):
            self.once("migrate", LINDUNG_LOGIN="own", LINDUNG_OWN_URL=self.logins.own)
            tables.mark_current(self.server.superuser, self.server.name)
        state = State(
            pid=os.getpid(),
            port=self.installation.port,
            mode=self.installation.mode,
            logins=self.logins,
            server=self.server.superuser if not os.environ.get("DATABASE_URL") else "",
        )
        self.home.tell(state)

    def once(self, *words: str, **more: str) -> None:
        """Run one command to its end before the house opens."""
        run_once(list(words), self.home.log / f"{words[0]}.log", self.told | more)

    def open(self) -> None:
        """Start web, worker and the auditor that watches the calling."""
        told = {LISTEN: str(self.socket)}
        self.watched = [
            Watched(
                "web", ["web"], self.home.log / "web.log", keep=(self.socket,), with_spare=True
            ),
            Watched("worker", ["worker"], self.home.log / "worker.log"),
            Watched("auditor", ["auditor"], self.home.log / "auditor.log"),
        ]
        if telephony.is_wanted():
            log = self.home.log / "telephony.log"
            self.watched.append(Watched("telephony", ["telephony"], log))
        self.told |= told
        self._tend()

    def await_ready(self, within: float) -> None:
        """Wait until a report can be taken."""
        last = time.monotonic() + within
        while time.monotonic() < last and self.watched[0].ends < FALSE_STARTS:
            self._tend()
            if answers(self.installation.port, self.installation.address):
                return
            time.sleep(LOOK_EVERY)
        raise Refusal(
            f"Halaman tidak mau menyala: baca {self.home.log / 'web.log'}.",
            f"The pages do not start: read {self.home.log / 'web.log'}.",
        )

    def watch(self) -> None:
        """Keep everything running until somebody stops the house."""
        while True:
            self._tend()
            time.sleep(LOOK_EVERY)

    def close(self) -> None:
        """End everything in order: first who works, then the database."""
        self.home.forget()
        running = [process for watched in self.watched for process in watched.running()]
        children.end(running, within=GRACE)
        self.server.stop()

    def _tend(self) -> None:
        """Look at each part once. The database comes first: without it the others cannot work."""
        if not self.server.alive():
            warn("Basis data berhenti; dinyalakan lagi.", "The database ended; starting it again.")
            try:
                self.server.start()
            except Refusal as refusal:  # it is tried again: the house stands as long as it can
                warn(refusal.indonesian, refusal.english)
                time.sleep(1)
        for watched in self.watched:
            watched.tend(self.told)


def run_once(words: list[str], log: Path, told: dict[str, str]) -> None:
    """Run a command as a child to its end; its words go to `log`, and its failure is ours."""
    process = children.start(command(*words), log=log, environment=told)
    try:
        code = process.wait()
    finally:
        children.end([process], within=GRACE)
    if code:
        said = (log.read_text(errors="replace").strip().splitlines() or ["?"])[-1]
        raise Refusal(f"{words[0]} gagal: {said} ({log})", f"{words[0]} failed: {said} ({log})")


def answers(port: int, address: str = "127.0.0.1") -> bool:
    """Tell whether the house says that a report can be taken."""
    host = f"[{address}]" if ":" in address else address
    host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 - asked, not bound
    asking = build_opener(ProxyHandler({}))
    try:
        with asking.open(f"http://{host}:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's OK
    except (URLError, OSError):
        return False


def stop_on_signals() -> None:
    """Turn the signals that ask for an end into `Stopped`, once; later ones change nothing."""
    wanted = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in wanted:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for each in wanted:
        signal.signal(each, stop)
