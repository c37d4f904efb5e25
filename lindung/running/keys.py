"""The keys on disk: made at the first start, readable by their owner alone.

Source: SECURITY.md §3 and §6, FRAME.md §8.
"""

import base64
import secrets
from pathlib import Path

from lindung.running import recovery
from lindung.running.home import Home, write_private

ROOT = "root.key"
DJANGO = "django.key"
DATABASE = "database.key"
RECOVERY_PUBLIC = "recovery.pub"
RECOVERY_PRIVATE = "recovery-PRINT-AND-REMOVE"
KEY_BYTES = 32


def make_keys(home: Home) -> str | None:
    """Make the keys that are missing; return the recovery key if it was made now.

    A home that has data but no root key keeps its data unreadable rather than getting a new key
    that would hide the loss: the caller checks that first (`lost_root`).
    """
    for name in (ROOT, DJANGO, DATABASE):
        if not (home.keys / name).exists():
            write_private(home.keys / name, fresh_key())
    if (home.keys / RECOVERY_PUBLIC).exists():
        return None
    pair = recovery.make_pair()
    write_private(home.keys / RECOVERY_PRIVATE, recovery.paper(pair.private))
    write_private(home.keys / RECOVERY_PUBLIC, pair.public)
    return pair.private


def fresh_key() -> str:
    """Return a new key of 256 bits as text."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def lost_root(home: Home) -> bool:
    """Tell whether this home has data whose root key is gone."""
    return not (home.keys / ROOT).exists() and (home.pg / "data" / "PG_VERSION").exists()


def database_secret(home: Home) -> bytes:
    """Return what decides the passwords of the database's roles."""
    return base64.b64decode((home.keys / DATABASE).read_text())


def environment(home: Home) -> dict[str, str]:
    """Return where the children find their keys: never the keys themselves."""
    return {
        "LINDUNG_ROOT_KEY_FILE": str(home.keys / ROOT),
        "LINDUNG_SECRET_KEY_FILE": str(home.keys / DJANGO),
    }


def unprinted(home: Home) -> Path | None:
    """Return the recovery key's file as long as it lies beside the data it is to save."""
    path = home.keys / RECOVERY_PRIVATE
    return path if path.exists() else None
