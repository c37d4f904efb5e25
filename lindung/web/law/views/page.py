"""The law of one case on one page, codes first; words are opened one by one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lindung.casework import queries as casework
from lindung.core.clock import now
from lindung.intake.clocks import CLOCKS, Sure
from lindung.legal import queries, services
from lindung.legal.codes import Right, RightState, State, Told
from lindung.web.desk.clocks import Clock, clock_of
from lindung.web.desk.views.show import ask
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in
from lindung.web.law import forms

NAMES = {clock.id: clock.what for clock in CLOCKS}
SHOWN = {State.MET: "good", State.MET_LATE: "careful", State.ENDED: "closed"}


@signed_in
def law(request: StaffRequest, number: str) -> HttpResponse:
    """Show proceedings, limits, days and rights of a case."""
    case = casework.get_case(request.actor, number, to="see_law")
    return render(request, "law/law.html", _known(request, case))


@signed_in
def open_words(request: StaffRequest, number: str, what: str, row_id: UUID) -> HttpResponse:
    """Open the words of one row; it is recorded."""
    if what not in queries.WORDS:
        raise Http404
    case = casework.get_case(request.actor, number, to="read_law")
    if request.method != "POST":
        return redirect("law:law", number)
    opened = queries.read_words(request.actor, case, what, row_id)
    known = {"opened_id": row_id, "opened": [words for words in opened.values() if words]}
    return render(request, "law/law.html", _known(request, case) | known)


@signed_in
def right(request: StaffRequest, number: str, right: str) -> HttpResponse:
    """Write down how far one of her rights has come."""
    if right not in Right.values:
        raise Http404
    case = casework.get_case(request.actor, number, to="write_law")
    form = forms.RightForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.set_right, request.actor, case, right=right, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("law:law", number)
    return asked(request, form, number, Right(right).label, _("Save"))


def asked(request: StaffRequest, form: Any, number: str, *words: Any, **more: Any) -> HttpResponse:
    """Show a form about the law of a case; its way back is the page of the law."""
    return ask(request, form, number, *words, back_url=reverse("law:law", args=[number]), **more)


def _known(request: StaffRequest, case: Any) -> dict[str, Any]:
    page, at = queries.law_page(request.actor, case), now()
    return {
        "case": case,
        "page": page,
        "may": page.may,
        "clocks": [_clock(row, request.actor.id, at) for row in page.clocks],
        "ways": [_way(way, at) for way in page.ways],
        "rights": [(right, state, _tone(state)) for right, state in page.rights],
        "duty": next((row.clock for row in page.clocks if row.is_duty and not row.clock.end), None),
    }


def _clock(row: queries.ClockRow, reader: UUID, at: datetime) -> dict[str, Any]:
    clock = row.clock
    shown: Clock | None = None if clock.end else clock_of(clock.due_at, at, began_at=clock.began_at)
    return {
        "row": row,
        "id": clock.pk,
        "what": NAMES.get(clock.rule, clock.rule),
        "clock": shown,
        "basis": clock.basis,
        "sure": "" if clock.sure == Sure.VERIFIED else Sure(clock.sure).label,
        "state": row.state.label,
        "tone": SHOWN.get(row.state, ""),
        "end": clock.get_end_display() if clock.end else "",
        "told_by": Told(clock.told_by).label if clock.told_by else "",
        "waits_for_hour": bool(clock.told_by)
        and clock.told_by != Told.VICTIM
        and clock.confirmed_at is None
        and not clock.end,
        "waits_for_head": clock.opinion_by is not None and not clock.end,
        "wrote_it": clock.opinion_by == reader,
    }


def _way(way: queries.Way, at: datetime) -> dict[str, Any]:
    orders = [(order, _order_clock(order, at)) for order in way.orders]
    return {"way": way, "id": way.proceeding.pk, "orders": orders}


def _order_clock(order: Any, at: datetime) -> Clock | None:
    return None if order.ended_at else clock_of(order.until_at, at, began_at=order.from_at)


def _tone(state: RightState | None) -> str:
    return {RightState.GIVEN: "good", RightState.WANTED: "open"}.get(state, "") if state else ""
