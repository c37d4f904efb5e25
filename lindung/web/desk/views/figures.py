"""Figures of the unit, each with what it counts, how many, and as of when."""

from django.http import HttpResponse
from django.shortcuts import render

from lindung.stats import queries as stats
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def figures(request: StaffRequest) -> HttpResponse:
    """Who waits, how soon help began, who is served."""
    return render(request, "desk/figures.html", {"dashboard": stats.dashboard(request.actor)})
