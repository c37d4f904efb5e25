"""What is pressed during a mission: the moments, the safe word, the sign of danger, the plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.core.errors import RuleBroken
from lindung.response import queries, rules, services
from lindung.response.codes import WordKind
from lindung.web.desk.views.show import areas, ask, tried
from lindung.web.field import forms, show
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in


@signed_in
@require_POST
def stamp(request: StaffRequest, number: str, stamp: str) -> HttpResponse:
    """Write a moment down, now."""
    found = queries.get_mission(request.actor, number, to="stamp")
    tried(request, _("Saved."), services.stamp, request.actor, found, stamp=stamp)
    return redirect("field:mission", number)


@signed_in
def late_stamp(request: StaffRequest, number: str) -> HttpResponse:
    """Write a moment down that was earlier, or correct one."""
    found = queries.get_mission(request.actor, number, to="stamp")
    form = forms.LateStampForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.stamp, request.actor, found, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("field:mission", number)
    lead = _("Every entry is kept. Of one person the newest counts, of several the earliest.")
    return ask(request, form, number, _("Write a moment down"), _("Save"), lead=lead)


@signed_in
@require_POST
def say(request: StaffRequest, number: str) -> HttpResponse:
    """Take a safe word or a sign of danger. Both answer alike, so that nobody beside learns it."""
    danger = request.POST.get("kind") == WordKind.DURESS
    to = "say_danger" if danger else "say_safe"
    found = queries.get_mission(request.actor, number, to=to)
    form = forms.SayForm(request.POST, area=areas(request, optional=True))
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}  # never refused for words
    where: dict[str, Any] = {"place": said.get("place") or "", "area": said.get("area") or None}
    try:
        if danger:
            services.say_danger(request.actor, found, **where)
        else:
            services.say_safe(request.actor, found, **where)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("Saved."))
    return redirect("field:mission", number)


@signed_in
def plan(request: StaffRequest, number: str) -> HttpResponse:
    """Change the plan; what is sealed is written anew or left as it is."""
    found = queries.get_mission(request.actor, number, to="change_plan")
    form = forms.PlanForm(
        request.POST or None,
        area=areas(request, optional=True),
        escort=forms.escort_choices(rules.escorts(found.report.institutions)),
        initial={
            "area": found.area_id or "",
            "signal": found.signal,
            "return_by": found.return_by,
            "escort": found.escort,
        },
    )
    if form.is_valid() and accepted(
        form, services.change_plan, request.actor, found, plan=form.plan()
    ):
        messages.success(request, _("The plan is saved."))
        return redirect("field:mission", number)
    lead = _("Sealed fields are empty here; leave them empty to keep what they say.")
    return ask(request, form, number, _("The plan"), _("Save the plan"), lead=lead)


@signed_in
def add_crew(request: StaffRequest, number: str) -> HttpResponse:
    """Send another colleague along."""
    found = queries.get_mission(request.actor, number, to="add_crew")
    known = queries.ranking(request.actor, found.report, case_id=found.case_id)
    form = forms.CrewForm(request.POST or None, staff_id=show.offered(known))
    if form.is_valid() and accepted(
        form, services.add_crew, request.actor, found, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("field:mission", number)
    return ask(request, form, number, _("Send a colleague along"), _("Send along"))


@signed_in
@require_POST
def end_crew(request: StaffRequest, number: str, staff_id: UUID) -> HttpResponse:
    """Take a colleague off the mission."""
    found = queries.get_mission(request.actor, number, to="end_crew")
    tried(request, _("Saved."), services.end_crew, request.actor, found, staff_id=staff_id)
    return redirect("field:mission", number)


@signed_in
def sign_alone(request: StaffRequest, number: str) -> HttpResponse:
    """Sign that one goes alone where two should."""
    found = queries.get_mission(request.actor, number, to="sign_alone")
    form = forms.WordsForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.sign_alone, request.actor, found, reason=form.cleaned_data["words"]
    ):
        messages.success(request, _("Signed."))
        return redirect("field:mission", number)
    careful = _("Two people or an escort are the rule here. You answer for this one going alone.")
    return ask(
        request, form, number, _("One goes alone"), _("I sign"), careful=careful, danger=True
    )


@signed_in
@require_POST
def help_is_sent(request: StaffRequest, number: str) -> HttpResponse:
    """Say that the help they asked for is on its way."""
    found = queries.get_mission(request.actor, number, to="help_is_sent")
    tried(request, _("Saved."), services.help_is_sent, request.actor, found)
    return redirect("field:mission", number)


@signed_in
def call_off(request: StaffRequest, number: str) -> HttpResponse:
    """Call off a mission that nobody left for."""
    found = queries.get_mission(request.actor, number, to="call_off")
    form = forms.WordsForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.call_off, request.actor, found, words=form.cleaned_data["words"]
    ):
        messages.success(request, _("Called off."))
        return redirect("field:missions")
    return ask(request, form, number, _("Call off"), _("Call off"), danger=True)
