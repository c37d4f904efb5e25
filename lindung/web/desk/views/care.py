"""What is done in a case: incident, consent, promise, service, note."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lindung.casework import queries, services
from lindung.core.clock import now
from lindung.web.desk.forms import care as forms
from lindung.web.desk.views.show import CARERS, areas, ask, colleagues, filled, tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def incident(request: StaffRequest, number: str) -> HttpResponse:
    """Write down what happened."""
    case = queries.get_case(request.actor, number, to="add_incident")
    form = forms.IncidentForm(
        request.POST or None,
        area=areas(request, optional=True),
        initial={"area": case.area_id, "forms": case.forms},
    )
    if form.is_valid() and accepted(
        form, services.add_incident, request.actor, case, **filled(form.cleaned_data)
    ):
        return redirect("desk:case", number)
    return ask(request, form, number, _("Incident"), _("Save the incident"))


@signed_in
def consent(request: StaffRequest, number: str) -> HttpResponse:
    """Write down what somebody agreed to."""
    case = queries.get_case(request.actor, number, to="record_consent")
    form = forms.ConsentForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.record_consent, request.actor, case, **filled(form.cleaned_data)
    ):
        return redirect("desk:case", number)
    lead = _("Agreement after explanation; a child agrees in its own words, beside a guardian.")
    return ask(request, form, number, _("Consent"), _("Save the consent"), lead=lead)


@signed_in
def withdraw(request: StaffRequest, number: str, consent_id: UUID) -> HttpResponse:
    """Take a consent back, because whoever gave it wants so."""
    case = queries.get_case(request.actor, number, to="withdraw_consent")
    if request.method == "POST":
        done = _("The consent is withdrawn from now on.")
        tried(request, done, services.withdraw_consent, request.actor, case, consent_id)
    return redirect("desk:case", number)


@signed_in
def plan_line(request: StaffRequest, number: str) -> HttpResponse:
    """Make a promise: what, who, until when."""
    case = queries.get_case(request.actor, number, to="add_plan_line")
    form = forms.PlanLineForm(
        request.POST or None,
        owner=colleagues(request, *CARERS),
        initial={"owner": str(request.actor.id)},
    )
    if form.is_valid() and accepted(
        form, services.add_plan_line, request.actor, case, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    return ask(request, form, number, _("A line of the plan"), _("Save the line"))


@signed_in
def end_plan_line(request: StaffRequest, number: str, line_id: UUID) -> HttpResponse:
    """Say what became of a promise."""
    case = queries.get_case(request.actor, number, to="end_plan_line")
    form = forms.EndPlanLineForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.end_plan_line, request.actor, case, line_id, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    return ask(request, form, number, _("What became of the promise"), _("Save"))


@signed_in
def service(request: StaffRequest, number: str) -> HttpResponse:
    """Write down a service that was given."""
    case = queries.get_case(request.actor, number, to="record_service")
    kept = request.GET.get("janji", "")
    promised = queries.service_promised(request.actor, case, kept) if kept else ""
    form = forms.ServiceForm(
        request.POST or None,
        plan_line=queries.open_plan_lines(request.actor, case),
        initial={"given_at": now(), "plan_line": kept, "service": promised},
    )
    if form.is_valid() and accepted(
        form, services.record_service, request.actor, case, **filled(form.cleaned_data)
    ):
        return redirect("desk:case", number)
    return ask(request, form, number, _("Service"), _("Save the service"))


@signed_in
def note(request: StaffRequest, number: str) -> HttpResponse:
    """Write a note."""
    case = queries.get_case(request.actor, number)
    # Offered a kind that is refused when sent, somebody would lose what they wrote.
    mine = queries.kinds_of_notes(request.actor, case)
    kinds = [(kind.value, kind.label) for kind in mine]
    form = forms.NoteForm(request.POST or None, kind=kinds, initial={"kind": mine[0].value})
    if form.is_valid() and accepted(
        form, services.write_note, request.actor, case, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    return ask(request, form, number, _("Note"), _("Save the note"))
