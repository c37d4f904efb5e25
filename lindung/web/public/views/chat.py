"""Talking on our own site: the limits of secrecy first, then words that go both ways at once.

Nothing is kept on the device but the visit's own cookie, and what she wrote herself is never shown
again. Without scripts the way leads to a message.
"""

import secrets
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lindung.core.actor import MACHINE
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.directory import queries as directory
from lindung.hotline.queries import chat as queries
from lindung.hotline.services import chat as services
from lindung.web.public import visit as visits
from lindung.web.public.forms.chat import Chat
from lindung.web.public.views.showing import go, numbers_for, open_house, own_unit, show
from lindung.web.public.visit import PROOF, Visit, door

START, TALK, MESSAGE = "/pesan/obrolan/", "/pesan/obrolan/tulis/", "/pesan/"
STREAM, ANSWERS = "/pesan/obrolan/arus", "/pesan/obrolan/jawaban/"


@door
@open_house
def start(request: HttpRequest) -> HttpResponse:
    """Say what may have to be passed on, before the first word; else lead to a message."""
    visit = visits.visit_of(request)
    if "chat" in visit.answers and request.method == "GET":
        return go(TALK)
    unit = own_unit(request, None) or directory.default_unit()
    if not queries.chat_is_open(unit.pk):
        return go(MESSAGE)
    if request.method == "POST":
        response = go(TALK)
        chat = {"token": secrets.token_urlsafe(24), "unit": str(unit.pk)}
        if not (visit and visits.change(visit, lambda answers: answers.update(chat=chat))):
            visits.begin(request, response, {"chat": chat})
        return response
    return show(request, "public/chat_start.html", numbers=numbers_for(unit), message_url=MESSAGE)


@door
def talk(request: HttpRequest) -> HttpResponse:
    """Take her words; show ours."""
    visit = visits.visit_of(request)
    chat = visit.answers.get("chat")
    if chat is None:
        return go(START)
    form = Chat(request.POST) if request.method == "POST" else Chat(initial={"name": _fresh()})
    if request.method == "POST" and visits.proven(request, visit) and form.is_valid():
        unit = directory.unit_by_id(chat["unit"])
        try:
            with frame(unit.pk):
                services.say_in_chat(MACHINE, unit, token=chat["token"], **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error("words", broken.message)
        else:
            visits.change(visit, lambda _: None)  # half an hour more
            return go(TALK)
    return _page(request, visit, "public/chat.html", form=form)


@door
def answers(request: HttpRequest) -> HttpResponse:
    """Show our answers alone, for a page that is open: while it asks, she is there."""
    visit = visits.visit_of(request)
    if "chat" not in visit.answers:
        return HttpResponse(status=401)
    return _page(request, visit, "public/_chat_answers.html")


def _page(request: HttpRequest, visit: Visit, template: str, **known: Any) -> HttpResponse:
    chat = visit.answers["chat"]
    unit = directory.unit_by_id(chat["unit"])
    with frame(unit.pk):
        thread = queries.chat_thread(chat["token"])
        found = queries.read_answers(MACHINE, thread) if thread else []
        if thread is not None:
            services.be_present(MACHINE, thread)
    with timezone.override(ZoneInfo(unit.time_zone)):
        return show(
            request,
            template,
            answers=found,
            told=thread is not None,
            proof=visit.proof,
            proof_name=PROOF,
            numbers=numbers_for(unit),
            stream=STREAM,
            answers_url=ANSWERS,
            message_url=MESSAGE,
            languages=[],
            **known,
        )


def leave(visit: Visit) -> None:
    """Note that she left, if she talked."""
    chat = visit.answers.get("chat")
    if chat is None:
        return
    unit = directory.unit_by_id(chat["unit"])
    with frame(unit.pk):
        thread = queries.chat_thread(chat["token"])
        if thread is not None:
            services.leave_chat(MACHINE, thread)


def _fresh() -> str:
    return secrets.token_urlsafe(12)
