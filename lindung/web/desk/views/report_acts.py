"""What is done with a report: one screen for each act."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.access.codes import Role
from lindung.casework import queries as cases
from lindung.casework import services as casework
from lindung.intake import instruments, services
from lindung.intake import queries as intake
from lindung.web.desk.forms import report as forms
from lindung.web.desk.forms.case import OpenCaseForm
from lindung.web.desk.views.show import CARERS, areas, ask, colleagues, filled, tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

ANSWERS_BY_KEY = "js/answers.js"
TAKERS = (Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD, Role.COMPANION)
GROUP = 4  # digits that are read aloud together


@signed_in
@require_POST
def take(request: StaffRequest, number: str) -> HttpResponse:
    """Say *Saya tangani*."""
    report = intake.get_report(request.actor, number)
    done = _("You handle %(number)s now.") % {"number": number}
    tried(request, done, services.take, request.actor, report)
    return redirect("desk:report", number)


@signed_in
def hand_to(request: StaffRequest, number: str) -> HttpResponse:
    """Hand a report to a colleague, such as the companion who goes there."""
    report = intake.get_report(request.actor, number)
    form = forms.HandToForm(request.POST or None, staff_id=colleagues(request, *TAKERS))
    if form.is_valid() and accepted(
        form, services.hand_to, request.actor, report, **form.cleaned_data
    ):
        messages.success(request, _("Handed over."))
        return redirect("desk:inbox")
    return ask(request, form, number, _("Hand to a colleague"), _("Hand it over"))


@signed_in
@require_POST
def give_code(request: StaffRequest, number: str) -> HttpResponse:
    """Give whoever told it by phone or at the door a code to come back with; shown once."""
    report = intake.get_report(request.actor, number)
    codes: list[str] = []

    def give() -> None:
        codes.append(services.give_code(request.actor, report))

    if not tried(request, _("The code is shown only now."), give):
        return redirect("desk:report", number)
    return render(request, "desk/code.html", {"number": number, "code": spaced(codes[0])})


@signed_in
def screen(request: StaffRequest, number: str) -> HttpResponse:
    """Answer the questions of the first screening."""
    report = intake.get_report(request.actor, number)
    instrument = instruments.DARURAT
    form = forms.ScreeningForm(request.POST or None, items=instruments.questions(instrument))
    if form.is_valid() and accepted(
        form,
        services.screen,
        request.actor,
        report,
        instrument=instrument.code,
        answers=form.answers,
    ):
        return redirect("desk:triage", number)
    lead = _("Unknown never counts as no. Keys 1 to 4 answer the next question.")
    return ask(
        request,
        form,
        number,
        _("Screening"),
        _("Save the answers"),
        lead=lead,
        script=ANSWERS_BY_KEY,
    )


@signed_in
def triage(request: StaffRequest, number: str) -> HttpResponse:
    """Say what kind of matter it is, whose, and how urgent."""
    report = intake.get_report(request.actor, number)
    form = forms.TriageForm(
        request.POST or None,
        area=areas(request, optional=True),
        initial={
            "risk": report.risk,
            "emergency": report.emergency,
            "area": report.area_id,
            "child": report.child,
            "institution_named": report.institution_named,
            "institutions": report.institutions,
            "case_types": report.case_types,
            "forms": report.forms,
            "relation": report.relation,
            "authority": report.authority or "district",
        },
    )
    if form.is_valid() and accepted(
        form, services.triage, request.actor, report, **filled(form.cleaned_data)
    ):
        return redirect("desk:report", number)
    return ask(request, form, number, _("Triage"), _("Save the triage"))


@signed_in
def raise_risk(request: StaffRequest, number: str) -> HttpResponse:
    """Raise the risk at once."""
    report = intake.get_report(request.actor, number)
    form = forms.RaiseRiskForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.raise_risk, request.actor, report, **form.cleaned_data
    ):
        return redirect("desk:report", number)
    return ask(request, form, number, _("Raise the risk"), _("Raise the risk"))


@signed_in
def lower_risk(request: StaffRequest, number: str) -> HttpResponse:
    """Ask that a second person lowers the risk."""
    report = intake.get_report(request.actor, number)
    form = forms.LowerRiskForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.ask_lower_risk, request.actor, report, **form.cleaned_data
    ):
        messages.success(request, _("Asked. Until somebody else agrees the risk stays as it is."))
        return redirect("desk:report", number)
    return ask(request, form, number, _("Ask to lower the risk"), _("Ask"))


@signed_in
def reply(request: StaffRequest, number: str) -> HttpResponse:
    """Write to the reporter."""
    report = intake.get_report(request.actor, number)
    form = forms.ReplyForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.reply, request.actor, report, **form.cleaned_data
    ):
        messages.success(request, _("Sent. The reporter reads it with the code."))
        return redirect("desk:report", number)
    title, verb = _("Message to the reporter"), _("Send the message")
    return ask(request, form, number, title, verb, careful=forms.WARNING)


@signed_in
def end(request: StaffRequest, number: str) -> HttpResponse:
    """End a report that is not for us: explained and informed."""
    report = intake.get_report(request.actor, number)
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
    report = intake.get_report(request.actor, number)
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
    report = intake.get_report(request.actor, number)
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


@signed_in
def conflict(request: StaffRequest, number: str) -> HttpResponse:
    """Say *saya kenal pihak ini*: the report is gone from one's own eyes."""
    report = intake.get_report(request.actor, number)
    form = forms.ConflictForm(request.POST or None)
    if form.is_valid() and accepted(form, services.declare_conflict, request.actor, report):
        messages.success(request, _("Taken from you. Thank you for saying so."))
        return redirect("desk:inbox")
    return ask(request, form, number, _("I know these people"), _("Take it from me"), danger=True)


@signed_in
def block(request: StaffRequest, number: str) -> HttpResponse:
    """Keep a colleague who is named in it from knowing of the report."""
    report = intake.get_report(request.actor, number)
    form = forms.BlockForm(request.POST or None, staff=colleagues(request))
    if form.is_valid() and accepted(
        form, services.block_named, request.actor, report, form.cleaned_data["staff"]
    ):
        return redirect("desk:report", number)
    return ask(
        request,
        form,
        number,
        _("A colleague is named"),
        _("Hide it from this colleague"),
        danger=True,
    )


@signed_in
def party(request: StaffRequest, number: str) -> HttpResponse:
    """Add somebody to a report."""
    report = intake.get_report(request.actor, number)
    form = forms.PartyForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.add_party, request.actor, report, **filled(form.cleaned_data)
    ):
        return redirect("desk:report", number)
    return ask(request, form, number, _("Somebody of this report"), _("Save"))


@signed_in
def attach(request: StaffRequest, number: str) -> HttpResponse:
    """Add a file."""
    report = intake.get_report(request.actor, number)
    form = forms.AttachForm(request.POST if request.FILES else None, files=request.FILES or None)
    if form.is_valid() and accepted(
        form, services.attach, request.actor, report, _taken(form.cleaned_data["files"])
    ):
        return redirect("desk:report", number)
    return ask(request, form, number, _("Add a file"), _("Add"))


@signed_in
def open_case(request: StaffRequest, number: str) -> HttpResponse:
    """Open a case on a report: nine fields."""
    report = intake.get_report(request.actor, number)
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
    made: list[str] = []

    def save(**fields: Any) -> None:
        made.append(casework.open_case(request.actor, report, **fields).number)

    if form.is_valid() and accepted(form, save, **form.cleaned_data):
        messages.success(request, _("Case %(number)s is open.") % {"number": made[0]})
        return redirect("desk:case", made[0])
    return ask(request, form, number, _("Open a case"), _("Open the case"))


@signed_in
def into_case(request: StaffRequest, number: str) -> HttpResponse:
    """Put a later report into a case that is open already."""
    report = intake.get_report(request.actor, number)
    form = forms.IntoCaseForm(request.POST or None)
    if form.is_valid():
        case = cases.get_case(request.actor, form.cleaned_data["case"])
        if accepted(form, casework.attach_report, request.actor, case, report):
            return redirect("desk:case", case.number)
    careful = _("If this report tells of more danger, the risk of the case rises.")
    return ask(
        request, form, number, _("Put into an open case"), _("Put into the case"), careful=careful
    )


def spaced(code: str) -> str:
    """Return a code in groups that can be read aloud."""
    digits = "".join(sign for sign in code if sign.isdigit())
    return " ".join(digits[i : i + GROUP] for i in range(0, len(digits), GROUP))


def _taken(file: UploadedFile[Any]) -> services.UploadedBytes:
    return services.UploadedBytes(file.name or "", file.read())
