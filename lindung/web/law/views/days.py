"""Days in court: planned, kept, and one's own list of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.casework import queries as casework
from lindung.core.clock import now
from lindung.legal import queries, services
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in
from lindung.web.law import forms
from lindung.web.law.views.page import asked


@signed_in
def days(request: StaffRequest) -> HttpResponse:
    """The days that come, of the cases one may see: number, hour, who goes. No name, no court."""
    known = {"rows": queries.coming(request.actor, now()), "mine": request.actor.id}
    return render(request, "law/days.html", known)


@signed_in
def plan(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """Plan a day and who goes along."""
    case = casework.get_case(request.actor, number, to="write_law")
    way = queries.get_row(request.actor, case, "proceeding", row_id, to="plan_hearing")
    team = casework.team_of_case(case.pk)
    names = access.names_of(team)
    choices = [("", "—"), *((str(who), names.get(who, "")) for who in team)]
    form = forms.HearingForm(request.POST or None, companion=choices)
    if form.is_valid() and accepted(
        form, services.plan_hearing, request.actor, way, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("law:law", number)
    return asked(request, form, number, _("Plan a day"), _("Save"))


@signed_in
def end(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """Write down what came of it."""
    case = casework.get_case(request.actor, number, to="write_law")
    hearing = queries.get_row(request.actor, case, "hearing", row_id, to="end_hearing")
    form = forms.HearingEndForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.end_hearing, request.actor, hearing, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("law:law", number)
    return asked(request, form, number, _("What came of it"), _("Save"))
