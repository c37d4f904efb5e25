"""A partner's page without an account: a link and a code open one request, and take the answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lindung.core.errors import Denied, NotFound
from lindung.core.frame import frame
from lindung.directory.queries import unit_by_code, unit_by_id
from lindung.referral import queries, services
from lindung.web.forms import accepted
from lindung.web.gates import public
from lindung.web.referrals import forms

if TYPE_CHECKING:
    from lindung.directory.models import Unit

KEY = "partner"  # in the session: unit and request that this browser has opened


@public
def enter(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Ask for the code. Expired, mistyped and never there answer alike."""
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        opened = _open(code, secret, form.cleaned_data["code"])
        if opened is not None:
            request.session.cycle_key()
            request.session[KEY] = opened
            return redirect("partner_shown")
        form.add_error(
            "code",
            _("This opens nothing: the code is mistyped, or the link is over. Call the unit."),
        )
    return render(request, "referrals/partner_code.html", {"form": form})


@public
def shown(request: HttpRequest) -> HttpResponse:
    """Show what was asked and take the answer, as long as the link is open."""
    known = request.session.get(KEY)
    if not known:
        return render(request, "referrals/partner_over.html", status=404)
    unit = unit_by_id(UUID(known["unit"]))
    with _at(unit):
        opened = queries.shared(UUID(known["referral"]))
        if opened is None:
            request.session.pop(KEY, None)
            return render(request, "referrals/partner_over.html", status=404)
        referral, content = opened
        form = forms.ReplyForm(request.POST or None)
        done = False
        if form.is_valid():
            try:
                done = accepted(form, services.answer, referral, **form.cleaned_data)
            except Denied:
                return render(request, "referrals/partner_over.html", status=404)
        page = {"unit": unit, "one": referral, "content": content, "form": form, "done": done}
        return render(request, "referrals/partner.html", page)


def _open(code: str, secret: str, digits: str) -> dict[str, str] | None:
    try:
        unit = unit_by_code(code)
    except NotFound:
        return None
    found = services.open_link(unit, secret, digits)
    return {"unit": str(unit.pk), "referral": str(found)} if found else None


@contextmanager
def _at(unit: "Unit") -> Iterator[None]:
    with timezone.override(ZoneInfo(unit.time_zone)), frame(unit.pk):
        yield
