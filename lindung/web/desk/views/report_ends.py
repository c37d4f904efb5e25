"""What a report comes to: a case, an answer, another report."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lindung.access.codes import Role
from lindung.casework import queries as cases
from lindung.casework import services as casework
from lindung.intake import queries as intake
from lindung.intake import services
from lindung.web.desk.forms import report as forms
from lindung.web.desk.forms.case import OpenCaseForm
from lindung.web.desk.views.show import CARERS, areas, ask, colleagues
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def open_case(request: StaffRequest, number: str) -> HttpResponse:
    """Open a case on a report: nine fields."""
    report = intake.get_report(request.actor, number, to="put_in_case")
    form = OpenCaseForm(
        request.POST or None,
        area=areas(request),
        manager=colleagues(request, Role.CASE_MANAGER, Role.UNIT_HEAD),
        companions=colleagues(request, *CARERS),
        initial={
            "area": report.area_id,
            "forms": report.forms,
            "relation": report.relation,
            "risk": report.risk,
            "manager": str(request.actor.id),
        },
    )
    made: list[Any] = []

    def save(**fields: Any) -> None:
        made.append(casework.open_case(request.actor, report, **fields))

    if form.is_valid() and accepted(form, save, **form.cleaned_data):
        case = made[0]
        messages.success(request, _("Case %(number)s is open.") % {"number": case.number})
        if cases.may_in_case(request.actor, "view", case.pk):
            return redirect("desk:case", case.number)
        return redirect("desk:report", number)  # whoever opens it for another sees no more of it
    return ask(request, form, number, _("Open a case"), _("Open the case"))


@signed_in
def into_case(request: StaffRequest, number: str) -> HttpResponse:
    """Put a later report into a case that is open already."""
    report = intake.get_report(request.actor, number, to="put_in_case")
    form = forms.IntoCaseForm(request.POST or None)
    if form.is_valid():
        case = cases.get_case(request.actor, form.cleaned_data["case"])
        if accepted(form, casework.attach_report, request.actor, case, report):
            return redirect("desk:case", case.number)
    careful = _("If this report tells of more danger, the risk of the case rises.")
    return ask(
        request, form, number, _("Put into an open case"), _("Put into the case"), careful=careful
    )


@signed_in
def end(request: StaffRequest, number: str) -> HttpResponse:
    """End a report that is not for us: explained and informed."""
    report = intake.get_report(request.actor, number, to="inform_and_end")
    form = forms.EndForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.inform_and_end, request.actor, report, **form.cleaned_data
    ):
        return redirect("desk:inbox")
    careful = _("This ends the report. The reporter can still write with the code.")
    return ask(
        request, form, number, _("Explained and informed"), _("End the report"), careful=careful
    )


@signed_in
def join(request: StaffRequest, number: str) -> HttpResponse:
    """Join a report with another one that tells of the same thing."""
    report = intake.get_report(request.actor, number, to="join")
    form = forms.JoinForm(request.POST or None, initial={"to": request.GET.get("ke", "")})
    if form.is_valid():
        to = intake.get_report(request.actor, form.cleaned_data["to"])
        if accepted(form, services.join, request.actor, report, to=to):
            return redirect("desk:report", to.number)
    careful = _("Both stay readable. Only the other one stays in the lists.")
    return ask(
        request, form, number, _("Join with another report"), _("Join them"), careful=careful
    )


@signed_in
def stop(request: StaffRequest, number: str) -> HttpResponse:
    """Decide what the reporter's wish to stop comes to."""
    report = intake.get_report(request.actor, number, to="stop")
    form = forms.StopForm(request.POST or None)
    if form.is_valid() and accepted(
        form,
        services.stop,
        request.actor,
        report,
        intake.open_request(request.actor, report),
        confirmed=form.cleaned_data["confirmed"] == "yes",
    ):
        return redirect("desk:report", number)
    lead = _("The wish came with the code, which somebody else may hold. Nothing has changed yet.")
    return ask(request, form, number, _("The wish to stop"), _("Save the decision"), lead=lead)
