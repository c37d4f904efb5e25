"""The database server: our own from the wheel or the system, or somebody else's by its address.

Our own server listens on a socket in a closed folder and nowhere else.

Source: ARCHITECTURE.md §2, FRAME.md §8.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lindung.running import children
from lindung.running.account import check_way_to, database_account, lowered
from lindung.running.home import Home, write_private
from lindung.running.programs import OLDEST, find_programs, program_version, run_as, too_old
from lindung.running.sentences import Refusal

LONGEST_SOCKET_FOLDER = 85
"""A socket's path is at most 107 bytes. Source: unix(7); FRAME.md §8 leaves a margin."""

ORDERLY_S = 4.0
"""How long an orderly end may take, of the ten seconds the whole house has. Source: FRAME.md §8."""

NAME = "lindung"
SUPERUSER = "supervisor"
OPTIONS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "100",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    # One call for the whole disk after a hard end instead of one for each of a thousand files.
    "recovery_init_sync_method": "syncfs" if sys.platform == "linux" else "fsync",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement or a parameter may hold what somebody told us: none is ever written to the log.
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "debug_print_parse": "off",
}


class Server(Protocol):
    """A database server the house works with."""

    superuser: str
    """The address of who may make roles and the database."""

    name: str
    """The house's database on it."""

    def start(self) -> None:
        """Have it running, whatever was left behind by an earlier one."""

    def alive(self) -> bool:
        """Tell whether it runs."""

    def stop(self) -> None:
        """Shut it down in order."""


class TheirServer:
    """A server somebody else looks after, reached by DATABASE_URL."""

    def __init__(self, url: str) -> None:
        parts = conninfo_to_dict(url)
        self.name = str(parts.get("dbname") or NAME)
        self.superuser = make_conninfo(url, dbname=self.name)

    def start(self) -> None:
        """Check that it answers and is not too old."""
        try:
            with psycopg.connect(self.superuser, dbname="postgres", connect_timeout=10) as server:
                version = server.info.server_version // 10000
        except psycopg.Error as error:
            raise Refusal(
                f"Server basis data di DATABASE_URL tidak menjawab: {_first_line(error)}",
                f"The database server in DATABASE_URL does not answer: {_first_line(error)}",
            ) from error
        if version < OLDEST:
            raise too_old(version)

    def alive(self) -> bool:
        """It is not ours to watch."""
        return True

    def stop(self) -> None:
        """It is not ours to stop."""


class OwnServer:
    """A server of this house alone, in the folder `pg/` of its home."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self.name = NAME
        self._home, self._durable = home, durable
        self._account = database_account()
        self._data = home.pg / "data"
        self._socket = home.pg / "run"
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._programs: Path | None = None
        self.superuser = ""

    def start(self) -> None:
        """Make the cluster if there is none, end what a dead one left, and wait for ours."""
        self._make_folders()
        self._programs = self._programs or self._usable_programs()
        if not (self._data / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        children.kill_working_in(self._data)
        (self._data / "postmaster.pid").unlink(missing_ok=True)  # its number may be another's now
        options = OPTIONS | {"unix_socket_directories": str(self._socket)}
        if not self._durable:
            options |= {"fsync": "off", "shared_buffers": "128MB"}
        self._process = children.start(
            [
                self._program("postgres"),
                "-D",
                self._data,
                *(part for key, value in options.items() for part in ("-c", f"{key}={value}")),
            ],
            log=self._home.log / "pg.log",
            ends_by=signal.SIGQUIT,  # its children end too, and the next start repairs
            lower=lowered(self._account),
        )
        self._await_ready()
        self.superuser = self.address(SUPERUSER, self._password())

    def alive(self) -> bool:
        """Tell whether our own postmaster runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Shut down in order, at the latest by force; the log then repairs at the next start."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(ORDERLY_S)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                children.kill_working_in(self._data, within=1)
                self._process.wait()
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None

    def address(self, login: str, password: str) -> str:
        """Return how `login` reaches the house's database."""
        return make_conninfo(
            host=str(self._socket), port=5432, dbname=NAME, user=login, password=password
        )

    def _make_folders(self) -> None:
        """Make the database's folders, owned by its account; a long path moves the socket away."""
        check_way_to(self._home.pg, self._account)
        if len(os.fsencode(self._socket)) > LONGEST_SOCKET_FOLDER and self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="lindung-", dir="/tmp")
            self._socket = Path(self._temporary.name)
        for folder in (self._home.pg, self._data, self._socket):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
            if self._account:
                os.chown(folder, self._account.pw_uid, self._account.pw_gid)

    def _usable_programs(self) -> Path:
        """Return the programs' folder, copied beside the data when the account cannot read it."""
        programs = find_programs()
        if self._account is None or run_as(programs, self._account):
            return programs
        wheel = programs.parent.parent
        copy = self._home.pg / f"programs-{wheel.stat().st_mtime_ns}"
        if not copy.exists():
            for old in self._home.pg.glob("programs-*"):
                shutil.rmtree(old)
            draft = self._home.pg / "programs.draft"
            shutil.rmtree(draft, ignore_errors=True)
            for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
                if part.exists():
                    shutil.copytree(part, draft / part.name, symlinks=True)
            draft.rename(copy)
        return copy / wheel.name / "pginstall" / "bin"

    def _initialise(self) -> None:
        """Make an empty cluster with a random password for its superuser."""
        for rest in self._data.iterdir():  # an earlier attempt that was cut off
            shutil.rmtree(rest) if rest.is_dir() else rest.unlink()
        told = self._socket / "password"
        told.touch(0o600)
        told.write_text(self._password())
        if self._account:
            os.chown(told, self._account.pw_uid, self._account.pw_gid)
        version = program_version(self._program("postgres"))
        locale = (
            ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
            if version >= 17  # noqa: PLR2004 - the first with a locale of its own
            else ("--no-locale",)
        )
        try:
            self._run(
                "initdb",
                *("-D", str(self._data), "-U", SUPERUSER, "-E", "UTF8", "--data-checksums"),
                *("--auth=scram-sha-256", f"--pwfile={told}", *locale),
            )
        finally:
            told.unlink()

    def _check_version(self) -> None:
        """Refuse programs that cannot read the data, in words rather than in the log."""
        data = int((self._data / "PG_VERSION").read_text())
        programs = program_version(self._program("postgres"))
        if data != programs:
            raise Refusal(
                f"Data dibuat oleh PostgreSQL {data}, programnya kini {programs}: "
                f"pulihkan dari cadangan, atau pasang PostgreSQL {data}.",
                f"The data were made by PostgreSQL {data}, the programs are now {programs}: "
                f"restore a backup, or install PostgreSQL {data}.",
            )

    def _await_ready(self) -> None:
        """Wait until *our* postmaster says that it is ready: the file may be an older one's."""
        assert self._process is not None  # noqa: S101 - called only after it was started
        last = time.monotonic() + 60  # a repair after a hard end may read much
        while time.monotonic() < last and self._process.poll() is None:
            try:
                lines = (self._data / "postmaster.pid").read_text().splitlines()
            except OSError:
                lines = []
            if len(lines) > 7 and (lines[0], lines[7].strip()) == (str(self._process.pid), "ready"):  # noqa: PLR2004
                return
            time.sleep(0.01)
        raise Refusal(
            f"Basis data tidak mau menyala: baca {self._home.log / 'pg.log'}.",
            f"The database does not start: read {self._home.log / 'pg.log'}.",
        )

    def _password(self) -> str:
        kept = self._home.keys / "postgres.key"
        if not kept.exists():
            write_private(kept, secrets.token_urlsafe(32))
        return kept.read_text().strip()

    def _program(self, name: str) -> Path:
        assert self._programs is not None  # noqa: S101 - `start` finds them first
        return self._programs / name

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._program(program), *arguments],
            check=False,
            cwd="/",
            capture_output=True,
            text=True,
            **lowered(self._account),
        )
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise Refusal(
                f"Basis data tidak dapat dibuat: {said}", f"The database cannot be made: {said}"
            )


def server_of(home: Home) -> Server:
    """Return the server this installation works with: DATABASE_URL's, else our own."""
    url = os.environ.get("DATABASE_URL")
    return TheirServer(url) if url else OwnServer(home)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["?"])[0]
