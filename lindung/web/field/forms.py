"""What is asked when somebody goes out."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.response.codes import (
    Escort,
    FundLine,
    MissionKind,
    MoneyKind,
    PaperKind,
    PartnerKind,
    Signal,
    Stamp,
    Vehicle,
)
from lindung.response.services import Plan
from lindung.web.desk.forms import base

PAYS = [choice for choice in FundLine.choices if choice[0] != FundLine.NONE]
MOST_RUPIAH = 100_000_000  # of one sum: a slip of the finger, not a journey


class PlanForm(base.DeskForm):
    """The plan that stays at the unit: *rencana tanpa sinyal*."""

    destination = base.words(
        _("Where to"),
        _("As one would tell a driver. It is sealed."),
        rows=2,
        required=False,
    )
    area = base.one_of(_("Kecamatan"), required=False)
    signal = base.radio(
        _("Does a phone work on the way and there?"),
        Signal.choices,
        _("Not known counts as no: then way and village contact are needed."),
    )
    return_by = base.moment(_("Back by"), required=False)
    route = base.words(_("The way"), _("Road, boat, where they stop."), rows=2, required=False)
    village_contact = base.words(
        _("Whom the unit asks first in the village"),
        _("Name and number of somebody on the safe side. Never the client's family."),
        rows=2,
        required=False,
    )
    escort = base.one_of(_("Escort"))
    escort_words = base.line(_("Who escorts"), _("Name, rank, number. It is sealed."))
    leave_at = base.moment(
        _("Agreed hour of departure"), _("Empty: as soon as the risk asks for."), required=False
    )

    def plan(self) -> Plan:
        """Return what was written as a plan."""
        known = {name: self.cleaned_data[name] for name in Plan.__dataclass_fields__}
        return Plan(**known | {"area": known["area"] or None})


class SendForm(PlanForm):
    """Who goes out, why, and with which plan."""

    folded: ClassVar[frozenset[str]] = frozenset(
        {"destination", "area", "escort_words", "leave_at", "route", "village_contact"}
    )
    field_order = [
        "kind",
        "crew",
        "escort",
        "signal",
        "return_by",
        "route",
        "village_contact",
        "destination",
        "area",
        "escort_words",
        "leave_at",
    ]
    kind = base.radio(_("Why"), MissionKind.choices)
    crew = base.colleagues(
        _("Who goes"),
        _("The order is a suggestion with its reasons; you choose. The first one leads."),
    )


class LateStampForm(base.DeskForm):
    """A moment that is written down later."""

    stamp = base.radio(_("Which moment"), Stamp.choices)
    at = base.moment(_("When it was"))


class SayForm(base.DeskForm):
    """Where they are now."""

    place = base.line(_("Where"), _("A few words. They are sealed."), most=300)
    area = base.one_of(_("Kecamatan"), required=False)


class CrewForm(base.DeskForm):
    """One more colleague."""

    staff_id = base.colleague(_("Who goes along"))


class WordsForm(base.DeskForm):
    """One text."""

    words = base.words(_("In your words"), _("It is sealed."), rows=4)


class ResultForm(base.DeskForm):
    """The report of the journey."""

    words = base.words(
        _("What was done"),
        _("Without name and address of the client: this paper goes to the finance office."),
        rows=8,
    )


class SpendForm(base.DeskForm):
    """Money that was needed at once."""

    kind = base.radio(_("For what"), MoneyKind.choices)
    amount_rupiah = forms.IntegerField(
        label=_("Rupiah"),
        min_value=1,
        max_value=MOST_RUPIAH,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    fund_line = base.one_of(_("Who pays"), PAYS)
    paid_on = base.day(_("Paid on"))
    receipt = forms.FileField(
        label=_("Receipt"),
        help_text=_("A picture or a PDF. Without one write down why."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )
    words = base.line(_("What for, or why there is no receipt"), _("It is sealed."), most=500)


class PaperForm(base.DeskForm):
    """Number and dates of a travel paper."""

    kind = base.radio(_("Which paper"), PaperKind.choices)
    letter_number = base.line(
        _("Number of the letter"),
        _("From SRIKANDI or the agenda. Lindung makes no numbers."),
        required=True,
        most=60,
    )
    letter_on = base.day(_("Date of the letter"))
    from_on = base.day(_("Journey from"))
    until_on = base.day(_("Journey until"))
    fund_line = base.one_of(_("Who pays"), FundLine.choices)
    signer = base.colleague(
        _("Who signs"), _("Empty: the name is written by hand."), required=False
    )


class PartnerForm(base.DeskForm):
    """A number that is called at night."""

    kind = base.one_of(_("Kind"), PartnerKind.choices)
    name = base.line(_("Name"), _("Of the office, as people call it."), required=True, most=120)
    night_phone = base.line(_("Number at night"), required=True, most=30)
    day_phone = base.line(_("Number by day"), most=30)
    area = base.one_of(_("Kecamatan"), (), _("Empty: for the whole district."), required=False)


class ProfileForm(base.DeskForm):
    """What a colleague is fit for."""

    trained_tpks = base.yes(_("Trained to handle sexual violence crimes (TPKS)"))
    vehicle = base.radio(_("Can go out with"), Vehicle.choices)


def escort_choices(allowed: Any) -> list[tuple[str, Any]]:
    """Return who may go along, as choices."""
    return [(one.value, one.label) for one in Escort if one in allowed]
