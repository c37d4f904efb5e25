"""My tasks: everything open that waits for me, and what others ask me to decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.casework import queries as casework
from lindung.hotline.codes.contact import TURN_KIND, ContactVerb
from lindung.web.desk import rows
from lindung.web.desk.decisions import asked_for, decide_as
from lindung.web.desk.forms.case import DecideForm
from lindung.web.desk.views.show import is_live, url_of
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

PAGES = {  # what waits on a page of its own
    "access.approval": "desk:decide",
    "casework.alarm": "desk:alarm",
    "casework.decoy": "admin:decoy",
    "casework.export": "desk:export",
    "hotline.cover": "duty:decide_cover",
}


@signed_in
def tasks(request: StaffRequest) -> HttpResponse:
    """What waits for me, the most urgent first."""
    known = {
        "tasks": rows.task_rows(casework.tasks_of(request.actor), request.actor.id, _url_of),
        "here": request.get_full_path(),
    }
    return render(request, "desk/_tasks.html" if is_live(request) else "desk/tasks.html", known)


def _url_of(turn: Any) -> str:
    """Return where a thing is done: a decision on a page of its own, all else at its record."""
    if turn.kind == "intake.door":
        return reverse("desk:inbox")
    if turn.kind == TURN_KIND:
        decides = turn.verb == ContactVerb.CALL_BACK
        return reverse("desk:phone_decide" if decides else "desk:phone_contact", args=[turn.number])
    if turn.kind == "referral.referral":
        return reverse("referrals:referral", args=[turn.number, turn.record_id])
    if turn.kind in PAGES:
        return reverse(PAGES[turn.kind], args=[turn.record_id])
    is_law = turn.kind.startswith("legal.")
    return reverse("law:law", args=[turn.number]) if is_law else url_of(turn.number)


@signed_in
def decide(request: StaffRequest, approval_id: UUID) -> HttpResponse:
    """Read why something was asked, which is recorded, and agree or not."""
    approval = access.get_approval(request.actor, approval_id)
    form = DecideForm(request.POST or None)
    if form.is_valid() and accepted(
        form, decide_as, request.actor, approval, granted=form.cleaned_data["granted"] == "yes"
    ):
        messages.success(request, _("Your decision is saved."))
        return redirect("desk:tasks")
    known = {
        "approval": approval,
        "reason": access.read_approval_reason(request.actor, approval),
        "detail": asked_for(approval),
        "form": form,
    }
    return render(request, "desk/decide.html", known)
