"""A backup: one file that only the recovery key on paper opens, whole or not there at all.

It works while the house runs: dump and figures come from one snapshot of the database.

Source: SECURITY.md §6, FRAME.md §8.
"""

import json
import os
import subprocess
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import psycopg

from lindung import __version__
from lindung.running import counts, keys, recovery
from lindung.running.archive import Writer
from lindung.running.home import Home
from lindung.running.programs import client_program, for_program
from lindung.running.sentences import Refusal

PIECE = 256 * 1024
MANIFEST, DUMP, FILES = "manifest.json", "database.sql.z", "files/"
Progress = Callable[[int], None]


def make_backup(home: Home, login: str, path: Path, *, progress: Progress) -> dict[str, int]:
    """Write the backup to `path` and return its figures. `progress` is told bytes so far."""
    secret = {name: (home.keys / name).read_text() for name in (keys.ROOT, keys.DJANGO)}
    public = (home.keys / keys.RECOVERY_PUBLIC).read_text()
    with _whole_file(path) as file, psycopg.connect(login) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        keys.require_root(home, connection)  # else the backup would open with nothing
        figures = counts.counts(connection)
        snapshot = connection.execute("select pg_export_snapshot()").fetchone()
        writer = Writer(file, recovery.read_public(public), secret)
        manifest = {
            "version": __version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "mode": home.settled() or "plain",
            "recovery": public,
            "counts": figures,
        }
        writer.entry(MANIFEST, [json.dumps(manifest).encode()])
        writer.entry(
            DUMP, _told(_packed(_dump(login, str(snapshot and snapshot[0]))), file, progress)
        )
        for sealed in sorted(home.files.rglob("*")):
            if sealed.is_file() and sealed.suffix != ".half":
                name = FILES + sealed.relative_to(home.files).as_posix()
                writer.entry(name, _told(_pieces(sealed), file, progress))
        writer.finish()
    return figures


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a draft beside `path` that takes its name only when it is complete."""
    if path.exists():
        raise Refusal(
            f"Berkas sudah ada dan tidak ditimpa: {path}.",
            f"The file exists and is not overwritten: {path}.",
        )
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refusal(
            f"Cadangan tidak dapat ditulis ke {path.parent} ({error.strerror}).",
            f"The backup cannot be written to {path.parent} ({error.strerror}).",
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike a rename it never replaces a file that came meanwhile
    except FileExistsError as error:
        raise Refusal(
            f"Berkas sudah ada dan tidak ditimpa: {path}.",
            f"The file exists and is not overwritten: {path}.",
        ) from error
    except OSError as error:
        raise Refusal(
            f"Cadangan tidak selesai ditulis ke {path.parent} ({error.strerror}); tidak ada sisa.",
            f"The backup cannot be written to {path.parent} ({error.strerror}); nothing is left.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _dump(login: str, snapshot: str) -> Iterator[bytes]:
    """Yield the database as `psql` reads it, in the state of `snapshot`.

    As text: the archive format of a newer program does not go into an older server.
    """
    address, environment = for_program(login)
    with subprocess.Popen(
        [
            client_program("pg_dump"),
            "--format=plain",
            f"--snapshot={snapshot}",
            f"--dbname={address}",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as dumping:
        try:
            assert dumping.stdout is not None  # noqa: S101 - asked for above
            while piece := dumping.stdout.read(PIECE):
                yield piece
        except BaseException:
            dumping.kill()
            raise
        assert dumping.stderr is not None  # noqa: S101 - asked for above
        said = dumping.stderr.read().decode(errors="replace").strip()
        if dumping.wait():
            last = (said.splitlines() or ["?"])[-1]
            raise Refusal(f"pg_dump gagal: {last}", f"pg_dump failed: {last}")


def _packed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _told(pieces: Iterator[bytes], file: BinaryIO, progress: Progress) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        progress(file.tell())
