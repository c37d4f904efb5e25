"""Asking who might be meant by a name: a read that belongs to no table.

Names are sealed, so no query finds them. One process of the house holds them folded in its memory
and answers over a socket that only the house's own account can open; without a house, as in tests,
the names of the unit at work are read for the occasion. Whoever asks must still keep only what the
actor may see: an index knows no conflict of interest.

Source: SECURITY.md §5, FRAME.md §8.
"""

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from lindung.core.frame import this_unit

CHANNEL, EVERYBODY = "names", "*"
LONGEST_PATH = 100  # of a socket, in bytes
PATIENCE_S = 1.0
MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Likely:
    """A person of the unit at work who might be meant, from 0 to 100."""

    person_id: UUID
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Who might be meant. `ready` is false while the names of the unit are still being read."""

    likely: list[Likely]
    ready: bool


def find_by_name(text: str, *, limit: int = 20) -> Found:
    """Return who of the unit at work might be meant by `text`, the likeliest first."""
    unit_id = this_unit()
    if not settings.ROOT_KEY_FILE:  # no house: nobody owns an index
        return Found(_read_now(unit_id, text, limit), ready=True)
    answer = _ask({"unit": str(unit_id), "text": text[:200], "limit": limit})
    likely = [Likely(UUID(person_id), score) for person_id, score in answer.get("hits", [])]
    return Found(likely, ready=answer.get("state") == "ready")


def index_state() -> str:
    """Return `ready`, `building` or `absent`, for the watcher of the house."""
    return str(_ask({}).get("state", "absent"))


def tell_index(person_id: UUID | None = None) -> None:
    """Let the owner of the index read a person of the unit at work again, after the commit.

    Without a person everybody is read again, as after many were loaded at once.
    """
    with connection.cursor() as cursor:
        said = f"{this_unit()} {person_id or EVERYBODY}"
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, said])


def socket_path() -> Path:
    """Return where the owner of the index listens: in the home, unless that path is too long."""
    path = Path(settings.HOME) / "run" / "names.sock"
    if len(os.fsencode(path)) <= LONGEST_PATH:
        return path
    mark = sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"lindung-{os.geteuid()}-{mark}" / "names.sock"


def _read_now(unit_id: UUID, text: str, limit: int) -> list[Likely]:
    from lindung.people.name_index import names_of_unit  # noqa: PLC0415
    from lindung.people.unit_names import UnitNames  # noqa: PLC0415  # numpy: not for every page

    hits = UnitNames(names_of_unit(unit_id)).search(text, limit)
    return [Likely(hit.person_id, hit.score) for hit in hits]


def _ask(question: dict[str, Any]) -> dict[str, Any]:
    """Ask the owner; whatever is wrong with it, the rest of a search goes on without names."""
    try:
        with _connected() as owner:
            owner.sendall(json.dumps(question).encode() + b"\n")
            with owner.makefile("rb") as said:
                answer: dict[str, Any] = json.loads(said.read(MOST_BYTES * 16))
                return answer
    except (OSError, ValueError):
        return {}


@contextmanager
def _connected() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as owner:
        owner.settimeout(PATIENCE_S)
        owner.connect(os.fsencode(socket_path()))
        yield owner
