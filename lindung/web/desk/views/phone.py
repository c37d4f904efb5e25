"""The duty phone: two taps make a contact; a call is led beside it, question by question."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.core.clock import now
from lindung.core.errors import RuleBroken
from lindung.hotline.codes.contact import NOT_TELLING, PHONE_CHANNELS, TELLING, Choice
from lindung.hotline.codes.topics import CHI, MAPPING, SIMFONI
from lindung.hotline.queries import contact as queries
from lindung.hotline.queries import dialling
from lindung.hotline.services import call as call_services
from lindung.hotline.services import contact as services
from lindung.people import queries as people
from lindung.web.desk import phone_rows
from lindung.web.desk.clocks import clock_of
from lindung.web.desk.forms.phone import AnswersForm, MissedForm
from lindung.web.desk.views.show import is_live, tried
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

SUICIDE, CHILD = "suicide", "child"


@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """What waits, and the first tap; the part with what waits renews itself."""
    queries.require_phone(request.actor)
    if request.method == "POST":
        return _first_tap(request)
    known = {
        "undecided": phone_rows.undecided_rows(queries.undecided(request.actor)),
        "contacts": phone_rows.contact_rows(queries.recent(request.actor)),
        "channels": [(one.value, one.label) for one in PHONE_CHANNELS],
        "key": uuid4(),
        "here": request.path,
    }
    return render(request, "phone/_waits.html" if is_live(request) else "phone/home.html", known)


def _first_tap(request: StaffRequest) -> HttpResponse:
    """Write down that it rang. The same page sent twice leads to the same contact."""
    sent = request.POST
    try:
        made = services.open_contact(
            request.actor, channel=sent.get("channel", ""), key=sent.get("key") or str(uuid4())
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("desk:phone")
    return redirect("desk:phone_contact", made.number)


@signed_in
def missed(request: StaffRequest) -> HttpResponse:
    """Write down a call nobody took; then a person decides."""
    queries.require_phone(request.actor)
    form = MissedForm(request.POST or None, initial={"key": uuid4()})
    made: list[str] = []

    def save(**fields: Any) -> None:
        one = services.open_contact(request.actor, channel="phone", answered=False, **fields)
        made.append(one.number)

    if form.is_valid() and accepted(form, save, **form.cleaned_data):
        return redirect("desk:phone_decide", made[0])
    return render(request, "phone/missed.html", {"form": form})


@signed_in
def contact(request: StaffRequest, number: str) -> HttpResponse:
    """One contact: the second tap, then the call in the order of LIVES."""
    return _shown(request, queries.get_contact(request.actor, number))


@signed_in
def open_words(request: StaffRequest, number: str) -> HttpResponse:
    """Open the notes, the number and how she may be reached; the opening is recorded."""
    if request.method != "POST":
        return redirect("desk:phone_contact", number)
    one = queries.get_contact(request.actor, number, to="read_contact")
    file = queries.read_contact(request.actor, one)
    person = people.read_person(request.actor, one.person) if one.person is not None else None
    return _shown(request, one, file=file, ways=person.contacts if person else ())


@signed_in
@require_POST
def sort(request: StaffRequest, number: str) -> HttpResponse:
    """Take the second tap."""
    one = queries.get_contact(request.actor, number, to="sort_contact")
    kind = request.POST.get("kind", "")
    if not tried(request, _("Saved."), services.sort_contact, request.actor, one, kind):
        return redirect("desk:phone_contact", number)
    if kind in TELLING:
        return redirect("desk:phone_contact", number)
    waits = queries.call_back_of(request.actor, one)
    if waits is not None and waits.decided_at is None:
        return redirect("desk:phone_decide", number)
    return redirect("desk:phone")


@signed_in
@require_POST
def limits(request: StaffRequest, number: str) -> HttpResponse:
    """Write down that the limits of secrecy were told."""
    one = queries.get_contact(request.actor, number, to="tell_limits")
    services.tell_limits(request.actor, one)
    return redirect("desk:phone_contact", number)


@signed_in
@require_POST
def answers(request: StaffRequest, number: str) -> HttpResponse:
    """Keep what was said so far; a red flag makes it a report at once."""
    one = queries.get_contact(request.actor, number, to="answer_call")
    form = AnswersForm(request.POST)
    was_report = one.report_id is not None
    if not form.is_valid() or not accepted(form, _keep, request, one, form):
        return _shown(request, one, form=form)
    if one.report is not None and not was_report:
        said = _("A red flag: report %(number)s was made and rings.")
        messages.warning(request, said % {"number": one.report.number})
    else:
        messages.success(request, _("Saved."))
    return redirect("desk:phone_contact", number)


def _keep(request: StaffRequest, one: Any, form: AnswersForm) -> None:
    sealed = {name: form.cleaned_data[name] for name in ("identifier", "words", "chosen_adult")}
    call_services.answer_call(
        request.actor,
        request.unit,
        one,
        answers=form.answers(),
        topics=form.cleaned_data["topics"],
        **sealed,
    )


@signed_in
def codes(request: StaffRequest) -> HttpResponse:
    """What contacts are about, and how others count it, with source and how sure."""
    queries.require_phone(request.actor)
    rows = [
        (
            topic.label,
            [group.label for group in mapped.chi],
            [form.label for form in mapped.simfoni],
        )
        for topic, mapped in MAPPING.items()
    ]
    return render(request, "phone/codes.html", {"rows": rows, "lists": [CHI, SIMFONI]})


def _shown(request: StaffRequest, one: Any, **opened: Any) -> HttpResponse:
    at = now()
    verbs = queries.open_verbs(one)
    call_back = queries.call_back_of(request.actor, one)
    called = call_back if call_back and call_back.choice == Choice.CALL else None
    given = {"initial": {**one.answers, "topics": one.topics}}
    known: dict[str, Any] = {
        "contact": one,
        "tells": one.kind in TELLING,
        "allowed": queries.allowed(request.actor, one),
        "telling_kinds": [(kind.value, kind.label) for kind in TELLING],
        "other_kinds": [(kind.value, kind.label) for kind in NOT_TELLING],
        "earlier": queries.earlier(request.actor, one),
        "call_back": call_back,
        "may_dial": called is not None and dialling.may_dial_back(request.actor, called),
        "dial": called and dialling.last_dial(called),
        "todo": phone_rows.todo(verbs, at),
        "verbs": verbs,
        "safe_message": phone_rows.safe_message(one, verbs),
        "suicide": one.answers.get(SUICIDE) == "yes",
        "child": one.answers.get(CHILD) == "yes",
        "form": AnswersForm(**given),
        "clock": clock_of(min(verbs.values(), default=None), at, began_at=one.began_at),
    }
    return render(request, "phone/contact.html", known | opened)
