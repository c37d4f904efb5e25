"""Hours taken over: asked, swapped, agreed, ordered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.access import queries as access
from lindung.hotline.queries import rota as queries
from lindung.hotline.services import covers
from lindung.web.desk.views.show import tried
from lindung.web.duty.forms.rota import AgreeForm, AskForm, OrderForm, SwapForm
from lindung.web.duty.views.show import ask, people_choices
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

HOURS = "%d-%m-%Y %H.%M"


def _words(begin: Any, end: Any) -> str:
    return f"{timezone.localtime(begin):{HOURS}} – {timezone.localtime(end):{HOURS}}"


@signed_in
def ask_cover(request: StaffRequest, shift_id: UUID) -> HttpResponse:
    """Ask a colleague to take one's shift over, or some hours of it."""
    shift = queries.get_shift(request.actor, shift_id, "ask_cover")
    hours = {
        "begin": timezone.localtime(shift.begin_at).replace(tzinfo=None),
        "end": timezone.localtime(shift.end_at).replace(tzinfo=None),
    }
    others = [c for c in people_choices(request) if c[0] != str(request.actor.id)]
    form = AskForm(request.POST or None, initial=hours, staff_id=others)
    if form.is_valid() and accepted(
        form, covers.ask_cover, request.actor, shift, **form.cleaned_data
    ):
        messages.success(request, _("Your colleague is asked. Until then it is your shift."))
        return redirect("duty:week")
    return ask(
        request, form, _("Ask somebody to take over"), _("Ask"), "duty:week",
        lead=_words(shift.begin_at, shift.end_at),
    )  # fmt: skip


@signed_in
def ask_swap(request: StaffRequest, shift_id: UUID) -> HttpResponse:
    """Ask a colleague to swap two shifts."""
    shift = queries.get_shift(request.actor, shift_id, "ask_cover")
    known = {
        str(row.pk): (
            row,
            f"{_words(row.begin_at, row.end_at)} · {name} · {row.get_seat_display()}",
        )
        for row, name in queries.coming_shifts(request.actor, mine=False)
    }
    form = SwapForm(
        request.POST or None, other=[(pk, words) for pk, (_row, words) in known.items()]
    )

    def swap(*, other: str) -> None:
        covers.ask_swap(request.actor, shift, other=queries.get_shift(request.actor, UUID(other)))

    if form.is_valid() and accepted(form, swap, **form.cleaned_data):
        messages.success(request, _("Your colleague is asked. Until then nothing changes."))
        return redirect("duty:week")
    return ask(
        request, form, _("Swap two shifts"), _("Ask"), "duty:week",
        lead=_words(shift.begin_at, shift.end_at),
    )  # fmt: skip


@signed_in
def decide(request: StaffRequest, cover_id: UUID) -> HttpResponse:
    """Agree to take hours over, or say no."""
    cover = queries.get_cover(request.actor, cover_id, "decide_cover")
    form = AgreeForm(request.POST or None)

    def say(*, agreed: str) -> None:
        covers.decide_cover(request.actor, cover, agreed=agreed == "yes")

    if form.is_valid() and accepted(form, say, **form.cleaned_data):
        messages.success(request, _("Your answer is kept."))
        return redirect("duty:week")
    name = access.names_of([cover.asked_by]).get(cover.asked_by, "")
    lead = f"{name}: {_words(cover.begin_at, cover.end_at)} · {cover.get_seat_display()}"
    title = _("Swap two shifts") if cover.swap_id else _("Take hours over")
    return ask(request, form, title, _("Answer"), "duty:week", lead=lead)


@signed_in
@require_POST
def withdraw(request: StaffRequest, cover_id: UUID) -> HttpResponse:
    """Take a question back, or as head an agreement."""
    cover = queries.get_cover(request.actor, cover_id, "withdraw_cover")
    tried(request, _("It is taken back."), covers.withdraw_cover, request.actor, cover)
    return redirect("duty:week")


@signed_in
def order(request: StaffRequest) -> HttpResponse:
    """Put somebody in a seat for some hours: illness, a gap."""
    queries.require(request.actor, request.unit, "order_cover")
    form = OrderForm(
        request.POST or None, initial={"seat": "duty"}, staff_id=people_choices(request)
    )
    if form.is_valid() and accepted(
        form, covers.order_cover, request.actor, request.unit, **form.cleaned_data
    ):
        messages.success(request, _("The seat is taken from then on."))
        return redirect("duty:week")
    return ask(request, form, _("Put somebody in a seat"), _("Put them there"), "duty:week")
