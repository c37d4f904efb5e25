"""What waits for my yes or no, and whom to invite to say it. The decision itself is at the desk."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lindung.access import queries, services
from lindung.casework import queries as casework
from lindung.casework import services as letting_out
from lindung.core.errors import RuleBroken
from lindung.web.accounts.forms import InviteForm
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def waiting(request: StaffRequest) -> HttpResponse:
    """Everything that waits for my yes or no."""
    rows = list(queries.approvals_for(request.actor))
    return render(request, "accounts/decisions.html", {"rows": rows})


@signed_in
def invite_for_names(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """Call a second pair of eyes in for one register with names."""
    export = casework.get_export(request.actor, export_id, to="invite_names_witness")
    form = InviteForm(request.POST or None)
    code = ""
    if form.is_valid():
        try:
            code = letting_out.invite_names_witness(request.actor, export, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
    page = {"approval": export, "form": form, "code": code, "back_url": reverse("desk:exports")}
    return render(request, "accounts/invite.html", page)


@signed_in
def invite(request: StaffRequest, approval_id: UUID) -> HttpResponse:
    """Invite a second pair of eyes for this one decision."""
    approval = queries.get_approval(request.actor, approval_id, to="invite_witness")
    form = InviteForm(request.POST or None)
    code = ""
    if form.is_valid():
        try:
            code = services.invite_witness(request.actor, approval, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
    may = queries.acts_on_approvals(request.actor, [approval.pk]).get(approval.pk, frozenset())
    decide_url = reverse("desk:decide", args=[approval.pk])
    back_url = decide_url if "decide_approval" in may else reverse("desk:tasks")
    page = {"approval": approval, "form": form, "code": code, "back_url": back_url}
    return render(request, "accounts/invite.html", page)
