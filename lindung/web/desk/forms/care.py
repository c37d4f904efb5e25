"""Forms of what is done in a case: incident, consent, plan, service, note."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.casework.codes import (
    ConsentBasis,
    ConsentPurpose,
    FundLine,
    LineState,
    NoteKind,
    Place,
    Service,
)
from lindung.intake.codes import Form
from lindung.people.codes import PersonRole
from lindung.web.desk.forms import base

LONGEST_SERVICE_MIN = 24 * 60


class IncidentForm(base.DeskForm):
    """What happened, once or over a span of time."""

    side_by_side: ClassVar[frozenset[str]] = frozenset({"forms"})

    place = base.one_of(_("Where it happened"), Place.choices)
    area = base.one_of(_("Kecamatan"), required=False)
    from_on = base.day(_("On, or from"), required=False)
    until_on = base.day(_("Until"), _("Only if it went on for a time."), required=False)
    forms = base.many_of(_("Forms of violence"), Form.choices, required=True)
    account = base.words(
        _("What happened"), _("Only what the service needs to know. Sealed."), required=False
    )


class ConsentForm(base.DeskForm):
    """What somebody agreed to, or on what other basis the unit acts."""

    purpose = base.one_of(_("Agreed to"), ConsentPurpose.choices)
    basis = base.radio(_("Basis"), ConsentBasis.choices)
    given_by = base.one_of(_("Given by"), PersonRole.choices)
    guardian_conflict = base.yes(
        _("The guardian is suspected"),
        _("A suspected guardian has no right to consent for the child."),
    )
    until_on = base.day(_("Valid until"), required=False)
    words = base.words(_("How it was explained"), rows=3, required=False)


class PlanLineForm(base.DeskForm):
    """One promise of the plan: what, who, until when."""

    service = base.one_of(_("What"), Service.choices)
    owner = base.colleague(_("Who"))
    due_at = base.moment(_("Until"))
    agreed_with_client = base.yes(_("Agreed with the client"))
    words = base.words(_("In words"), rows=3, required=False)


class EndPlanLineForm(base.DeskForm):
    """What became of a promise."""

    side_by_side: ClassVar[frozenset[str]] = frozenset({"state"})

    state = base.radio(
        _("What became of it"),
        [choice for choice in LineState.choices if choice[0] != LineState.OPEN],
    )


class ServiceForm(base.DeskForm):
    """A service that was given."""

    folded: ClassVar[frozenset[str]] = frozenset(
        {"plan_line", "duration_minutes", "fund_line", "cost_rupiah"}
    )

    service = base.one_of(_("What was done"), Service.choices)
    given_at = base.moment(_("When"))
    words = base.words(_("In words"), _("Sealed."), rows=3, required=False)
    plan_line = base.one_of(_("Keeps which promise of the plan"), required=False)
    duration_minutes = forms.IntegerField(
        label=_("How long, in minutes"), required=False, min_value=1, max_value=LONGEST_SERVICE_MIN
    )
    fund_line = base.one_of(_("Who pays"), FundLine.choices, required=False)
    cost_rupiah = forms.IntegerField(label=_("Cost in rupiah"), required=False, min_value=0)


class NoteForm(base.DeskForm):
    """A note."""

    kind = base.radio(
        _("Who may read it"),
        NoteKind.choices,
        _("A psychologist's note and a legal note are closed even to superiors."),
    )
    words = base.words(_("Note"))
