"""Who answers a call, who sets how the unit calls, who starts a drill."""

from typing import TYPE_CHECKING

from django.db.models import Q

from lindung.access.codes import Role
from lindung.core.policy import Condition, Policy, has_role, own_unit
from lindung.hotline.models import Alarm, Call
from lindung.hotline.policy.rota import EVERYBODY, LEADS

if TYPE_CHECKING:
    from lindung.directory.models import Unit

machine = has_role("machine")
called: Condition[Call] = Condition(
    name="is called",
    holds=lambda actor, call: call.staff_id == actor.id,
    rows=lambda actor: Q(staff_id=actor.id),
)
CALLS: Policy[Call] = Policy(
    module="hotline", rules={"view_call": ((called,), *LEADS), "answer_call": ((called,),)}
)
handles: Condition[Alarm] = Condition(
    name="handles its report",
    holds=lambda actor, alarm: str(actor.id) in alarm.mark,
    rows=lambda actor: Q(mark__contains=str(actor.id)),
)
looks_after: Condition[Alarm] = Condition(
    name="looks after those in the field",
    holds=lambda actor, alarm: alarm.mission_id is not None and alarm.acked_by == actor.id,
    rows=lambda actor: Q(mission_id__isnull=False, acked_by=actor.id),
)
not_out_there: Condition[Alarm] = Condition(
    name="is not out there",
    holds=lambda actor, alarm: actor.id not in alarm.out_there,
    rows=lambda actor: ~Q(out_there__contains=[actor.id]),
)
ALARMS: Policy[Alarm] = Policy(
    module="hotline",
    subject="report_id",
    rules={
        "view_alarm": tuple((*way, not_out_there) for way in EVERYBODY),
        "go_on": ((handles,), (looks_after, not_out_there)),
    },
)
CALLING: "Policy[Unit]" = Policy(
    module="hotline",
    rules={
        "set_ladder": tuple((*way, own_unit) for way in LEADS),
        "view_calling": tuple(
            (*way, own_unit) for way in (*EVERYBODY, (has_role(Role.ADMINISTRATOR),))
        ),
        "start_drill": ((machine,), *((*way, own_unit) for way in LEADS)),
    },
)
