"""Money and papers of a mission."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindung.core.clock import now
from lindung.intake.files import UploadedBytes
from lindung.response import queries, services
from lindung.response.codes import FundLine, PaperKind
from lindung.web.desk.views.show import ask, colleagues
from lindung.web.field import forms, travel
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def spend(request: StaffRequest, number: str) -> HttpResponse:
    """Write down money that was needed at once."""
    found = queries.get_mission(request.actor, number, to="spend")
    form = forms.SpendForm(
        request.POST or None,
        files=request.FILES or None,
        initial={"paid_on": timezone.localtime(now()).date()},
    )
    if form.is_valid() and accepted(form, services.spend, request.actor, found, **_spent(form)):
        messages.success(request, _("Saved."))
        return redirect("field:mission", number)
    return ask(request, form, number, _("Money"), _("Save"))


def _spent(form: forms.SpendForm) -> dict[str, Any]:
    file = form.cleaned_data["receipt"]
    receipt = UploadedBytes(file.name, file.read()) if file else None
    return form.cleaned_data | {"receipt": receipt}


@signed_in
@require_GET
def receipt(request: StaffRequest, number: str, expense_id: UUID) -> HttpResponse:
    """Show a receipt. Opening is recorded."""
    found = queries.get_mission(request.actor, number, to="read_money")
    kind, content = queries.read_receipt(request.actor, found, expense_id)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{number}.{kind.rpartition("/")[2]}"'
    return response


@signed_in
def write(request: StaffRequest, number: str) -> HttpResponse:
    """Type in number and dates of a travel paper."""
    found = queries.get_mission(request.actor, number, to="write_paper")
    today = timezone.localtime(now()).date()
    form = forms.PaperForm(
        request.POST or None,
        signer=lambda: colleagues(request, optional=True),
        initial={
            "kind": PaperKind.SPT,
            "letter_on": today,
            "from_on": today,
            "until_on": timezone.localtime(found.return_by).date() if found.return_by else today,
            "fund_line": FundLine.DAK_OUTREACH,
        },
    )
    if form.is_valid() and accepted(
        form, services.write_paper, request.actor, found, **form.cleaned_data
    ):
        messages.success(request, _("Saved. The paper is ready to print."))
        return redirect("field:mission", number)
    return ask(request, form, number, _("Travel paper"), _("Save"))


@signed_in
@require_GET
def show_paper(request: StaffRequest, number: str, paper_id: UUID) -> HttpResponse:
    """Make a travel paper as PDF. The report of the journey opens sealed words; it is recorded."""
    found = queries.get_mission(request.actor, number, to="write_paper")
    paper = queries.get_paper(request.actor, found, paper_id)
    words = ""
    if paper.kind == PaperKind.REPORT:
        words = queries.read_result(request.actor, found)
    pdf = travel.paper(
        request.unit,
        found,
        paper,
        crew=queries.crew_seats(request.actor, found),
        moments=queries.moments_of(request.actor, found),
        expenses=queries.expenses(request.actor, found),
        words=words,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}-{paper.kind}.pdf"'
    return response


@signed_in
def result(request: StaffRequest, number: str) -> HttpResponse:
    """Write the report of the journey."""
    found = queries.get_mission(request.actor, number, to="write_result")
    form = forms.ResultForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.write_result, request.actor, found, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("field:mission", number)
    return ask(request, form, number, _("Report of the journey"), _("Save"))
