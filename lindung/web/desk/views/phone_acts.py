"""What is done with a contact: how to reach her, a report, an end, a decision, a flag."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.core.clock import now
from lindung.hotline.codes.contact import WhyCode
from lindung.hotline.queries import contact as queries
from lindung.hotline.rules.contact import about_of
from lindung.hotline.services import call, call_back, ending, flags
from lindung.web.desk.clocks import clock_of
from lindung.web.desk.forms import phone as forms
from lindung.web.desk.views.show import ask, tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def safe(request: StaffRequest, number: str) -> HttpResponse:
    """Write down how she said she may be reached."""
    one = queries.get_contact(request.actor, number, to="say_safe")
    form = forms.SafeForm(request.POST or None)
    if form.is_valid() and accepted(form, call.say_safe, request.actor, one, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("desk:phone_contact", number)
    lead = _("Only what she said herself. What is not known counts as no.")
    return ask(request, form, number, _("Safe way to reach her"), _("Save"), lead=lead)


@signed_in
def report(request: StaffRequest, number: str) -> HttpResponse:
    """Make it a report; its clocks began when the phone rang."""
    one = queries.get_contact(request.actor, number, to="report_contact")
    first = {"about": about_of(one.kind, one.answers)} if one.kind else {}
    form = forms.ReportForm(request.POST or None, initial=first)
    if form.is_valid() and accepted(
        form, call.report_contact, request.actor, request.unit, one, **form.cleaned_data
    ):
        if one.report is None:
            said = _("Saved. The outside approver handles it; nobody here sees it.")
            messages.success(request, said)
            return redirect("desk:phone")
        said = _("Report %(number)s is saved.") % {"number": one.report.number}
        messages.success(request, said)
        return redirect("desk:report", one.report.number)
    return ask(request, form, number, _("Make it a report"), _("Save the report"))


@signed_in
def end(request: StaffRequest, number: str) -> HttpResponse:
    """End the talk; nobody is left alone by it."""
    one = queries.get_contact(request.actor, number, to="end_contact")
    form = forms.EndForm(request.POST or None)
    if form.is_valid() and accepted(
        form, ending.end_contact, request.actor, one, **form.cleaned_data
    ):
        messages.success(request, _("The talk has ended."))
        return redirect("desk:phone")
    return ask(request, form, number, _("End the talk"), _("End the talk"))


@signed_in
@require_POST
def know_too(request: StaffRequest, number: str) -> HttpResponse:
    """Be the second officer who knows."""
    one = queries.get_contact(request.actor, number, to="know_too")
    tried(request, _("You are the second officer."), ending.know_too, request.actor, one)
    return redirect("desk:phone_contact", number)


@signed_in
def again(request: StaffRequest, number: str) -> HttpResponse:
    """Say how she was contacted again, or that there was no safe way."""
    one = queries.get_contact(request.actor, number, to="contacted_again")
    form = forms.AgainForm(request.POST or None)
    if form.is_valid() and accepted(form, _again, request, one, form.cleaned_data["channel"]):
        messages.success(request, _("Saved."))
        return redirect("desk:phone_contact", number)
    lead = _("Only a way that she said is safe now can be chosen.")
    title = _("Contacted her again")
    return ask(request, form, number, title, _("Save"), lead=lead)


def _again(request: StaffRequest, one: Any, channel: str) -> None:
    if channel == "none":
        ending.cannot_contact_again(request.actor, one)
    else:
        ending.contacted_again(request.actor, one, channel=channel)


@signed_in
@require_POST
def debrief(request: StaffRequest, number: str) -> HttpResponse:
    """Say that somebody talked with the officer who took the call."""
    one = queries.get_contact(request.actor, number, to="debriefed")
    tried(request, _("Saved."), ending.debriefed, request.actor, one)
    return redirect("desk:phone_contact", number)


@signed_in
def decide(request: StaffRequest, number: str) -> HttpResponse:
    """Decide about a call that nobody took, or in which nobody spoke. The machine dials nothing."""
    one = queries.get_contact(request.actor, number)
    row = queries.call_back_of(request.actor, one, to="decide_call_back")
    if row is None or row.decided_at is not None:
        return redirect("desk:phone_contact", number)
    form = forms.DecideForm(request.POST or None)
    if form.is_valid() and accepted(
        form, call_back.decide_call_back, request.actor, row, **form.cleaned_data
    ):
        messages.success(request, _("Your decision is saved."))
        called = form.cleaned_data["choice"] == "call"
        return redirect("desk:phone_contact", number) if called else redirect("desk:phone")
    reach = queries.may_reach(request.actor, one)
    known = {
        "contact": one,
        "row": row,
        "form": form,
        "earlier": queries.earlier(request.actor, one),
        "allowed_now": reach.allowed,
        "why": WhyCode(reach.why).label,
        "ask_code_word": reach.ask_code_word,
        "clock": clock_of(row.due_at, now(), began_at=one.began_at),
    }
    return render(request, "phone/decide.html", known)


@signed_in
def flag(request: StaffRequest, number: str) -> HttpResponse:
    """Remember something of the number for a while."""
    one = queries.get_contact(request.actor, number, to="flag_number")
    form = forms.FlagForm(request.POST or None)
    if form.is_valid() and accepted(
        form, flags.flag_number, request.actor, one, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("desk:phone_contact", number)
    lead = _("It is shown beside the next call. Every call still rings, and every report counts.")
    return ask(request, form, number, _("Remember this number"), _("Save"), lead=lead)


@signed_in
@require_POST
def lift(request: StaffRequest, number: str) -> HttpResponse:
    """Forget what is remembered of the number."""
    one = queries.get_contact(request.actor, number, to="lift_flag")
    tried(request, _("Forgotten."), flags.lift_flags, request.actor, one)
    return redirect("desk:phone_contact", number)
