"""The unit's side of a referral: whom, what exactly leaves, the link once, the answer."""

import io
from typing import Any
from uuid import UUID

import qrcode
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from qrcode.image.svg import SvgPathImage

from lindung.casework import queries as casework
from lindung.core.clock import now
from lindung.core.errors import RuleBroken
from lindung.referral import queries, services
from lindung.referral.codes import OPEN, State
from lindung.web import documents
from lindung.web.desk.clocks import clock_of
from lindung.web.desk.views.show import ask, tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in
from lindung.web.referrals import forms

STATES = {
    State.PREPARED: "new",
    State.SENT: "waiting",
    State.RECEIVED: "waiting",
    State.ACCEPTED: "open",
    State.REFUSED: "stopped",
    State.DONE: "done",
    State.WITHDRAWN: "closed",
    State.ENDED: "closed",
}


@signed_in
def referrals(request: StaffRequest, number: str) -> HttpResponse:
    """Show whom was asked for a case, and how far it came."""
    case = casework.get_case(request.actor, number)
    known = {
        "case": case,
        "rows": [_row(one) for one in queries.referrals_of(request.actor, case)],
        "may": casework.allowed(request.actor, case),
    }
    return render(request, "referrals/referrals.html", known)


@signed_in
def prepare(request: StaffRequest, number: str) -> HttpResponse:
    """Write down what is asked of whom; nothing leaves yet."""
    case = casework.get_case(request.actor, number, to="refer")
    partners = queries.partners_for(request.actor, request.unit, case)
    choices = [(str(one.pk), f"{one.name} ({one.get_kind_display()})") for one in partners]
    form = forms.PrepareForm(request.POST or None, partner=[("", "—"), *choices])
    if form.is_valid() and accepted(
        form, services.prepare, request.actor, case, **form.cleaned_data
    ):
        return redirect("referrals:referrals", number)
    lead = _("Nothing leaves yet: next you see exactly what would.")
    return _asked(request, form, number, _("Ask another office"), _("Go on"), lead=lead)


@signed_in
def referral(request: StaffRequest, number: str, referral_id: UUID) -> HttpResponse:
    """Show one referral; before it is sent, exactly what would leave."""
    case, found = _found(request, number, referral_id, to="view_referral")
    return render(request, "referrals/referral.html", _known(request, case, found))


@signed_in
def open_words(request: StaffRequest, number: str, referral_id: UUID) -> HttpResponse:
    """Open what left and what was answered; it is recorded."""
    case, found = _found(request, number, referral_id, to="read_referral")
    if request.method != "POST":
        return redirect("referrals:referral", number, referral_id)
    known = _known(request, case, found)
    return render(
        request,
        "referrals/referral.html",
        known | {"opened": queries.read_referral(request.actor, found)},
    )


@signed_in
def send(request: StaffRequest, number: str, referral_id: UUID) -> HttpResponse:
    """Look at exactly what leaves, then let it leave; link and code are shown once."""
    case, found = _found(request, number, referral_id, to="send")
    form = forms.SendForm(request.POST or None)
    if form.is_valid():
        try:
            way = services.send(request.actor, found, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            return _once(request, case, found, way)
    known = _known(request, case, found) | {
        "form": form,
        "preview": queries.preview(request.actor, found),
    }
    return render(request, "referrals/send.html", known)


@signed_in
@require_POST
def renew(request: StaffRequest, number: str, referral_id: UUID) -> HttpResponse:
    """Make a fresh link and code; the old ones open nothing any more."""
    case, found = _found(request, number, referral_id, to="renew_link")
    try:
        way = services.renew_link(request.actor, found)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("referrals:referral", number, referral_id)
    return _once(request, case, found, way)


@signed_in
@require_POST
def letter(request: StaffRequest, number: str, referral_id: UUID) -> HttpResponse:
    """Give the letter with its square to scan. The code is never on it."""
    _case, found = _found(request, number, referral_id, to="read_referral")
    opened = queries.read_referral(request.actor, found)
    link = _link(request, request.POST.get("secret", ""))
    told = {
        "unit": request.unit.name,
        "place": request.unit.area.name,
        "letter": found.letter_number,
        "title": _("Request for help (rujukan)"),
        "to": found.partner.name,
        "to_label": _("To"),
        "number_label": _("Number"),
        "rows": opened.content,
        "link": link,
        "square": _square(link),
        "how": _(
            "Please answer by scanning the square or at the address below. It asks for a code,"
            " which we say by phone. No account is needed."
        ),
        "foot": _("Responsibility for the client stays with us. Please keep this letter closed."),
    }
    answer = HttpResponse(documents.referral(told), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="rujukan.pdf"'
    return answer


@signed_in
@require_POST
def end(request: StaffRequest, number: str, referral_id: UUID) -> HttpResponse:
    """End it; the link opens nothing any more."""
    _case, found = _found(request, number, referral_id, to="end")
    tried(request, _("Ended."), services.end, request.actor, found)
    return redirect("referrals:referrals", number)


def _asked(request: StaffRequest, form: Any, number: str, *words: Any, **more: Any) -> HttpResponse:
    back = reverse("referrals:referrals", args=[number])
    return ask(request, form, number, *words, back_url=back, **more)


def _found(request: StaffRequest, number: str, referral_id: UUID, *, to: str) -> tuple[Any, Any]:
    case = casework.get_case(request.actor, number)
    return case, queries.get_referral(request.actor, case, referral_id, to=to)


def _known(request: StaffRequest, case: Any, found: Any) -> dict[str, Any]:
    allowed = casework.allowed(request.actor, case)
    return {
        "case": case,
        "one": found,
        "row": _row(found),
        "may_read": "end_referral" in allowed,
        "may_send": "refer" in allowed and found.state == State.PREPARED,
        "may_renew": "refer" in allowed and found.state in {*OPEN, State.REFUSED},
        "may_end": "end_referral" in allowed and found.state not in {State.ENDED, State.WITHDRAWN},
        "acts_now": _acts_now(found),
    }


def _row(one: Any) -> dict[str, Any]:
    waits = one.state in {State.SENT, State.RECEIVED} and one.due_at is not None
    return {
        "one": one,
        "kind": STATES[State(one.state)],
        "clock": clock_of(one.due_at, now(), began_at=one.sent_at) if waits else None,
        "acts_now": _acts_now(one),
    }


def _acts_now(one: Any) -> str:
    """Say who acts now: the same words stand on both sides."""
    if one.state in OPEN:
        return str(one.partner.name)
    return "" if one.state in {State.ENDED, State.WITHDRAWN} else _("Our unit")


def _once(request: StaffRequest, case: Any, found: Any, way: services.Way) -> HttpResponse:
    link = _link(request, way.secret)
    known = {"case": case, "one": found, "way": way, "link": link}
    return render(request, "referrals/once.html", known)


def _link(request: StaffRequest, secret: str) -> str:
    path = reverse("partner_enter", args=[request.unit.code, secret or "-"])
    return request.build_absolute_uri(path)


def _square(link: str) -> str:
    drawn = io.BytesIO()
    qrcode.make(link, image_factory=SvgPathImage, border=2).save(drawn)
    return drawn.getvalue().decode()
