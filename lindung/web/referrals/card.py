"""Kartu mitra malam: who answers at night, and when somebody last tried the number."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.referral import queries, services
from lindung.web.desk.views.show import tried
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def night_card(request: StaffRequest) -> HttpResponse:
    """Show the numbers of the night, to be printed and hung beside the phone."""
    known = {
        "rows": queries.night_card(request.actor, request.unit),
        "may_try": queries.may_try(request.actor, request.unit),
    }
    return render(request, "referrals/card.html", known)


@signed_in
@require_POST
def tried_number(request: StaffRequest, partner_id: UUID) -> HttpResponse:
    """Note that somebody called it, and whether anybody answered."""
    answered = request.POST.get("answered") == "yes"
    tried(
        request,
        _("Saved."),
        services.try_partner,
        request.actor,
        request.unit,
        partner_id,
        answered=answered,
    )
    return redirect("referrals:card")
