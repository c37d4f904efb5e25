"""One mission under one thumb: the next moment, the safe word, what must be known."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from lindung.access.codes import Role
from lindung.core.clock import now
from lindung.directory.help import COUNTRY
from lindung.intake.codes import Relation
from lindung.people.codes import ContactChannel, Disability, Tri, WhoSees
from lindung.response import queries
from lindung.response.codes import Escort, Interval, MissionState, Signal, Stamp
from lindung.web.desk.clocks import span
from lindung.web.desk.views.show import url_of
from lindung.web.field import show
from lindung.web.gates import StaffRequest, signed_in

DESK = {Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD}  # who may open the report behind it
PRESSED = {
    Stamp.EN_ROUTE: Stamp.ON_SCENE,
    Stamp.ON_SCENE: Stamp.COMPLETE,
    Stamp.TRANSPORT: Stamp.DESTINATION,
    Stamp.DESTINATION: Stamp.COMPLETE,
}


@signed_in
def mission(request: StaffRequest, number: str) -> HttpResponse:
    """Show what is not sealed; plan and briefing stay closed until somebody opens them."""
    found = queries.get_mission(request.actor, number)
    return render(request, "field/mission.html", _known(request, found))


@signed_in
def open_words(request: StaffRequest, number: str) -> HttpResponse:
    """Open plan and briefing: where, who, how to reach her, what threatens. It is recorded."""
    found = queries.get_mission(request.actor, number, to="read_plan")
    if request.method != "POST":
        return redirect("field:mission", number)
    briefing = queries.read_briefing(request.actor, found)
    opened = {
        "plan": queries.read_plan(request.actor, found),
        "briefing": briefing,
        "disability": [Disability(one).label for one in briefing.disability],
        "relation": Relation(briefing.relation).label,
        "people": [_person(one) for one in briefing.people],
    }
    known = _known(request, found) | opened
    if known["expenses"]:
        known["expenses"] = queries.read_expenses(request.actor, found)
    return render(request, "field/mission.html", known)


def _person(one: Any) -> dict[str, Any]:
    """Return somebody who may be met, with the ways she said are safe. Unknown is no."""
    safe = [
        {
            "label": ContactChannel(c.channel).label,
            "hours": _hours(c),
            "seen_by": ", ".join(str(WhoSees(w).label) for w in c.who_sees),
            "code_word": c.code_word,
            "cover_text": c.cover_text,
        }
        for c in one.contacts
        if c.allowed == Tri.YES
    ]
    disability = [Disability(code).label for code in one.disability]
    return {"one": one, "safe": safe, "disability": disability}


def _hours(contact: Any) -> str:
    if contact.from_time is None or contact.until_time is None:
        return ""
    return f"{contact.from_time:%H.%M}–{contact.until_time:%H.%M}"


def _known(request: StaffRequest, found: Any) -> dict[str, Any]:
    """Return what the page shows of a mission to somebody who may see it."""
    actor, at = request.actor, now()
    allowed = queries.allowed(actor, found)
    moments = queries.moments_of(actor, found)
    return {
        "mission": found,
        "kind": found.get_kind_display(),
        "state_kind": show.STATES[MissionState(found.state)],
        "clock": show.mission_clock(found, at),
        "allowed": allowed,
        "crew": queries.crew_seats(actor, found),
        "stamps": [(s, moments.times.get(s)) for s in Stamp],
        "next_stamp": _next(found, moments.times),
        "lengths": [(Interval(i).label, span(length)) for i, length in moments.lengths.items()],
        "disorder": [(Stamp(a).label, Stamp(b).label) for a, b in moments.disorder],
        "signal": Signal(found.signal).label,
        "escort": Escort(found.escort).label,
        "in_danger": "see_danger" in allowed
        and found.duress_at is not None
        and found.settled_at is None,
        "partners": queries.partners_of_night(
            actor, request.unit, found.report.institutions, found.area_id
        ),
        "emergency_number": COUNTRY[0],
        "back_url": url_of(found.case_number or found.report.number),
        "back_number": found.case_number or found.report.number,
        "may_go_back": "read_plan" in allowed if found.case_id else bool(actor.roles & DESK),
        "expenses": queries.expenses(actor, found) if "read_money" in allowed else [],
        "entries": queries.entry_counts(actor, found) if "see_entries" in allowed else None,
        "papers": queries.papers(actor, found) if "write_paper" in allowed else [],
    }


def _next(found: Any, times: Any) -> Stamp | None:
    """Return the moment that is probably next; all others stay one tap away."""
    if found.ended_at is not None:
        return None
    last = max((s for s in times if s != Stamp.ADDITIONAL), key=list(Stamp).index, default=None)
    return Stamp.EN_ROUTE if last is None else PRESSED.get(last)
