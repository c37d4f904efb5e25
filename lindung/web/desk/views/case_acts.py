"""Whose a case is, how urgent it is, and its end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.access.codes import Role
from lindung.casework import queries, services
from lindung.web.desk.forms import case as forms
from lindung.web.desk.forms.report import (
    BlockForm,
    ConflictForm,
    LowerRiskForm,
    RaiseRiskForm,
)
from lindung.web.desk.views.show import CARERS, areas, ask, colleagues, tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def assign(request: StaffRequest, number: str) -> HttpResponse:
    """Give the case to another manager."""
    case = queries.get_case(request.actor, number, to="assign")
    form = forms.AssignForm(
        request.POST or None, manager=colleagues(request, Role.CASE_MANAGER, Role.UNIT_HEAD)
    )
    if form.is_valid() and accepted(
        form, services.assign, request.actor, case, **form.cleaned_data
    ):
        messages.success(request, _("Given to another manager."))
        return redirect("desk:cases")
    return ask(request, form, number, _("Give to another manager"), _("Give the case"))


@signed_in
def companion(request: StaffRequest, number: str) -> HttpResponse:
    """Add somebody who accompanies the client."""
    case = queries.get_case(request.actor, number, to="add_companion")
    form = forms.CompanionForm(request.POST or None, staff=colleagues(request, *CARERS))
    if form.is_valid() and accepted(
        form, services.add_companion, request.actor, case, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    return ask(request, form, number, _("Add a companion"), _("Add"))


@signed_in
@require_POST
def end_companion(request: StaffRequest, number: str, companion_id: UUID) -> HttpResponse:
    """Say that somebody accompanies no longer."""
    case = queries.get_case(request.actor, number, to="end_companion")
    done = _("Ended. Open promises go to the case manager.")
    tried(request, done, services.end_companion, request.actor, case, companion_id)
    return redirect("desk:case", number)


@signed_in
def raise_risk(request: StaffRequest, number: str) -> HttpResponse:
    """Raise the risk at once."""
    case = queries.get_case(request.actor, number, to="raise_risk")
    form = RaiseRiskForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.raise_risk, request.actor, case, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    return ask(request, form, number, _("Raise the risk"), _("Raise the risk"))


@signed_in
def lower_risk(request: StaffRequest, number: str) -> HttpResponse:
    """Ask that a second person lowers the risk."""
    case = queries.get_case(request.actor, number, to="ask_lower_risk")
    form = LowerRiskForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.ask_lower_risk, request.actor, case, **form.cleaned_data
    ):
        messages.success(request, _("Asked. Until somebody else agrees the risk stays as it is."))
        return redirect("desk:case", number)
    return ask(request, form, number, _("Ask to lower the risk"), _("Ask"))


@signed_in
def close(request: StaffRequest, number: str) -> HttpResponse:
    """Ask that service ends: the checklist."""
    case = queries.get_case(request.actor, number, to="ask_to_close")
    form = forms.CloseForm(request.POST or None)
    if form.is_valid() and accepted(
        form,
        services.ask_to_close,
        request.actor,
        case,
        reason=form.cleaned_data["reason"],
        checks=form.checks,
        words=form.cleaned_data["words"],
    ):
        messages.success(request, _("Asked. Service ends when a second person agrees."))
        return redirect("desk:case", number)
    return ask(request, form, number, _("End of service"), _("Ask for the end of service"))


@signed_in
@require_POST
def review(request: StaffRequest, number: str) -> HttpResponse:
    """Say that her safety was looked at and the risk is as it was."""
    case = queries.get_case(request.actor, number, to="review")
    done = _("Noted: her safety was looked at. The next look is set.")
    tried(request, done, services.review, request.actor, case)
    return redirect("desk:case", number)


@signed_in
@require_POST
def monitor(request: StaffRequest, number: str) -> HttpResponse:
    """Go over to aftercare."""
    case = queries.get_case(request.actor, number, to="move_to_monitoring")
    done = _("The case is in aftercare now.")
    tried(request, done, services.move_to_monitoring, request.actor, case)
    return redirect("desk:case", number)


@signed_in
@require_POST
def reopen(request: StaffRequest, number: str) -> HttpResponse:
    """Take the case up again."""
    case = queries.get_case(request.actor, number, to="reopen")
    tried(request, _("The case is open again."), services.reopen, request.actor, case)
    return redirect("desk:case", number)


@signed_in
def conflict(request: StaffRequest, number: str) -> HttpResponse:
    """Say *saya kenal pihak ini*: the case is gone from one's own eyes."""
    case = queries.get_case(request.actor, number, to="declare_conflict")
    form = ConflictForm(request.POST or None)
    if form.is_valid() and accepted(form, services.declare_conflict, request.actor, case):
        messages.success(request, _("Taken from you. Thank you for saying so."))
        return redirect("desk:cases")
    return ask(request, form, number, _("I know these people"), _("Take it from me"), danger=True)


@signed_in
def block(request: StaffRequest, number: str) -> HttpResponse:
    """Keep a colleague who is named in it from knowing of the case."""
    case = queries.get_case(request.actor, number, to="block_named")
    form = BlockForm(request.POST or None, staff=colleagues(request))
    if form.is_valid() and accepted(
        form, services.block_named, request.actor, case, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    verb = _("Hide it from this colleague")
    return ask(request, form, number, _("A colleague is named"), verb, danger=True)


@signed_in
def assign_notes(request: StaffRequest, number: str) -> HttpResponse:
    """Let a psychologist or counsel work with their own sealed notes."""
    case = queries.get_case(request.actor, number, to="assign_notes")
    staff = colleagues(request, Role.PSYCHOLOGIST, Role.COUNSEL)
    form = forms.NotesForm(request.POST or None, staff=staff)
    if form.is_valid() and accepted(
        form, services.assign_notes, request.actor, case, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    return ask(request, form, number, _("Psychologist or counsel"), _("Assign"))


@signed_in
@require_POST
def end_notes(request: StaffRequest, number: str, assignment_id: UUID) -> HttpResponse:
    """Say that a psychologist or counsel works on the case no longer."""
    case = queries.get_case(request.actor, number, to="end_notes")
    tried(request, _("Ended."), services.end_notes, request.actor, case, assignment_id)
    return redirect("desk:case", number)


@signed_in
def facts(request: StaffRequest, number: str) -> HttpResponse:
    """Correct or complete what is known of the case."""
    case = queries.get_case(request.actor, number, to="change_facts")
    known = {name: getattr(case, name) for name in forms.FactsForm.SHOWN}
    form = forms.FactsForm(
        request.POST or None, area=areas(request), initial=known | {"area": case.area_id}
    )
    if form.is_valid() and accepted(
        form, services.change_facts, request.actor, case, services.CaseFacts(**form.changes)
    ):
        messages.success(request, _("Saved."))
        return redirect("desk:case", number)
    return ask(request, form, number, _("About this case"), _("Save"))
