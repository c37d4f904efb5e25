"""What follows from where a place lies, and what a unit may be called. Pure."""

import re

from lindung.directory.codes import TimeZone

WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})
UNIT_CODE = re.compile(r"[a-z][a-z0-9-]{1,19}")
TAKEN = frozenset(
    {"akun", "api", "bantuan", "healthz", "latihan", "live", "masuk", "meja", "pengaturan", "pesan"}
    | {"static"}
)  # first parts of our own addresses


def unit_code_problem(code: str) -> str:
    """Say what is wrong with the code of a new unit: nothing, `malformed` or `reserved`."""
    if not UNIT_CODE.fullmatch(code):
        return "malformed"
    return "reserved" if code in TAKEN else ""


def time_zone_of(area_code: str) -> TimeZone:
    """Return the time zone of a place by its province.

    Source: Keppres 41/1987 (three zones); the new provinces of Papua keep Papua's.
    """
    province = area_code[:2]
    if province in WIT:
        return TimeZone.WIT
    return TimeZone.WITA if province in WITA else TimeZone.WIB
