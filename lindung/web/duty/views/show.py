"""What the screens of duty share: the page of one act, and lists of colleagues."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lindung.hotline.queries import rota
from lindung.web.gates import StaffRequest


def ask(
    request: StaffRequest,
    form: Form,
    title: Any,
    verb: Any,
    back_name: str,
    *,
    back: Sequence[Any] = (),
    **more: Any,
) -> HttpResponse:
    """Show a form for one act of duty."""
    page = {"form": form, "title": title, "verb": verb, "back_words": _("Back")}
    page["back_url"] = reverse(back_name, args=back)
    return render(request, "desk/form.html", page | more)


def people_choices(request: StaffRequest, *, optional: bool = False) -> list[tuple[str, str]]:
    """Return who may be on duty, as choices."""
    known = [(str(one.id), one.name) for one in rota.people_for_duty(request.actor)]
    return [("", "—"), *known] if optional else known
