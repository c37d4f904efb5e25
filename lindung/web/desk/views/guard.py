"""Alarms about what a colleague opened, and registers with names that leave the house by two."""

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.access import queries as access
from lindung.access.codes import Sex
from lindung.casework import queries, services
from lindung.casework.codes import RegisterClass, Stage
from lindung.casework.guard_rules import csv_row
from lindung.core.clock import now
from lindung.directory.queries import unit_by_id
from lindung.intake.codes import Form
from lindung.people.codes import AgeBand
from lindung.web.desk.forms.case import DecideForm
from lindung.web.desk.forms.guard import AskNamesForm, FindingForm
from lindung.web.desk.views.show import tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in, stepped_up


@signed_in
def alarm(request: StaffRequest, alarm_id: UUID) -> HttpResponse:
    """Read who opened how much, ask them why, and write down what was found."""
    found = queries.get_alarm(request.actor, alarm_id)
    form = FindingForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.settle_alarm, request.actor, found, **form.cleaned_data
    ):
        messages.success(request, _("It is written down. The task has ended."))
        return redirect("desk:alarm", found.pk)
    names = access.names_of([found.staff_id, found.settled_by])
    known = {
        "alarm": found,
        "who": names.get(found.staff_id, "?"),
        "settled_by": names.get(found.settled_by) if found.settled_by else "",
        "where": unit_by_id(found.from_unit_id).name,
        "files": queries.files_of(request.actor, found),
        "finding": queries.read_finding(request.actor, found),
        "form": form,
    }
    return render(request, "desk/alarm.html", known)


@signed_in
def exports(request: StaffRequest) -> HttpResponse:
    """Ask that a register with names may leave; see what was asked before."""
    may_ask = queries.may_ask_names(request.actor)
    rows = queries.exports(request.actor)
    seen = {row.pk for row in rows}
    watch = [row for row in queries.exports_to_watch(request.actor) if row.pk not in seen]
    if not may_ask and (request.method == "POST" or not (rows or watch)):
        queries.require_ask_names(request.actor)
    today = localdate(now())
    form = AskNamesForm(request.POST or None, initial={"from_on": today.replace(month=1, day=1)})
    if form.is_valid() and accepted(form, services.ask_names, request.actor, **form.cleaned_data):
        messages.success(request, _("It waits for the yes of another person."))
        return redirect("desk:exports")
    names = access.names_of(one for row in rows for one in (row.asked_by, row.decided_by))
    shown = [
        {"row": row, "asked": names.get(row.asked_by, ""), "state": _state(row, today)}
        for row in rows
    ]
    known = {"rows": shown, "watch": watch, "form": form, "may_ask": may_ask}
    return render(request, "desk/exports.html", known)


def _state(row: Any, today: Any) -> str:
    """Return in words how a register stands."""
    if row.decided_at is None:
        return _("waits for a yes")
    if not row.granted:
        return _("not agreed")
    if row.destroyed_at is not None:
        return _("copies destroyed")
    return _("ended") if row.ends_on < today else _("agreed")


@signed_in
def export(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """Read for whom and what for, and agree or not; whoever asked takes it from here."""
    found = queries.get_export(request.actor, export_id)
    may = queries.may_do(request.actor, found)
    if request.method == "POST":
        found = queries.get_export(request.actor, export_id, to="decide_names")
    form = DecideForm(request.POST or None)
    if form.is_valid() and accepted(
        form,
        services.decide_names,
        request.actor,
        found,
        granted=form.cleaned_data["granted"] == "yes",
    ):
        messages.success(request, _("Your decision is saved."))
        return redirect("desk:tasks")
    names = access.names_of([found.asked_by, found.decided_by])
    known = {
        "export": found,
        "may": may,
        "asked": names.get(found.asked_by, ""),
        "decided": names.get(found.decided_by) if found.decided_by else "",
        "state": _state(found, localdate(now())),
        "reasons": queries.read_export(request.actor, found),
        "where": unit_by_id(found.from_unit_id).name,
        "form": form,
    }
    return render(request, "desk/export.html", known)


@stepped_up
def take(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """Take the register out, once more proved who it is: one file, with its end in it."""
    found = queries.get_export(request.actor, export_id, to="take_names")
    if request.method != "POST":
        return render(request, "desk/export_take.html", {"export": found})
    reasons = queries.read_export(request.actor, found)
    lines = queries.read_register(request.actor, found)
    services.note_taken(request.actor, found)
    answer = HttpResponse(_csv(found, reasons, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    return answer


@signed_in
@require_POST
def destroyed(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """Say that every copy is destroyed."""
    found = queries.get_export(request.actor, export_id, to="destroy_copies")
    tried(
        request,
        _("It is written down that every copy is destroyed."),
        services.destroy_copies,
        request.actor,
        found,
    )
    return redirect("desk:exports")


def _csv(export: Any, reasons: Any, lines: Any) -> bytes:
    """Return the register as one file that no spreadsheet takes for a program."""
    made = io.StringIO()
    rows = csv.writer(made)
    head = (
        (_("Number"), export.number),
        (_("Receiver"), reasons.receiver),
        (_("Purpose"), reasons.purpose),
        (_("Destroy every copy by"), _day(export.ends_on)),
        (_("Taken out"), _day(localdate(now()))),
        (_("Confidential. Keep locked away."), ""),
    )
    for cells in (*head, ()):
        rows.writerow(csv_row(cells))
    rows.writerow(
        csv_row(
            [
                *(_("Number"), _("Opened"), _("Class in the register"), _("Client"), _("Sex")),
                *(_("Age"), _("Kecamatan"), _("Forms of violence"), _("State"), _("Ended")),
                _("Case manager"),
            ]
        )
    )
    for line in lines:
        rows.writerow(csv_row(_cells(line)))
    return b"\xef\xbb\xbf" + made.getvalue().encode()  # so that Excel reads it as UTF-8


def _cells(line: Any) -> list[object]:
    case = line.case
    return [
        case.number,
        _day(localtime(case.opened_at).date()),
        RegisterClass(case.register_class).label,
        "; ".join(line.names) or "–",
        Sex(case.sex).label,
        AgeBand(case.age_band).label,
        case.area.name,
        ", ".join(str(Form(form).label) for form in case.forms),
        Stage(case.stage).label,
        _day(localtime(case.closed_at).date()) if case.closed_at else "",
        line.manager,
    ]


def _day(day: Any) -> str:
    return date_format(day, "j M Y")
