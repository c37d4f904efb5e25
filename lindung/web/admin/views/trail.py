"""The trail and conflicts of interest, without a word of what any record says."""

from django.http import HttpResponse
from django.shortcuts import render

from lindung.access import queries
from lindung.web.gates import StaffRequest, signed_in

MOST_LINKS = 200_000  # a walk over more would keep the page waiting: use the command


@signed_in
def trail(request: StaffRequest) -> HttpResponse:
    """Show the end of the chain and what was refused lately; walk the chain when asked."""
    unit = queries.unit_of(request.actor)
    page = queries.trail_page(request.actor, unit)
    too_long = page.seq > MOST_LINKS
    verdict = None
    if request.method == "POST" and not too_long:
        verdict = queries.verify_trail(request.actor, unit)
    return render(
        request, "admin/trail.html", {"page": page, "verdict": verdict, "too_long": too_long}
    )


@signed_in
def conflicts(request: StaffRequest) -> HttpResponse:
    """Show who must not know of some records, and how many."""
    unit = queries.unit_of(request.actor)
    rows = queries.conflicts(request.actor, unit)
    return render(request, "admin/conflicts.html", {"rows": rows})
