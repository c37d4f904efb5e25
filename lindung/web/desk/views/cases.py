"""The list of cases."""

from typing import Any, Literal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lindung.casework import queries as casework
from lindung.intake import queries as intake
from lindung.web.desk import rows
from lindung.web.desk.paging import pages
from lindung.web.desk.views.show import url_of
from lindung.web.gates import StaffRequest, signed_in

View = Literal["mine", "open", "closed", "all"]
VIEWS: dict[View, Any] = {
    "mine": _("Mine"),
    "open": pgettext_lazy("still going on", "Open"),
    "closed": _("Ended"),
    "all": _("All"),
}


@signed_in
def cases(request: StaffRequest) -> HttpResponse:
    """Cases by number and risk, the one to review first on top. No name."""
    view: View = next((known for known in VIEWS if known == request.GET.get("tab")), "mine")
    page = casework.cases_page(request.actor, view=view, after=request.GET.get("after"))
    known = {
        "rows": rows.case_rows(page.rows, request.actor.id, url_of),
        "tabs": [{"code": c, "label": w, "current": c == view} for c, w in VIEWS.items()],
        "tab": view,
        "has_inbox": intake.has_inbox(request.actor),
    } | pages(request, page)
    return render(request, "desk/cases.html", known)
