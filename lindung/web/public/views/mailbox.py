"""Coming back with the code: our answers, one more message, a wish to stop. Never what was told."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.core.clock import now
from lindung.core.errors import RuleBroken
from lindung.directory import queries as directory
from lindung.intake.codes import ReporterStatus, Sender
from lindung.intake.friction import TryLater
from lindung.intake.queries.mailbox import Mailbox
from lindung.intake.services import mailbox as intake
from lindung.intake.services.drafts import Answers
from lindung.web.public import visit as visits
from lindung.web.public.files import field_of, taken
from lindung.web.public.forms.base import Question
from lindung.web.public.forms.sending import Code, CodeAndWriting, Writing
from lindung.web.public.network import network_of
from lindung.web.public.views.showing import go, gone, numbers_for, own_unit, show
from lindung.web.public.visit import PROOF, TRIED, Visit, door

OPEN_FOR = timedelta(minutes=15)  # after the last click
BOX, ENTER, ON_ONE = "/pesan/kotak/", "/pesan/lanjut/", "/pesan/lanjut/semua/"
LATER = gettext_lazy("Please try again in a moment.")
EXPLAINED = {
    ReporterStatus.RECEIVED: gettext_lazy("It is here. Somebody on duty reads it next."),
    ReporterStatus.READ: gettext_lazy("An officer has read it and looks at what helps."),
    ReporterStatus.IN_PROGRESS: gettext_lazy("An officer is working on it."),
    ReporterStatus.WAITING_FOR_YOU: gettext_lazy(
        "Please read the last answer; you may answer it here."
    ),
    ReporterStatus.CLOSED: gettext_lazy(
        "This message is finished. You may send a new one at any time."
    ),
}
SAID = {
    "write": gettext_lazy("Your message has arrived. It is not shown here."),
    "stop": gettext_lazy("Your wish has arrived. Somebody asks you first, in a safe way."),
}


@door
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and open the box it belongs to for a quarter of an hour."""
    form = Code(request.POST) if request.method == "POST" else Code()
    later = ""
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        opened, later = _opened(form, code, request)
        if opened is not None:
            response = go(f"{BOX}?{TRIED}=1")
            _remember(request, response, code)
            return response
    return show(
        request,
        "public/code.html",
        form=form,
        later=later,
        numbers=numbers_for(own_unit(request, None)),
    )


def _opened(form: Question, code: str, request: HttpRequest) -> tuple[Mailbox | None, str]:
    """Return the mailbox, or say why not: a wrong code and a closed box sound alike."""
    try:
        opened = intake.open_mailbox(code, network_of(request))
    except TryLater:
        return None, str(LATER)
    if opened is None:
        form.add_error("code", _("This code opens nothing. Perhaps it was mistyped."))
    return opened, ""


def _remember(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Keep the box open, beside a telling that may be under way."""
    entry = {"code": code, "until": (now() + OPEN_FOR).isoformat()}
    visit = visits.visit_of(request)
    if not (visit and visits.change(visit, lambda answers: answers.update(mailbox=entry))):
        visits.begin(request, response, {"mailbox": entry})


@door
def box(request: HttpRequest) -> HttpResponse:
    """Show our answers; take a message or a wish to stop."""
    visit = visits.visit_of(request)
    code = _code_of(visit)
    if code is None:
        return gone(request, visit, otherwise=ON_ONE, begin_at=ENTER)
    form = Writing(request.POST, request.FILES) if request.method == "POST" else Writing()
    if request.method == "POST" and visits.proven(request, visit) and form.is_valid():
        act = request.POST.get("act", "")
        if _done(request, form, code, act):
            _prolong(visit, said=act)
            return go(BOX)
    try:
        opened = intake.open_mailbox(code, network_of(request))
    except TryLater:
        return show(
            request, "public/code.html", form=Code(), later=LATER, numbers=numbers_for(None)
        )
    if opened is None:
        return go(ENTER)
    said = SAID.get(visit.answers["mailbox"].get("said", ""), "")
    _prolong(visit)
    if any(reply.is_new for reply in opened.messages):
        intake.mark_read(code, network_of(request))
    return _shown(
        request, opened, form=form, said=said, proof=visit.proof, proof_name=PROOF, once=False
    )


def _code_of(visit: Visit) -> str | None:
    """Return the code of the box that is open in this visit."""
    entry = visit.answers.get("mailbox")
    if entry is None or datetime.fromisoformat(entry["until"]) < now():
        return None
    return str(entry["code"])


def _prolong(visit: Visit, *, said: str = "") -> None:
    """Keep the box open from this click on, with what to say on the next page."""

    def change(answers: Answers) -> None:
        until = (now() + OPEN_FOR).isoformat()
        answers["mailbox"] = answers["mailbox"] | {"until": until, "said": said}

    visits.change(visit, change)


def _done(request: HttpRequest, form: Question, code: str, act: str) -> bool:
    """Do what was asked for; what cannot be taken is said beside its field."""
    network = network_of(request)
    try:
        if act == "stop" or form.cleaned_data.get("stop"):
            intake.ask_to_stop(code, network)
        files = tuple(taken(file) for file in form.cleaned_data["attached"])
        if act == "write" and (form.cleaned_data["words"] or files):
            intake.write_from_reporter(code, form.cleaned_data["words"], files, network)
    except TryLater:
        form.add_error(None, str(LATER))
    except RuleBroken as broken:
        form.add_error(field_of(form, broken), broken.message)
    return not form.errors


@door
def once(request: HttpRequest) -> HttpResponse:
    """Do the same on one page without cookies: the code is typed again each time."""
    form = CodeAndWriting(request.POST, request.FILES) if request.method == "POST" else None
    later = ""
    if form is not None and form.is_valid():
        code = form.cleaned_data["code"]
        opened, later = _opened(form, code, request)
        if opened is not None and _done(request, form, code, "write"):
            wrote = form.cleaned_data["words"] or form.cleaned_data["attached"]
            said = "stop" if form.cleaned_data["stop"] else "write" if wrote else ""
            return _shown(request, opened, languages=[], said=SAID.get(said, ""), once=True)
    return show(
        request,
        "public/once.html",
        form=form or CodeAndWriting(),
        later=later,
        numbers=numbers_for(own_unit(request, None)),
    )


def _shown(request: HttpRequest, opened: Mailbox, **known: Any) -> HttpResponse:
    """Show a mailbox: its state in plain words, and our answers, by the unit's clock."""
    unit = directory.unit_by_id(opened.unit_id)
    with timezone.override(ZoneInfo(unit.time_zone)):
        return show(
            request,
            "public/mailbox.html",
            number=opened.number,
            status=opened.status.label,
            explained=EXPLAINED[opened.status],
            replies=[reply for reply in opened.messages if reply.sender == Sender.STAFF],
            may_write=opened.may_write,
            numbers=numbers_for(unit),
            **known,
        )
