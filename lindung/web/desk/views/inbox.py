"""The inbox: what waits, whose turn it is, and the red wall."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lindung.access import queries as access
from lindung.core.turns import first_turns
from lindung.hotline.queries import calling as hotline
from lindung.intake import queries as intake
from lindung.response import queries as response
from lindung.web.desk import rows
from lindung.web.desk.paging import pages
from lindung.web.desk.views.show import is_live, url_of
from lindung.web.gates import StaffRequest, signed_in

TABS = {"waiting": _("Waiting"), "mine": _("Mine"), "flood": _("Flood"), "all": _("All")}


@signed_in
def inbox(request: StaffRequest) -> HttpResponse:
    """Reports received, the most urgent first; the page asks for its list again by itself."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "waiting"
    page = intake.inbox(request.actor, tab=tab, after=request.GET.get("after"))
    waits = rows.Waits(
        turns=first_turns([row.id for row in page.rows]),
        names=access.names_of(row.handled_by for row in page.rows),
        mine=request.actor.id,
    )
    known = {
        "rows": rows.report_rows(page.rows, waits, url_of),
        "tabs": _tabs(request, tab),
        "tab": tab,
        "alarms": intake.alarms(request.actor),
        "field_alarms": response.field_alarms(request.actor),
        "bell": hotline.bell(request.actor),
        "here": request.get_full_path(),
        "may_enter": intake.may_enter(request.actor),
        "has_inbox": intake.has_inbox(request.actor),
    } | pages(request, page)
    template = "desk/_inbox.html" if is_live(request) else "desk/inbox.html"
    return render(request, template, known)


def _tabs(request: StaffRequest, current: str) -> list[dict[str, object]]:
    counts = intake.inbox_counts(request.actor)
    return [
        {"code": code, "label": label, "count": counts.get(code), "current": code == current}
        for code, label in TABS.items()
    ]
