"""The people of a case, and how each may safely be reached."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lindung.casework import queries, services
from lindung.people import queries as people
from lindung.people import services as people_services
from lindung.people.codes import ContactChannel
from lindung.web.desk import words
from lindung.web.desk.forms.case import SafeContactForm
from lindung.web.desk.forms.report import CasePartyForm
from lindung.web.desk.views.show import ask, filled
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in


@signed_in
def party(request: StaffRequest, number: str) -> HttpResponse:
    """Add somebody to a case."""
    case = queries.get_case(request.actor, number, to="add_party")
    form = CasePartyForm(request.POST or None)
    if form.is_valid() and accepted(
        form, services.add_party, request.actor, case, **filled(form.cleaned_data)
    ):
        return redirect("desk:case", number)
    return ask(request, form, number, _("Somebody of this case"), _("Save"))


@signed_in
def person(request: StaffRequest, number: str, person_id: UUID) -> HttpResponse:
    """Open one person: names, numbers, and in words whether each way to her is safe now."""
    if request.method != "POST":
        return redirect("desk:case", number)
    case = queries.get_case(request.actor, number)
    found = queries.get_party(request.actor, case, person_id)
    known = {
        "case": case,
        "file": people.read_person(request.actor, found),
        "ways": [
            words.way(channel, people.may_contact(request.actor, found, channel))
            for channel in ContactChannel
        ],
        "person_id": person_id,
    }
    return render(request, "desk/person.html", known)


@signed_in
def safe_contact(request: StaffRequest, number: str, person_id: UUID) -> HttpResponse:
    """Write down how she said she may be reached."""
    case = queries.get_case(request.actor, number)
    found = queries.get_party(request.actor, case, person_id)
    form = SafeContactForm(request.POST or None)
    if form.is_valid() and accepted(
        form, people_services.state_safe_contact, request.actor, found, **form.cleaned_data
    ):
        return redirect("desk:case", number)
    lead = _("Only what she said herself. What is not known counts as no.")
    return ask(request, form, number, _("Safe way to reach her"), _("Save"), lead=lead)
