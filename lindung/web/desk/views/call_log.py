"""The telephone's list of calls, pasted at the change of a shift, beside what was written down."""

from django.http import HttpResponse
from django.shortcuts import render

from lindung.core.errors import RuleBroken
from lindung.hotline.queries import contact as queries
from lindung.hotline.services.call_log import Reconciled, take_call_log
from lindung.web.desk.forms.phone import CallLogForm
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def call_log(request: StaffRequest) -> HttpResponse:
    """Take a pasted list; numbers stand on this one answer and in no address."""
    queries.require_phone(request.actor)
    form = CallLogForm(request.POST or None)
    done: Reconciled | None = None
    if form.is_valid():
        try:
            done = take_call_log(request.actor, request.unit, form.cleaned_data["text"])
        except RuleBroken as broken:
            form.add_error("text", broken.message)
        else:
            form = CallLogForm()
    return render(request, "phone/call_log.html", {"form": form, "done": done})
