"""What waits for a decision outside the record's own screens: approvers, heads, their witnesses."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.access import queries, services
from lindung.core.errors import RuleBroken
from lindung.web.accounts.forms import InviteForm
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def waiting(request: StaffRequest) -> HttpResponse:
    """Everything that waits for my yes or no."""
    rows = list(queries.approvals_for(request.actor))
    return render(request, "accounts/decisions.html", {"rows": rows})


@signed_in
def decide(request: StaffRequest, approval_id: UUID) -> HttpResponse:
    """One thing to decide. Opening it opens why it is asked."""
    approval = queries.get_approval(request.actor, approval_id)
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        try:
            services.decide_approval(
                request.actor, approval, granted=request.POST["answer"] == "yes", tell=True
            )
        except RuleBroken as broken:
            messages.error(request, broken.message)
        else:
            messages.success(request, _("Your decision is recorded."))
        return redirect("account_decisions")
    page = {
        "approval": approval,
        "reason": queries.read_approval_reason(request.actor, approval),
        "may_invite": queries.may_invite(request.actor, approval),
    }
    return render(request, "accounts/decision.html", page)


@signed_in
def invite(request: StaffRequest, approval_id: UUID) -> HttpResponse:
    """Invite a second pair of eyes for this one decision."""
    approval = queries.get_approval(request.actor, approval_id)
    form = InviteForm(request.POST or None)
    code = ""
    if form.is_valid():
        try:
            code = services.invite_witness(request.actor, approval, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
    page = {"approval": approval, "form": form, "code": code}
    return render(request, "accounts/invite.html", page)
