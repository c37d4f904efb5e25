"""The home of an installation: its folders, its lock, and what the running house tells commands.

Everything an installation owns lies below one folder, so that copying, moving and removing it are
one act. The home itself may be crossed by others; every folder in it is closed to them.

Source: FRAME.md §8.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from lindung.running.sentences import Refusal

REPOSITORY = Path(__file__).resolve().parents[2]
FREE_BYTES = 200_000_000
"""Below this a database may stop in the middle of a report. Source: ADR of this issue, measured."""


@dataclass(frozen=True, slots=True)
class Logins:
    """How each part of the house reaches the database. Holds passwords: kept in 0600 files only."""

    web: str
    own: str
    backup: str


@dataclass(frozen=True, slots=True)
class State:
    """What a running house tells the commands started beside it."""

    pid: int
    port: int
    mode: str
    logins: Logins
    server: str  # a superuser's address of our own server; empty for somebody else's


@dataclass(frozen=True, slots=True)
class Home:
    """One installation's folder."""

    path: Path

    @classmethod
    def of_environment(cls) -> "Home":
        """Return the home named by LINDUNG_HOME, or `var/` beside the package."""
        named = os.environ.get("LINDUNG_HOME")
        return cls(Path(named).absolute() if named else REPOSITORY / "var")

    @property
    def keys(self) -> Path:
        """Root key, Django's key, database key, recovery pair."""
        return self.path / "keys"

    @property
    def files(self) -> Path:
        """Sealed files of reports and cases."""
        return self.path / "files"

    @property
    def log(self) -> Path:
        """What the processes said. Never a word of a report."""
        return self.path / "log"

    @property
    def run(self) -> Path:
        """What holds only while the house runs."""
        return self.path / "run"

    @property
    def pg(self) -> Path:
        """The database: owned by its own account."""
        return self.path / "pg"

    @property
    def mode_file(self) -> Path:
        """Says for good whether invented people live here."""
        return self.path / "mode"

    @property
    def filled_file(self) -> Path:
        """Lies there once the invented units of a demo are loaded, so that nobody looks again."""
        return self.path / "filled"

    @property
    def filling_file(self) -> Path:
        """Lies there while the invented units are being loaded for the first time."""
        return self.path / "filling"

    @property
    def restoring_file(self) -> Path:
        """Lies there while a backup is being put back: what is here is not whole."""
        return self.path / "restoring"

    def require_whole(self) -> None:
        """Refuse a home whose restoring was broken off: it would look like a house of nobody."""
        if self.restoring_file.exists():
            raise Refusal(
                "Pemulihan terputus: ulangi `lindung restore BERKAS --key KUNCI`.",
                "Restoring was broken off: run `lindung restore FILE --key KEY` once more.",
            )

    def half_filled(self) -> bool:
        """Tell whether a first load of invented units was broken off; never of real people."""
        return self.settled() == "demo" and self.filling_file.exists()

    def prepare(self) -> None:
        """Make the folders, closed to others, and check that there is room."""
        self._require_room()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o711)
            for folder in (self.keys, self.files, self.log, self.run):
                folder.mkdir(mode=0o700, exist_ok=True)
                folder.chmod(0o700)
        except OSError as error:
            raise Refusal(
                f"Folder data tidak dapat dibuat: {self.path} ({error.strerror}).",
                f"The data folder cannot be made: {self.path} ({error.strerror}).",
            ) from error

    def _require_room(self) -> None:
        """Refuse a disk that is full, before anything is made on it."""
        there = next((p for p in (self.path, *self.path.parents) if p.exists()), Path("/"))
        free = shutil.disk_usage(there).free
        if free < FREE_BYTES:
            raise Refusal(
                f"Ruang penyimpanan tinggal {free // 1_000_000} MB: kosongkan sedikitnya 200 MB.",
                f"Only {free // 1_000_000} MB of disk are left: free at least 200 MB.",
            )

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other house and command out of this home while inside."""
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Refusal(
                    f"Folder data sedang dipakai proses lain: {self.path}.",
                    f"The data folder is in use by another process: {self.path}.",
                ) from None
            yield
        finally:
            os.close(descriptor)

    def require_free(self) -> None:
        """Refuse when another house or command holds this home; make nothing."""
        if (self.path / "lock").exists():
            with self.held():
                return

    def in_use(self) -> bool:
        """Tell whether a house or a command holds this home."""
        if not (self.path / "lock").exists():
            return False
        try:
            with self.held():
                return False
        except Refusal:
            return True

    def check_mode(self, mode: str) -> None:
        """Refuse to open a home made for another mode: invented and real people never share one.

        Source: FRAME.md §8, demo accounts exist only in demo mode.
        """
        settled = self.settled() or mode
        if settled != mode:
            raise Refusal(
                f"Folder data ini dibuat untuk mode {settled}, bukan {mode}: "
                f"pakai folder lain, misalnya LINDUNG_HOME={self.path}-{mode}.",
                f"This data folder was made for mode {settled}, not {mode}: "
                f"use another one, such as LINDUNG_HOME={self.path}-{mode}.",
            )

    def settled(self) -> str:
        """Return what this home is for, empty when that was never said."""
        return self.mode_file.read_text().strip() if self.mode_file.exists() else ""

    def settle(self, mode: str) -> None:
        """Remember for good what this home is for."""
        if not self.mode_file.exists():
            write_private(self.mode_file, mode)

    def tell(self, state: State) -> None:
        """Let commands find the running house."""
        write_private(self.run / "state.json", json.dumps(asdict(state)))

    def told(self) -> State | None:
        """Return what the running house told, if one has."""
        try:
            told = json.loads((self.run / "state.json").read_text())
        except (OSError, ValueError):
            return None
        return State(**told | {"logins": Logins(**told["logins"])})

    def forget(self) -> None:
        """The house stands still: nobody is to look for it."""
        (self.run / "state.json").unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file nobody else can read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
