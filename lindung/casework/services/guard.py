"""The limit of a day, and alarms about what a colleague opened."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max

from lindung.access import queries as access
from lindung.casework import guard_rules as rules
from lindung.casework.codes import AlarmCause
from lindung.casework.guard_policy import ALARMS, LIMITS
from lindung.casework.models import OpeningAlarm, OpeningLimit
from lindung.casework.refusals import refusal, refuse_if
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.frame import frame, this_unit
from lindung.core.keys import hold_key, new_key
from lindung.core.models import KeyKind
from lindung.core.notify import Topic, tell_screens
from lindung.core.numbers import with_fresh_number
from lindung.core.turns import end_turn, set_turn
from lindung.directory import queries as directory

if TYPE_CHECKING:
    from lindung.directory.models import Unit

KIND, VERB = "casework.alarm", "ask_why"


def set_opening_limit(actor: Actor, unit: "Unit", *, most: int) -> OpeningLimit:
    """Set how many files one colleague opens on a day before somebody asks why.

    The newest version counts from the next opening on; earlier ones stay readable.

    Raises:
        RuleBroken: `limit_out_of_range`.
    """
    with acting(actor, LIMITS, "set_opening_limit", unit):
        refuse_if(rules.limit_problem(most), "most")
        last = OpeningLimit.objects.aggregate(last=Max("version"))["last"] or 0
        return OpeningLimit.objects.create(
            version=last + 1, most=most, set_by=actor.id, set_at=Moment()
        )


def raise_alarm(
    actor: Actor, staff_id: UUID, *, on: date, cause: AlarmCause, n: int, most: int, version: int
) -> bool:
    """Let the head ask why, or whoever stands outside when the head is the one; once a day.

    Args:
        actor: the machine that counts.
        staff_id: whom it is about.
        on: the unit's own day.
        cause: why.
        n: files opened so far on that day.
        most: the limit.
        version: of the limit.

    Returns:
        Whether it is new: the second one of a day and a cause is none.
    """
    here = this_unit()
    known = OpeningAlarm.objects.filter(from_unit_id=here, staff_id=staff_id, on=on, cause=cause)
    if known.exists():
        return False
    unit = directory.unit_by_id(here)
    role = _who_hears(unit, staff_id)
    outside = unit.approver_id if role == "approver" else None
    alarm = OpeningAlarm(
        unit_id=outside or here, from_unit_id=here, role=role, staff_id=staff_id, on=on,
        cause=cause, n=n, most=most, version=version,
    )  # fmt: skip
    with acting(actor, ALARMS, "raise_alarm", alarm):
        alarm.raised_at = Moment()

        def numbered(number: str) -> None:
            alarm.number = number
            alarm.save(force_insert=True)

        with_fresh_number("A", now().astimezone(ZoneInfo(unit.time_zone)), numbered)
        with frame(alarm.unit_id):
            set_turn(
                alarm.pk, VERB, kind=KIND, number=alarm.number, role=role,
                next_at=Moment() + rules.ASK_WHY_WITHIN[cause],
            )  # fmt: skip
            tell_screens(alarm.unit_id, Topic.TASKS)
    return True


def settle_alarm(actor: Actor, alarm: OpeningAlarm, *, words: str) -> None:
    """Write down what was found out and done; the task ends. What is written is sealed.

    Raises:
        RuleBroken: `words_missing`, or `alarm_settled` when a colleague was faster.
    """
    with acting(actor, ALARMS, "settle_alarm", alarm):
        if not words.strip():
            raise refusal("words_missing")
        alarm.data_key = new_key(KeyKind.SEALED)
        hold_key(alarm.data_key)
        sealed = OpeningAlarm.words.field.seal_for(alarm, words.strip())
        open_still = OpeningAlarm.objects.filter(pk=alarm.pk, settled_at=None)
        if not open_still.update(
            settled_at=Moment(), settled_by=actor.id, data_key=alarm.data_key, words=sealed
        ):
            raise refusal("alarm_settled")
        end_turn(alarm.pk)
        tell_screens(alarm.unit_id, Topic.TASKS)
    alarm.refresh_from_db()


def _who_hears(unit: "Unit", staff_id: UUID) -> str:
    everybody = access.colleagues(Actor(unit.pk, frozenset(), unit.pk))
    about = next((one.roles for one in everybody if one.id == staff_id), frozenset())
    others = [one.roles for one in everybody if one.id != staff_id]
    return rules.who_hears(about, others, has_approver=unit.approver_id is not None)
