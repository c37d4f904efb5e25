"""Answering a call: on the screen, by a link or by digits, without signing in and without content.

An answer is a lease: what is not taken on the desk in time, or does not go on, calls again.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.notify import tell_screens
from lindung.hotline.codes.escalation import AlarmState, CallState
from lindung.hotline.engine import database_now
from lindung.hotline.models import Alarm, Call
from lindung.hotline.policy.escalation import ALARMS, CALLS
from lindung.hotline.rules import escalation as rules
from lindung.hotline.sender import hash_of

if TYPE_CHECKING:
    from lindung.directory.models import Unit


def answer_call(actor: Actor, call: Call) -> int:
    """Say *Saya tangani* to a call. Return how many alarms it keeps still; again, none more."""
    with acting(actor, CALLS, "answer_call", call):
        return _answer(actor, call)


def answer_by_pin(actor: Actor, unit: "Unit", *, pin: str) -> int:
    """Answer by the four digits of a call, come from the proved phone of `actor`.

    Raises:
        RuleBroken: `pin_wrong` when no open call of theirs has these digits.
    """
    rung = Call.objects.filter(unit_id=unit.pk, staff_id=actor.id, open_until__gt=Moment())
    call = rung.exclude(pin="").filter(pin=pin.strip()).order_by("-rung_at").first()
    if call is None:
        raise RuleBroken("pin_wrong", _("These digits belong to no open call."))
    with acting(actor, CALLS, "answer_call", call):
        return _answer(actor, call)


def answer_by_link(link: str) -> int:
    """Answer by the secret address of a call; whoever was called answers with it, nobody else.

    It opens a frame of its own. Return how many alarms it keeps still.

    Raises:
        NotFound: no call has this address, or it is over.
    """
    unit_id, call_id = _behind(link)
    with frame(unit_id):
        call = Call.objects.get(pk=call_id)
        actor = _actor_of(call, unit_id)
        with acting(actor, CALLS, "answer_call", call):
            return _answer(actor, call)


def go_on(actor: Actor, alarm: Alarm) -> None:
    """Say that one is still at it; a report that stands still for too long calls again.

    Raises:
        RuleBroken: `alarm_over`.
    """
    with acting(actor, ALARMS, "go_on", alarm):
        until = rules.lease_until(rules.ladder_from_json(alarm.ladder), database_now(), taken=True)
        still = Alarm.objects.filter(pk=alarm.pk, ended_at=None)
        if not still.update(
            state=AlarmState.ACKNOWLEDGED,
            acked_by=actor.id,
            acked_at=Moment(),
            next_due=until,
        ):
            raise RuleBroken("alarm_over", _("This alarm has ended."))
        tell_screens(alarm.unit_id)


def is_open(link: str) -> bool:
    """Say whether a link leads to a call that may still be answered. One query, no frame."""
    try:
        _behind(link)
    except NotFound:
        return False
    return True


def _answer(actor: Actor, call: Call) -> int:
    rung = Call.objects.filter(pk=call.pk, state=CallState.RUNG)
    if not rung.update(state=CallState.ANSWERED, answered_at=Moment()):
        return 0
    now = database_now()
    ringing = Alarm.objects.select_for_update().filter(calls__call=call, state=AlarmState.RINGING)
    alarms = list(ringing)
    for alarm in alarms:
        alarm.state, alarm.acked_by, alarm.acked_at = AlarmState.ACKNOWLEDGED, actor.id, now
        alarm.next_due = rules.lease_until(rules.ladder_from_json(alarm.ladder), now, taken=False)
    Alarm.objects.bulk_update(alarms, ("state", "acked_by", "acked_at", "next_due"))
    tell_screens(call.unit_id)
    return len(alarms)


def _behind(link: str) -> tuple[UUID, UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select unit_id, call_id from door_call(%s)", [hash_of(link)])
        found = cursor.fetchone()
    if found is None:
        raise NotFound("call")
    return found[0], found[1]


def _actor_of(call: Call, unit_id: UUID) -> Actor:
    nobody = Actor(call.staff_id, frozenset(), unit_id)
    for colleague in access.colleagues(nobody):
        if colleague.id == call.staff_id:
            return Actor(colleague.id, colleague.roles, unit_id, colleague.name)
    raise NotFound("call")
