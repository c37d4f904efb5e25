"""The rota: patterns, drafts, publication. A gap needs a named cover who is rung in it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.notify import tell_screens
from lindung.hotline.codes.rota import Changes, Days, Season
from lindung.hotline.models import OwnDay, Plan, Shift, Template, TemplateSlot
from lindung.hotline.policy.rota import ON_THE_ROTA, PLANS, ROTA, TEMPLATES
from lindung.hotline.queries.rota import gaps_of_plan
from lindung.hotline.rules import days, rota

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def make_template(
    actor: Actor, unit: "Unit", *, season: str, slots: Iterable[rota.Slot]
) -> Template:
    """Keep a pattern of fixed shifts.

    Raises:
        RuleBroken: `slots_missing`, or `slots_overlap` on some kind of day.
    """
    with acting(actor, ROTA, "make_rota", unit):
        kept = list(slots)
        if not kept:
            raise RuleBroken("slots_missing", _("Write at least one shift."))
        _require_apart(kept, ZoneInfo(unit.time_zone))
        made = Template.objects.create(season=Season(season), made_by=actor.id, made_at=Moment())
        TemplateSlot.objects.bulk_create(
            TemplateSlot(template=made, starts=s.starts, ends=s.ends, days=s.days) for s in kept
        )
    return Template.objects.get(pk=made.pk)


def end_template(actor: Actor, template: Template) -> None:
    """Offer a pattern no more; rotas made of it stay."""
    with acting(actor, TEMPLATES, "end_template", template):
        Template.objects.filter(pk=template.pk, ended_at=None).update(ended_at=Moment())


def draft_plan(
    actor: Actor,
    unit: "Unit",
    *,
    template: Template,
    first: date,
    last: date,
    people: Sequence[UUID],
    changes: str,
    with_backup: bool,
) -> Plan:
    """Make a draft: the shifts of a pattern from `first` to `last`, given to people in turn.

    Raises:
        RuleBroken: `dates_wrong`, `plan_too_long`, `people_missing`, `no_colleague`,
            `slots_overlap`, `no_shifts`.
    """
    with acting(actor, ROTA, "make_rota", unit):
        _check_dates(first, last)
        _check_people(actor, people, with_backup=with_backup)
        zone = ZoneInfo(unit.time_zone)
        slots = [rota.Slot(s.starts, s.ends, Days(s.days)) for s in template.slots.all()]
        hours = _spans(slots, first, last, zone)
        if not hours:
            raise RuleBroken("no_shifts", _("On these days the pattern has no shift."), "template")
        duties = rota.assign(hours, people, changes=Changes(changes), with_backup=with_backup)
        plan = Plan.objects.create(
            begin_at=hours[0][0],
            end_at=hours[-1][1],
            template=template,
            changes=Changes(changes),
            with_backup=with_backup,
            made_by=actor.id,
            made_at=Moment(),
        )
        Shift.objects.bulk_create(
            Shift(plan=plan, seat=d.seat, staff_id=d.staff_id, begin_at=d.begin, end_at=d.end)
            for d in duties
        )
    return Plan.objects.get(pk=plan.pk)


def change_shift(actor: Actor, plan: Plan, *, shift_id: UUID, staff_id: UUID) -> None:
    """Give one shift of a draft to somebody else.

    Raises:
        RuleBroken: `already_published`, `no_colleague`, or `two_places` when that person has a
            shift at the same time.
    """
    with acting(actor, PLANS, "change_plan", plan):
        _require_draft(plan)
        _check_people(actor, [staff_id], with_backup=False)
        try:
            with transaction.atomic():
                Shift.objects.filter(plan=plan, pk=shift_id).update(staff_id=staff_id)
        except IntegrityError as error:
            message = _("This person has another shift at that time.")
            raise RuleBroken("two_places", message, "staff_id") from error


def publish_plan(actor: Actor, plan: Plan, *, standing_cover: UUID | None = None) -> None:
    """Publish a rota: from now on it rings.

    Raises:
        RuleBroken: `already_published`, `gap_without_cover`, `no_colleague`, or `plans_overlap`
            with another published rota.
    """
    with acting(actor, PLANS, "publish_plan", plan):
        n_minutes = rota.minutes(gaps_of_plan(plan))
        problem = rota.publish_problem(
            gap_minutes=n_minutes,
            has_cover=standing_cover is not None,
            published=plan.published_at is not None or plan.withdrawn_at is not None,
        )
        _refuse(problem, n_minutes)
        if standing_cover is not None:
            _check_colleague(actor, standing_cover)
        try:
            with transaction.atomic():
                Plan.objects.filter(pk=plan.pk, published_at=None).update(
                    published_at=Moment(),
                    published_by=actor.id,
                    gap_minutes=n_minutes,
                    standing_cover=standing_cover,
                )
        except IntegrityError as error:
            message = _("Another published rota covers some of these days. Withdraw it first.")
            raise RuleBroken("plans_overlap", message) from error
        plan.refresh_from_db()
        tell_screens(plan.unit_id)


def withdraw_plan(actor: Actor, plan: Plan) -> None:
    """Take a rota back, draft or published; what it was stays written down."""
    with acting(actor, PLANS, "withdraw_plan", plan):
        Plan.objects.filter(pk=plan.pk, withdrawn_at=None).update(withdrawn_at=Moment())
        plan.refresh_from_db()
        tell_screens(plan.unit_id)


def _require_draft(plan: Plan) -> None:
    if plan.published_at is not None or plan.withdrawn_at is not None:
        message = _("This rota is published: take the hours over instead.")
        raise RuleBroken("already_published", message)


def _refuse(problem: str | None, n_minutes: int) -> None:
    if problem == "already_published":
        raise RuleBroken(problem, _("This rota is published already, or was withdrawn."))
    if problem is not None:
        message = _(
            "%(n)d minutes have nobody who answers. Name a standing cover who is called then."
        )
        raise RuleBroken(problem, message % {"n": n_minutes}, "standing_cover")


def _require_apart(slots: Sequence[rota.Slot], zone: ZoneInfo) -> None:
    """Try the pattern on a fortnight in which working days and days off meet in every way."""
    first = date(2024, 1, 1)  # a Monday
    turned = frozenset({date(2024, 1, 3), date(2024, 1, 6), date(2024, 1, 7), date(2024, 1, 8)})
    try:
        rota.spans(slots, first, date(2024, 1, 14), turned, zone)
    except ValueError as error:
        raise RuleBroken("slots_overlap", _("Two shifts overlap on some day.")) from error


def _spans(slots: Sequence[rota.Slot], first: date, last: date, zone: ZoneInfo) -> list[rota.Span]:
    own = {row.on: row.kind == "off" for row in OwnDay.objects.filter(on__range=(first, last))}
    public = days.days_off({first.year, last.year})
    free = frozenset(
        day
        for n in range((last - first).days + 1)
        if rota.is_day_off(day := date.fromordinal(first.toordinal() + n), own, public)
    )
    try:
        return rota.spans(slots, first, last, free, zone)
    except ValueError as error:
        raise RuleBroken("slots_overlap", _("Two shifts overlap on some day.")) from error


def _check_dates(first: date, last: date) -> None:
    if last < first:
        raise RuleBroken("dates_wrong", _("The last day comes before the first."), "last")
    if last - first >= rota.LONGEST_PLAN:
        message = _("Make a rota for two months at most, so that it is looked at again.")
        raise RuleBroken("plan_too_long", message, "last")


def _check_people(actor: Actor, people: Sequence[UUID], *, with_backup: bool) -> None:
    if not people or (with_backup and len(set(people)) < 2):  # noqa: PLR2004  # one and a back-up
        message = _("Choose at least two people, or one without a back-up.")
        raise RuleBroken("people_missing", message, "people")
    known = {colleague.id for colleague in access.colleagues(actor, ON_THE_ROTA)}
    if not set(people) <= known:
        raise RuleBroken("no_colleague", _("Choose colleagues of this unit."), "people")


def _check_colleague(actor: Actor, staff_id: UUID) -> None:
    if staff_id not in {colleague.id for colleague in access.colleagues(actor)}:
        raise RuleBroken("no_colleague", _("Choose a colleague of this unit."), "standing_cover")
