"""The page of one case."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.access import queries as access
from lindung.access.codes import Role
from lindung.casework import queries, services
from lindung.core.clock import now
from lindung.web.desk import words
from lindung.web.desk.forms.base import ReasonForm
from lindung.web.desk.promises import Reader, case_clocks, promise_rows
from lindung.web.desk.story import FILTERS, told
from lindung.web.desk.views.show import ask
from lindung.web.field import show as field
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

SEE_REPORTS = {Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD}


@signed_in
def case(request: StaffRequest, number: str) -> HttpResponse:
    """Show what happened and what is promised; every word stays sealed until it is opened."""
    found = queries.get_case(request.actor, number)
    return render(request, "desk/case.html", _known(request, found))


@signed_in
@require_POST
def open_words(request: StaffRequest, number: str, what: str, thing_id: UUID) -> HttpResponse:
    """Show the words of one thing for five minutes. Opening is recorded."""
    found = queries.get_case(request.actor, number)
    text = queries.read_case_words(request.actor, found, what, thing_id)
    opened = {"opened_id": thing_id, "opened_words": text or "—"}
    return render(request, "desk/case.html", _known(request, found) | opened)


def _known(request: StaffRequest, found: Any) -> dict[str, Any]:
    """Return what the page shows of a case to somebody who may see it."""
    page = queries.case_page(request.actor, found)
    group = request.GET.get("jenis", "")
    group = group if group in FILTERS else ""
    at = now()
    return {
        "page": page,
        "case": found,
        "allowed": page.allowed,
        "state_kind": words.CASE_STATES[found.stage],
        "clocks": case_clocks(page.clocks, at),
        "missions": field.rows(page.missions),
        "promises": promise_rows(page.promises, found.number, _reader(request, page), at),
        "told": told(
            page.timeline,
            found.number,
            allowed=page.allowed,
            to_reports=bool(request.actor.roles & SEE_REPORTS),
            group=group,
        ),
        "specialists": [x for x in page.timeline if x.kind == "assignment" and x.until is None],
        "filters": [{"code": c, "label": w, "current": c == group} for c, w in FILTERS.items()],
        "group": group,
        "warnings": [words.WARNINGS[code] for code in page.warnings],
        "may_read": "read_incident" in page.allowed,
        "first_report": next((x.id for x in page.timeline[::-1] if x.kind == "report"), None),
    }


def _reader(request: StaffRequest, page: Any) -> Reader:
    asked = [one.record_id for one in page.promises if one.kind == "access.approval"]
    may = access.acts_on_approvals(request.actor, asked)
    return Reader(request.actor.id, page.allowed, may)


@signed_in
def break_glass(request: StaffRequest, number: str) -> HttpResponse:
    """Read and write a case for an hour with a reason; somebody else is told at once."""
    found = queries.get_case(request.actor, number, to="break_glass")
    form = ReasonForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.break_glass, request.actor, found, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    careful = _("The supervisor is told at once, and reviews it. It lasts one hour.")
    return ask(
        request, form, number, _("Read with a reason"), _("Open for one hour"), careful=careful
    )
