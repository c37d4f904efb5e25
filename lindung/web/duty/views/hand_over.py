"""The hand-over sheet: one page, spoken in three minutes, on the screen and as a PDF to keep."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.core.clock import now
from lindung.directory import queries as directory
from lindung.hotline.queries import hand_over as queries
from lindung.hotline.services import hand_over
from lindung.web.desk.views.show import tried
from lindung.web.documents import hand_over_sheet
from lindung.web.duty.views.sheet import sheet_of
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def sheet(request: StaffRequest) -> HttpResponse:
    """Show the sheet, and let one give the duty and another take it."""
    return render(request, "duty/hand_over.html", {"sheet": sheet_of(request)})


@signed_in
def paper(request: StaffRequest) -> HttpResponse:
    """Return the sheet as a PDF: a phone keeps it for the hours without power or signal."""
    found = sheet_of(request)
    numbers = [(str(n.label), n.number) for n in directory.help_numbers(request.unit)]
    made = hand_over_sheet(request.unit, found, numbers)
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"{timezone.localtime(now()):%Y%m%d-%H%M}"
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@signed_in
@require_POST
def give(request: StaffRequest) -> HttpResponse:
    """Say that one told the next everything on the sheet."""
    found = sheet_of(request)
    done = _("You handed over. Your colleague confirms it.")
    n = len(found.rows)
    tried(request, done, hand_over.give_over, request.actor, request.unit, n_open=n)
    return redirect("duty:hand_over")


@signed_in
@require_POST
def take(request: StaffRequest, hand_over_id: UUID) -> HttpResponse:
    """Say that one was told, and is on duty now."""
    one = queries.get_hand_over(request.actor, request.unit, hand_over_id)
    tried(request, _("You are on duty."), hand_over.take_over, request.actor, one)
    messages.info(request, _("Press “Start duty” on the list, so that this screen rings."))
    return redirect("desk:inbox")
