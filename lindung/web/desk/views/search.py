"""Search by number, phone, NIK or name: only what the reader may see."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from lindung.casework.search import search as find
from lindung.web.desk.views.show import url_of
from lindung.web.gates import StaffRequest, signed_in

SHORTEST, LONGEST = 2, 120


@signed_in
def search(request: StaffRequest) -> HttpResponse:
    """Answer in the same way whether something is absent or hidden.

    What is looked for is a name or a number of somebody: it is sent as a form, never in an address.
    """
    text = request.POST.get("q", "").strip()[:LONGEST]
    if len(text) < SHORTEST:
        return render(request, "desk/search.html", {"text": text, "asked": False})
    results = find(request.actor, text)
    if results.kind == "number" and len(results.hits) == 1:
        return redirect(url_of(results.hits[0].number))
    return render(request, "desk/search.html", {"text": text, "asked": True, "results": results})
