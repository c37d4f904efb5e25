"""Openings of a day, bait, and who left today: what guards names against those who work here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.access import queries
from lindung.casework import queries as casework
from lindung.casework import services
from lindung.casework.guard_rules import MOST_A_DAY
from lindung.directory.queries import subdistricts_of
from lindung.web.admin.forms import AgreeForm, DecoyForm, OpeningLimitForm
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in, stepped_up


@stepped_up
def openings(request: StaffRequest) -> HttpResponse:
    """Set how many files one colleague opens on a day before somebody asks why."""
    unit = queries.unit_of(request.actor)
    limits = casework.limits_set(request.actor, unit)
    most = limits[0].most if limits else MOST_A_DAY
    form = OpeningLimitForm(request.POST or None, initial={"most": most})
    if form.is_valid() and accepted(
        form, services.set_opening_limit, request.actor, unit, **form.cleaned_data
    ):
        messages.success(request, _("The limit holds from the next opening on."))
        return redirect("admin:openings")
    names = queries.names_of(limit.set_by for limit in limits)
    known = {
        "form": form,
        "limits": [(limit, names.get(limit.set_by, "")) for limit in limits],
        "delivered": MOST_A_DAY,
        "alarms": casework.alarms(request.actor),
    }
    return render(request, "admin/openings.html", known)


@stepped_up
def decoys(request: StaffRequest) -> HttpResponse:
    """Plan an invented client, and see which there are."""
    unit = queries.unit_of(request.actor)
    rows = casework.decoys(request.actor, unit)
    may_plan = casework.may_plan_decoy(request.actor)
    if request.method == "POST" and not may_plan:
        casework.require_plan_decoy(request.actor)
    places = [(area.pk, area.name) for area in subdistricts_of(unit)]
    form = DecoyForm(request.POST or None, areas=places)
    if form.is_valid() and accepted(form, services.plan_decoy, request.actor, **form.cleaned_data):
        messages.success(request, _("It waits for the yes of a head of the unit."))
        return redirect("admin:decoys")
    known = {"rows": rows, "form": form, "may_plan": may_plan}
    return render(request, "admin/decoys.html", known)


@stepped_up
def decoy(request: StaffRequest, decoy_id: UUID) -> HttpResponse:
    """Agree to an invented client, or not."""
    found = casework.get_decoy(request.actor, decoy_id, to="decide_decoy")
    name = casework.read_decoy(request.actor, found)
    form = AgreeForm(request.POST or None)
    if form.is_valid() and accepted(form, _decide, request.actor, found, form, name):
        messages.success(request, _("Your decision is saved."))
        return redirect("admin:decoys")
    planned = queries.names_of([found.asked_by]).get(found.asked_by, "")
    known = {"decoy": found, "name": name, "form": form, "planned": planned}
    return render(request, "admin/decoy.html", known)


def _decide(actor: Any, found: Any, form: AgreeForm, name: str) -> None:
    granted = form.cleaned_data["granted"] == "yes"
    services.decide_decoy(actor, found, granted=granted, name=name)


@signed_in
def leaving(request: StaffRequest) -> HttpResponse:
    """Who left today or has other roles, and what of theirs is still open."""
    unit = queries.unit_of(request.actor)
    known = {"rows": queries.left_today(request.actor, unit)}
    return render(request, "admin/leaving.html", known)
