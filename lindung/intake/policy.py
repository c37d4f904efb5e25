"""Who may do what to a report. Read it top to bottom; nothing about permission is said elsewhere.

Source: FRAME section 7, the table of roles.
"""

from django.db.models import Q

from lindung.access.codes import Role
from lindung.core.policy import Condition, Policy, has_role
from lindung.intake.codes import About, State
from lindung.intake.models import Report

ordinary: Condition[Report] = Condition(
    name="is no complaint about staff",
    holds=lambda _, report: report.about != About.STAFF_COMPLAINT,
    rows=lambda _: ~Q(about=About.STAFF_COMPLAINT),
)
complaint: Condition[Report] = Condition(
    name="is a complaint about staff of another unit",
    holds=lambda actor, report: (
        report.about == About.STAFF_COMPLAINT and report.complaint_unit_id != actor.unit_id
    ),
    rows=lambda actor: Q(about=About.STAFF_COMPLAINT) & ~Q(complaint_unit_id=actor.unit_id),
)
assigned: Condition[Report] = Condition(
    name="handles it",
    holds=lambda actor, report: report.handled_by == actor.id,
    rows=lambda actor: Q(handled_by=actor.id),
)
in_case: Condition[Report] = Condition(
    name="is part of a case",
    holds=lambda _, report: report.state == State.IN_CASE,
    rows=lambda _: Q(state=State.IN_CASE),
)
outside: Condition[Report] = Condition(
    name="decides from another unit",
    holds=lambda actor, report: report.unit_id != actor.unit_id,
    rows=lambda actor: ~Q(unit_id=actor.unit_id),
)
operator = has_role(Role.OPERATOR)
manager = has_role(Role.CASE_MANAGER)
head = has_role(Role.UNIT_HEAD)
companion = has_role(Role.COMPANION)
supervisor = has_role(Role.SUPERVISOR)
approver = has_role(Role.APPROVER)
reporter = has_role("reporter")
machine = has_role("machine")

DESK = (
    (operator, ordinary),
    (manager, ordinary),
    (head, ordinary),
    (companion, ordinary, assigned),
)
WORKS = (*DESK, (approver, complaint))
TOOK_IT = tuple((*way, assigned) for way in WORKS)
# The case was asked first: its manager and companions read what their case stands on.
THROUGH_CASE = tuple(
    (has_role(role), in_case)
    for role in (
        Role.CASE_MANAGER,
        Role.UNIT_HEAD,
        Role.COMPANION,
        Role.PSYCHOLOGIST,
        Role.COUNSEL,
    )
)
SEE_REPORTS = frozenset(
    {Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD, Role.COMPANION, Role.APPROVER}
)  # whoever holds none of these has no inbox
GOES_OUT = (
    Role.OPERATOR,
    Role.CASE_MANAGER,
    Role.UNIT_HEAD,
    Role.COMPANION,
    Role.PSYCHOLOGIST,
    Role.COUNSEL,
)
THE_CODE = ((reporter,),)  # whoever holds it

POLICY: Policy[Report] = Policy(
    module="intake",
    rules={
        "enter_report": DESK,
        "take_message": ((machine,),),  # what a connected channel brings
        "take_more": ((machine,),),
        "read_to_send": ((machine,),),
        "view_report": WORKS,
        "read_report": WORKS,
        "read_in_case": THROUGH_CASE,
        "read_thread": WORKS,
        "read_attachment": WORKS,
        "look_at": WORKS,
        "take": WORKS,
        "release": TOOK_IT,  # *Urungkan*, while nothing else was done
        "hand_to": ((operator, ordinary), (manager, ordinary), (head, ordinary)),
        "give_back": ((machine,),),  # of somebody who works here no more
        "screen": DESK,
        "triage": DESK,
        "raise_risk": WORKS,
        "ask_lower_risk": WORKS,
        "lower_risk": (
            (head, ordinary),
            (supervisor, ordinary),
            (approver, outside),
            (machine,),  # carries out what was decided elsewhere
        ),
        "tell_limits": WORKS,
        "tell_limits_in_case": THROUGH_CASE,
        "reply": WORKS,
        "reply_in_case": THROUGH_CASE,
        "give_code": WORKS,
        "add_party": WORKS,
        "attach": WORKS,
        "inform_and_end": WORKS,
        "join": DESK,
        "stop": WORKS,
        "put_in_case": ((manager, ordinary), (head, ordinary)),
        "declare_conflict": WORKS,
        "send_out": ((operator, ordinary), (manager, ordinary), (head, ordinary)),
        "begin_service": ((machine,),),  # somebody of the unit is with her: response says so
        # Whoever goes there, asked first by the mission: where, who, how to reach her, threats.
        "read_for_mission": tuple((has_role(role), ordinary) for role in GOES_OUT),
        "block_named": WORKS,
        "suggest": DESK,
        "read_mailbox": THE_CODE,
        "write_from_reporter": THE_CODE,
        "ask_to_stop": THE_CODE,
        "mark_read": THE_CODE,
        "make_second_code": THE_CODE,
    },
)
