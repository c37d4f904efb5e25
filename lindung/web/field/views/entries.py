"""What phones wrote down out there: in order, opened when read, and what two wrote differently."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.response import queries, services
from lindung.response.codes import Outcome
from lindung.web.desk.clocks import span
from lindung.web.desk.forms import base
from lindung.web.desk.views.show import tried
from lindung.web.gates import StaffRequest, signed_in

MINUTE_S = 60


class DecideForm(base.DeskForm):
    """Which of two counts."""

    take = forms.ChoiceField(
        label=gettext_lazy("What counts"),
        choices=[("yes", ""), ("no", "")],
        widget=forms.RadioSelect,
    )


@signed_in
def entries(request: StaffRequest, number: str) -> HttpResponse:
    """Show what phones wrote down, unopened."""
    found = queries.get_mission(request.actor, number, to="see_entries")
    return _page(request, found, queries.entries(request.actor, found), opened=False)


@signed_in
def open_entries(request: StaffRequest, number: str) -> HttpResponse:
    """Open what phones wrote down; it is recorded."""
    found = queries.get_mission(request.actor, number, to="read_entries")
    if request.method != "POST":
        return redirect("field:entries", number)
    return _page(request, found, queries.read_entries(request.actor, found), opened=True)


def _page(
    request: StaffRequest, mission: object, lines: list[queries.EntryLine], *, opened: bool
) -> HttpResponse:
    rows = [
        {
            "one": line,
            "waited": span(line.waited) if line.waited.total_seconds() >= MINUTE_S else "",
            "skew": span(abs(line.skew)) if line.clock_wrong else "",
            "ahead": line.skew.total_seconds() > 0,
            "waits": line.outcome == Outcome.CONFLICT,
            "kept": line.outcome in {Outcome.REFUSED, Outcome.HELD},
            "why": queries.why_words(line.why) if line.why else "",
        }
        for line in lines
    ]
    known = {"mission": mission, "rows": rows, "opened": opened}
    return render(request, "field/entries.html", known)


@signed_in
def decide(request: StaffRequest, number: str, entry_id: UUID) -> HttpResponse:
    """Show both sides of what two wrote differently, and take a person's decision."""
    found = queries.get_mission(request.actor, number, to="decide_entry")
    entry = queries.get_entry(request.actor, found, entry_id)
    form = DecideForm(request.POST or None)
    if form.is_valid():
        tried(
            request,
            _("Saved."),
            services.decide_entry,
            request.actor,
            found,
            entry,
            take=form.cleaned_data["take"] == "yes",
        )
        return redirect("field:entries", number)
    if entry.outcome != Outcome.CONFLICT:
        return redirect("field:entries", number)
    both = queries.read_both(request.actor, found, entry)
    return render(request, "field/decide.html", {"mission": found, "both": both, "form": form})


@signed_in
def picture(request: StaffRequest, number: str, entry_id: UUID) -> HttpResponse:
    """Show the picture of a document; it is never kept by the browser."""
    found = queries.get_mission(request.actor, number, to="read_entries")
    kind, content = queries.read_entry_file(request.actor, found, entry_id)
    return HttpResponse(content, content_type=kind)
