"""Danger in the field, at the desk: whom to call, and where they were last."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.core.clock import now
from lindung.core.errors import Denied
from lindung.directory.help import COUNTRY
from lindung.intake.codes import Institution, NextLevel
from lindung.intake.rules import next_levels
from lindung.response import queries, services
from lindung.response.codes import PartnerKind, WordKind
from lindung.web.desk.views.show import ask
from lindung.web.field import forms, show
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

FIRST = (PartnerKind.POLICE, PartnerKind.POLDA, PartnerKind.POM)


@signed_in
def danger(request: StaffRequest, number: str) -> HttpResponse:
    """Show at once, without another tap, what whoever acts needs; the opening is recorded."""
    found = queries.get_mission(request.actor, number, to="see_danger", sealed=queries.PLAN)
    try:
        opened = queries.read_danger(request.actor, found)
    except Denied:  # it is over: nothing is opened any more
        return redirect("field:mission", number)
    named = Institution.POLICE in found.report.institutions
    partners = queries.partners_of_night(
        request.actor, request.unit, found.report.institutions, found.area_id
    )
    known = {
        "mission": found,
        "allowed": queries.allowed(request.actor, found),
        "is_danger": found.duress_at is not None and found.settled_at is None,
        "may_settle": found.duress_by != request.actor.id,
        "crew": opened.crew,
        "plan": opened.plan,
        "places": [(place, place.kind == WordKind.DURESS) for place in opened.places],
        "emergency_number": COUNTRY[0],
        "police_named": named,
        "next_levels": [NextLevel(one).label for one in next_levels(found.report.institutions)],
        "partners": sorted(partners, key=_police_first),
        "clock": show.mission_clock(found, now()),
    }
    return render(request, "field/danger.html", known)


def _police_first(partner: Any) -> bool:
    return partner.kind not in FIRST


@signed_in
def settle(request: StaffRequest, number: str) -> HttpResponse:
    """Say what became of the danger."""
    found = queries.get_mission(request.actor, number, to="settle_danger")
    form = forms.WordsForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.settle_danger, request.actor, found, words=form.cleaned_data["words"]
    ):
        messages.success(request, _("The danger is settled."))
        return redirect("field:mission", number)
    careful = _("Only when somebody saw or heard them safe. A pressed button is no proof.")
    return ask(request, form, number, _("What became of the danger"), _("Settled"), careful=careful)
