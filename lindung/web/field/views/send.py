"""Sending somebody out: who could go and why, the plan, and whom to call tonight."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.casework import queries as casework
from lindung.casework import services as cases
from lindung.casework.queries import missions as of_case
from lindung.core.clock import now
from lindung.hotline.queries import rota
from lindung.intake import queries as intake
from lindung.intake.codes import NextLevel
from lindung.intake.rules import next_levels
from lindung.response import queries, rules, services
from lindung.response.codes import Escort, Signal
from lindung.web.desk.views.show import areas, url_of
from lindung.web.field import forms, show
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

BRIEFLY = timedelta(minutes=1)


@signed_in
def for_report(request: StaffRequest, number: str) -> HttpResponse:
    """Send colleagues out for a report."""
    report = intake.get_report(request.actor, number, to="send_out")
    ranked = queries.ranking(request.actor, report, on_duty=_on_duty())
    form = _form(request, report, ranked)
    if form.is_valid() and accepted(
        form, services.send, request.actor, report, **_sent(form), plan=form.plan()
    ):
        return _done(request, number)
    return _ask(request, form, number, report)


@signed_in
def for_case(request: StaffRequest, number: str) -> HttpResponse:
    """Send colleagues who work on a case out for it."""
    case = casework.get_case(request.actor, number, to="send_out")
    report = of_case.report_of_case(request.actor, case)
    ranked = queries.ranking(
        request.actor,
        report,
        on_duty=_on_duty(),
        case_id=case.pk,
        among=of_case.team_of(request.actor, case),
    )
    form = _form(request, report, ranked)
    if form.is_valid() and accepted(
        form, cases.send_out, request.actor, case, **_sent(form), plan=form.plan()
    ):
        return _done(request, number)
    return _ask(request, form, number, report)


def _on_duty() -> set[Any]:
    """Return who answers now by the rota. Two queries."""
    at = now()
    parts = rota.segments(at - BRIEFLY, at + BRIEFLY)
    here = [part for part in parts if part.begin <= at < part.end]
    return {who for part in here for who in (part.duty, part.backup) if who is not None}


def _form(request: StaffRequest, report: Any, ranked: Any) -> forms.SendForm:
    return forms.SendForm(
        request.POST or None,
        crew=show.offered(ranked),
        area=areas(request, optional=True),
        escort=forms.escort_choices(rules.escorts(report.institutions)),
        initial={
            "kind": "outreach",
            "signal": Signal.UNKNOWN,
            "escort": Escort.NONE,
            "area": report.area_id or "",
        },
    )


def _sent(form: forms.SendForm) -> dict[str, Any]:
    return {"kind": form.cleaned_data["kind"], "crew": form.cleaned_data["crew"]}


def _done(request: StaffRequest, number: str) -> HttpResponse:
    messages.success(request, _("The mission is prepared. Whoever leads has it among the tasks."))
    return redirect(url_of(number))


def _ask(request: StaffRequest, form: Form, number: str, report: Any) -> HttpResponse:
    known = {
        "form": form,
        "number": number,
        "back_url": url_of(number),
        "two": rules.needs_two(report.risk, emergency=report.emergency),
        "partners": queries.partners_of_night(
            request.actor, request.unit, report.institutions, report.area_id
        ),
        "next_levels": [NextLevel(one).label for one in next_levels(report.institutions)],
    }
    return render(request, "field/send.html", known)
