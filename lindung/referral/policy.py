"""Who may do what to a referral: whoever may do it to its case; a partner while the link opens.

Source: FRAME section 7; SECURITY on links without an account.
"""

from typing import Any

from django.db.models import Q

from lindung.access.codes import Role
from lindung.casework import queries as casework
from lindung.core.clock import Moment, now
from lindung.core.policy import Condition, Policy, has_role, own_unit
from lindung.referral.codes import State
from lindung.referral.models import Referral

LINKED = (State.SENT, State.RECEIVED, State.ACCEPTED, State.REFUSED, State.DONE)


def _in_its_case(action: str) -> Condition[Any]:
    """Make the condition that the case itself allows `action`."""
    return Condition(
        name=f"may {action} in its case",
        holds=lambda actor, row: casework.may_in_case(actor, action, row.case_id),
        rows=lambda actor: Q(case_id__in=casework.cases_where(actor, action).values("pk")),
    )


sees, works, ends = _in_its_case("view"), _in_its_case("refer"), _in_its_case("end_referral")
link_opens: Condition[Referral] = Condition(
    name="its link still opens",
    holds=lambda _, one: (
        one.link_hash is not None
        and one.link_until is not None
        and one.link_until > now()
        and one.state in LINKED
    ),
    rows=lambda _: Q(link_hash__isnull=False, link_until__gt=Moment(), state__in=LINKED),
)
partner, machine = has_role("partner"), has_role("machine")

REFERRALS: Policy[Referral] = Policy(
    module="referral",
    subject="case_id",
    rules={
        "view_referral": ((sees,),),
        "read_referral": ((ends,),),
        "prepare": ((works,),),
        "send": ((works,),),
        "renew_link": ((works,),),
        "end": ((ends,),),
        "withdraw": ((machine,),),
        "open_shared": ((partner, link_opens),),
        "answer": ((partner, link_opens),),
        "try_code": ((partner,),),
    },
)

TRIES = (Role.OPERATOR, Role.CASE_MANAGER, Role.UNIT_HEAD, Role.COMPANION)
PARTNERS: "Policy[Any]" = Policy(
    module="referral",
    rules={"try_partner": tuple((has_role(role), own_unit) for role in TRIES)},
)
