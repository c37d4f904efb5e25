"""Whether the database's tables are those of this version, without asking Django.

A digest over everything that `lindung migrate` would apply is kept as a comment on the database
itself, so it goes wherever the database goes, and a start that has nothing to apply takes a second
less.
"""

from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql

from lindung.running.home import REPOSITORY

PREFIX = "lindung tables "


def wanted() -> str:
    """Return the digest of all migrations and packaged places of this version."""
    package = REPOSITORY / "lindung"
    found = [
        REPOSITORY / "requirements" / "base.lock",  # other packages bring migrations too
        *package.glob("*/migrations/*.py"),
        *(package / "directory" / "data").rglob("*"),
    ]
    digest = sha256()
    for path in sorted(path for path in found if path.is_file()):
        digest.update(str(path.relative_to(REPOSITORY)).encode() + b"\0" + _content(path))
    return PREFIX + digest.hexdigest()


def are_current(superuser: str) -> bool:
    """Tell whether the tables have been brought to this version."""
    question = (
        "select shobj_description(oid, 'pg_database') from pg_database"
        " where datname = current_database()"
    )
    with psycopg.connect(superuser) as server:
        return server.execute(question).fetchone() == (wanted(),)


def mark_current(superuser: str, name: str) -> None:
    """Remember that they have."""
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(
            sql.SQL("comment on database {} is {}").format(
                sql.Identifier(name), sql.Literal(wanted())
            )
        )


def _content(path: Path) -> bytes:
    return sha256(path.read_bytes()).digest()
