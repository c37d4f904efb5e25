"""The figures of duty: how fast people answer, decide, depart and arrive; and Erlang's hint."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS

from lindung.hotline.rules import erlang
from lindung.stats import duty as stats
from lindung.web.desk.clocks import span
from lindung.web.duty.forms.figures import SeatsForm
from lindung.web.gates import StaffRequest, signed_in

MINUTE_S, HUNDRED = 60, 100
TARGET, TARGET_S = 0.9, 15  # Source: HOTLINE section 3


@dataclass(frozen=True, slots=True)
class Hint:
    """What Erlang's formula says of some seats."""

    in_15: int
    in_20: int
    too_few: bool
    needed: int | None
    people: int


@signed_in
def figures(request: StaffRequest) -> HttpResponse:
    """Show the figures of the last days, and what seats would do if it were a call centre."""
    known = {f"{length.days}": length for length in stats.WITHIN}
    within = known.get(request.GET.get("hari", ""), stats.WITHIN[1])
    board = stats.duty_figures(request.actor, request.unit, within)
    form = SeatsForm(request.GET if "calls" in request.GET else None)
    shown = {
        "board": board,
        "lengths": list(known),
        "days": str(within.days),
        "acknowledged": [
            (row, span(row.limit), _said(row.median), _said(row.nine_of_ten))
            for row in board.acknowledged
        ],
        "all_out": board.all_out and _row(board.all_out, ""),
        "tables": [
            ("hour", [_row(row, f"{row.at:02d}.00") for row in board.by_hour]),
            ("weekday", [_row(row, WEEKDAYS[row.at or 0]) for row in board.by_weekday]),
        ],
        "form": form,
        "hint": _hint(form) if form.is_valid() else None,
    }
    return render(request, "duty/figures.html", shown)


def _row(row: stats.OutRow, name: object) -> tuple[object, stats.OutRow, str, str]:
    return name, row, _said(row.departed), _said(row.arrived)


def _said(length: timedelta | None) -> str:
    return "" if length is None else span(length)


def _hint(form: SeatsForm) -> Hint:
    said = form.cleaned_data
    load = erlang.Load(said["calls"], said["minutes"] * MINUTE_S)
    needed = erlang.seats_needed(load, TARGET, TARGET_S)
    in_15, in_20 = (erlang.answered_within(load, said["seats"], s) for s in (15, 20))
    return Hint(
        in_15=int(HUNDRED * in_15),
        in_20=int(HUNDRED * in_20),
        too_few=load.erlangs >= said["seats"],
        needed=needed,
        people=round((needed or said["seats"]) * erlang.PEOPLE_A_SEAT),
    )
