"""Screening instruments as data; `rules.score` is the one function that reads them.

A site may load others (LAP, DASH, Danger Assessment need a licence or certified training, so they
are not shipped). A published version is never changed: stored answers must recompute to their
stored level, so a change is a new version.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindung.intake.codes import Risk

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """One question, answered yes, no, not known or not asked."""

    code: str
    question: Words
    weight: int = 0
    counts_as: str = ""  # the item of *Skrining Darurat* it answers, if it is asked in other words


@dataclass(frozen=True, slots=True)
class Gate:
    """A yes to any of these makes at least this level."""

    any_of: frozenset[str]
    level: Risk
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """This many points make at least this level."""

    at_least: int
    level: Risk


@dataclass(frozen=True, slots=True)
class Instrument:
    """Questions, and how answers become a level."""

    code: str
    version: int
    title: Words
    items: tuple[Item, ...]
    gates: tuple[Gate, ...]
    open_level: Risk  # while any item is not known or not asked
    clear_level: Risk  # when all were asked and nothing was yes
    licence: str
    source: str
    thresholds: tuple[Threshold, ...] = ()


_FLAGS = (
    Item("danger_now", _("Is she in danger now, or is the reported person there or coming?")),
    Item("weapon", _("Was there a weapon, or a threat to kill?")),
    Item("strangled", _("Was she strangled or choked?")),
    Item("injury", _("Is she injured, bleeding or poisoned?")),
    Item("rape_72h", _("Was she raped within the last 72 hours?")),
    Item("child_at_risk", _("Does a child live with the reported person, or is a child missing?")),
    Item("suicide", _("Does she think of ending her life?")),
    Item("confined", _("Is she locked in, held, or trafficked?")),
    Item("pregnant", _("Is she pregnant, and was there violence?")),
    Item("silent", _("Did the caller fall silent after a sign of distress?")),
)
DARURAT = Instrument(
    code="darurat",
    version=1,
    title=_("Skrining Darurat v1"),
    items=_FLAGS,
    gates=(
        Gate(frozenset({"danger_now"}), Risk.HIGH, emergency=True),
        Gate(frozenset(item.code for item in _FLAGS), Risk.HIGH),
    ),
    open_level=Risk.MEDIUM,
    clear_level=Risk.LOW,
    licence="Lindung's own; no licence needed",
    source="FRAME section 6; red flags of HOTLINE section 3",
)
DOOR = Instrument(
    code="door",
    version=1,
    title=_("Three questions of the public door"),
    items=(
        Item("danger", _("Is somebody in danger right now?"), counts_as="danger_now"),
        Item("injured", _("Is anybody injured?"), counts_as="injury"),
        Item("near", _("Is the person near, or coming?"), counts_as="danger_now"),
    ),
    gates=(
        Gate(frozenset({"danger", "near"}), Risk.HIGH, emergency=True),
        Gate(frozenset({"injured"}), Risk.HIGH),
    ),
    open_level=Risk.MEDIUM,
    clear_level=Risk.MEDIUM,  # seven of the ten flags were not asked
    licence="Lindung's own; no licence needed",
    source="FRAME section 6",
)
INSTRUMENTS: Mapping[tuple[str, int], Instrument] = {
    (instrument.code, instrument.version): instrument for instrument in (DARURAT, DOOR)
}


def questions(instrument: Instrument) -> list[tuple[str, Words]]:
    """Return the items as code and question, in the order in which they are asked."""
    return [(item.code, item.question) for item in instrument.items]


def newest(code: str) -> Instrument | None:
    """Return the newest version of an instrument, or `None`."""
    versions = [instrument for (known, _v), instrument in INSTRUMENTS.items() if known == code]
    return max(versions, key=lambda instrument: instrument.version, default=None)
