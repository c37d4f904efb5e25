"""The console: what waits, rings, is out there and stands still, on one screen by day and night."""

from django.http import HttpResponse
from django.shortcuts import render

from lindung.intake import queries as intake
from lindung.web.console import console_of
from lindung.web.desk.views.show import is_live, url_of
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def console(request: StaffRequest) -> HttpResponse:
    """Show all of it; the part that lives renews itself."""
    intake.require_inbox(request.actor)
    known = {"it": console_of(request.actor, url_of), "here": request.path}
    template = "duty/_console.html" if is_live(request) else "duty/console.html"
    return render(request, template, known)
