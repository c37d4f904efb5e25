"""Phones of the field: which are in use, and ending one that was lost."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.access import queries, services
from lindung.web.field.views.phone import KEEP_DAYS
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def phones(request: StaffRequest) -> HttpResponse:
    """Show one's own phones; heads and administrators see those of the unit."""
    rows = list(queries.devices_of(request.actor)[:100])
    return render(request, "field/phones.html", {"phones": rows, "keep_days": KEEP_DAYS})


@signed_in
@require_POST
def end_phone(request: StaffRequest, device_id: UUID) -> HttpResponse:
    """End a phone: it empties itself as soon as it reaches us."""
    device = queries.get_device(request.actor, device_id)
    services.revoke_device(request.actor, device)
    messages.success(request, _("Ended. The phone empties itself as soon as it has signal."))
    return redirect("field:phones")
