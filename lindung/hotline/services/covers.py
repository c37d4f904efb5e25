"""Hours taken over after publication: asked and agreed, swapped, or ordered by the head."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.notify import Topic, tell_screens
from lindung.core.turns import end_turn, set_turn
from lindung.hotline.codes.rota import TakeOver
from lindung.hotline.models import Cover, Shift
from lindung.hotline.policy.rota import COVERS, ON_THE_ROTA, ROTA, SHIFTS

if TYPE_CHECKING:
    from lindung.directory.models import Unit

KIND, VERB, NO_NUMBER = "hotline.cover", "decide_cover", "-"


def ask_cover(
    actor: Actor,
    shift: Shift,
    *,
    staff_id: UUID,
    begin: datetime | None = None,
    end: datetime | None = None,
) -> Cover:
    """Ask a colleague to take over one's shift, or some hours of it.

    Raises:
        RuleBroken: `shift_over`, `not_published`, `hours_outside`, `no_colleague`.
    """
    with acting(actor, SHIFTS, "ask_cover", shift):
        _require_takeable(shift)
        _check_colleague(actor, staff_id)
        begin, end = begin or shift.begin_at, end or shift.end_at
        if not shift.begin_at <= begin < end <= shift.end_at:
            raise RuleBroken("hours_outside", _("Choose hours within this shift."), "begin")
        cover = _ask(actor, shift, staff_id, begin, end)
        _wait_for(cover, staff_id)
    return cover


def ask_swap(actor: Actor, shift: Shift, *, other: Shift) -> Cover:
    """Ask a colleague to swap two shifts: each takes the other's, or nothing changes.

    Raises:
        RuleBroken: `shift_over`, `not_published`, or `own_shift` when both are one's own.
    """
    with acting(actor, SHIFTS, "ask_cover", shift):
        for one in (shift, other):
            _require_takeable(one)
        if other.staff_id == actor.id:
            raise RuleBroken("own_shift", _("Choose a shift of a colleague."), "other")
        swap_id = uuid4()
        mine = _ask(actor, shift, other.staff_id, shift.begin_at, shift.end_at, swap_id)
        _ask(actor, other, actor.id, other.begin_at, other.end_at, swap_id)
        _wait_for(mine, other.staff_id)
    return mine


def decide_cover(actor: Actor, cover: Cover, *, agreed: bool) -> None:
    """Agree to take hours over, or say no. Of a swap both halves follow.

    Raises:
        RuleBroken: `two_places` when one of them has another seat at that time.
    """
    with acting(actor, COVERS, "decide_cover", cover):
        state = TakeOver.AGREED if agreed else TakeOver.REFUSED
        _settle(cover, state, actor)


def withdraw_cover(actor: Actor, cover: Cover) -> None:
    """Take back what was asked and not yet answered; a head also what was agreed."""
    with acting(actor, COVERS, "withdraw_cover", cover):
        _settle(cover, TakeOver.WITHDRAWN, actor)


def order_cover(
    actor: Actor, unit: "Unit", *, seat: str, staff_id: UUID, begin: datetime, end: datetime
) -> Cover:
    """Put somebody in a seat for some hours at once: illness, an emergency, a gap.

    Raises:
        RuleBroken: `hours_outside`, `no_colleague`, `two_places`.
    """
    with acting(actor, ROTA, "order_cover", unit):
        _check_colleague(actor, staff_id)
        if end <= begin:
            raise RuleBroken("hours_outside", _("The end comes before the begin."), "end")
        cover = _kept(
            Cover(
                seat=seat,
                staff_id=staff_id,
                begin_at=begin,
                end_at=end,
                state=TakeOver.AGREED,
                asked_by=actor.id,
                asked_at=Moment(),
                decided_by=actor.id,
                decided_at=Moment(),
            )
        )
        tell_screens(unit.pk)
    return cover


def _ask(
    actor: Actor,
    shift: Shift,
    staff_id: UUID,
    begin: datetime,
    end: datetime,
    swap_id: UUID | None = None,
) -> Cover:
    return _kept(
        Cover(
            seat=shift.seat,
            staff_id=staff_id,
            instead_of=shift.staff_id,
            begin_at=begin,
            end_at=end,
            swap_id=swap_id,
            asked_by=actor.id,
            asked_at=Moment(),
        )
    )


def _kept(cover: Cover) -> Cover:
    try:
        with transaction.atomic():
            cover.save(force_insert=True)
    except IntegrityError as error:
        raise _two_places() from error
    return Cover.objects.get(pk=cover.pk)


def _settle(cover: Cover, state: TakeOver, actor: Actor) -> None:
    same = Cover.objects.filter(pk=cover.pk)
    if cover.swap_id is not None:
        same = Cover.objects.filter(swap_id=cover.swap_id)
    try:
        with transaction.atomic():
            same.update(state=state, decided_by=actor.id, decided_at=Moment())
    except IntegrityError as error:
        raise _two_places() from error
    for one in same:
        end_turn(one.pk, VERB)
    cover.refresh_from_db()
    for topic in Topic:
        tell_screens(cover.unit_id, topic)


def _wait_for(cover: Cover, staff_id: UUID) -> None:
    set_turn(cover.pk, VERB, kind=KIND, number=NO_NUMBER, next_at=cover.begin_at, staff_id=staff_id)
    tell_screens(cover.unit_id, Topic.TASKS)


def _require_takeable(shift: Shift) -> None:
    if shift.plan.published_at is None or shift.plan.withdrawn_at is not None:
        raise RuleBroken("not_published", _("This rota is not published."))
    if not Shift.objects.filter(pk=shift.pk, end_at__gt=Moment()).exists():
        raise RuleBroken("shift_over", _("This shift is over."))


def _check_colleague(actor: Actor, staff_id: UUID) -> None:
    known = {colleague.id for colleague in access.colleagues(actor, ON_THE_ROTA)}
    if staff_id not in known:
        raise RuleBroken("no_colleague", _("Choose a colleague of this unit."), "staff_id")


def _two_places() -> RuleBroken:
    message = _("Somebody took these hours over already, or has another seat at that time.")
    return RuleBroken("two_places", message)
