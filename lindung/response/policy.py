"""Who may do what to a mission. Read it top to bottom; nothing about permission is said elsewhere.

Source: FRAME section 7 (who works with reports and cases); NIGHTS 9.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from lindung.access.codes import Role
from lindung.core.clock import Moment, now
from lindung.core.policy import Condition, Policy, has_role, own_unit
from lindung.response.models import Crew, Mission

on_it: Condition[Mission] = Condition(
    name="goes along",
    holds=lambda actor, mission: (
        bool(vars(mission)["mine"])
        if vars(mission).get("mine_of") == actor.id  # read for them, in the same query
        else Crew.objects.filter(mission_id=mission.pk, staff_id=actor.id, until=None).exists()
    ),
    rows=lambda actor: Q(
        Exists(Crew.objects.filter(mission_id=OuterRef("pk"), staff_id=actor.id, until=None))
    ),
)
was_on_it: Condition[Mission] = Condition(
    name="went along at some time",
    holds=lambda actor, mission: (
        bool(vars(mission)["was_mine"])
        if vars(mission).get("mine_of") == actor.id and "was_mine" in vars(mission)
        else Crew.objects.filter(mission_id=mission.pk, staff_id=actor.id).exists()
    ),
    rows=lambda actor: Q(Exists(Crew.objects.filter(mission_id=OuterRef("pk"), staff_id=actor.id))),
)
stays: Condition[Mission] = Condition(
    name="does not go along",
    holds=lambda actor, mission: not on_it.holds(actor, mission),
    rows=lambda actor: ~on_it.rows(actor),
)
sent_it: Condition[Mission] = Condition(
    name="sent it",
    holds=lambda actor, mission: mission.made_by == actor.id,
    rows=lambda actor: Q(made_by=actor.id),
)
of_report: Condition[Mission] = Condition(
    name="goes out from a report",
    holds=lambda _, mission: mission.case_id is None,
    rows=lambda _: Q(case_id=None),
)
in_danger: Condition[Mission] = Condition(
    name="gave the sign of danger, or no safe word came",
    holds=lambda _, mission: (
        (mission.duress_at is not None and mission.settled_at is None)
        or (mission.next_check_at is not None and mission.next_check_at < now())
    ),
    rows=lambda _: Q(duress_at__isnull=False, settled_at=None) | Q(next_check_at__lt=Moment()),
)
not_over: Condition[Mission] = Condition(
    name="is not over",
    holds=lambda _, mission: mission.ended_at is None,
    rows=lambda _: Q(ended_at=None),
)
operator = has_role(Role.OPERATOR)
manager = has_role(Role.CASE_MANAGER)
head = has_role(Role.UNIT_HEAD)
supervisor = has_role(Role.SUPERVISOR)
administrator = has_role(Role.ADMINISTRATOR)
machine = has_role("machine")

DESK = ((operator,), (manager,), (head,))
SEES = (*DESK, (supervisor,), (on_it,))
# A mission for a case shows its plan to whoever sent it and to the head; in danger to the desk.
READS = (
    (on_it,),
    (head,),
    (sent_it,),
    (operator, of_report),
    (manager, of_report),
)
WORKS = tuple((*way, not_over) for way in (*DESK, (on_it,)))
ACTS = tuple((*way, stays) for way in (*DESK, (supervisor,)))
KEEPS = ((on_it,), (sent_it,), (head,))

MISSIONS: Policy[Mission] = Policy(
    module="response",
    subject="subject_id",
    rules={
        "send": DESK,
        "view_mission": SEES,
        "read_plan": READS,
        "read_briefing": READS,
        "read_danger": tuple((*way, in_danger) for way in ACTS),
        "change_plan": WORKS,
        "add_crew": tuple((*way, not_over) for way in DESK),
        "end_crew": tuple((*way, not_over) for way in DESK),
        "sign_alone": ((head, stays, not_over),),
        "stamp": (*DESK, (on_it,)),  # a moment may be written down after the end
        "say_safe": WORKS,
        "say_danger": (*DESK, (on_it,), (was_on_it,)),
        "see_danger": ACTS,  # on the screens of those who stay, never in the field
        "settle_danger": ACTS,
        "carry": ((on_it, not_over),),  # on a phone: own open missions and no other
        "write_entry": ((was_on_it,),),  # also who was taken off meanwhile
        "see_entries": READS,
        "read_entries": READS,
        "decide_entry": READS,
        "help_is_sent": tuple((*way, not_over) for way in DESK),
        "call_off": tuple((*way, not_over) for way in DESK),
        "spend": KEEPS,
        "read_money": KEEPS,
        "write_paper": KEEPS,
        "write_result": ((on_it,),),
        "read_result": READS,
        "notice_missed": ((machine,),),
        "raise_risk": ((machine,),),
    },
)

IN_THE_FIELD = frozenset(
    {
        Role.OPERATOR,
        Role.CASE_MANAGER,
        Role.UNIT_HEAD,
        Role.COMPANION,
        Role.PSYCHOLOGIST,
        Role.COUNSEL,
    }
)  # who may be asked to go out
KNOWS_PLACES = frozenset({*IN_THE_FIELD, Role.SUPERVISOR})  # who has the list of missions
READY: "Policy[Any]" = Policy(
    module="response",
    rules={
        "view_missions": tuple((has_role(role), own_unit) for role in sorted(KNOWS_PLACES)),
        "view_ready": tuple(
            (has_role(role), own_unit) for role in sorted({*KNOWS_PLACES, Role.ADMINISTRATOR})
        ),
        "keep_partner": (
            (head, own_unit),
            (operator, own_unit),
            (administrator, own_unit),
        ),
        "keep_profile": ((head, own_unit), (administrator, own_unit)),
    },
)
