"""Tokens: a machine's way in, acting as whoever made it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.access import queries, services
from lindung.core.clock import now
from lindung.core.errors import RuleBroken
from lindung.web.admin.forms import SureForm, TokenForm
from lindung.web.gates import StaffRequest, signed_in, stepped_up


@signed_in
def tokens(request: StaffRequest) -> HttpResponse:
    """My tokens; an administrator sees those of the unit."""
    rows = list(queries.tokens_of(request.actor))
    return render(request, "admin/tokens.html", {"rows": rows, "now": now()})


@stepped_up
def create(request: StaffRequest) -> HttpResponse:
    """Make a token that acts as me; it is shown once, on this answer."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        try:
            token, raw = services.create_token(request.actor, request.user, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            return render(request, "admin/token.html", {"token": token, "raw": raw})
    page = {"form": form, "title": _("New token"), "verb": _("Make the token")}
    return render(request, "admin/form.html", page | {"back_url": "admin:tokens"})


@stepped_up
def revoke(request: StaffRequest, token_id: UUID) -> HttpResponse:
    """End a token now."""
    token = queries.get_token(request.actor, token_id)
    if request.method == "POST":
        services.revoke_token(request.actor, token)
        messages.success(request, _("The token has ended."))
        return redirect("admin:tokens")
    page = {"form": SureForm(), "title": _("End the token"), "lead": token.name}
    page |= {"verb": _("End the token"), "danger": True, "back_url": "admin:tokens"}
    return render(request, "admin/form.html", page)
