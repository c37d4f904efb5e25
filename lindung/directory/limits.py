"""How long things may take unless a unit set its own limit, each with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindung.directory.codes import Limit

HOUSE = _("House rule: set by this system, not by a law or standard. The unit decides.")
# Source: SIPPN 8202366, a unit's service standard that quotes it; the article was not seen.
STANDARD = _(
    "Regulation of the Minister of Women's Empowerment and Child Protection No. 2 of 2022 on"
    " service standards, as a service standard on sippn.menpan.go.id (no. 8202366) renders it."
)
AT_ONCE = _("It says: at once. The number of minutes is a house rule.")
SIX_HOURS = _("It says: about six hours from receipt of the report.")
READ_THERE = _(
    "How sure: read on that official page; the article of the regulation is not checked."
)
NOWHERE = _("No law or standard was found that names a limit. Empty: no clock runs.")


@dataclass(frozen=True, slots=True)
class Default:
    """A limit and where it comes from; `None` says that no limit is known, which is not "at once".

    `source` is what a unit reads beside it: law and year or house rule, and how sure that is.
    """

    after: timedelta | None
    source: tuple[Promise, ...]


DEFAULTS: Mapping[Limit, Default] = {
    # Source of the first looks: FRAME section 6, where no law names one.
    Limit.LOOK_EMERGENCY: Default(timedelta(minutes=2), (HOUSE,)),
    Limit.LOOK_HIGH: Default(timedelta(minutes=5), (HOUSE,)),
    Limit.LOOK_MEDIUM: Default(timedelta(minutes=15), (HOUSE,)),
    Limit.LOOK_LOW: Default(timedelta(minutes=60), (HOUSE,)),
    Limit.LOOK_UNASSESSED_DAY: Default(timedelta(minutes=15), (HOUSE,)),
    Limit.LOOK_UNASSESSED_NIGHT: Default(timedelta(minutes=30), (HOUSE,)),
    # "At once" is the first look itself: whoever looks begins.
    Limit.RESPOND_HIGH: Default(timedelta(minutes=5), (STANDARD, AT_ONCE, READ_THERE)),
    Limit.RESPOND_MEDIUM: Default(timedelta(hours=6), (STANDARD, SIX_HOURS, READ_THERE)),
    Limit.RESPOND_LOW: Default(None, (NOWHERE,)),
}
