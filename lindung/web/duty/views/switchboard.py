"""The switchboard dials for whoever decided to call back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.core.errors import NotFound
from lindung.hotline.queries import contact as queries
from lindung.hotline.services.dialling import dial_back
from lindung.web.desk.views.show import tried
from lindung.web.gates import StaffRequest, signed_in


@signed_in
@require_POST
def call_out(request: StaffRequest, number: str) -> HttpResponse:
    """Let one's own telephone ring, then hers."""
    one = queries.get_contact(request.actor, number)
    row = queries.call_back_of(request.actor, one, to="dial_back")
    if row is None:
        raise NotFound("call_back")
    said = _("Your telephone rings in a moment. Lift it and press 1.")
    tried(request, said, dial_back, request.actor, row)
    return redirect("desk:phone_contact", number)
