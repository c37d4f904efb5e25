"""Connecting a channel, step by step: settings, decision, a look at a phone, open."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lindung.core.errors import RuleBroken
from lindung.hotline.codes.lines import CONNECTABLE, Driver
from lindung.hotline.queries import hooks
from lindung.hotline.queries import lines as queries
from lindung.hotline.services import connect as services
from lindung.hotline.services import phrases as phrase_services
from lindung.intake.codes import Channel
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in, stepped_up
from lindung.web.lines import forms

STATES: dict[str, tuple[Promise, str]] = {
    "none": (gettext_lazy("not connected"), "closed"),
    "settings": (gettext_lazy("settings stand; the head looks at a phone next"), "waiting"),
    "undecided": (gettext_lazy("the controller's decision is missing"), "waiting"),
    "looked": (gettext_lazy("ready to open"), "waiting"),
    "alive": (gettext_lazy("open and alive"), "done"),
    "silent": (gettext_lazy("open, but nobody answers there"), "stopped"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One channel on the list."""

    channel: str
    label: str
    row: queries.LineRow | None
    state: Promise
    state_kind: str
    abroad: bool
    possible: bool
    hook_url: str  # what the other side calls, where it calls


@signed_in
def lines(request: StaffRequest) -> HttpResponse:
    """Show every channel that can be connected, and how it stands."""
    may = queries.allowed_lines(request.actor)
    if "view_line" not in may:
        raise queries.refuse_lines(request.actor)
    known = {row.channel: row for row in queries.lines(request.actor)}
    cards = [_card(request, channel, known.get(channel)) for channel in CONNECTABLE]
    page = {"cards": [card for card in cards if card.possible or card.row], "may": may}
    return render(request, "lines/lines.html", page)


@stepped_up
def connect(request: StaffRequest, channel: str) -> HttpResponse:
    """Set how a channel is reached. What stood is not shown: it holds secrets."""
    _require(request, channel, "connect_line")
    drivers = forms.drivers_of(channel)
    if not drivers:
        raise Http404
    chosen = request.POST.get("driver") or request.GET.get("driver") or drivers[0]
    driver = next((one for one in drivers if one == chosen), drivers[0])
    form = forms.FORMS[driver](request.POST or None)
    if form.is_valid():
        given = {name: str(value or "") for name, value in form.cleaned_data.items()}
        if accepted(
            form,
            services.connect_line,
            request.actor,
            request.unit,
            channel=channel,
            driver=driver,
            settings=given,
        ):
            messages.success(request, _("Kept. The head looks at a phone next, then opens it."))
            return redirect("lines:lines")
    others = [(one, Driver(one).label) for one in drivers if one != driver]
    lead = _("By: %(driver)s") % {"driver": Driver(driver).label}
    careful = _("Saving closes the channel until the head has looked at a phone again.")
    title = _("Connect: %(channel)s") % {"channel": Channel(channel).label}
    more = {"others": others, "driver": driver, "lead": lead, "careful": careful}
    return _ask(request, form, title, _("Save"), channel=channel, **more)


@stepped_up
def question(request: StaffRequest, channel: str) -> HttpResponse:
    """Set what whoever writes first is asked."""
    line = _line(request, channel, "connect_line")
    was = queries.read_question(request.actor, line) if request.method == "GET" else ""
    form = forms.QuestionForm(request.POST or None, initial={"question": was})
    if form.is_valid() and accepted(
        form, services.write_question, request.actor, line, **form.cleaned_data
    ):
        messages.success(request, _("Kept. The head looks at a phone again before it opens."))
        return redirect("lines:lines")
    careful = _("Another may read it: write nothing that says what this number is for.")
    return _ask(request, form, _("Is it safe to answer?"), _("Save"), careful=careful)


@stepped_up
def decide(request: StaffRequest, channel: str) -> HttpResponse:
    """Write down the controller's decision for a channel whose messages lie abroad."""
    line = _line(request, channel, "decide_line")
    form = forms.DecisionForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.decide_line, request.actor, line, **form.cleaned_data
    ):
        messages.success(request, _("Kept."))
        return redirect("lines:lines")
    lead = _(
        "What is written there lies on servers of a company abroad. The controller decides in"
        " writing, after an assessment of the risks (DPIA), and may take it back."
    )
    return _ask(request, form, _("Decision of the controller"), _("Save"), lead=lead)


@signed_in
def look(request: StaffRequest, channel: str) -> HttpResponse:
    """Let the head say what a real phone shows, before anybody in need sees it."""
    line = _line(request, channel, "look_at_line")
    form = forms.LookForm(request.POST or None)
    if form.is_valid() and accepted(form, services.look_at_line, request.actor, line):
        messages.success(request, _("Written down. It can be opened now."))
        return redirect("lines:lines")
    lead = _(
        "Take a phone that is not the unit's. Write to this channel, or let it write to you, and"
        " look at the locked screen, the list and the message."
    )
    return _ask(request, form, _("What the reporter sees on her phone"), _("I saw it"), lead=lead)


@signed_in
@require_POST
def open_line(request: StaffRequest, channel: str) -> HttpResponse:
    """Open a channel."""
    line = _line(request, channel, "open_line")
    try:
        services.open_line(request.actor, line)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("Open: from now on it takes and sends."))
    return redirect("lines:lines")


@signed_in
@require_POST
def close(request: StaffRequest, channel: str) -> HttpResponse:
    """Close a channel."""
    line = _line(request, channel, "close_line")
    services.close_line(request.actor, line)
    messages.success(request, _("Closed: nothing is taken and nothing leaves."))
    return redirect("lines:lines")


def _card(request: StaffRequest, channel: str, row: queries.LineRow | None) -> Card:
    abroad = channel in services.ABROAD
    if row is None:
        state = "none"
    elif row.opened_at:
        state = "alive" if row.alive else "silent"
    elif abroad and not row.decided_at:
        state = "undecided"
    else:
        state = "looked" if row.looked_at else "settings"
    words, kind = STATES[state]
    possible = bool(forms.drivers_of(channel))
    hook = _hook_url(request) if row and row.driver == Driver.CLOUD else ""
    return Card(channel, str(Channel(channel).label), row, words, kind, abroad, possible, hook)


def _hook_url(request: StaffRequest) -> str:
    """Return the address that Meta calls for this unit."""
    return request.build_absolute_uri(reverse("hooks:whatsapp", args=[request.unit.code]))


def _require(request: StaffRequest, channel: str, action: str) -> None:
    if action not in queries.allowed_lines(request.actor):
        raise queries.refuse_lines(request.actor, action)
    if channel not in {str(one) for one in CONNECTABLE}:
        raise Http404


def _line(request: StaffRequest, channel: str, action: str) -> Any:
    _require(request, channel, action)
    line = queries.get_line(request.actor, channel, to=action)
    if line is None:
        raise Http404
    return line


def _ask(request: StaffRequest, form: Form, title: str, verb: str, **more: Any) -> HttpResponse:
    page = {"form": form, "title": title, "verb": verb, "back_url": reverse("lines:lines")}
    return render(request, "lines/form.html", page | more)


@signed_in
def phrases(request: StaffRequest) -> HttpResponse:
    """Show approved words, and take new ones."""
    line = _line(request, Channel.WHATSAPP, "view_line")
    form = forms.PhraseForm(request.POST or None)
    if form.is_valid() and accepted(
        form, phrase_services.add_phrase, request.actor, line, **form.cleaned_data
    ):
        messages.success(request, _("Kept."))
        return redirect("lines:phrases")
    page = {"rows": hooks.phrases(request.actor, line), "form": form, "title": _("Approved words")}
    return render(request, "lines/phrases.html", page)


@signed_in
@require_POST
def end_phrase(request: StaffRequest, phrase_id: UUID) -> HttpResponse:
    """Use these words no more."""
    line = _line(request, Channel.WHATSAPP, "view_line")
    phrase = hooks.get_phrase(request.actor, line, phrase_id)
    if phrase is None:
        raise Http404
    phrase_services.end_phrase(request.actor, phrase)
    messages.success(request, _("Not used any more."))
    return redirect("lines:phrases")
