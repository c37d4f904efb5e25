"""Entering a report that did not come through the website."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.access.codes import Role
from lindung.intake import queries as intake
from lindung.intake import services
from lindung.web.desk.forms.entry import EnterForm
from lindung.web.desk.views.show import areas, colleagues, filled
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

TAKERS = (Role.OPERATOR, Role.CASE_MANAGER)
USUAL = "phone"  # the channel offered first


@signed_in
def enter(request: StaffRequest) -> HttpResponse:
    """Three fields, Enter saves; then the new report is shown."""
    intake.require_enter(request.actor)
    form = EnterForm(
        request.POST or None,
        area=lambda: areas(request, optional=True),
        on_behalf_of=lambda: colleagues(request, *TAKERS, optional=True),
        initial={"channel": request.session.get("last_channel", USUAL), "about": "other"},
    )
    made: list[str] = []

    def save(**fields: Any) -> None:
        report = services.enter_report(request.actor, request.unit, **fields)
        made.append(report.number if report.unit_id == request.actor.unit_id else "")

    if form.is_valid() and accepted(form, save, **filled(form.cleaned_data)):
        if form.cleaned_data["channel"] != request.session.get("last_channel", USUAL):
            request.session["last_channel"] = form.cleaned_data["channel"]
        return _shown(request, made[0])
    return render(request, "desk/enter.html", {"form": form})


def _shown(request: StaffRequest, number: str) -> HttpResponse:
    """Show the new report; a complaint about the unit's own staff is shown to nobody here."""
    if not number:
        messages.success(request, _("Saved. The outside approver handles it; nobody here sees it."))
        return redirect("desk:inbox")
    messages.success(request, _("Report %(number)s is saved.") % {"number": number})
    return redirect("desk:report", number)
