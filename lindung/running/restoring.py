"""Putting a backup back, on an empty machine, with nothing but the file and the printed key.

Source: SECURITY.md §6, FRAME.md §8.
"""

import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

import psycopg

from lindung.running import counts, keys, recovery
from lindung.running.archive import Reader
from lindung.running.backup import DUMP, FILES, MANIFEST, Progress
from lindung.running.home import Home, write_private
from lindung.running.postgres import Server, server_of
from lindung.running.programs import client_program, for_program
from lindung.running.roles import make_database, make_roles
from lindung.running.sentences import Refusal, say

HEAD_BYTES = 4096


def restore(home: Home, path: Path, key_text: str, *, progress: Progress) -> dict[str, int]:
    """Fill an empty home from `path` and return the figures counted afterwards."""
    private = recovery.read_private(key_text)
    try:
        file = path.open("rb")
    except OSError as error:
        raise Refusal(
            f"Berkas cadangan tidak terbaca: {path} ({error.strerror}).",
            f"The backup file cannot be read: {path} ({error.strerror}).",
        ) from error
    with file:
        reader = Reader(file, private)
        reader.check()
        _throw_away_half(home)
        check_empty(home)
        existed = home.path.exists()
        home.prepare()
        with home.held():
            write_private(home.restoring_file, "")
            try:
                return _fill(home, reader, lambda: progress(file.tell()))
            except BaseException:
                _empty(home, remove=not existed)
                raise


def check_empty(home: Home) -> None:
    """Refuse a home that holds anything: data are never overwritten."""
    found = [] if not home.path.exists() else [p for p in home.path.iterdir() if p.name != "lock"]
    for entry in found:
        if not entry.is_dir() or any(entry.iterdir()):
            raise Refusal(
                f"Folder data tidak kosong: {home.path}. Pilih yang kosong dengan LINDUNG_HOME.",
                f"The data folder is not empty: {home.path}. Name an empty one in LINDUNG_HOME.",
            )


def _fill(home: Home, reader: Reader, progress: Callable[[], None]) -> dict[str, int]:
    for name, text in reader.secret.items():
        if name in (keys.ROOT, keys.DJANGO):
            write_private(home.keys / name, text)
    write_private(home.keys / keys.DATABASE, keys.fresh_key())
    server = server_of(home)
    manifest: dict[str, object] = {}
    try:
        server.start()
        logins = make_roles(server.superuser, keys.database_secret(home))
        make_database(server.superuser, server.name)
        _check_database_empty(server)
        for name, pieces in reader.entries():
            if name == MANIFEST:
                manifest = json.loads(b"".join(pieces))
            elif name == DUMP:
                _load(server, _told(pieces, progress))
            elif name.startswith(FILES):
                _write_file(home, PurePosixPath(name.removeprefix(FILES)), _told(pieces, progress))
        with psycopg.connect(logins.backup) as connection:
            figures = counts.counts(connection)
    finally:
        server.stop()
    if figures != manifest["counts"]:
        raise Refusal(
            f"Jumlah setelah pemulihan tidak sama dengan saat dicadangkan: "
            f"{counts.in_words(figures)}.",
            f"The figures after restoring differ from those of the backup: "
            f"{counts.in_words(figures)}.",
        )
    write_private(home.keys / keys.RECOVERY_PUBLIC, str(manifest["recovery"]))
    home.settle(str(manifest["mode"]))
    home.restoring_file.unlink()
    return figures


def _throw_away_half(home: Home) -> None:
    """Throw away what a restore that was killed had put back; nothing else is ever thrown away."""
    if not home.restoring_file.exists():
        return
    with home.held():
        say(
            "Pemulihan yang terputus dibuang dan diulang.",
            "What a restore that was broken off had put back is thrown away.",
        )
        for entry in home.path.iterdir():
            if entry.name not in {"lock", home.restoring_file.name}:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        home.restoring_file.unlink()  # last: until then it says that this is no whole home


def _check_database_empty(server: Server) -> None:
    """On somebody else's server the database may have been used before."""
    with psycopg.connect(server.superuser) as connection:
        if connection.execute("select from pg_tables where schemaname = 'public'").rowcount:
            raise Refusal(
                f"Basis data {server.name} tidak kosong.",
                f"The database {server.name} is not empty.",
            )


def _load(server: Server, pieces: Iterable[bytes]) -> None:
    """Give the dump to `psql`, all of it in one transaction."""
    address, environment = for_program(server.superuser)
    with subprocess.Popen(
        [
            client_program("psql"),
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            f"--dbname={address}",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
    ) as loading:
        assert loading.stdin is not None  # noqa: S101 - asked for above
        assert loading.stderr is not None  # noqa: S101 - asked for above
        try:
            for piece in _for_any_server(_unpacked(pieces)):
                loading.stdin.write(piece)
            loading.stdin.close()
        except BrokenPipeError:
            pass  # it ended early, and says why below
        except BaseException:
            loading.kill()
            raise
        said = loading.stderr.read().decode(errors="replace").strip()
        if loading.wait():
            first = (said.splitlines() or ["?"])[0]
            raise Refusal(f"psql gagal: {first}", f"psql failed: {first}")


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for piece in pieces:
        yield unpacker.decompress(piece)
    yield unpacker.flush()


def _for_any_server(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Leave out of the dump's head the one setting that servers before 17 do not know."""
    head = b""
    rest = iter(pieces)
    for piece in rest:
        head += piece
        if len(head) > HEAD_BYTES:
            break
    yield head.replace(b"\nSET transaction_timeout = 0;\n", b"\n", 1)
    yield from rest


def _write_file(home: Home, name: PurePosixPath, pieces: Iterable[bytes]) -> None:
    if name.is_absolute() or ".." in name.parts:
        raise Refusal(f"Nama berkas tidak sah: {name}.", f"A file's name is not valid: {name}.")
    path = home.files / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(pieces)


def _told(pieces: Iterator[bytes], progress: Callable[[], None]) -> Iterator[bytes]:
    for piece in pieces:
        progress()
        yield piece


def _empty(home: Home, *, remove: bool) -> None:
    """Leave nothing half-restored."""
    for entry in home.path.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    if remove:
        home.path.rmdir()
