"""The last page before sending, and what whoever sent gets."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lindung.core.clock import now
from lindung.core.errors import RuleBroken
from lindung.directory import queries as directory
from lindung.intake.codes import About
from lindung.intake.queries.crowd import flooded
from lindung.intake.services import drafts, tell
from lindung.intake.telling import Receipt
from lindung.web.public import visit as visits
from lindung.web.public.files import files_of
from lindung.web.public.forms.sending import Sending
from lindung.web.public.network import network_of
from lindung.web.public.paths import LIMITS, NUMBERS, SUMMARY, Way, way_of
from lindung.web.public.telling import telling_of
from lindung.web.public.views.showing import go, gone, numbers_for, show, unit_of
from lindung.web.public.views.tell import ALL_ON_ONE, DONE, START, ask
from lindung.web.public.visit import PROOF, Visit, door

SHOWN_FOR = timedelta(minutes=15)  # whoever takes the phone then does not find the code


@door
def summary(request: HttpRequest) -> HttpResponse:
    """Show what was answered and what not, never a word of it; send."""
    visit = visits.visit_of(request)
    if "receipt" in visit.answers:  # pressed twice, or back and once more
        return go(DONE)
    if "about" not in visit.answers:
        return gone(request, visit, otherwise=ALL_ON_ONE, begin_at=START)
    form = Sending(request.POST) if request.method == "POST" else Sending()
    if request.method == "POST" and form.is_valid():
        if not visits.proven(request, visit):
            form.add_error(None, _("This page was open in two places. Please press once more."))
        elif _crowded(request):
            return _once_more(request, visit, form)
        elif _sent(request, visit, form):
            return go(DONE)
    way = way_of(About(visit.answers["about"]), visit.flat)
    lines = _lines(way, visit)
    n_answered = sum(line["answered"] for line in lines)
    return ask(request, visit, SUMMARY, form, lines=lines, n_answered=n_answered)


def _crowded(request: HttpRequest) -> bool:
    """Say whether so much comes from this network that a page more is asked for."""
    return "again" not in request.POST and flooded(network_of(request))


def _once_more(request: HttpRequest, visit: Visit, form: Sending) -> HttpResponse:
    return show(
        request,
        "public/flood.html",
        languages=[],
        proof=visit.proof,
        proof_name=PROOF,
        about=visit.answers["about"],
        decoy=form.cleaned_data["decoy"],
    )


def _sent(request: HttpRequest, visit: Visit, form: Sending) -> bool:
    """Send what was answered; the answers and the report change hands in one transaction."""

    def send(answers: drafts.Answers) -> None:
        if "receipt" in answers:  # the same press a moment earlier
            return
        receipt = tell(
            _unit(request, answers),
            telling_of(
                About(answers["about"]),
                flat_of(answers) | form.cleaned_data,
                files_of(visit.token, answers),
                limits_told=LIMITS.name in answers["pages"],
            ),
            idempotency_key=answers["key"],
            network=network_of(request),
        )
        about = answers["about"]
        answers.clear()
        until = (now() + SHOWN_FOR).isoformat()
        answers |= {"receipt": shown(receipt), "told": about, "until": until}
        drafts.forget_draft_files(visit.token)

    try:
        return visits.change(visit, send)
    except RuleBroken as broken:
        form.add_error(None, broken.message)
        return False


def flat_of(answers: drafts.Answers) -> dict[str, Any]:
    """Return what was answered, by field."""
    return Visit("", answers).flat


def _unit(request: HttpRequest, answers: drafts.Answers) -> Any:
    """Return whose report it is. Source: FRAME.md section 5."""
    area = flat_of(answers).get("subdistrict") or None
    return directory.unit_for(request.get_host(), answers.get("unit"), area)


def shown(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as the page shows it."""
    return {
        "number": receipt.number,
        "groups": _groups(receipt.code),
        "decoy_groups": _groups(receipt.second_code),
    }


def _groups(code: str) -> list[str]:
    return [code[start : start + 4] for start in range(0, len(code), 4)]


def _lines(way: Way, visit: Visit) -> list[dict[str, Any]]:
    """Return each question with whether it was answered, and where to change it."""
    about = About(visit.answers["about"])
    lines = []
    for page in way.pages:
        if page in {LIMITS, NUMBERS, SUMMARY}:
            continue
        given = visit.pages.get(page.name, {}).values()
        answered = any(given) or (page.name == "berkas" and visit.answers.get("files"))
        lines.append(
            {
                "title": page.title(about),
                "answered": bool(answered),
                "url": f"/pesan/{page.name}/",
            }
        )
    return lines


@door
def done(request: HttpRequest) -> HttpResponse:
    """Show number and code until whoever sent says so, goes on, or a quarter of an hour is over."""
    visit = visits.visit_of(request)
    until = visit.answers.get("until")
    if until is None or datetime.fromisoformat(until) < now():
        return gone(request, visit, otherwise=ALL_ON_ONE, begin_at=START)
    receipt, about = visit.answers["receipt"], visit.answers["told"]
    checked = ""
    if request.method == "POST" and request.POST.get("last", "").strip():
        typed = request.POST["last"].strip()
        checked = "fits" if typed == receipt["groups"][-1] else "differs"
    return show(
        request,
        "public/done.html",
        receipt=receipt,
        about=about,
        child=about == About.CHILD,
        checked=checked,
        numbers=numbers_for(unit_of(visit, request)),
        proof=visit.proof,
        proof_name=PROOF,
    )
