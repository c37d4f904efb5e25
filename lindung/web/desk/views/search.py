"""Search by number, phone, NIK or name: only what the reader may see."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.casework.codes import Stage
from lindung.casework.search import require_search
from lindung.casework.search import search as find
from lindung.intake.codes import State
from lindung.people.codes import PersonRole
from lindung.web.desk import words
from lindung.web.desk.views.show import url_of
from lindung.web.gates import StaffRequest, signed_in

SHORTEST, LONGEST = 2, 120


@signed_in
def search(request: StaffRequest) -> HttpResponse:
    """Answer in the same way whether something is absent or hidden.

    What is looked for is a name or a number of somebody: it is sent as a form, never in an address.
    """
    require_search(request.actor)
    text = request.POST.get("q", "").strip()[:LONGEST]
    if len(text) < SHORTEST:
        return render(request, "desk/search.html", {"text": text})
    results = find(request.actor, text)
    if results.kind == "number" and len(results.hits) == 1:
        return redirect(url_of(results.hits[0].number))
    known = {
        "text": text,
        "asked": True,
        "names_missing": not results.ready,
        "hits": [_shown(hit) for hit in results.hits],
    }
    return render(request, "desk/search.html", known)


def _shown(hit: Any) -> dict[str, Any]:
    is_case = hit.what == "case"
    return {
        "number": hit.number,
        "url": url_of(hit.number),
        "kind": _("Case") if is_case else _("Report"),
        "risk": hit.risk,
        "state": (Stage if is_case else State)(hit.state).label,
        "state_kind": (words.CASE_STATES if is_case else words.REPORT_STATES)[hit.state],
        "role": PersonRole(hit.role).label if hit.role else "",
        "initials": hit.initials,
    }
