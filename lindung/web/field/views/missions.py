"""The list of missions: whose turn it is, and which clock runs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lindung.response import queries
from lindung.web.desk.paging import pages
from lindung.web.desk.views.show import is_live
from lindung.web.field import show
from lindung.web.gates import StaffRequest, signed_in

TABS = {"open": _("Not over"), "mine": _("Mine"), "over": _("Over")}


@signed_in
def missions(request: StaffRequest) -> HttpResponse:
    """Missions that are not over, the next first; the page asks for its list again by itself."""
    queries.require(request.actor, request.unit, "view_missions")
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "open"
    page = queries.missions(request.actor, tab=tab, after=request.GET.get("after"))
    known = {
        "rows": show.rows(page.rows),
        "tabs": [(code, label, code == tab) for code, label in TABS.items()],
        "alarms": queries.field_alarms(request.actor),
        "here": request.get_full_path(),
    } | pages(request, page)
    template = "field/_missions.html" if is_live(request) else "field/missions.html"
    return render(request, template, known)
