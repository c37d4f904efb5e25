"""The ladder of a proceeding: opened, climbed, corrected; what protects her, and its end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.casework import queries as casework
from lindung.core.clock import now
from lindung.legal import queries, services
from lindung.web.desk.forms.base import ReasonForm
from lindung.web.desk.views.show import tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in
from lindung.web.law import forms
from lindung.web.law.views.page import asked


@signed_in
def open_proceeding(request: StaffRequest, number: str) -> HttpResponse:
    """Open one way of the law."""
    case = casework.get_case(request.actor, number, to="write_law")
    form = forms.ProceedingForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.open_proceeding, request.actor, case, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("law:law", number)
    return asked(request, form, number, _("Open a proceeding"), _("Open"))


@signed_in
def take_step(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """Write down what happened; limits of the law start by themselves."""
    case = casework.get_case(request.actor, number, to="write_law")
    way = queries.get_row(request.actor, case, "proceeding", row_id, to="take_step")
    form = forms.StepForm(request.POST or None, initial={"at": now()})
    if form.is_valid() and accepted(
        form, services.take_step, request.actor, way, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("law:law", number)
    return asked(request, form, number, _("What happened"), _("Save"))


@signed_in
def strike_step(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """Strike a line that was entered wrongly."""
    case = casework.get_case(request.actor, number, to="write_law")
    step = queries.get_row(request.actor, case, "step", row_id, to="strike_step")
    form = ReasonForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.strike_step, request.actor, step, **form.cleaned_data
    ):
        messages.success(request, _("Struck. The line stays readable."))
        return redirect("law:law", number)
    lead = _("Limits it started end with this reason; limits it met run again.")
    return asked(request, form, number, _("Entered wrongly"), _("Strike"), lead=lead, danger=True)


@signed_in
def add_order(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """Write down protection or detention and until when it lasts."""
    case = casework.get_case(request.actor, number, to="write_law")
    way = queries.get_row(request.actor, case, "proceeding", row_id, to="add_order")
    form = forms.OrderForm(request.POST or None, initial={"from_at": now()})
    if form.is_valid() and accepted(
        form, services.add_order, request.actor, way, **form.cleaned_data
    ):
        messages.success(request, _("Saved. You are told before it ends."))
        return redirect("law:law", number)
    return asked(request, form, number, _("Protection or detention"), _("Save"))


@signed_in
@require_POST
def end_order(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """Say that its end was dealt with."""
    case = casework.get_case(request.actor, number, to="write_law")
    order = queries.get_row(request.actor, case, "order", row_id, to="end_order")
    tried(request, _("Saved."), services.end_order, request.actor, order)
    return redirect("law:law", number)


@signed_in
def end_clock(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """End a limit that does not concern this case, with the reason."""
    case = casework.get_case(request.actor, number, to="write_law")
    clock = queries.get_row(request.actor, case, "clock", row_id, to="end_clock")
    form = ReasonForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.end_clock, request.actor, clock, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("law:law", number)
    return asked(request, form, number, _("This limit does not concern her"), _("End it"))
