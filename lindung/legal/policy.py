"""Who may do what about the law of a case: whoever may do it to the case itself.

Source: FRAME section 7; DOMAIN section 0a (counsel writes, the head signs).
"""

from typing import Any

from django.db.models import Q

from lindung.casework import queries as casework
from lindung.core.policy import Condition, Policy, has_role
from lindung.legal.models import LawClock


def _in_its_case(action: str) -> Condition[Any]:
    """Make the condition that the case itself allows `action`."""
    return Condition(
        name=f"may {action} in its case",
        holds=lambda actor, row: casework.may_in_case(actor, action, row.case_id),
        rows=lambda actor: Q(case_id__in=casework.cases_where(actor, action).values("pk")),
    )


sees, reads, writes = (_in_its_case(f"{verb}_law") for verb in ("see", "read", "write"))
machine = has_role("machine")
confirms, signs = (_in_its_case(f"{verb}_law") for verb in ("confirm", "sign"))
has_opinion: Condition[LawClock] = Condition(
    name="counsel wrote why",
    holds=lambda _, clock: clock.opinion_by is not None,
    rows=lambda _: Q(opinion_by__isnull=False),
)
by_another: Condition[LawClock] = Condition(
    name="somebody else wrote why",
    holds=lambda actor, clock: clock.opinion_by != actor.id,
    rows=lambda actor: ~Q(opinion_by=actor.id) | Q(opinion_by=None),
)

LAW: Policy[Any] = Policy(
    module="legal",
    subject="case_id",
    rules={
        "view_law": ((sees,),),  # codes, days, clocks
        "read_law": ((reads,),),  # numbers of letters, courts, words
        "open_proceeding": ((writes,),),
        "take_step": ((writes,),),
        "strike_step": ((writes,),),
        "add_order": ((writes,),),
        "end_order": ((writes,),),
        "plan_hearing": ((writes,),),
        "end_hearing": ((writes,),),
        "set_right": ((writes,),),
        "arm_duty": ((writes,), (confirms,)),
        "confirm_hour": ((confirms,),),
        "write_opinion": ((confirms,), (writes,)),
        "end_clock": ((writes,),),
        "watch_duty": ((machine,),),  # what a case is about became known
    },
)
SIGNING: Policy[LawClock] = Policy(
    module="legal",
    subject="case_id",
    rules={
        "sign_opinion": ((signs, has_opinion, by_another),),
        "refuse_opinion": ((signs, has_opinion, by_another),),
        "read_opinion": ((signs,), (reads,)),
    },
)
