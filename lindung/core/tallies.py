"""What all web processes remember together for a while: tries at signing in, codes used already.

Kept in the memory of one process, a limit would be as many times as wide as there are processes,
and a restart would forget it. See docs/adr/0032-shared-limits.md.
"""

import json
import threading
from contextlib import suppress
from typing import Any, LiteralString

import psycopg
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connections
from django.utils.crypto import salted_hmac

from lindung.core.clock import Moment
from lindung.core.models import Tally

GET = "select value from core_tally where id = %s and until > statement_timestamp()"
SET = """
insert into core_tally (id, value, until)
values (%s, %s, coalesce(statement_timestamp() + make_interval(secs => %s), 'infinity'))
on conflict (id) do update set value = excluded.value, until = excluded.until
"""
PUT = SET + "returning id"
ADD = SET + "where core_tally.until <= statement_timestamp() returning id"
KEEP = """
update core_tally
set until = coalesce(statement_timestamp() + make_interval(secs => %s), 'infinity')
where id = %s and until > statement_timestamp() returning id
"""
COUNT = """
update core_tally set value = to_jsonb(value::bigint + %s)
where id = %s and until > statement_timestamp() returning value
"""
FORGET = "delete from core_tally where id = %s returning until > statement_timestamp()"
CLEAR = "with gone as (delete from core_tally returning 1) select count(*) from gone"


class Line:
    """The one connection of this process, beside those that acts work on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._link: psycopg.Connection[tuple[Any, ...]] | None = None

    @property
    def open(self) -> bool:
        """Whether anything was asked yet."""
        return self._link is not None

    def ask(self, statement: LiteralString, given: list[Any]) -> tuple[Any, ...] | None:
        """Ask once, and once more on a new connection if the server went away meanwhile."""
        with self._lock:
            try:
                return self._answer(statement, given)
            except psycopg.OperationalError:
                self._drop()
                return self._answer(statement, given)

    def hang_up(self) -> None:
        """Give the connection back; the next question opens one again."""
        with self._lock:
            self._drop()

    def _answer(self, statement: LiteralString, given: list[Any]) -> tuple[Any, ...] | None:
        if self._link is None:
            login = connections["default"].get_connection_params()
            self._link = psycopg.connect(**login, autocommit=True)
        return self._link.execute(statement, given).fetchone()

    def _drop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            with suppress(psycopg.Error):
                link.close()


line = Line()


class SharedCache(BaseCache):
    """Django's cache over one table: small counts and marks, none of them about a client.

    It works beside whatever transaction is open: a try counts though the act around it is undone.
    """

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep `value` unless there is one already; of two who ask at once one hears True."""
        return self._put(ADD, key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept, or `default`."""
        row = line.ask(GET, [self._id(key, version)])
        return json.loads(row[0]) if row else default

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Keep `value`, whatever was there."""
        self._put(PUT, key, value, timeout, version)

    def touch(
        self,
        key: str,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep it for longer."""
        return line.ask(KEEP, [self._seconds(timeout), self._id(key, version)]) is not None

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count one more, in one statement: none of those who count at once is lost.

        Raises:
            ValueError: nothing is counted under this key.
        """
        row = line.ask(COUNT, [delta, self._id(key, version)])
        if row is None:
            raise ValueError(key)
        return int(row[0])

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget it."""
        row = line.ask(FORGET, [self._id(key, version)])
        return bool(row and row[0])

    def clear(self) -> None:
        """Forget everything."""
        line.ask(CLEAR, [])

    def _put(
        self,
        statement: LiteralString,
        key: str,
        value: Any,
        timeout: float | None,
        version: int | None,
    ) -> bool:
        given = [self._id(key, version), json.dumps(value), self._seconds(timeout)]
        return line.ask(statement, given) is not None

    def _id(self, key: str, version: int | None) -> bytes:
        """Return a blind key: an address or an e-mail is in what the libraries ask for."""
        name = self.make_and_validate_key(key, version=version)
        return salted_hmac("lindung.core.tallies", name, algorithm="sha256").digest()

    def _seconds(self, timeout: float | None) -> float | None:
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout


def forget_past_tallies() -> int:
    """Forget what nobody asks for any more. Return how many."""
    return Tally.objects.filter(until__lt=Moment()).delete()[0]
