"""The unit itself and its own limits."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.access import queries
from lindung.core.actor import Actor
from lindung.core.errors import RuleBroken
from lindung.directory import queries as directory
from lindung.directory import services
from lindung.directory.codes import UnitKind
from lindung.web.admin.forms import LimitsForm, UnitForm
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, stepped_up

if TYPE_CHECKING:
    from lindung.directory.models import Unit


@stepped_up
def unit(request: StaffRequest) -> HttpResponse:
    """Change what the public reads of the unit, and who decides for it from outside."""
    here = queries.unit_of(request.actor)
    queries.require(request.actor, here, "add_staff")
    outside = {str(u.pk): u for u in directory.units() if u.kind != UnitKind.UPTD and u != here}
    known = {"phone": here.phone, "whatsapp": here.whatsapp, "time_zone": here.time_zone}
    form = UnitForm(
        request.POST or None,
        initial=known | {"approver": str(here.approver_id or "")},
        approvers=[(key, one.name) for key, one in outside.items()],
    )
    if form.is_valid():
        approver = outside.get(form.cleaned_data.pop("approver"))
        if accepted(form, _change, request.actor, here, approver, **form.cleaned_data):
            messages.success(request, _("The change is saved."))
            return redirect("admin:unit")
    return render(request, "admin/unit.html", {"form": form, "place": here})


def _change(actor: Actor, here: "Unit", approver: "Unit | None", **words: str) -> None:
    services.change_unit(actor, here, **words)
    services.name_approver(actor, here, approver=approver)


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
