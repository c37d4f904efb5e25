"""The words of places and institutions.

The ministry of home affairs and the statistics office number the same districts differently: 199 of
514 differ, and 169 four-digit codes name another district in the other system. So the two are two
types that do not mix, told apart by the dot.
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class AreaCode:
    """A Kemendagri code: `64`, `64.08`, `64.08.04`. Raises `ValueError` for anything else."""

    text: str

    def __post_init__(self) -> None:
        """Refuse what is no Kemendagri code, a BPS code above all."""
        if not re.fullmatch(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?", self.text):
            raise ValueError(f"Not a Kemendagri code (such as 64.08): {self.text[:16]!r}")

    def __str__(self) -> str:
        return self.text

    @property
    def district(self) -> "AreaCode":
        """Return the district this place lies in."""
        return AreaCode(self.text[:5])


@dataclass(frozen=True, slots=True)
class BpsCode:
    """A code of the statistics office: `6404`. Raises `ValueError` for anything else."""

    text: str

    def __post_init__(self) -> None:
        """Refuse what is no BPS code, a Kemendagri code above all."""
        if not re.fullmatch(r"[0-9]{2}([0-9]{2})?", self.text):
            raise ValueError(f"Not a BPS code (such as 6404): {self.text[:16]!r}")

    def __str__(self) -> str:
        return self.text


class Level(TextChoices):
    """How large a place is."""

    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District or city")
    SUBDISTRICT = "subdistrict", _("Kecamatan")


class UnitKind(TextChoices):
    """What a unit is for."""

    UPTD = "uptd", _("UPTD PPA")
    PROVINCE = "province", _("Provincial UPTD PPA")
    INSPECTORATE = "inspectorate", _("Inspectorate")


class TimeZone(TextChoices):
    """The three zones of Indonesia."""

    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Limit(TextChoices):
    """A limit a unit may set for itself. Defaults and their reasons: `directory.limits`."""

    LOOK_EMERGENCY = "look_emergency", _("First look: emergency now")
    LOOK_HIGH = "look_high", _("First look: high risk")
    LOOK_MEDIUM = "look_medium", _("First look: medium risk")
    LOOK_LOW = "look_low", _("First look: low risk")
    LOOK_UNASSESSED_DAY = "look_unassessed_day", _("Read a report not yet assessed, by day")
    LOOK_UNASSESSED_NIGHT = "look_unassessed_night", _("Read a report not yet assessed, 22–06 h")
    RESPOND_HIGH = "respond_high", _("Service begins: high risk")
    RESPOND_MEDIUM = "respond_medium", _("Service begins: medium risk")
    RESPOND_LOW = "respond_low", _("Service begins: low risk")
