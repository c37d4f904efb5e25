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
ALARMS: Policy[Alarm] = Policy(
    module="hotline",
    subject="report_id",
    rules={"view_alarm": EVERYBODY, "go_on": ((handles,),)},
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
