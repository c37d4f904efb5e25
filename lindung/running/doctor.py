"""Examines an installation: versions, clock, disk, keys, database, and what has waited too long.

It reads as `lindung_backup`, which sees every unit's rows and can change none.

Source: FRAME.md §8; HOTLINE section 4 for the calling.
"""

import os
import platform
import shutil
import stat
import time
from dataclasses import replace
from importlib.metadata import version

import psycopg
from psycopg.conninfo import conninfo_to_dict

from lindung import __version__
from lindung.running import keys
from lindung.running.counts import REAL, Connection, counts
from lindung.running.findings import (
    MOST_LATE_CALL_S,
    Calling,
    Clock,
    Database,
    Disk,
    Findings,
    KeyState,
    Overdue,
    warnings,
)
from lindung.running.home import Home, State
from lindung.running.sentences import Refusal

OVERDUE = f"""
select number, kind, extract(epoch from statement_timestamp() - since) from (
    select number, kind || '.' || verb as kind, next_at as since from core_turn t
    where {REAL.format(row="t")}
    union all
    select number, 'intake.report.look', look_due_at from intake_report r
    where looked_at is null and ended_at is null and {REAL.format(row="r")}
) as waiting where since < statement_timestamp() order by since limit 1
"""  # noqa: S608  # our own words
UNCHAINED_S = """
select coalesce(extract(epoch from statement_timestamp() - min(t.at)), 0) from core_trail t
where not exists (select from core_link l where l.trail_id = t.id)
"""
CALL_LATE_S = """
select coalesce(extract(epoch from statement_timestamp() - min(next_due)), 0)
from hotline_alarm where ended_at is null and next_due < statement_timestamp()
"""
BEATS = """
select name, extract(epoch from statement_timestamp() - at), finding from hotline_heartbeat
"""
ALWAYS_SPEAK = ("tick", "sender", "auditor")
LINES_UNHEARD = """
select (select count(*) from hotline_pbxline
        where not up or seen_at < statement_timestamp() - interval '2 minutes')
     + (select count(*) from hotline_channelline where opened_at is not null
        and (not up or seen_at is null or seen_at < statement_timestamp() - interval '2 minutes'))
"""
UNITS = "select count(*) from directory_unit where practice_of_id is null"
ROLE = """
select rolsuper or rolbypassrls, exists (select from pg_class where relowner = r.oid)
from pg_roles r where rolname = current_user
"""


def examine(home: Home, state: State) -> Findings:
    """Return what was found, with what is to be warned about."""
    with (
        psycopg.connect(state.logins.web) as web,
        psycopg.connect(state.logins.backup) as every_row,
    ):
        found = Findings(
            house="running" if state.pid else "standing",
            mode=state.mode,
            version=__version__,
            versions=_versions(web),
            clock=Clock(_clock_difference(web)),
            disk=_disk(home),
            keys=_keys(home, every_row),
            database=_database(web, state),
            counts=counts(every_row),
            n_units=round(_number(every_row, UNITS)),
            as_root=_as_root(state),
            unchained_s=_number(every_row, UNCHAINED_S),
            oldest_overdue=_overdue(every_row),
            calling=_calling(every_row),
        )
    return replace(found, warnings=warnings(found))


def _as_root(state: State) -> bool:
    """Tell whether the running house is root's."""
    try:
        return bool(state.pid) and os.stat(f"/proc/{state.pid}").st_uid == 0
    except OSError:
        return False


def _versions(web: Connection) -> dict[str, str]:
    number = web.info.server_version
    return {
        "lindung": __version__,
        "python": platform.python_version(),
        "django": version("django"),
        "psycopg": version("psycopg"),
        "cryptography": version("cryptography"),
        "postgresql": f"{number // 10000}.{number % 10000}",
        "system": platform.platform(),
    }


def _clock_difference(web: Connection) -> float:
    """Return by how much our clock is ahead of the database's, asked within one round trip."""
    before = time.time()
    theirs = _number(web, "select extract(epoch from clock_timestamp())")
    return round((before + time.time()) / 2 - theirs, 3)


def _disk(home: Home) -> Disk:
    usage = shutil.disk_usage(home.path)
    return Disk(usage.free, usage.total)


def _keys(home: Home, every_row: Connection) -> KeyState:
    newest = every_row.execute("select kind, max(version) from core_kek group by kind")
    return KeyState(
        root=keys.root_state(home, every_row),
        generations={str(kind): int(str(number)) for kind, number in newest},
        recovery_removed=keys.unprinted(home) is None,
        open_to_others=[
            path.name
            for path in (home.keys, *sorted(home.keys.iterdir()))
            if stat.S_IMODE(path.stat().st_mode) & 0o077
        ],
    )


def _database(web: Connection, state: State) -> Database:
    parts = {name: str(value) for name, value in conninfo_to_dict(state.logins.web).items()}
    row = web.execute(ROLE).fetchone()
    if row is None:
        raise Refusal("Peran basis data hilang.", "The database role is missing.")
    host = parts.get("host", "")
    return Database(
        socket=host if host.startswith("/") else "",
        host="" if host.startswith("/") else host,
        port=int(parts.get("port", "5432")),
        name=parts["dbname"],
        role=parts["user"],
        sees_past_walls=bool(row[0]),
        owns_tables=bool(row[1]),
    )


def _overdue(every_row: Connection) -> Overdue | None:
    row = every_row.execute(OVERDUE).fetchone()
    return Overdue(str(row[0]), str(row[1]), round(float(str(row[2])))) if row else None


def _calling(every_row: Connection) -> Calling:
    spoke = {
        str(name): (float(str(age)), str(said)) for name, age, said in every_row.execute(BEATS)
    }
    wrong = [
        name
        for name in ALWAYS_SPEAK
        if name not in spoke or spoke[name][0] > MOST_LATE_CALL_S or spoke[name][1] != "fine"
    ]
    return Calling(
        oldest_call_late_s=round(_number(every_row, CALL_LATE_S)),
        spoke_s_ago={name: round(age) for name, (age, _) in spoke.items()},
        wrong=wrong,
        lines_unheard=round(_number(every_row, LINES_UNHEARD)),
    )


def _number(connection: Connection, question: str) -> float:
    row = connection.execute(question.encode()).fetchone()
    return round(float(str(row[0])), 3) if row else 0.0
