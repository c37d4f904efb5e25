"""Who may do what to a contact of the duty phone.

Source: FRAME section 7: reports are entered by operator, case manager and unit head, and what comes
in over the phone is about to be one.
"""

from typing import Any

from django.db.models import Q

from lindung.access.codes import Role
from lindung.core.policy import Condition, Policy, has_role
from lindung.hotline.models.contact import CallBack, Contact, Raw

somebody_else: Condition[Contact] = Condition(
    name="did not take it",
    holds=lambda actor, contact: contact.taken_by != actor.id,
    rows=lambda actor: ~Q(taken_by=actor.id),
)
operator: Condition[Any] = has_role(Role.OPERATOR)
manager: Condition[Any] = has_role(Role.CASE_MANAGER)
head: Condition[Any] = has_role(Role.UNIT_HEAD)

DESK = ((operator,), (manager,), (head,))

CONTACTS: Policy[Contact] = Policy(
    module="hotline",
    subject="subject_id",
    rules={
        "open_contact": DESK,
        "view_contact": DESK,
        "read_contact": DESK,
        "sort_contact": DESK,
        "tell_limits": DESK,
        "answer_call": DESK,
        "say_safe": DESK,
        "report_contact": DESK,
        "end_contact": DESK,
        # The second pair of eyes is never the one who took the call. Source: NIGHTS 3 and 4.
        "know_too": tuple((*way, somebody_else) for way in DESK),
        "contacted_again": DESK,
        "cannot_contact_again": DESK,
        "debriefed": tuple((*way, somebody_else) for way in DESK),
        "flag_number": DESK,
        "lift_flag": DESK,
        "take_chat": DESK,
        "chat_deleted": DESK,
    },
)
CALL_BACKS: Policy[CallBack] = Policy(
    module="hotline",
    subject="subject_id",
    rules={"decide_call_back": DESK, "view_call_back": DESK, "dial_back": DESK},
)
RAWS: Policy[Raw] = Policy(module="hotline", rules={"take_call_log": DESK})
