"""The keys on disk: made at the first start, readable by their owner alone.

Source: SECURITY.md §3 and §6, FRAME.md §8.
"""

import base64
import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

from lindung.running import recovery
from lindung.running.counts import Connection
from lindung.running.home import Home, write_private
from lindung.running.sentences import Refusal

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


def root_state(home: Home, every_row: Connection) -> str:
    """Say how the root key is: ok, missing, damaged, or wrong: it does not open these data.

    Args:
        home: whose key.
        every_row: sees the data keys of every unit.
    """
    try:
        root = base64.b64decode((home.keys / ROOT).read_text().strip(), validate=True)
    except FileNotFoundError:
        return "missing"
    except ValueError:
        return "damaged"
    if len(root) != KEY_BYTES:
        return "damaged"
    if every_row.execute("select to_regclass('core_datakey')").fetchone() == (None,):
        return "ok"  # before the first tables
    row = every_row.execute(
        "select id, unit_id, kind, wrapped, kek_version from core_datakey"
        " where destroyed_at is null limit 1"
    ).fetchone()
    return "ok" if row is None or _opens(home.keys / ROOT, row) else "wrong"


def require_root(home: Home, every_row: Connection) -> None:
    """Refuse to go on with a root key that does not open these data.

    A house that started with it would acknowledge reports which nobody could ever read again.
    """
    state = root_state(home, every_row)
    if state != "ok":
        path = home.keys / ROOT
        raise Refusal(
            f"Kunci induk ini bukan kunci data ini ({path}): kembalikan berkas yang benar, "
            f"atau pulihkan dari cadangan.",
            f"This root key is not the key of these data ({path}): put the right file back, "
            f"or restore a backup.",
        )


def _opens(path: Path, row: tuple[object, ...]) -> bool:
    """Tell whether the root key opens this data key. Nothing sealed is opened with it."""
    names = ("id", "unit_id", "kind", "wrapped", "kek_version")
    told = dict(zip(names, row, strict=True))
    told["wrapped"] = base64.b64encode(bytes(told["wrapped"])).decode()  # type: ignore[call-overload]  # bytea
    asked = subprocess.run(  # our own command
        [sys.executable, "-m", "lindung.running.opens", str(path)],
        input=json.dumps(told, default=str),
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.returncode == 0
