"""Whom to call: the numbers of the country, and how sure we are of each.

A wrong number on a page of help is worse than none, so each carries where it was read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Sureness(TextChoices):
    """How sure we are of a number. Source: the tags of DOMAIN.md."""

    UNIT = "unit", _("Entered by the unit itself")
    OFFICIAL = "official", _("Read on an official page")
    NEWS = "news", _("Read in the news")
    KNOWN = "known", _("Generally known, check before printing")


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """One number to call or write to."""

    label: Words
    number: str
    note: Words
    how_sure: Sureness
    support_only: bool = False  # listens, sends nobody

    @property
    def tel(self) -> str:
        """The number as a phone dials it; an extension is chosen by hand afterwards."""
        main = self.number.partition("ext")[0]
        return "".join(sign for sign in main if sign.isdigit() or sign == "+")

    @property
    def words(self) -> Words:
        """What stands beside the number on a page."""
        return self.label


COUNTRY: Sequence[HelpNumber] = (
    HelpNumber(_("Police"), "110", _("Danger now. Day and night, free."), Sureness.KNOWN),
    HelpNumber(_("Ambulance"), "119", _("Injured or ill. Day and night, free."), Sureness.KNOWN),
    HelpNumber(
        _("SAPA 129, for women and children"),
        "129",
        _("The ministry's line. Day and night, free."),
        Sureness.NEWS,
    ),
    HelpNumber(
        _("SAPA 129 by WhatsApp"), "08111-129-129", _("When you cannot speak."), Sureness.NEWS
    ),
    HelpNumber(
        _("Healing119, to talk to somebody"),
        "119 ext 8",
        _("Support when you are in despair. It sends nobody: in danger call 110."),
        Sureness.KNOWN,
        support_only=True,
    ),
)
