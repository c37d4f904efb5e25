"""The trail: a plain line for each act, and a chain over the lines that betrays a later change.

An act only inserts its line. Chaining inside the act would make all acts wait for one another, so
`jobs.chainer` does it a moment later; what was removed within that moment is not found.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Min

from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.keys import keeper
from lindung.core.models import Link, Trail


def line_for(actor: Actor, action: str, record_id: object, *, refused: bool = False) -> Trail:
    """Return the line saying that `actor` did `action`, or tried to, for the unit at work."""
    return Trail(
        at=Moment(), actor_id=actor.id, action=action, record_id=str(record_id), refused=refused
    )


def canonical(line: Trail) -> str:
    """Return the text of `line` that the chain hashes. docs/TRAIL.md tells it to outsiders."""
    row = [
        line.id,
        line.at.astimezone(UTC).isoformat(),
        str(line.unit_id),
        str(line.actor_id),
        line.action,
        line.record_id,
        line.refused,
    ]
    return json.dumps(row, separators=(",", ":"))


def hash_after(previous: bytes, line: Trail) -> bytes:
    """Return the hash of `line` in its place behind `previous`."""
    return sha256(previous + canonical(line).encode()).digest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found."""

    chained: int
    broken_at: int | None  # the first number that is missing, or whose line was changed
    unchained: int
    oldest_unchained: timedelta  # over 5 seconds means that no chainer runs


def verify(kept: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Walk the chain from its first number. Run it in a frame of `EVERY_UNIT`. Four queries.

    Args:
        kept: ends of the chain that were written down elsewhere, number and hash. Without one
            nobody can tell that the newest lines were taken away together with their places; the
            one that the house itself keeps in a file is asked always.
    """
    ends = [*kept, *filter(None, [kept_end()])]
    previous, chained, broken_at = b"", 0, None
    missing = {seq: digest for seq, digest in ends if seq}
    links = Link.objects.select_related("trail").order_by("seq").iterator()
    for expected, link in zip(count(1), links, strict=False):
        previous = hash_after(previous, link.trail)
        wrong = missing.pop(expected, previous.hex()) != previous.hex()
        if wrong or (link.seq, bytes(link.hash)) != (expected, previous):
            broken_at = expected
            break
        chained = expected
    if broken_at is None and (missing or Link.objects.count() > chained):
        broken_at = chained + 1  # a place without its line, or an end that is there no more
    tail = Trail.objects.filter(link=None).aggregate(n=Count("pk"), age=Moment() - Min("at"))
    return Verdict(chained, broken_at, tail["n"], tail["age"] or timedelta(0))


def verify_here() -> Verdict:
    """Walk the chain from within a unit's frame; nothing of other units' lines leaves this."""
    with frame(EVERY_UNIT):
        return verify()


def end_of_chain() -> tuple[int, str]:
    """Return number and hash of the chain's last link, which name no unit. One query."""
    last = Link.objects.order_by("-seq").first()
    return (last.seq, bytes(last.hash).hex()) if last else (0, "")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain, signed: kept elsewhere, it shows whether what came before changed."""

    seq: int
    hash: str
    at: datetime | None
    signature: str
    public_key: str


def kept_end() -> tuple[int, str] | None:
    """Return the end of the chain that the house keeps outside its database, if it has one."""
    try:
        seq, _, digest = _kept_file().read_text().partition(":")
        return int(seq), digest.strip()
    except (OSError, ValueError):
        return None


def keep_end() -> None:
    """Write the end of the chain into a file of the home, unless it contradicts what stands there.

    What contradicts is evidence: it stays until somebody looks. Run it in a frame of `EVERY_UNIT`.
    Two queries.
    """
    seq, digest = end_of_chain()
    before = kept_end()
    if not settings.ROOT_KEY_FILE or (seq, digest) == before:
        return
    if before and not Link.objects.filter(seq=before[0], hash=bytes.fromhex(before[1])).exists():
        return
    draft = _kept_file().with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{seq}:{digest}")
    draft.replace(_kept_file())


def _kept_file() -> Path:
    return Path(settings.HOME) / "keys" / "trail.end"


def head() -> Head:
    """Return the signed end of the chain. Run it in a frame of `EVERY_UNIT`. One query."""
    last = Link.objects.select_related("trail").order_by("-seq").first()
    seq, digest, at = (last.seq, bytes(last.hash).hex(), last.trail.at) if last else (0, "", None)
    signature = keeper().sign(f"{seq}:{digest}".encode()).hex()
    return Head(seq, digest, at, signature, keeper().public_key().hex())


def export() -> Iterator[str]:
    """Yield a JSON line for each link: number, canonical line, hash. Outsiders need no more."""
    for link in Link.objects.select_related("trail").order_by("seq").iterator():
        yield json.dumps([link.seq, canonical(link.trail), bytes(link.hash).hex()])
