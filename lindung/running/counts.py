"""How much an installation holds: the same figures for doctor, backup and restore.

They are read as `lindung_backup`, the one login that sees every unit's rows, and can only read.
"""

import re
from collections.abc import Mapping

import psycopg

Connection = psycopg.Connection[tuple[object, ...]]

# A place of practice holds invented rows: no figure counts them. Read as JSON, since the examined
# database may be of an older version, which has no such column yet. Bait is nobody's case either.
REAL = """not exists (select from directory_unit u where u.id = {row}.unit_id
 and to_jsonb(u) ->> 'practice_of_id' is not null)"""
TABLE = re.compile(r"\b(?:intake|casework|core)_\w+")
CASES = "select count(*) from casework_case c where " + REAL.format(row="c")  # noqa: S608  # our own words
NO_BAIT = " and not exists (select from casework_decoy d where d.case_id = c.id)"
UNCHAINED = (
    "select count(*) from core_trail t where not exists "
    "(select from core_link l where l.trail_id = t.id)"
)
COUNTED = {  # the first question whose tables are there: an older version lacks some
    "reports": ("select count(*) from intake_report r where " + REAL.format(row="r"),),  # noqa: S608  # as above
    "cases": (CASES + NO_BAIT, CASES),
    "trail": ("select count(*) from core_trail",),
    "unchained": (UNCHAINED,),
}


def counts(connection: Connection) -> dict[str, int]:
    """Return the figures of this transaction's snapshot; an empty database has none."""
    found = {}
    for name, questions in COUNTED.items():
        known = [question for question in questions if _has_tables(connection, question)]
        if known:
            row = connection.execute(known[0].encode()).fetchone()
            found[name] = int(str(row[0])) if row else 0
    return found


def in_words(figures: Mapping[str, int]) -> str:
    """Return the figures as one line."""
    return ", ".join(f"{name} {number}" for name, number in figures.items())


def _has_tables(connection: Connection, question: str) -> bool:
    tables = TABLE.findall(question)
    row = connection.execute(
        "select count(*) from unnest(%s::text[]) as t(name) where to_regclass(name) is not null",
        [tables],
    ).fetchone()
    return row is not None and row[0] == len(tables)
