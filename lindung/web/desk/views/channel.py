"""Answering whoever wrote by a connected channel, from the page of the report."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.hotline.codes.lines import Safe
from lindung.hotline.queries import hooks
from lindung.hotline.queries import lines as queries
from lindung.hotline.services import lines as services
from lindung.intake import queries as intake
from lindung.web.desk.forms.channel import AnswerForm, PhraseForm
from lindung.web.desk.forms.report import WARNING
from lindung.web.desk.views.show import ask, tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

if TYPE_CHECKING:
    from lindung.hotline.models import Thread


@signed_in
def answer(request: StaffRequest, number: str, thread_id: UUID) -> HttpResponse:
    """Write to whoever wrote. It leaves only if that is safe, asked now and when it leaves."""
    report = intake.get_report(request.actor, number, to="reply")
    thread = queries.get_thread(request.actor, report.pk, thread_id, to="answer_thread")
    window = hooks.window_of(request.actor, thread)
    if window is not None and not window.open:
        return _answer_by_phrase(request, number, thread, window)
    form = AnswerForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.answer_thread, request.actor, thread, **form.cleaned_data
    ):
        messages.success(request, _("Written. It leaves within seconds, if it is still safe."))
        return redirect("desk:report", number)
    title = _("Answer by %(channel)s") % {"channel": thread.get_channel_display()}
    return ask(request, form, number, title, _("Send the message"), careful=WARNING)


def _answer_by_phrase(
    request: StaffRequest, number: str, thread: "Thread", window: hooks.Window
) -> HttpResponse:
    """Offer approved words alone: the channel takes no others now."""
    title = _("Answer by %(channel)s") % {"channel": thread.get_channel_display()}
    if not window.phrases:
        messages.error(request, _("WhatsApp takes only approved words now, and there are none."))
        return redirect("desk:report", number)
    known = {row.name: row.words for row in window.phrases}
    form = PhraseForm(request.POST or None, phrases=list(known.items()))
    if form.is_valid():
        given = form.cleaned_data
        if accepted(
            form,
            services.answer_thread,
            request.actor,
            thread,
            words=known[given["phrase"]],
            template=given["phrase"],
            life_in_danger=given["life_in_danger"],
            reason=given["reason"],
        ):
            messages.success(request, _("Written. It leaves within seconds, if it is still safe."))
            return redirect("desk:report", number)
    lead = _("She wrote more than 24 hours ago: WhatsApp takes only words that were approved.")
    return ask(request, form, number, title, _("Send the message"), careful=WARNING, lead=lead)


@signed_in
@require_POST
def safe(request: StaffRequest, number: str, thread_id: UUID) -> HttpResponse:
    """Write down what she answered to "Is it safe to answer here now?"."""
    report = intake.get_report(request.actor, number, to="reply")
    thread = queries.get_thread(request.actor, report.pk, thread_id, to="say_safe_now")
    said = request.POST.get("safe", "")
    if said not in Safe.values:
        raise Http404
    done = (
        _("Written down: for half an hour an answer may leave.")
        if said == Safe.YES
        else _("Written down: nothing leaves.")
    )
    tried(request, done, services.say_safe_now, request.actor, thread, safe=said)
    return redirect("desk:report", number)
