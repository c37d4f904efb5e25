"""Who handles a report, how urgent it is, and who must not know of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.access.codes import Role
from lindung.core.errors import RuleBroken
from lindung.intake import instruments, services
from lindung.intake import queries as intake
from lindung.web.desk import undo
from lindung.web.desk.forms import report as forms
from lindung.web.desk.views.show import areas, ask, colleagues, filled, tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

ANSWERS_BY_KEY = "js/answers.js"
TAKERS = (Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD, Role.COMPANION)


@signed_in
@require_POST
def take(request: StaffRequest, number: str) -> HttpResponse:
    """Say *Saya tangani*."""
    report = intake.get_report(request.actor, number, to="take")
    try:
        before = services.take(request.actor, report)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        undo.remember(request, number, before)
    return redirect("desk:report", number)


@signed_in
@require_POST
def release(request: StaffRequest, number: str) -> HttpResponse:
    """*Urungkan*: give back what was taken just now."""
    report = intake.get_report(request.actor, number, to="release")
    before = undo.remembered(request, number)
    if before is None:
        messages.error(request, _("This can no longer be undone. Hand it to a colleague instead."))
        return redirect("desk:report", number)
    undo.forget(request, number)
    done = _("Undone: %(number)s waits for somebody again.") % {"number": number}
    tried(request, done, services.release, request.actor, report, before)
    return redirect("desk:report", number)


@signed_in
def hand_to(request: StaffRequest, number: str) -> HttpResponse:
    """Hand a report to a colleague, such as the companion who goes there."""
    report = intake.get_report(request.actor, number, to="hand_to")
    form = forms.HandToForm(request.POST or None, staff_id=colleagues(request, *TAKERS))
    if form.is_valid() and accepted(
        form, services.hand_to, request.actor, report, **form.cleaned_data
    ):
        messages.success(request, _("Handed over."))
        return redirect("desk:inbox")
    return ask(request, form, number, _("Hand to a colleague"), _("Hand it over"))


@signed_in
def screen(request: StaffRequest, number: str) -> HttpResponse:
    """Answer the questions of the first screening."""
    report = intake.get_report(request.actor, number, to="screen")
    instrument = instruments.DARURAT
    form = forms.ScreeningForm(request.POST or None, items=instruments.questions(instrument))
    if form.is_valid() and accepted(
        form,
        services.screen,
        request.actor,
        report,
        instrument=instrument.code,
        answers=form.answers,
    ):
        return redirect("desk:triage", number)
    lead = _("Unknown never counts as no. Keys 1 to 4 answer the next question.")
    return ask(
        request,
        form,
        number,
        _("Screening"),
        _("Save the answers"),
        lead=lead,
        script=ANSWERS_BY_KEY,
    )


@signed_in
def triage(request: StaffRequest, number: str) -> HttpResponse:
    """Say what kind of matter it is, whose, and how urgent."""
    report = intake.get_report(request.actor, number, to="triage")
    form = forms.TriageForm(
        request.POST or None,
        area=areas(request, optional=True),
        initial={
            "risk": report.risk,
            "emergency": report.emergency,
            "area": report.area_id,
            "child": report.child,
            "institution_named": report.institution_named,
            "institutions": report.institutions,
            "case_types": report.case_types,
            "forms": report.forms,
            "relation": report.relation,
            "authority": report.authority or "district",
        },
    )
    if form.is_valid() and accepted(
        form, services.triage, request.actor, report, **filled(form.cleaned_data)
    ):
        return redirect("desk:report", number)
    return ask(request, form, number, _("Triage"), _("Save the triage"))


@signed_in
def raise_risk(request: StaffRequest, number: str) -> HttpResponse:
    """Raise the risk at once."""
    report = intake.get_report(request.actor, number, to="raise_risk")
    form = forms.RaiseRiskForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.raise_risk, request.actor, report, **form.cleaned_data
    ):
        return redirect("desk:report", number)
    return ask(request, form, number, _("Raise the risk"), _("Raise the risk"))


@signed_in
def lower_risk(request: StaffRequest, number: str) -> HttpResponse:
    """Ask that a second person lowers the risk."""
    report = intake.get_report(request.actor, number, to="ask_lower_risk")
    form = forms.LowerRiskForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.ask_lower_risk, request.actor, report, **form.cleaned_data
    ):
        messages.success(request, _("Asked. Until somebody else agrees the risk stays as it is."))
        return redirect("desk:report", number)
    return ask(request, form, number, _("Ask to lower the risk"), _("Ask"))


@signed_in
def conflict(request: StaffRequest, number: str) -> HttpResponse:
    """Say *saya kenal pihak ini*: the report is gone from one's own eyes."""
    report = intake.get_report(request.actor, number, to="declare_conflict")
    form = forms.ConflictForm(request.POST or None)
    if form.is_valid() and accepted(form, services.declare_conflict, request.actor, report):
        messages.success(request, _("Taken from you. Thank you for saying so."))
        return redirect("desk:inbox")
    return ask(request, form, number, _("I know these people"), _("Take it from me"), danger=True)


@signed_in
def block(request: StaffRequest, number: str) -> HttpResponse:
    """Keep a colleague who is named in it from knowing of the report."""
    report = intake.get_report(request.actor, number, to="block_named")
    form = forms.BlockForm(request.POST or None, staff=colleagues(request))
    if form.is_valid() and accepted(
        form, services.block_named, request.actor, report, form.cleaned_data["staff"]
    ):
        return redirect("desk:report", number)
    return ask(
        request,
        form,
        number,
        _("A colleague is named"),
        _("Hide it from this colleague"),
        danger=True,
    )
