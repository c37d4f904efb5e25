"""The unit itself and its own limits."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.access import queries
from lindung.core.errors import RuleBroken
from lindung.directory import queries as directory
from lindung.directory import services
from lindung.web.admin.forms import LimitsForm, UnitForm
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, stepped_up


@stepped_up
def unit(request: StaffRequest) -> HttpResponse:
    """Change what the public reads of the unit; see its host name and who decides from outside."""
    here = queries.unit_of(request.actor)
    queries.require(request.actor, here, "add_staff")
    known = {"phone": here.phone, "whatsapp": here.whatsapp, "time_zone": here.time_zone}
    form = UnitForm(request.POST or None, initial=known)
    if form.is_valid() and accepted(
        form, services.change_unit, request.actor, here, **form.cleaned_data
    ):
        messages.success(request, _("The change is saved."))
        return redirect("admin:unit")
    decides = directory.unit_by_id(here.approver_id) if here.approver_id else None
    page = {"form": form, "place": here, "decides": decides}
    return render(request, "admin/unit.html", page)


@stepped_up
def limits(request: StaffRequest) -> HttpResponse:
    """Set the unit's own limits."""
    here = queries.unit_of(request.actor)
    queries.require(request.actor, here, "view_settings")
    form = LimitsForm(request.POST or None, limits=directory.limits_of(here.pk))
    if form.is_valid() and _set(request, form):
        messages.success(request, _("The limits hold for what comes in from now on."))
        return redirect("admin:limits")
    return render(request, "admin/limits.html", {"form": form})


def _set(request: StaffRequest, form: LimitsForm) -> bool:
    """Set each changed limit; all of them or, where a rule says no, none."""
    here = queries.unit_of(request.actor)
    for limit, minutes in form.changes().items():
        try:
            services.set_limit(request.actor, here, limit=limit, minutes=minutes)
        except RuleBroken as broken:
            form.add_error(limit.value, broken.message)
    return not form.errors
