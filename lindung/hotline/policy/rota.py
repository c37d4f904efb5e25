"""Who makes the rota, who takes hours over, whose phone it is."""

from typing import TYPE_CHECKING

from django.db.models import Q

from lindung.access.codes import Role
from lindung.core.policy import Condition, Policy, has_role, own_unit
from lindung.hotline.codes.rota import TakeOver
from lindung.hotline.models import CalendarKey, Cover, HandOver, Plan, Reach, Shift, Template

if TYPE_CHECKING:
    from lindung.directory.models import Unit

head = has_role(Role.UNIT_HEAD)
supervisor = has_role(Role.SUPERVISOR)
LEADS = ((head,), (supervisor,))
SEES_ROTA = (Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD, Role.SUPERVISOR, Role.COMPANION)
EVERYBODY = tuple((has_role(role),) for role in SEES_ROTA)
ON_THE_ROTA = (Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD)
"""Who may be on duty: whoever may open any report that comes in. Source: intake's policy."""

ROTA: "Policy[Unit]" = Policy(
    module="hotline",
    rules={
        "view_rota": tuple((*way, own_unit) for way in EVERYBODY),
        "make_rota": tuple((*way, own_unit) for way in LEADS),
        "name_standing": tuple((*way, own_unit) for way in LEADS),
        "keep_holidays": tuple((*way, own_unit) for way in LEADS),
        "give_over": tuple((*way, own_unit) for way in EVERYBODY),
        "order_cover": tuple((*way, own_unit) for way in LEADS),
        "add_reach": tuple((*way, own_unit) for way in EVERYBODY),
        "make_calendar": tuple((*way, own_unit) for way in EVERYBODY),
    },
)
TEMPLATES: Policy[Template] = Policy(module="hotline", rules={"end_template": LEADS})
PLANS: Policy[Plan] = Policy(
    module="hotline",
    rules={
        "view_plan": EVERYBODY,
        "change_plan": LEADS,
        "publish_plan": LEADS,
        "withdraw_plan": LEADS,
    },
)

own_shift: Condition[Shift] = Condition(
    name="has the shift",
    holds=lambda actor, shift: shift.staff_id == actor.id,
    rows=lambda actor: Q(staff_id=actor.id),
)
SHIFTS: Policy[Shift] = Policy(
    module="hotline", rules={"view_shift": EVERYBODY, "ask_cover": ((own_shift,),)}
)

waits: Condition[Cover] = Condition(
    name="waits",
    holds=lambda _, cover: cover.state == TakeOver.ASKED,
    rows=lambda _: Q(state=TakeOver.ASKED),
)
asked_of: Condition[Cover] = Condition(
    name="is asked",
    holds=lambda actor, cover: cover.staff_id == actor.id != cover.asked_by,
    rows=lambda actor: Q(staff_id=actor.id) & ~Q(asked_by=actor.id),
)
asks: Condition[Cover] = Condition(
    name="asked for it",
    holds=lambda actor, cover: cover.asked_by == actor.id,
    rows=lambda actor: Q(asked_by=actor.id),
)
COVERS: Policy[Cover] = Policy(
    module="hotline",
    rules={
        "view_cover": EVERYBODY,
        "decide_cover": ((asked_of, waits),),
        "withdraw_cover": ((asks, waits), *LEADS),
    },
)

own_phone: Condition[Reach] = Condition(
    name="is one's own",
    holds=lambda actor, reach: reach.staff_id == actor.id,
    rows=lambda actor: Q(staff_id=actor.id),
)
anothers: Condition[Reach] = Condition(
    name="is a colleague's",
    holds=lambda actor, reach: reach.staff_id != actor.id,
    rows=lambda actor: ~Q(staff_id=actor.id),
)
machine = has_role("machine")
REACH: Policy[Reach] = Policy(
    module="hotline",
    rules={
        "view_reach": ((own_phone,), *LEADS),
        "read_address": ((own_phone,), (head, anothers), (supervisor, anothers), (machine,)),
        "draw_code": ((head, anothers), (supervisor, anothers)),
        "prove_reach": ((own_phone,),),
        "end_reach": ((own_phone,),),
    },
)

another_gave: Condition[HandOver] = Condition(
    name="another gave it",
    holds=lambda actor, one: one.given_by != actor.id,
    rows=lambda actor: ~Q(given_by=actor.id),
)
HAND_OVERS: Policy[HandOver] = Policy(
    module="hotline",
    rules={"take_over": tuple((*way, another_gave) for way in EVERYBODY)},
)
own_calendar: Condition[CalendarKey] = Condition(
    name="is one's own",
    holds=lambda actor, key: key.staff_id == actor.id,
    rows=lambda actor: Q(staff_id=actor.id),
)
CALENDARS: Policy[CalendarKey] = Policy(
    module="hotline", rules={"end_calendar": ((own_calendar,),)}
)
