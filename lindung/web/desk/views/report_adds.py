"""What is added to a report: messages, a code, people, files."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.intake import queries as intake
from lindung.intake import services
from lindung.web.desk.forms import report as forms
from lindung.web.desk.views.show import ask, filled, tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

GROUP = 4  # digits that are read aloud together


@signed_in
def reply(request: StaffRequest, number: str) -> HttpResponse:
    """Write to the reporter."""
    report = intake.get_report(request.actor, number, to="reply")
    form = forms.ReplyForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.reply, request.actor, report, **form.cleaned_data
    ):
        messages.success(request, _("Sent. The reporter reads it with the code."))
        return redirect("desk:report", number)
    title, verb = _("Message to the reporter"), _("Send the message")
    return ask(request, form, number, title, verb, careful=forms.WARNING)


@signed_in
@require_POST
def give_code(request: StaffRequest, number: str) -> HttpResponse:
    """Give whoever told it by phone or at the door a code to come back with; shown once."""
    report = intake.get_report(request.actor, number, to="give_code")
    codes: list[str] = []

    def give() -> None:
        codes.append(services.give_code(request.actor, report))

    if not tried(request, _("The code is shown only now."), give):
        return redirect("desk:report", number)
    return render(request, "desk/code.html", {"number": number, "code": spaced(codes[0])})


@signed_in
def party(request: StaffRequest, number: str) -> HttpResponse:
    """Add somebody to a report."""
    report = intake.get_report(request.actor, number, to="add_party")
    form = forms.PartyForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.add_party, request.actor, report, **filled(form.cleaned_data)
    ):
        return redirect("desk:report", number)
    return ask(request, form, number, _("Somebody of this report"), _("Save"))


@signed_in
def attach(request: StaffRequest, number: str) -> HttpResponse:
    """Add a file."""
    report = intake.get_report(request.actor, number, to="attach")
    form = forms.AttachForm(request.POST if request.FILES else None, files=request.FILES or None)
    if form.is_valid() and accepted(
        form, services.attach, request.actor, report, _taken(form.cleaned_data["files"])
    ):
        return redirect("desk:report", number)
    return ask(request, form, number, _("Add a file"), _("Add"))


def spaced(code: str) -> str:
    """Return a code in groups that can be read aloud."""
    digits = "".join(sign for sign in code if sign.isdigit())
    return " ".join(digits[i : i + GROUP] for i in range(0, len(digits), GROUP))


def _taken(file: UploadedFile[Any]) -> services.UploadedBytes:
    return services.UploadedBytes(file.name or "", file.read())
