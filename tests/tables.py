"""Empties the tables after a test that commits for real.

Django would flush as the web role, which owns no table and may not. So the owner does it. Any test
that asks for `transactional_db` (or `live_url`) gets this; all others are simply rolled back.
"""

from collections.abc import Callable
from time import sleep

import psycopg
from django.db import connections
from django.test import TransactionTestCase
from psycopg.sql import SQL, Identifier

from tests.pg import NAMES, Login

KEPT = {"django_migrations", "django_content_type"}  # made with the database, not by a test
TRIES = 20  # a server thread may hold a table for a moment longer than its test


def flush_as(owner: Login) -> None:
    """From now on let `owner` empty the tables, where Django would do it as the web role."""

    def teardown(_: TransactionTestCase) -> None:
        empty_tables(owner)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]  # Django's own hook


def empty_tables(owner: Login) -> None:
    """Remove every row that a test committed."""
    name = connections["default"].settings_dict["NAME"]
    known = {key: str(owner[field]) for key, field in NAMES.items() if owner[field]}
    _again(lambda: _truncate(known | {"dbname": name}))


def _truncate(login: dict[str, str]) -> None:
    with psycopg.connect(**login, options="-c lock_timeout=500") as link:  # type: ignore[arg-type]  # all are text
        rows = link.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = sorted({str(row[0]) for row in rows} - KEPT)
        names = SQL(", ").join(Identifier(table) for table in tables)
        link.execute(SQL("truncate {} restart identity cascade").format(names))


def _again(act: Callable[[], None]) -> None:
    for left in reversed(range(TRIES)):
        try:
            act()
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            if not left:
                raise
            sleep(0.1)
        else:
            return
