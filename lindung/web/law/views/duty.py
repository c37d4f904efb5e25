"""The duty to report sexual violence to the police: armed, confirmed, and how it may end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lindung.casework import queries as casework
from lindung.legal import queries, services
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in
from lindung.web.law import forms
from lindung.web.law.views.page import asked


@signed_in
def answer(request: StaffRequest, number: str) -> HttpResponse:
    """Say who told the unit, and at which hour."""
    case = casework.get_case(request.actor, number, to="write_law")
    form = forms.DutyForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.answer_duty, request.actor, case, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("law:law", number)
    lead = _(
        "UU 12/2022 Ps 41: once she told us, the unit reports to the police within 3 × 24 hours."
        " A third person's word starts no clock."
    )
    return asked(request, form, number, _("Has she herself spoken to us?"), _("Save"), lead=lead)


@signed_in
def confirm(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """Confirm the hour from which the duty runs."""
    case = casework.get_case(request.actor, number, to="confirm_law")
    clock = queries.get_row(request.actor, case, "clock", row_id, to="confirm_hour")
    form = forms.HourForm(request.POST or None, initial={"at": clock.began_at})
    if form.is_valid() and accepted(
        form, services.confirm_hour, request.actor, clock, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("law:law", number)
    return asked(request, form, number, _("Confirm the hour"), _("Confirm"))


@signed_in
def opinion(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """Write why no police report is made. The clock runs on until the head signs."""
    case = casework.get_case(request.actor, number, to="see_law")
    clock = queries.get_row(request.actor, case, "clock", row_id, to="write_opinion")
    form = forms.OpinionForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.write_opinion, request.actor, clock, **form.cleaned_data
    ):
        messages.success(request, _("Saved. The clock runs on until the head has signed."))
        return redirect("law:law", number)
    careful = _("Ps 41 names no exception. Until the head has signed the duty stands.")
    return asked(
        request, form, number, _("Why no police report"), _("Give to the head"), careful=careful
    )


@signed_in
def decide(request: StaffRequest, number: str, row_id: UUID) -> HttpResponse:
    """Read the reason, which is recorded, and sign it or send it back."""
    case = casework.get_case(request.actor, number, to="sign_law")
    clock = queries.get_row(request.actor, case, "clock", row_id, to="sign_opinion")
    form = forms.SignForm(request.POST or None)
    if form.is_valid():
        granted = form.cleaned_data["granted"] == "yes"
        done = (
            accepted(form, services.sign_opinion, request.actor, clock)
            if granted
            else accepted(
                form,
                services.refuse_opinion,
                request.actor,
                clock,
                reason=form.cleaned_data["reason"],
            )
        )
        if done:
            messages.success(request, _("Your decision is saved."))
            return redirect("law:law", number)
    lead = queries.read_opinion(request.actor, clock)
    careful = clock.get_offence_display() if clock.offence else _("Not TPKS, on review")
    return asked(
        request, form, number, _("No police report?"), _("Save"), lead=lead, careful=careful
    )
