"""How the house reaches the site's switchboard: told by environment, checked at the start."""

import ipaddress
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lindung.running.sentences import Refusal

if TYPE_CHECKING:
    from lindung.hotline.telephony.line import Line

PLACE = re.compile(r"^(?P<host>\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):(?P<port>\d{1,5})$", re.ASCII)
WORD = re.compile(r"^[A-Za-z0-9_.-]{1,40}$", re.ASCII)


def is_wanted() -> bool:
    """Say whether a switchboard is set."""
    return bool(_text("LINDUNG_AMI"))


def read_line() -> "Line | None":
    """Return how to reach the switchboard, or None when none is set.

    Raises:
        Refusal: a value cannot be used, or the secret would cross a network in clear words.
    """
    if not is_wanted():
        return None
    from lindung.hotline.telephony.line import Line

    place = PLACE.match(_text("LINDUNG_AMI"))
    if place is None or not 0 < int(place["port"]) <= 65_535:  # noqa: PLR2004 - the largest port
        raise _refusal("LINDUNG_AMI")
    host, ca = place["host"].strip("[]"), _text("LINDUNG_AMI_CA")
    if ca and not Path(ca).is_file():
        raise _refusal("LINDUNG_AMI_CA")
    if not ca and not _is_this_machine(host):
        raise Refusal(
            "Sentral telepon di mesin lain butuh TLS (LINDUNG_AMI_CA) atau terowongan.",
            "A switchboard on another machine needs TLS (LINDUNG_AMI_CA) or a tunnel.",
        )
    return Line(
        host=host,
        port=int(place["port"]),
        user=_word("LINDUNG_AMI_USER", "lindung"),
        secret=_secret(),
        tls_ca=Path(ca) if ca else None,
        queue=_word("LINDUNG_PBX_QUEUE", "lindung"),
        contexts=_contexts(),
        queue_log=_path("LINDUNG_PBX_QUEUE_LOG"),
        cdr=_path("LINDUNG_PBX_CDR"),
    )


def unit_code() -> str:
    """Return the code of the unit whose calls these are; empty: the first unit."""
    return _text("LINDUNG_PBX_UNIT")


def _text(name: str) -> str:
    return os.environ.get(name, "").strip()


def _word(name: str, otherwise: str) -> str:
    value = _text(name) or otherwise
    if not WORD.match(value):
        raise _refusal(name)
    return value


def _contexts() -> frozenset[str]:
    names = (_text("LINDUNG_PBX_CONTEXTS") or "lindung-masuk").split(",")
    if not all(WORD.match(name.strip()) for name in names):
        raise _refusal("LINDUNG_PBX_CONTEXTS")
    return frozenset(name.strip() for name in names)


def _secret() -> str:
    try:
        secret = Path(_text("LINDUNG_AMI_SECRET_FILE")).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _refusal("LINDUNG_AMI_SECRET_FILE") from error
    if not secret or not secret.isprintable():
        raise _refusal("LINDUNG_AMI_SECRET_FILE")
    return secret


def _path(name: str) -> Path | None:
    value = _text(name)
    if value and not Path(value).is_absolute():
        raise _refusal(name)
    return Path(value) if value else None


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refusal(name: str) -> Refusal:
    return Refusal(
        f"Nilai {name} tidak dapat dipakai: baca docs/SETTINGS.md.",
        f"The value of {name} cannot be used: see docs/SETTINGS.md.",
    )
