"""The paper kit: the entry form on paper, its fields taken from the form on the screen."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lindung.directory import queries as directory
from lindung.intake import queries as intake
from lindung.intake import services
from lindung.web.desk.forms.entry import EnterForm
from lindung.web.documents import paper_forms
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

ON_PAPER_ELSEWHERE = frozenset({"paper_number"})  # it is printed at the head of each form
LINES = {"words": 9, "needs": 3}  # empty lines to write on
MOST_BOXES = 24


class HowManyForm(forms.Form):
    """How many forms to print."""

    n = forms.IntegerField(
        label=_("How many forms"),
        help_text=_("Each has a number of its own that no screen will ever give out."),
        min_value=1,
        max_value=20,
        initial=10,
    )


@signed_in
def kit(request: StaffRequest) -> HttpResponse:
    """Reserve numbers and return the forms as one PDF."""
    intake.require_enter(request.actor)
    form = HowManyForm(request.POST or None)
    made: list[str] = []

    def reserve(n: int) -> None:
        made.extend(services.reserve_numbers(request.actor, request.unit, n=n))

    if form.is_valid() and accepted(form, reserve, **form.cleaned_data):
        areas = [(a.code, a.name) for a in directory.subdistricts_of(request.unit)]
        paper = paper_forms(request.unit, made, list(_fields(areas)))
        answer = HttpResponse(paper, content_type="application/pdf")
        answer["Content-Disposition"] = 'attachment; filename="formulir-kertas.pdf"'
        return answer
    return render(request, "help/paper.html", {"form": form})


def _fields(areas: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Yield each field in the order of the screen: label, boxes to tick, or lines to write on."""
    form = EnterForm(area=areas)
    for field in [*form.first(), *form.more()]:
        if field.name in ON_PAPER_ELSEWHERE:
            continue
        choices = [str(label) for code, label in getattr(field.field, "choices", []) if code]
        boxes = choices if 0 < len(choices) <= MOST_BOXES else []
        if isinstance(field.field, forms.BooleanField):
            boxes = [str(_("Yes"))]
        yield {
            "label": str(field.label),
            "hint": str(field.help_text or ""),
            "boxes": boxes,
            "lines": 0 if boxes else LINES.get(field.name, 1),
        }
