"""A clock of the database that a test may move: its functions stand before PostgreSQL's own.

Only the statements of this connection see it, so a worker of another process keeps the real one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
from django.db import connection

from tests.pg import NAMES, Login

FUNCTIONS = ("now", "statement_timestamp", "clock_timestamp", "transaction_timestamp")
MAKE = "".join(
    f"""create or replace function testclock.{name}() returns timestamptz language sql stable as
    $$ select pg_catalog.{name}() + coalesce(nullif(current_setting('test.later', true), ''), '0')
    ::interval $$;"""
    for name in FUNCTIONS
)


def install(owner: Login) -> None:
    """Make the functions in the test database, as its owner."""
    known = {key: str(owner[field]) for key, field in NAMES.items() if owner[field]}
    known["dbname"] = str(connection.settings_dict["NAME"])
    with psycopg.connect(**known) as link:  # type: ignore[arg-type]  # all are text
        link.execute("create schema if not exists testclock")
        link.execute("grant usage on schema testclock to public")
        link.execute(MAKE)


class Clock:
    """How much later it is than really."""

    def __init__(self) -> None:
        self.later = timedelta(0)

    def forward(self, **more: float) -> None:
        """Let time pass at once."""
        self.later += timedelta(**more)
        self.set()

    def set(self) -> None:
        """Tell the database."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select set_config('test.later', %s, false)",
                [f"{self.later.total_seconds()} seconds"],
            )


@contextmanager
def moved() -> Iterator[Clock]:
    """Let this connection read the test's clock."""
    with connection.cursor() as cursor:
        cursor.execute("set search_path = testclock, pg_catalog, public")
    clock = Clock()
    clock.set()
    try:
        yield clock
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset search_path")
            cursor.execute("select set_config('test.later', '', false)")
