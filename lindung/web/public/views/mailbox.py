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
from lindung.web.public.files import complete, field_of, taken
from lindung.web.public.forms.base import Question, Words
from lindung.web.public.forms.sending import Code, CodeAndWriting, Writing
from lindung.web.public.network import network_of
from lindung.web.public.views.showing import go, gone, numbers_for, own_unit, show
from lindung.web.public.visit import PROOF, TRIED, Visit, door

OPEN_FOR = timedelta(minutes=15)  # after the last click
LONGEST_WORD = 60
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
    later: Words = ""
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        opened, later = _opened(form, code, request)
        if opened is not None:
            response = go(f"{BOX}?{TRIED}=1")
            _remember(request, response, code)
            return response
    return _ask_code(request, form, later=later)


def _ask_code(request: HttpRequest, form: Code, *, later: Words = "") -> HttpResponse:
    numbers = numbers_for(own_unit(request, None))
    page = show(request, "public/code.html", form=form, later=later, numbers=numbers)
    return _unhurried(page, later)


def _unhurried(page: HttpResponse, later: Words) -> HttpResponse:
    """Tell a browser, too, when to try again."""
    if later == LATER:
        page["Retry-After"] = "2"
    return page


def _opened(
    form: Question, code: str, request: HttpRequest, word: str = ""
) -> tuple[Mailbox | None, Words]:
    """Return the mailbox, or say why not: a wrong code and a closed box sound alike."""
    try:
        opened = intake.open_mailbox(code, network_of(request), word)
    except TryLater:
        return None, LATER
    if opened is None:
        form.add_error("code", _("This code opens nothing. Perhaps it was mistyped."))
    return opened, ""


def _remember(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Keep the box open, beside a telling that may be under way; a receipt is shown no more."""
    entry = {"code": code, "until": (now() + OPEN_FOR).isoformat()}

    def change(answers: Answers) -> None:
        for shown in ("receipt", "told", "until"):
            answers.pop(shown, None)
        answers["mailbox"] = entry

    visit = visits.visit_of(request)
    if not (visit and visits.change(visit, change)):
        visits.begin(request, response, {"mailbox": entry})


@door
def box(request: HttpRequest) -> HttpResponse:
    """Show our answers; take a message or a wish to stop."""
    visit = visits.visit_of(request)
    entry = visit.answers.get("mailbox")
    if entry is None:
        words = request.POST.get("words", "").strip()
        otherwise = gone(request, visit, otherwise=ON_ONE, begin_at=ENTER)
        return _closed_meanwhile(request, words) if words else otherwise
    form = Writing(request.POST, request.FILES) if request.method == "POST" else Writing()
    closed = datetime.fromisoformat(entry["until"]) < now()
    if request.POST.get("act") == "word" and not closed and visits.proven(request, visit):
        _prolong(visit, word=request.POST.get("word", "")[:LONGEST_WORD])
        return go(BOX)
    if request.method == "POST" and _taken(request, visit, form):
        if closed:  # written for longer than a quarter of an hour: it arrives, nothing is shown
            return _ask_code(request, Code(), later=SAID.get(request.POST["act"], ""))
        _prolong(visit, said=request.POST["act"])
        return go(BOX)
    return _ask_code(request, Code()) if closed else _read(request, visit, form)


def _closed_meanwhile(request: HttpRequest, words: str) -> HttpResponse:
    """Ask for the code once more, with what she just sent still in its field: nothing was kept."""
    later = _(
        "The box had closed by itself, and nothing was sent. Your words are still here: type your"
        " code again and send them once more. Files must be chosen again."
    )
    form = CodeAndWriting(initial={"words": words})
    numbers = numbers_for(own_unit(request, None))
    return show(request, "public/once.html", form=form, later=later, numbers=numbers)


def _taken(request: HttpRequest, visit: Visit, form: Writing) -> bool:
    """Do what was asked for. What cannot be taken is said beside its field."""
    if not visits.proven(request, visit):
        form.add_error(None, _("This page was open in two places. Please press once more."))
    code, act = visit.answers["mailbox"]["code"], request.POST.get("act", "")
    return (
        complete(request, form)
        and form.is_valid()
        and act in SAID
        and _done(request, form, code, act)
    )


def _read(request: HttpRequest, visit: Visit, form: Writing) -> HttpResponse:
    """Show the box of this visit, and what was just done there."""
    entry = visit.answers["mailbox"]
    try:
        word = entry.get("word", "")
        opened = intake.open_mailbox(entry["code"], network_of(request), word)
    except TryLater:
        return _ask_code(request, Code(), later=LATER)
    if opened is None:
        return go(ENTER)
    wrong = bool(word and opened.n_locked)
    _prolong(visit, word="" if wrong else word)  # a wrong one is one guess, not one a page
    if any(reply.is_new for reply in opened.messages):
        seen = [reply.sent_at for reply in opened.messages]
        intake.mark_read(entry["code"], network_of(request), seen)
    known = {"proof": visit.proof, "proof_name": PROOF, "once": False, "wrong_word": wrong}
    return _shown(request, opened, form=form, said=SAID.get(entry.get("said", ""), ""), **known)


def _prolong(visit: Visit, *, said: str = "", word: str | None = None) -> None:
    """Keep the box open from this click on, with what to say on the next page, and her word."""

    def change(answers: Answers) -> None:
        until = (now() + OPEN_FOR).isoformat()
        kept = answers["mailbox"] | {"until": until, "said": said}
        answers["mailbox"] = kept if word is None else kept | {"word": word}

    visits.change(visit, change)


def _done(request: HttpRequest, form: Question, code: str, act: str) -> bool:
    """Do what was asked for; what cannot be taken is said beside its field."""
    network = network_of(request)
    try:
        if act == "stop":
            intake.ask_to_stop(code, network)
        if act == "write":
            files = tuple(taken(file) for file in form.cleaned_data["attached"])
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
    later: Words = ""
    if form is not None and complete(request, form) and form.is_valid():
        code = form.cleaned_data["code"]
        opened, later = _opened(form, code, request, form.cleaned_data["word"])
        acts = _acts(form) if opened is not None else []
        if opened is not None and all(_done(request, form, code, act) for act in acts):
            said = SAID.get(acts[-1], "") if acts else ""
            wrong = bool(form.cleaned_data["word"] and opened.n_locked)
            known = {"said": said, "once": True, "wrong_word": wrong}
            return _shown(request, opened, languages=[], **known)
    page = show(
        request,
        "public/once.html",
        form=form or CodeAndWriting(),
        later=later,
        numbers=numbers_for(own_unit(request, None)),
    )
    return _unhurried(page, later)


def _acts(form: CodeAndWriting) -> list[str]:
    wrote = form.cleaned_data["words"] or form.cleaned_data["attached"]
    return ["write"] * bool(wrote) + ["stop"] * form.cleaned_data["stop"]


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
            n_locked=opened.n_locked,
            numbers=numbers_for(unit),
            **known,
        )
