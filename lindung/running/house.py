"""What a command needs of the house: its database, whether the house runs or stands still."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from lindung.running import keys
from lindung.running.home import Home, State
from lindung.running.installation import read_installation
from lindung.running.postgres import server_of
from lindung.running.roles import make_database, make_roles
from lindung.running.sentences import Refusal
from lindung.running.supervisor import environment, run_once
from lindung.running.unfinished import begin_anew


@contextmanager
def reached(
    home: Home, *, fresh: bool = False, mode: str = "", any_key: bool = False
) -> Iterator[State]:
    """Yield how to reach the database, starting it for the duration when the house stands still.

    Args:
        home: whose database.
        fresh: make the home and its tables if they are missing.
        mode: what a fresh home is for; otherwise what it was made for.
        any_key: go on with a root key that does not open these data: only to say so.
    """
    state = home.told()
    if state is not None and home.in_use() and _runs(state.pid):
        yield state
        return
    if not fresh and not home.keys.exists() and not os.environ.get("DATABASE_URL"):
        raise Refusal(
            f"Belum ada data di {home.path}: nyalakan dulu dengan ./run.",
            f"There are no data in {home.path} yet: start with ./run first.",
        )
    home.prepare()
    with home.held():
        yield from _started(home, fresh=fresh, mode=mode, any_key=any_key)


def work_in(home: Home, state: State) -> None:
    """Let this process itself work as a child of the house would, as `lindung_web`."""
    told = environment(home, read_installation(), state.logins)
    told.pop("LINDUNG_PARENT")
    os.environ.update(told | {"LINDUNG_MODE": state.mode, "LINDUNG_PORT": str(state.port)})


def _started(home: Home, *, fresh: bool, mode: str, any_key: bool) -> Iterator[State]:
    home.require_whole()
    if keys.lost_root(home):
        raise root_is_lost(home)
    installation = read_installation()
    home.settle(mode or installation.mode)
    keys.make_keys(home)
    server = server_of(home)
    try:
        server.start()
        logins = make_roles(server.superuser, keys.database_secret(home))
        if fresh:
            begin_anew(home, server.superuser, server.name)
        make_database(server.superuser, server.name)
        if not any_key:
            with psycopg.connect(logins.backup) as every_row:
                keys.require_root(home, every_row)
        state = State(0, installation.port, home.settled(), logins, server.superuser)
        if fresh:
            _migrate(home, state)
        yield state
    finally:
        server.stop()


def _migrate(home: Home, state: State) -> None:
    """Bring the tables up to date, in a child: this process works as `lindung_web` only."""
    told = environment(home, read_installation(), state.logins)
    own = {"LINDUNG_LOGIN": "own", "LINDUNG_OWN_URL": state.logins.own}
    run_once(["migrate"], home.log / "migrate.log", told | own)


def root_is_lost(home: Home) -> Refusal:
    """Return why a house with data but without its root key does not start."""
    return Refusal(
        f"Kunci induk hilang ({home.keys / keys.ROOT}): kembalikan berkas itu, "
        f"atau pulihkan dari cadangan dengan kunci pemulihan.",
        f"The root key is missing ({home.keys / keys.ROOT}): put the file back, "
        f"or restore a backup with the recovery key.",
    )


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
