"""What follows from where a place lies. Pure."""

from lindung.directory.codes import TimeZone

WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})


def time_zone_of(area_code: str) -> TimeZone:
    """Return the time zone of a place by its province.

    Source: Keppres 41/1987 (three zones); the new provinces of Papua keep Papua's.
    """
    province = area_code[:2]
    if province in WIT:
        return TimeZone.WIT
    return TimeZone.WITA if province in WITA else TimeZone.WIB
