"""The way into practice and out of it, and the one thing of real work that is told meanwhile."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lindung.access import queries, services
from lindung.intake import queries as intake
from lindung.web.gates import StaffRequest, signed_in
from lindung.web.navigation import first_place
from lindung.web.practising import ROOT, SESSION, is_practised


@signed_in
@require_GET
def door(request: StaffRequest) -> HttpResponse:
    """Say what practice is, and offer it."""
    known = {
        "may_practise": queries.may_practise(request.actor, request.user),
        "is_inside": SESSION in request.session,
        "place": _first_of_practice(request),
    }
    return render(request, "practice/door.html", known)


@signed_in
@require_POST
def enter(request: StaffRequest) -> HttpResponse:
    """Go to practise."""
    services.enter_practice(request.actor, request.user)
    request.session[SESSION] = True
    return redirect(_first_of_practice(request))


@signed_in
@require_POST
def leave(request: StaffRequest) -> HttpResponse:
    """Come back; tabs of practice that still stand open do nothing any more."""
    services.leave_practice(request.actor, request.user)
    request.session.pop(SESSION, None)
    messages.success(request, _("This is real work again. Practice is over."))
    return redirect(first_place(request.actor.roles))


@signed_in
@require_POST
def renew(request: StaffRequest) -> HttpResponse:
    """Throw the invented cases away and begin with others."""
    services.renew_practice(request.actor, request.user)
    messages.success(request, _("Practice begins anew. Fresh invented cases come in a moment."))
    return redirect("practice:door")


@signed_in
@require_GET
def real(request: StaffRequest) -> HttpResponse:
    """Tell a page of practice whether an emergency of real life waits meanwhile. Never of whom."""
    return render(request, "practice/_real.html", {"alarms": intake.alarms(request.actor)})


def _first_of_practice(request: StaffRequest) -> str:
    """Return where somebody begins to practise: as by day, or with the help for it."""
    place = first_place(request.actor.roles)
    return f"{ROOT}{place}" if is_practised(place) else f"{ROOT}{reverse('help:index')}"
