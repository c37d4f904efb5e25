"""What a case and the reporter say to each other, and the limits of secrecy told later."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.casework import queries as casework
from lindung.casework import services as cases
from lindung.intake import queries as intake
from lindung.intake import services as reports
from lindung.web.desk.forms import report as forms
from lindung.web.desk.views.show import ask
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def thread(request: StaffRequest, number: str, report_id: UUID) -> HttpResponse:
    """Write to the reporter from the case; what was written stays closed until it is opened."""
    act = "write_to_reporter" if request.method == "POST" else "read_thread"
    case = casework.get_case(request.actor, number, to=act)
    report = casework.get_report_of(request.actor, case, report_id, to=act)
    form = forms.ReplyForm(request.POST or None)
    if form.is_valid() and accepted(
        form, cases.write_to_reporter, request.actor, case, report, **form.cleaned_data
    ):
        messages.success(request, _("Sent. The reporter reads it with the code."))
        return redirect("desk:case_thread", number, report_id)
    return _page(request, case, report, form)


@signed_in
@require_POST
def open_thread(request: StaffRequest, number: str, report_id: UUID) -> HttpResponse:
    """Show what reporter and unit wrote. Opening is recorded."""
    case = casework.get_case(request.actor, number, to="read_thread")
    report = casework.get_report_of(request.actor, case, report_id, to="read_thread")
    opened = casework.read_thread(request.actor, case, report)
    return _page(request, case, report, forms.ReplyForm(), opened=True, thread=opened)


def _page(
    request: StaffRequest, case: Any, report: Any, form: forms.ReplyForm, **opened: Any
) -> HttpResponse:
    known = {
        "case": case,
        "report": report,
        "form": form,
        "allowed": casework.allowed(request.actor, case),
    }
    return render(request, "desk/case_thread.html", known | opened)


@signed_in
def report_limits(request: StaffRequest, number: str) -> HttpResponse:
    """Write down that the reporter was told the limits of secrecy."""
    report = intake.get_report(request.actor, number, to="tell_limits")
    form = forms.LimitsToldForm(request.POST or None)
    if form.is_valid() and accepted(
        form, reports.tell_limits, request.actor, report, **form.cleaned_data
    ):
        return redirect("desk:report", number)
    return _limits(request, form, number)


@signed_in
def case_limits(request: StaffRequest, number: str, report_id: UUID) -> HttpResponse:
    """Write down, from the case, that she was told the limits of secrecy."""
    case = casework.get_case(request.actor, number, to="tell_limits")
    report = casework.get_report_of(request.actor, case, report_id, to="tell_limits")
    form = forms.LimitsToldForm(request.POST or None)
    if form.is_valid() and accepted(
        form, cases.tell_limits, request.actor, case, report, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    return _limits(request, form, number)


def _limits(request: StaffRequest, form: forms.LimitsToldForm, number: str) -> HttpResponse:
    lead = _("She hears before she tells more what cannot stay between the two of you.")
    return ask(request, form, number, _("Limits of secrecy"), _("They were told now"), lead=lead)
