"""How the house is connected to its switchboard: facts of one installation, read at its start."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One switchboard and what of it is ours.

    Source of the defaults: docs/recipes/telephony.md, whose dialplan uses these names.
    """

    host: str
    port: int
    user: str
    secret: str = field(repr=False)
    tls_ca: Path | None = None  # None: no TLS, so only over this machine or a tunnel
    queue: str = "lindung"
    contexts: frozenset[str] = frozenset({"lindung-masuk"})  # where calls from outside arrive
    out_context: str = "lindung-keluar"  # where call-backs leave
    staff_context: str = "lindung-petugas"  # reaches a colleague, who presses 1
    alarm_context: str = "lindung-siaga"  # says four digits and hears them
    queue_log: Path | None = None
    cdr: Path | None = None
