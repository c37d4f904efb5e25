"""The rota: a week of it, drafts and publication."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lindung.access import queries as access
from lindung.core.clock import now
from lindung.hotline.queries import rota as queries
from lindung.hotline.rules.rota import load
from lindung.hotline.services import rota
from lindung.web.desk.views.show import tried
from lindung.web.duty.forms.rota import DraftForm, PatternForm, PublishForm, ShiftForm
from lindung.web.duty.views.show import ask, people_choices
from lindung.web.forms import accepted
from lindung.web.gates import StaffRequest, signed_in

WEEK = timedelta(days=7)


@signed_in
def week(request: StaffRequest) -> HttpResponse:
    """Return a week of the published rota, with gaps in red and everybody's hours."""
    actor, unit = request.actor, request.unit
    begin = _monday(request)
    view = queries.view(actor, unit, begin, begin + WEEK)
    known: dict[str, Any] = {
        "view": view,
        "load": load(view.n_people),
        "begin": begin,
        "before": (begin - WEEK).date(),
        "after": (begin + WEEK).date(),
        "covers": queries.covers(actor, unit),
        "mine": queries.coming_shifts(actor, mine=True)[:8],
        "may_make": queries.may(actor, unit, "make_rota"),
        "now": now(),
    }
    return render(request, "duty/week.html", known)


@signed_in
def plans(request: StaffRequest) -> HttpResponse:
    """Show drafts and published rotas, patterns, and who covers when the rota does not."""
    actor, unit = request.actor, request.unit
    standing = queries.standing(actor, unit)
    known = {
        "plans": queries.plans(actor, unit),
        "templates": queries.templates(actor, unit),
        "standing": standing,
        "names": access.names_of(row.staff_id for row in standing),
        "may_make": queries.may(actor, unit, "make_rota"),
    }
    return render(request, "duty/plans.html", known)


@signed_in
def pattern(request: StaffRequest) -> HttpResponse:
    """Write a pattern of fixed shifts."""
    queries.require(request.actor, request.unit, "make_rota")
    first = {"season": "ordinary", "starts1": "07:00", "ends1": "19:00", "days1": "every"}
    second = {"starts2": "19:00", "ends2": "07:00", "days2": "every"}
    form = PatternForm(request.POST or None, initial=first | second)
    if form.is_valid() and accepted(
        form,
        rota.make_template,
        request.actor,
        request.unit,
        season=form.cleaned_data["season"],
        slots=form.slots(),
    ):
        messages.success(request, _("The pattern is kept."))
        return redirect("duty:plans")
    return ask(request, form, _("New pattern of shifts"), _("Keep the pattern"), "duty:plans")


@signed_in
def draft(request: StaffRequest) -> HttpResponse:
    """Make a draft of the next weeks."""
    actor, unit = request.actor, request.unit
    queries.require(actor, unit, "make_rota")
    known = {str(one.pk): one for one in queries.templates(actor, unit)}
    today = timezone.localdate()
    form = DraftForm(
        request.POST or None,
        initial={"first": today, "last": today + timedelta(days=27), "changes": "shift"},
        template=[(pk, _pattern_words(one)) for pk, one in known.items()],
        people=people_choices(request),
    )
    made: list[Any] = []

    def make(*, template: str, with_backup: str, **more: Any) -> None:
        chosen = known[template]
        both = with_backup == "2"
        made.append(rota.draft_plan(actor, unit, template=chosen, with_backup=both, **more))

    if form.is_valid() and accepted(form, make, **form.cleaned_data):
        return redirect("duty:plan", plan_id=made[0].pk)
    n = len(people_choices(request))
    lead = _("With %(n)d people: %(both)d hours a week each with a back-up, %(one)d without.")
    hours = load(n)
    words = lead % {"n": n, "both": hours.both, "one": hours.single}
    return ask(
        request, form, _("New rota"), _("Make the draft"), "duty:plans", lead=words, needs=known
    )


@signed_in
def plan(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Look at one rota, and publish a draft: a gap only with a named standing cover."""
    one = queries.get_plan(request.actor, plan_id)
    may = queries.may_on_plan(request.actor, one)
    form = PublishForm(request.POST or None, standing_cover=people_choices(request, optional=True))
    if request.method == "POST":
        one = queries.get_plan(request.actor, plan_id, "publish_plan")
        if form.is_valid() and accepted(
            form, rota.publish_plan, request.actor, one, **form.cleaned_data
        ):
            messages.success(request, _("The rota is published. From now on it calls."))
            return redirect("duty:plan", plan_id=plan_id)
    view = queries.view_plan(request.actor, request.unit, one)
    known = {
        "plan": one,
        "view": view,
        "load": load(view.n_people),
        "shifts": queries.shifts_of(request.actor, one),
        "cover": access.names_of([one.standing_cover]).get(one.standing_cover or UUID(int=0), ""),
        "form": form,
        "may": may,
    }
    return render(request, "duty/plan.html", known)


@signed_in
def shift(request: StaffRequest, plan_id: UUID, shift_id: UUID) -> HttpResponse:
    """Give one shift of a draft to somebody else."""
    one = queries.get_plan(request.actor, plan_id, "change_plan")
    row = queries.get_shift(request.actor, shift_id)
    form = ShiftForm(
        request.POST or None,
        initial={"staff_id": str(row.staff_id)},
        staff_id=people_choices(request),
    )
    if form.is_valid() and accepted(
        form, rota.change_shift, request.actor, one, shift_id=row.pk, **form.cleaned_data
    ):
        return redirect("duty:plan", plan_id=plan_id)
    return ask(
        request, form, _("Change a shift"), _("Change it"), "duty:plan", lead=_hours(row),
        back=[plan_id],
    )  # fmt: skip


@signed_in
@require_POST
def withdraw(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Take a rota back."""
    one = queries.get_plan(request.actor, plan_id, "withdraw_plan")
    tried(request, _("The rota is withdrawn."), rota.withdraw_plan, request.actor, one)
    return redirect("duty:plans")


@signed_in
@require_POST
def end_pattern(request: StaffRequest, template_id: UUID) -> HttpResponse:
    """Offer a pattern no more."""
    one = queries.get_template(request.actor, request.unit, template_id)
    tried(request, _("The pattern is offered no more."), rota.end_template, request.actor, one)
    return redirect("duty:plans")


def _monday(request: StaffRequest) -> datetime:
    """Return the Monday that is asked for, or this week's, where the unit is."""
    try:
        day = date.fromisoformat(request.GET.get("dari", ""))
    except ValueError:
        day = timezone.localdate()
    day -= timedelta(days=day.weekday())
    return datetime.combine(day, time(0), timezone.get_current_timezone())


def _pattern_words(template: Any) -> str:
    hours = ", ".join(f"{s} {s.get_days_display()}" for s in template.slots.all())
    return f"{template.get_season_display()}: {hours}"


def _hours(row: Any) -> str:
    begin, end = timezone.localtime(row.begin_at), timezone.localtime(row.end_at)
    return f"{begin:%d-%m-%Y %H.%M} – {end:%d-%m-%Y %H.%M} · {row.get_seat_display()}"
