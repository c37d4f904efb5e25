"""One's own district beside another one: on a screen, and as a paper for the office."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lindung.core.errors import RuleBroken
from lindung.stats import queries as stats
from lindung.stats.comparison.peers import districts
from lindung.web import comparing, documents
from lindung.web.desk.forms import base
from lindung.web.gates import StaffRequest, signed_in

EXAMPLE, YEAR = "21.71", "2025"


class CompareForm(base.DeskForm):
    """Which district, and which months."""

    other = base.one_of(_("Beside which district"))
    period = base.line(_("Months"), _("2025, 2025-05 or 2025-01..2025-05"), required=True, most=20)


@signed_in
def compare(request: StaffRequest) -> HttpResponse:
    """Show two districts side by side, of published figures with their sources."""
    form = _form(request)
    told = _told(request, form)
    known = {"form": form, "told": told, "asked": request.GET.urlencode()}
    return render(request, "desk/compare.html", known)


@signed_in
def compare_paper(request: StaffRequest) -> HttpResponse:
    """Give the same as a PDF; a question that is wrong is answered on the screen."""
    form = _form(request)
    told = _told(request, form)
    if told is None:
        return render(request, "desk/compare.html", {"form": form, "told": None})
    answer = HttpResponse(documents.comparison(told), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="banding.pdf"'
    return answer


def _form(request: StaffRequest) -> CompareForm:
    own = request.unit.area_id
    choices = [(d.code, f"{d.name} ({d.code})") for d in districts().values() if d.code != own]
    other = EXAMPLE if own != EXAMPLE else "64.08"
    return CompareForm(
        request.GET or {"other": other, "period": YEAR},
        other=sorted(choices, key=lambda choice: choice[1]),
    )


def _told(request: StaffRequest, form: CompareForm) -> dict[str, Any] | None:
    other = form.cleaned_data["other"] if form.is_valid() else EXAMPLE
    when = form.cleaned_data["period"] if form.is_valid() else YEAR
    try:
        report = stats.compare_with(request.actor, request.unit, other, when)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        return None
    return comparing.told(report) if form.is_valid() else None
