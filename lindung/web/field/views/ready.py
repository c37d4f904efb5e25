"""What must be ready before the night: numbers of partners, what colleagues are fit for."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.core.errors import NotFound
from lindung.response import queries, services
from lindung.web.desk.views.show import areas
from lindung.web.field import forms
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def ready(request: StaffRequest) -> HttpResponse:
    """Show whom to call at night, and what colleagues are trained for and can go out with."""
    actor, unit = request.actor, request.unit
    known = {
        "partners": queries.partners(actor, unit),
        "profiles": queries.profiles(actor, unit),
        "may_partner": queries.may(actor, unit, "keep_partner"),
        "may_profile": queries.may(actor, unit, "keep_profile"),
        "may_missions": queries.may(actor, unit, "view_missions"),
    }
    return render(request, "field/ready.html", known)


@signed_in
def add_partner(request: StaffRequest) -> HttpResponse:
    """Keep a number that is called at night."""
    queries.require(request.actor, request.unit, "keep_partner")
    form = forms.PartnerForm(request.POST or None, area=areas(request, optional=True))
    if form.is_valid() and accepted(
        form, services.keep_partner, request.actor, request.unit, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("field:ready")
    return _ask(request, form, _("A number for the night"))


@signed_in
@require_POST
def end_partner(request: StaffRequest, partner_id: UUID) -> HttpResponse:
    """Call a number no more."""
    partner = queries.get_partner(request.actor, request.unit, partner_id)
    services.end_partner(request.actor, request.unit, partner=partner)
    messages.success(request, _("Saved."))
    return redirect("field:ready")


@signed_in
def profile(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Keep what a colleague is fit for."""
    queries.require(request.actor, request.unit, "keep_profile")
    known = queries.profiles(request.actor, request.unit)
    one = next((row for row in known if row.staff_id == staff_id), None)
    if one is None:
        raise NotFound(str(staff_id))
    form = forms.ProfileForm(
        request.POST or None,
        initial={"trained_tpks": one.trained_tpks, "vehicle": one.vehicle},
    )
    if form.is_valid() and accepted(
        form,
        services.keep_profile,
        request.actor,
        request.unit,
        staff_id=staff_id,
        **form.cleaned_data,
    ):
        messages.success(request, _("Saved."))
        return redirect("field:ready")
    return _ask(request, form, one.name)


def _ask(request: StaffRequest, form: Form, title: str) -> HttpResponse:
    page = {"form": form, "title": title, "verb": _("Save")}
    page |= {"back_url": reverse("field:ready"), "back_words": _("Ready for the night")}
    return render(request, "desk/form.html", page)
