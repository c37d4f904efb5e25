"""How long things may take unless a unit set its own limit, each with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from lindung.directory.codes import Limit

FRAME6 = "FRAME section 6 [I]"


@dataclass(frozen=True, slots=True)
class Default:
    """A limit and its source; `None` says that no limit is known, which is not "at once"."""

    after: timedelta | None
    source: str


DEFAULTS: Mapping[Limit, Default] = {
    Limit.LOOK_EMERGENCY: Default(timedelta(minutes=2), FRAME6),
    Limit.LOOK_HIGH: Default(timedelta(minutes=5), FRAME6),
    Limit.LOOK_MEDIUM: Default(timedelta(minutes=15), FRAME6),
    Limit.LOOK_LOW: Default(timedelta(minutes=60), FRAME6),
    Limit.LOOK_UNASSESSED_DAY: Default(timedelta(minutes=15), FRAME6),
    Limit.LOOK_UNASSESSED_NIGHT: Default(timedelta(minutes=30), FRAME6),
    # "Immediately" is the first look itself: whoever looks begins.
    Limit.RESPOND_HIGH: Default(timedelta(minutes=5), "SIPPN service standards: immediately [V]"),
    Limit.RESPOND_MEDIUM: Default(timedelta(hours=6), "SIPPN service standards [V]"),
    Limit.RESPOND_LOW: Default(None, "no standard names one"),
}
