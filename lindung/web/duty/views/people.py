"""Phones that are proved, the standing cover, holidays, the calendar."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.core.errors import NotFound
from lindung.hotline.queries import calendar as calendars
from lindung.hotline.queries import reach as phones
from lindung.hotline.queries import rota as queries
from lindung.hotline.rules.days import joint_leave_known
from lindung.hotline.services import calendar, reach, standing
from lindung.web.desk.views.show import colleagues, tried
from lindung.web.duty.forms.rota import HolidayForm, PhoneForm, ProofForm, StandingForm
from lindung.web.duty.views.show import ask
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, public, signed_in

YEARS = range(2020, 2101)


@signed_in
def telephones(request: StaffRequest) -> HttpResponse:
    """Show one's own numbers, and to heads whose phone is not proved yet."""
    queries.require(request.actor, request.unit, "add_reach")
    rows = phones.reaches(request.actor)
    mine = [row for row in rows if row.reach.staff_id == request.actor.id]
    others = [row for row in rows if row.reach.staff_id != request.actor.id]
    return render(request, "duty/phones.html", {"mine": mine, "others": others})


@signed_in
def add_phone(request: StaffRequest) -> HttpResponse:
    """Write one's own number down."""
    queries.require(request.actor, request.unit, "add_reach")
    form = PhoneForm(request.POST or None, initial={"way": "call"})
    if form.is_valid() and accepted(
        form, reach.add_reach, request.actor, request.unit, **form.cleaned_data
    ):
        messages.success(request, _("Kept. Now ask the head to call you and read you a code."))
        return redirect("duty:phones")
    return ask(request, form, _("My number"), _("Keep it"), "duty:phones")


@signed_in
@require_POST
def draw_code(request: StaffRequest, reach_id: UUID) -> HttpResponse:
    """Show number and code to whoever calls now; the opening is recorded."""
    one = phones.get_reach(request.actor, reach_id, "draw_code")
    code = reach.draw_code(request.actor, one)
    known = {"address": phones.read_address(request.actor, one), "code": code}
    return render(request, "duty/code.html", known)


@signed_in
def prove(request: StaffRequest, reach_id: UUID) -> HttpResponse:
    """Type the code one was read on this phone."""
    one = phones.get_reach(request.actor, reach_id, "prove_reach")
    form = ProofForm(request.POST or None)
    if form.is_valid():
        if reach.prove_reach(request.actor, one, code=form.cleaned_data["code"]):
            messages.success(request, _("This phone is confirmed."))
            return redirect("duty:phones")
        form.add_error("code", _("That is not the code, or it is too old. Ask for another one."))
    return ask(request, form, _("Confirm my phone"), _("Confirm"), "duty:phones")


@signed_in
@require_POST
def end_phone(request: StaffRequest, reach_id: UUID) -> HttpResponse:
    """Be reached by this number no more."""
    one = phones.get_reach(request.actor, reach_id, "end_reach")
    tried(request, _("The number is used no more."), reach.end_reach, request.actor, one)
    return redirect("duty:phones")


@signed_in
def cover(request: StaffRequest) -> HttpResponse:
    """Name who answers when the rota does not."""
    queries.require(request.actor, request.unit, "name_standing")
    rows = queries.standing(request.actor, request.unit)
    staff = [str(row.staff_id) for row in rows if row.staff_id]
    known = dict(zip(("first", "second", "third"), staff, strict=False))
    form = StandingForm(
        request.POST or None,
        initial=known | {"instances": [row.instance for row in rows if row.instance]},
        first=colleagues(request),
        second=colleagues(request, optional=True),
        third=colleagues(request, optional=True),
    )

    def name(**_more: object) -> None:
        standing.name_standing(
            request.actor,
            request.unit,
            staff=form.staff(),
            instances=form.cleaned_data["instances"],
        )

    if form.is_valid() and accepted(form, name):
        messages.success(request, _("The change is saved."))
        return redirect("duty:plans")
    return ask(request, form, _("Standing cover"), _("Save"), "duty:plans")


@signed_in
def holidays(request: StaffRequest) -> HttpResponse:
    """Show the days off of a year, and keep the district's own."""
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdigit() and int(asked) in YEARS else timezone.localdate().year
    may = queries.may(request.actor, request.unit, "keep_holidays")
    form = HolidayForm(request.POST or None, initial={"kind": "off"})
    if request.method == "POST":
        queries.require(request.actor, request.unit, "keep_holidays")
        if form.is_valid() and accepted(
            form, standing.add_own_day, request.actor, request.unit, **form.cleaned_data
        ):
            messages.success(request, _("The day is kept."))
            return redirect("duty:holidays")
    language = str(getattr(request, "LANGUAGE_CODE", "id"))
    known = {
        "rows": queries.holidays(request.actor, request.unit, year, language),
        "year": year,
        "joint_known": joint_leave_known(year),
        "form": form,
        "may_keep": may,
    }
    return render(request, "duty/holidays.html", known)


@signed_in
@require_POST
def end_holiday(request: StaffRequest, day_id: UUID) -> HttpResponse:
    """Take back what the district said of a day."""
    day = queries.get_own_day(request.actor, request.unit, day_id)
    done = _("The day is as in the whole country again.")
    tried(request, done, standing.remove_own_day, request.actor, request.unit, day)
    return redirect("duty:holidays")


@signed_in
def my_calendar(request: StaffRequest) -> HttpResponse:
    """Make the secret address of one's own calendar, shown once; or end it."""
    queries.require(request.actor, request.unit, "make_calendar")
    known: dict[str, object] = {"key": calendars.own_key(request.actor)}
    if request.method == "POST":
        if "end" in request.POST and (key := calendars.own_key(request.actor)) is not None:
            calendar.end_calendar(request.actor, key)
            messages.success(request, _("The address answers no more."))
            return redirect("duty:calendar")
        secret = calendar.make_calendar(request.actor, request.unit)
        known |= {"address": request.build_absolute_uri(f"/kal/{secret}.ics")}
    return render(request, "duty/calendar.html", known)


@public
def calendar_file(_request: HttpRequest, secret: str) -> HttpResponse:
    """Return hours with a neutral title to whoever has the secret address."""
    text = calendars.calendar_of(secret)
    if text is None:
        raise NotFound("calendar")
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
