"""How the calling is, drills, and how the unit lets it call, with a night to play."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.hotline.codes.escalation import Severity
from lindung.hotline.queries import calling as queries
from lindung.hotline.rules import escalation as rules
from lindung.hotline.services import drill, ladders
from lindung.web.desk.views.show import tried
from lindung.web.duty.forms.calling import LadderForm
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in, stepped_up

NIGHT_MINUTES = 45


@signed_in
def health(request: StaffRequest) -> HttpResponse:
    """Show whether the caller, its watcher and every way are alive, and the last drill."""
    seen = queries.health(request.actor, request.unit)
    known = {
        "health": seen,
        "results": seen.drill and queries.drill_results(request.actor, request.unit, seen.drill),
        "switchboard": seen.switchboard,
        "may_drill": queries.may(request.actor, request.unit, "start_drill"),
    }
    return render(request, "duty/health.html", known)


@signed_in
@require_POST
def start_drill(request: StaffRequest) -> HttpResponse:
    """Start a drill."""
    queries.require(request.actor, request.unit, "start_drill")
    done = _("The drill runs: everybody must answer within 15 minutes.")
    tried(request, done, drill.start_drill, request.actor, request.unit)
    return redirect("duty:health")


@signed_in
def policies(request: StaffRequest) -> HttpResponse:
    """Show how each severity calls, as a night that is played."""
    known = queries.ladders(request.actor, request.unit)
    shown = {
        "nights": [_night(severity, ladder) for severity, ladder in known.items()],
        "may_set": queries.may(request.actor, request.unit, "set_ladder"),
    }
    return render(request, "duty/policies.html", shown)


@stepped_up
def policy(request: StaffRequest, severity: str) -> HttpResponse:
    """Set how one severity calls; `play` shows the night without keeping anything."""
    if severity not in Severity.values:
        raise Http404
    queries.require(request.actor, request.unit, "set_ladder")
    ladder = queries.ladders(request.actor, request.unit)[Severity(severity)]
    form = LadderForm(request.POST or None, ladder=ladder)
    night = _night(Severity(severity), ladder)
    if form.is_valid():
        night = _night(Severity(severity), form.ladder())
        if "play" not in request.POST and accepted(form, _set, request, severity, form):
            messages.success(request, _("It holds for alarms that begin from now on."))
            return redirect("duty:policies")
    known = {"form": form, "severity": Severity(severity), "night": night}
    return render(request, "duty/policy.html", known)


def _set(request: StaffRequest, severity: str, form: LadderForm) -> None:
    ladders.set_ladder(request.actor, request.unit, severity=severity, ladder=form.ladder())


def _night(severity: Severity, ladder: rules.Ladder) -> dict[str, Any]:
    """Return a night at three in words: at which minute who is called while nobody answers."""
    lines = [
        {
            "at": f"{3 + line.after // 60:02d}.{line.after % 60:02d}",
            "who": [who.label for who in line.who],
            "standing": line.standing,
            "in_turn": line.in_turn,
        }
        for line in rules.play_night(ladder, minutes=NIGHT_MINUTES)[:8]
    ]
    return {"severity": severity, "ladder": ladder, "lines": lines}
