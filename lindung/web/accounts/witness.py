"""The witness login: a code opens one decision for one hour, then nothing."""

from collections.abc import Callable
from typing import Any, ParamSpec
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lindung.access import queries, services
from lindung.access.queries import Invitation
from lindung.casework import queries as casework
from lindung.casework import services as letting_out
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.directory.queries import is_practice, unit_by_id
from lindung.web.accounts.forms import WitnessForm
from lindung.web.gates import public

P = ParamSpec("P")
KEY = "witness"  # in the session: the invitation this browser has opened


@public
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was read to the witness."""
    form = WitnessForm(request.POST or None)
    if form.is_valid():
        if not ratelimit.consume(request, action="login_failed", key=_place(request)):
            form.add_error("code", _("Too many attempts. Wait five minutes, then try again."))
        elif witness_id := services.open_witness(form.cleaned_data["code"]):
            ratelimit.clear(request, action="login_failed", key=_place(request))
            request.session.cycle_key()
            request.session[KEY] = str(witness_id)
            return redirect("account_witness_decide")
        else:
            form.add_error("code", _("This code does not open anything: it is mistyped or over."))
    return render(request, "accounts/witness_code.html", {"form": form})


@public
def decide(request: HttpRequest) -> HttpResponse:
    """Show the one thing to decide, and take the answer."""
    known = request.session.get(KEY)
    invitation = queries.invitation(UUID(known)) if known else None
    if invitation is None:
        request.session.pop(KEY, None)
        return redirect("account_witness")
    unit = unit_by_id(invitation.unit_id)
    with timezone.override(ZoneInfo(unit.time_zone)), frame(unit.pk):
        return _decide(request, invitation)


def _decide(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    actor = invitation.actor
    export = casework.witnessed_export(actor)
    if export is not None:
        return _decide_names(request, invitation, export)
    approval = queries.get_approval(actor, invitation.approval_id)
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        granted = request.POST["answer"] == "yes"
        return _ended(
            request, services.decide_approval, actor, approval, granted=granted, tell=True
        )
    page = {
        "approval": approval,
        "reason": queries.read_approval_reason(actor, approval),
        "invitation": invitation,
        "practice": is_practice(invitation.unit_id),
    }
    return render(request, "accounts/witness.html", page)


def _decide_names(request: HttpRequest, invitation: Invitation, export: Any) -> HttpResponse:
    """Show for whom names would leave, and what for, and take the answer."""
    actor = invitation.actor
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        granted = request.POST["answer"] == "yes"
        return _ended(request, letting_out.decide_names, actor, export, granted=granted)
    page = {
        "export": export,
        "asked": queries.names_of([export.asked_by]).get(export.asked_by, ""),
        "reasons": casework.read_export(actor, export),
        "invitation": invitation,
        "practice": is_practice(invitation.unit_id),
    }
    return render(request, "accounts/witness_names.html", page)


def _ended(
    request: HttpRequest, service: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs
) -> HttpResponse:
    """Carry the decision out; the access is over with it."""
    try:
        service(*args, **kwargs)
    except RuleBroken as broken:
        return render(request, "accounts/witness_done.html", {"words": broken.message})
    request.session.pop(KEY, None)
    words = _("Thank you. Your decision is recorded, and this access is over.")
    return render(request, "accounts/witness_done.html", {"words": words})


def _place(request: HttpRequest) -> str:
    """Return whose attempts are counted together."""
    return f"witness-{get_adapter().get_client_ip(request)}"
