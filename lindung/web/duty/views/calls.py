"""Calls to oneself, the alarms that are open, and the address that answers without signing in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lindung.core.errors import NotFound
from lindung.hotline.queries import calling as queries
from lindung.hotline.services import answer
from lindung.web.desk.views.show import is_live, tried
from lindung.web.gates import StaffRequest, public, signed_in


@signed_in
def calls(request: StaffRequest) -> HttpResponse:
    """Show who calls me, and every open alarm that I may know of."""
    queries.require(request.actor, request.unit, "view_calling")
    known = {
        "calls": queries.my_calls(request.actor),
        "alarms": queries.alarms(request.actor),
        "stands_still": queries.bell(request.actor).stands_still,
        "here": request.get_full_path(),
    }
    return render(request, "duty/_calls.html" if is_live(request) else "duty/calls.html", known)


@signed_in
@require_POST
def answer_call(request: StaffRequest, call_id: UUID) -> HttpResponse:
    """Say *Saya tangani* to a call."""
    call = queries.get_call(request.actor, call_id)
    from_field = any(one.from_field for one in queries.my_calls(request.actor) if one.call == call)
    n = answer.answer_call(request.actor, call)
    if from_field and n:
        messages.success(request, _("You answered. Open the number of the mission now."))
        return redirect("duty:calls")
    said = ngettext(
        "You answered. %(n)d report now waits for you on the desk.",
        "You answered. %(n)d reports now wait for you on the desk.",
        n,
    )
    messages.success(request, said % {"n": n} if n else _("You answered."))
    return redirect("desk:inbox" if n else "duty:calls")


@signed_in
@require_POST
def go_on(request: StaffRequest, alarm_id: UUID) -> HttpResponse:
    """Say that one is still at it."""
    alarm = queries.get_alarm(request.actor, alarm_id, "go_on")
    tried(request, _("It keeps still again for a while."), answer.go_on, request.actor, alarm)
    return redirect("duty:calls")


@public
def answer_link(request: HttpRequest, link: str) -> HttpResponse:
    """Let whoever was called answer with one tap: no sign-in, no content, none by merely looking.

    A preview or a scanner only opens the page; it answers nothing.
    """
    if not answer.is_open(link):
        raise NotFound("call")
    if request.method == "POST":
        answer.answer_by_link(link)
        return render(request, "duty/answered.html")
    return render(request, "duty/answer.html")
