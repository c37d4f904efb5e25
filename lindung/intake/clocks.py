"""The clocks that law and standards set, as data: what starts each, how long, on what basis.

A clock is a default only where its limit was read in the source itself; the others are known and
wait for somebody to read the law. Issues that come later start them; reports use the first three.

Source: DOMAIN section 13; its tags say how sure each is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindung.core.spans import Span, days, hours, months
from lindung.directory.codes import Limit

Words = str | Promise
READ_ON = date(2026, 11, 1)


class Sure(TextChoices):
    """How sure a limit is. Source: DOMAIN section 0."""

    VERIFIED = "V", _("Read in the source")
    NEWS = "N", _("Read in the news or another's text")
    KNOWN = "K", _("Generally known, to be checked")
    NONE = "-", _("No source names one")


class Start(TextChoices):
    """What sets a clock going."""

    RECEIVED = "received", _("The unit knew of the report")
    VICTIM_REPORTED = "victim_reported", _("The victim reported to the unit")
    POLICE_REPORT = "police_report", _("The police report (LP) was made")
    TEMP_PROTECTION = "temp_protection", _("Temporary protection was given")
    RESTRICTION = "restriction", _("The restriction order was issued")
    SHELTER_ENTRY = "shelter_entry", _("She came to the shelter")
    INVESTIGATION_ORDER = "investigation_order", _("The investigation was ordered")
    INVESTIGATION_START = "investigation_start", _("The investigation began")
    INVESTIGATION_STOP = "investigation_stop", _("The investigation was stopped")
    SOCIAL_REPORT_ASKED = "social_report_asked", _("A social report was asked for")
    FILE_RETURNED = "file_returned", _("The prosecutor returned the file")
    JUDGMENT_COPY = "judgment_copy", _("A copy of the final judgment")
    AID_ASKED = "aid_asked", _("Somebody asked for first aid")
    BREACH_KNOWN = "breach_known", _("The breach became known")


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit of law or practice."""

    id: str
    what: Words
    start: Start
    limit: Span | None  # None: at once, or no limit is known; see `note`
    basis: str
    sure: Sure
    note: Words = ""
    setting: Limit | None = None  # the unit's own limit that stands for it
    valid_from: date = READ_ON
    valid_until: date | None = None

    @property
    def is_default(self) -> bool:
        """Say whether it may run without anybody having read the law again."""
        return self.sure == Sure.VERIFIED


HOURS_24, HOURS_72 = hours(24), hours(72)
SIPPN = "Permen PPPA 2/2022 (SIPPN 8202366)"
TPKS, PKDRT, SPPA = "UU 12/2022", "UU 23/2004", "PP 65/2015"

CLOCKS: Sequence[Clock] = (
    Clock(
        "resp_high",
        _("Service begins, high risk"),
        Start.RECEIVED,
        None,
        SIPPN,
        Sure.VERIFIED,
        _("The standard says at once; the unit's setting stands for it."),
        Limit.RESPOND_HIGH,
    ),
    Clock(
        "resp_medium",
        _("Service begins, medium risk"),
        Start.RECEIVED,
        hours(6),
        SIPPN,
        Sure.VERIFIED,
        setting=Limit.RESPOND_MEDIUM,
    ),
    Clock(
        "resp_low",
        _("Service begins, low risk"),
        Start.RECEIVED,
        None,
        "",
        Sure.NONE,
        _("No standard was found; the unit may set one."),
        Limit.RESPOND_LOW,
    ),
    Clock(
        "police_report_tpks",
        _("The unit reports sexual violence to the police"),
        Start.VICTIM_REPORTED,
        HOURS_72,
        f"{TPKS} Ps 41",
        Sure.VERIFIED,
        _("3 × 24 hours from the hour the victim herself reported to the unit."),
    ),
    Clock(
        "police_temp_protection_tpks",
        _("The police give temporary protection (TPKS)"),
        Start.POLICE_REPORT,
        HOURS_24,
        f"{TPKS} Ps 42",
        Sure.VERIFIED,
        _("It lasts 14 days."),
    ),
    Clock(
        "lpsk_request",
        _("Protection is asked of LPSK"),
        Start.TEMP_PROTECTION,
        HOURS_24,
        f"{TPKS} Ps 43",
        Sure.VERIFIED,
    ),
    Clock(
        "restriction_order",
        _("The restriction order ends"),
        Start.RESTRICTION,
        months(6),
        f"{TPKS} Ps 45",
        Sure.NEWS,
        _("Six months, once more six; warn 7 days before."),
    ),
    Clock(
        "police_temp_protection_kdrt",
        _("The police give temporary protection (KDRT)"),
        Start.POLICE_REPORT,
        HOURS_24,
        PKDRT,
        Sure.VERIFIED,
        _("It lasts 7 days."),
    ),
    Clock(
        "court_request_kdrt",
        _("The police ask the court for a protection order (KDRT)"),
        Start.TEMP_PROTECTION,
        HOURS_24,
        PKDRT,
        Sure.VERIFIED,
    ),
    Clock(
        "shelter_stay",
        _("Temporary shelter ends"),
        Start.SHELTER_ENTRY,
        days(14),
        "Permen PPPA 2/2022, annex",
        Sure.VERIFIED,
        _("What is needed afterwards is decided within it; warn on day 10."),
    ),
    Clock(
        "sp2hp_first",
        _("First letter on the progress of the investigation (SP2HP)"),
        Start.POLICE_REPORT,
        days(3),
        "Praktik Polri",
        Sure.NEWS,
    ),
    Clock(
        "spdp",
        _("The prosecutor is told that the investigation began (SPDP), adult"),
        Start.INVESTIGATION_ORDER,
        days(7),
        "MK 130/PUU-XIII/2015",
        Sure.NEWS,
    ),
    Clock(
        "spdp_child",
        _("The prosecutor is told that the investigation began (SPDP), child"),
        Start.INVESTIGATION_ORDER,
        HOURS_24,
        SPPA,
        Sure.VERIFIED,
    ),
    Clock(
        "social_report_child",
        _("The social report on a child is ready"),
        Start.SOCIAL_REPORT_ASKED,
        HOURS_72,
        SPPA,
        Sure.VERIFIED,
    ),
    Clock(
        "diversion_offer",
        _("Diversion is offered"),
        Start.INVESTIGATION_START,
        hours(7 * 24),
        SPPA,
        Sure.VERIFIED,
    ),
    Clock(
        "p19_return",
        _("The returned file is completed (P-19)"),
        Start.FILE_RETURNED,
        days(14),
        "KUHAP 1981 Ps 138",
        Sure.NEWS,
        _("Which procedure law applies depends on the day."),
    ),
    Clock(
        "sp3_notice",
        _("The victim is told that the investigation was stopped (SP3)"),
        Start.INVESTIGATION_STOP,
        days(1),
        "UU 20/2025 Ps 24(4)",
        Sure.VERIFIED,
    ),
    Clock(
        "restitution_pay",
        _("Restitution is paid"),
        Start.JUDGMENT_COPY,
        days(30),
        f"{TPKS} Ps 33; PERMA 1/2022",
        Sure.VERIFIED,
        _("The victim gets a copy of the judgment within 7 days."),
    ),
    Clock(
        "tppo_first_aid",
        _("First aid for a victim of trafficking"),
        Start.AID_ASKED,
        days(7),
        "UU 21/2007 Ps 53",
        Sure.NEWS,
    ),
    Clock(
        "breach_notice",
        _("Notice of a breach of personal data"),
        Start.BREACH_KNOWN,
        HOURS_72,
        "UU 27/2022 Ps 46",
        Sure.NEWS,
    ),
)


def clock(clock_id: str) -> Clock:
    """Return a clock by its id."""
    return next(one for one in CLOCKS if one.id == clock_id)


def defaults() -> list[Clock]:
    """Return the clocks that run without a setting: read in the source, with a limit."""
    return [one for one in CLOCKS if one.is_default and one.limit is not None]
