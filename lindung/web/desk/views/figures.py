"""Figures of the unit, each with what it counts, how many, and as of when."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from lindung.stats import queries as stats
from lindung.web.desk.clocks import span
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def figures(request: StaffRequest) -> HttpResponse:
    """Who waits, how soon help began, who is served."""
    board = stats.dashboard(request.actor, request.unit)
    oldest = board.oldest_minutes
    known = {
        "board": board,
        "oldest": span(timedelta(minutes=oldest)) if oldest is not None else "",
    }
    return render(request, "desk/figures.html", known)
