"""Who connects a channel, who opens it, who answers by it.

Source: FRAME section 7: settings are the administrator's; HOTLINE section 3: the head looks at a
real phone before a channel opens.
"""

from typing import Any

from lindung.access.codes import Role
from lindung.core.policy import Condition, Policy, has_role
from lindung.hotline.models.lines import ChannelLine, Letter, Thread

head: Condition[Any] = has_role(Role.UNIT_HEAD)
administrator: Condition[Any] = has_role(Role.ADMINISTRATOR)
machine: Condition[Any] = has_role("machine")
DESK = tuple((has_role(role),) for role in (Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD))
ANSWERS = (
    *DESK,
    *((has_role(role),) for role in (Role.COMPANION, Role.PSYCHOLOGIST, Role.COUNSEL)),
    (has_role(Role.APPROVER),),
)  # the report's own policy is asked as well: intake.reply

LINES: Policy[ChannelLine] = Policy(
    module="hotline",
    rules={
        "view_line": ((administrator,), (head,)),
        "connect_line": ((administrator,), (head,)),
        "read_line": ((machine,),),  # places and secrets: no screen ever shows them again
        "read_question": ((administrator,), (head,), (machine,)),
        "look_at_line": ((head,),),
        "decide_line": ((head,),),
        "open_line": ((head,),),
        "close_line": ((administrator,), (head,)),
        "hear": ((machine,),),
    },
)
THREADS: Policy[Thread] = Policy(
    module="hotline",
    subject="subject_id",
    rules={
        "view_thread": ANSWERS,
        "ask_thread": ANSWERS,
        "answer_thread": ANSWERS,
        "say_safe_now": ANSWERS,
        "address_letter": ((machine,),),
        "be_present": ((machine,),),  # she herself, on our own page, whom nobody knows
        "read_chat": ((machine,),),
        "match_thread": (*ANSWERS, (machine,)),
    },
)
LETTERS: Policy[Letter] = Policy(module="hotline", rules={"note_status": ((machine,),)})
