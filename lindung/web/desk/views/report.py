"""The page of one report."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lindung.access import queries as access
from lindung.casework import queries as casework
from lindung.core.clock import now
from lindung.hotline.codes.lines import CONNECTABLE
from lindung.hotline.queries import lines
from lindung.intake import queries as intake
from lindung.intake import services
from lindung.response import queries as response
from lindung.web import documents
from lindung.web.desk import undo, words
from lindung.web.desk.clocks import ago
from lindung.web.desk.forms.report import ReplyForm
from lindung.web.desk.rows import report_clock, whose_report
from lindung.web.field import show as field
from lindung.web.gates import StaffRequest, signed_in

INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})


@signed_in
def report(request: StaffRequest, number: str) -> HttpResponse:
    """Show what is not sealed; the words stay closed until somebody opens them."""
    found = intake.get_report(request.actor, number)
    return render(request, "desk/report.html", _known(request, found))


@signed_in
@require_POST
def open_words(request: StaffRequest, number: str) -> HttpResponse:
    """Show the telling and the thread for five minutes. Opening is the first look, and recorded."""
    found = intake.get_report(request.actor, number)
    if found.looked_at is None:
        services.look_at(request.actor, found)
    opened = {
        "file": intake.read_report(request.actor, found),
        "thread": intake.thread(request.actor, found),
        "channels": lines.views_of(request.actor, found.pk, found.channel),
        "duplicates": intake.duplicates_of(request.actor, found, names=True),
        "may_undo": False,  # something was read just now
    }
    return render(request, "desk/report.html", _known(request, found) | opened)


def _known(request: StaffRequest, found: Any) -> dict[str, Any]:
    """Return what the page shows of a report to somebody who may see it."""
    actor, at = request.actor, now()
    staff = access.names_of(
        {found.handled_by, found.looked_by, found.entered_by, found.limits_told_by} - {None}
    )
    return {
        "report": found,
        "state_kind": words.REPORT_STATES[found.state],
        "clock": report_clock(found, at),
        "age": ago(found.received_at, at),
        "turn": whose_report(found, staff, actor.id),
        "staff": staff,
        "allowed": intake.allowed(actor, found),
        "may_undo": _may_undo(request, found),
        "screenings": intake.screenings(actor, found),
        "duplicates": [] if found.ended_at else intake.duplicates_of(actor, found),
        "earlier": [] if found.ended_at else intake.earlier_from_same(actor, found),
        "attachments": intake.attachments(actor, found),
        "composer": ReplyForm(),
        "stop_request": intake.open_request(actor, found),
        "has_mailbox": found.has_mailbox,
        "by_channel": found.channel in CONNECTABLE,
        "missions": field.rows(response.missions_of(actor, found.pk)),
        "case": casework.case_of_report(actor, found.pk) if found.state == "in_case" else None,
    }


def _may_undo(request: StaffRequest, found: Any) -> bool:
    """Say whether *Saya tangani* can be taken back; once it cannot, nobody asks again."""
    if undo.remembered(request, found.number) is None:
        return False
    may = intake.may_release(request.actor, found)
    if not may:
        undo.forget(request, found.number)
    return may


@signed_in
@require_GET
def attachment(request: StaffRequest, number: str, attachment_id: UUID) -> HttpResponse:
    """Show the clean copy of one file. Opening is recorded."""
    found = intake.get_report(request.actor, number)
    kind, name, content = intake.read_attachment(request.actor, found, attachment_id)
    response = HttpResponse(content, content_type=kind)
    way = "inline" if kind in INLINE else "attachment"
    response["Content-Disposition"] = f'{way}; filename="{documents.safe_name(name)}"'
    return response


@signed_in
def print_form(request: StaffRequest, number: str) -> HttpResponse:
    """Make the one-page complaint form; initials only, unless the names are chosen."""
    found = intake.get_report(request.actor, number)
    if request.method != "POST":
        return redirect("desk:report", number)
    names = request.POST.get("names") == "1"
    opened = intake.read_report(request.actor, found)
    pdf = documents.complaint_form(found, opened, request.unit, with_names=names)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response
