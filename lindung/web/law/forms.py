"""What is asked about the law of a case."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.legal.codes import (
    By,
    End,
    HearingKind,
    HearingState,
    Level,
    Offence,
    OrderKind,
    Payer,
    Procedure,
    RightState,
    Step,
    Told,
    Track,
)
from lindung.people.codes import Tri
from lindung.web.desk.forms import base

MOST_RUPIAH = 100_000_000
OPINIONS = [(e.value, e.label) for e in (End.COMPLAINT, End.NOT_TPKS)]
ENDS = [(s.value, s.label) for s in HearingState if s != HearingState.PLANNED]


class ProceedingForm(base.DeskForm):
    """One way of the law."""

    folded: ClassVar[frozenset[str]] = frozenset({"procedure"})
    track = base.radio(_("Which way"), Track.choices)
    started_on = base.day(
        _("Taken up on"), _("Empty: today. It decides which procedure law holds."), required=False
    )
    name = base.line(
        _("How one finds it"), _("Number of the police report, court and number. It is sealed.")
    )
    procedure = base.one_of(
        _("Procedure law"), Procedure.choices, _("Empty: as the day says."), required=False
    )


class StepForm(base.DeskForm):
    """One rung of the ladder."""

    folded: ClassVar[frozenset[str]] = frozenset({"payer", "cost_rupiah", "words"})
    step = base.one_of(_("What happened"), Step.choices)
    at = base.moment(_("When"))
    paper = base.line(
        _("Number of the letter, and who knows more"),
        _("For a police report its number is needed. It is sealed."),
    )
    level = base.one_of(_("Made at"), Level.choices, _("Of a police report."), required=False)
    by = base.one_of(
        _("Made by"),
        By.choices,
        _("Of a police report. By the unit or by her it ends the duty to report."),
        required=False,
    )
    payer = base.one_of(_("Who pays"), Payer.choices, _("Of a visum."), required=False)
    cost_rupiah = forms.IntegerField(
        label=_("Rupiah"), min_value=0, max_value=MOST_RUPIAH, required=False
    )
    words = base.words(_("Notes"), _("They are sealed."), rows=2, required=False)


class OrderForm(base.DeskForm):
    """What protects her for a while."""

    kind = base.radio(_("What"), OrderKind.choices)
    from_at = base.moment(_("From"))
    until_at = base.moment(
        _("Until"),
        _(
            "Empty: as long as the law says (temporary protection 14 days after TPKS, 7 after"
            " KDRT; restriction 6 months)."
        ),
        required=False,
    )
    words = base.words(_("What it says"), _("It is sealed."), rows=2, required=False)


class HearingForm(base.DeskForm):
    """A day in court or at the police."""

    kind = base.one_of(_("What for"), HearingKind.choices)
    at = base.moment(_("When"))
    companion = base.colleague(
        _("Who goes with her"),
        _("Empty: the manager is asked to find somebody."),
        required=False,
    )
    place = base.line(_("Where"), _("Court, room, number. It is sealed."))
    closed_doors = base.yes(_("Behind closed doors"))
    remote = base.yes(_("She is heard from another place"))


class HearingEndForm(base.DeskForm):
    """What came of it."""

    state = base.radio(_("What came of it"), ENDS)
    words = base.words(_("Notes"), _("They are sealed."), rows=3, required=False)


class RightForm(base.DeskForm):
    """How far a right has come."""

    state = base.radio(_("How far"), RightState.choices)
    words = base.words(_("Notes"), _("They are sealed."), rows=2, required=False)


class DutyForm(base.DeskForm):
    """Who told the unit, and when."""

    told_by = base.radio(_("Who told the unit what happened to her?"), Told.choices)
    at = base.moment(
        _("At which hour"),
        _("The hour she spoke to us, not the hour of this entry."),
        required=False,
    )


class HourForm(base.DeskForm):
    """The hour that counts."""

    at = base.moment(_("The duty runs from"))


class OpinionForm(base.DeskForm):
    """Why no police report is made."""

    end = base.radio(_("Why"), OPINIONS)
    offence = base.one_of(
        _("Which complaint offence"), Offence.choices, _("Only where she decides."), required=False
    )
    informed_at = base.moment(
        _("When it was explained to her what a police report means"), required=False
    )
    disability = base.one_of(
        _("Has she a disability?"),
        Tri.choices,
        _("Only a clear no lets her decision stand for the duty."),
        required=False,
    )
    reason = base.words(_("Her decision and the reason in law"), _("It is sealed."), rows=4)


class SignForm(base.DeskForm):
    """Sign, or send back."""

    granted = base.radio(
        _("Your decision"),
        [("yes", _("I sign: no police report is made")), ("no", _("Sent back: the duty stands"))],
    )
    reason = base.words(
        _("Why it is sent back"), _("Needed only then. It is sealed."), rows=2, required=False
    )


def step_choices(known: Any) -> list[tuple[str, Any]]:
    """Return the rungs as choices, those of civil ways left out of criminal ones and so on."""
    return [(step.value, step.label) for step in known]
