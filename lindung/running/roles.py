"""The database's roles, made in one place for the running house and for the tests.

`lindung_own` migrates and owns the tables, `lindung_web` works, `lindung_backup` dumps,
`lindung_door` is the public door's rights, and `lindung_lookup` owns the functions by which the
door finds a report before its unit is known. None is a superuser.

Source: FRAME.md §1 and §2.
"""

from dataclasses import dataclass
from hashlib import sha256
from hmac import digest

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from lindung.running.home import Logins
from lindung.running.sentences import Refusal

ONE_AT_A_TIME = 7_301
"""Key of the advisory lock that keeps two starts from making the same role at once."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role and what the server lets it do beyond what it is granted."""

    name: str
    rights: str


OWN = Role("lindung_own", "login createdb nobypassrls")
WEB = Role("lindung_web", "login nocreatedb nobypassrls")
BACKUP = Role("lindung_backup", "login nocreatedb bypassrls")
DOOR = Role("lindung_door", "nologin nocreatedb nobypassrls")
LOOKUP = Role("lindung_lookup", "nologin nocreatedb bypassrls")
MEMBERSHIPS = (
    ("pg_read_all_data", BACKUP.name),
    (DOOR.name, WEB.name),  # so that tests can show what the door alone may do
    (LOOKUP.name, OWN.name),  # so that migrations can hand their functions over
)


def make_roles(superuser: str, secret: bytes) -> Logins:
    """Make or renew every role; `secret` decides their passwords, so a second start agrees."""
    passwords = {role.name: _password(role.name, secret) for role in (OWN, WEB, BACKUP)}
    try:
        with psycopg.connect(superuser, dbname="postgres", autocommit=True) as server:
            server.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            for role in (OWN, WEB, BACKUP, DOOR, LOOKUP):
                _make(server, role, passwords.get(role.name))
            for group, member in MEMBERSHIPS:
                server.execute(
                    sql.SQL("grant {} to {}").format(sql.Identifier(group), sql.Identifier(member))
                )
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refusal(
            "Akun di DATABASE_URL tidak boleh membuat peran basis data: "
            "beri hak CREATEROLE dan BYPASSRLS, atau pakai akun superuser.",
            "The login in DATABASE_URL may not make database roles: "
            "grant it CREATEROLE and BYPASSRLS, or use a superuser.",
        ) from error
    return Logins(
        web=make_conninfo(superuser, user=WEB.name, password=passwords[WEB.name]),
        own=make_conninfo(superuser, user=OWN.name, password=passwords[OWN.name]),
        backup=make_conninfo(superuser, user=BACKUP.name, password=passwords[BACKUP.name]),
    )


def throw_away(superuser: str, name: str) -> None:
    """Drop the house's database with all that is in it. For invented people alone."""
    with psycopg.connect(superuser, dbname="postgres", autocommit=True) as server:
        server.execute(
            sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
        )


def make_database(superuser: str, name: str) -> None:
    """Make the house's database if it is not there; `lindung_own` owns it, others may not enter."""
    database = sql.Identifier(name)
    with psycopg.connect(superuser, dbname="postgres", autocommit=True) as server:
        server.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not server.execute("select from pg_database where datname = %s", [name]).rowcount:
            if not server.execute(
                "select from pg_roles where rolname = current_user and rolsuper"
            ).rowcount:
                server.execute("grant lindung_own to current_user")
            server.execute(
                sql.SQL(
                    "create database {} owner lindung_own encoding 'UTF8' template template0"
                ).format(database)
            )
            server.execute(
                sql.SQL("revoke connect, temporary on database {} from public").format(database)
            )
        for role in (WEB, BACKUP):
            server.execute(
                sql.SQL("grant connect on database {} to {}").format(
                    database, sql.Identifier(role.name)
                )
            )


def _make(server: psycopg.Connection[tuple[object, ...]], role: Role, password: str | None) -> None:
    name = sql.Identifier(role.name)
    if not server.execute("select from pg_roles where rolname = %s", [role.name]).rowcount:
        server.execute(sql.SQL("create role {}").format(name))
        _alter(server, role)
    elif not _is_right(server, role):
        _alter(server, role)
    if password is not None:
        server.execute(sql.SQL("alter role {} password {}").format(name, sql.Literal(password)))


def _alter(server: psycopg.Connection[tuple[object, ...]], role: Role) -> None:
    server.execute(sql.SQL("alter role {} " + role.rights).format(sql.Identifier(role.name)))


def _is_right(server: psycopg.Connection[tuple[object, ...]], role: Role) -> bool:
    """Tell whether the role has exactly its rights, so that a lesser login need not touch it."""
    words = role.rights.split()
    wanted = ("login" in words, "createdb" in words, "bypassrls" in words, False)
    found = server.execute(
        "select rolcanlogin, rolcreatedb, rolbypassrls, rolsuper from pg_roles where rolname = %s",
        [role.name],
    ).fetchone()
    return found == wanted


def _password(name: str, secret: bytes) -> str:
    return digest(secret, f"database login {name}".encode(), sha256).hex()
