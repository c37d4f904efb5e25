"""Webhooks and files to fetch are the machine's; approved words are the head's, all answer by them.

Source: FRAME section 7; HOTLINE section 6.
"""

from lindung.core.policy import Policy
from lindung.hotline.models.hooks import Errand, Hook, OtherName, Phrase
from lindung.hotline.policy.lines import ANSWERS, administrator, head, machine

HOOKS: Policy[Hook] = Policy(
    module="hotline", rules={"keep_hook": ((machine,),), "read_hook": ((machine,),)}
)
ERRANDS: Policy[Errand] = Policy(module="hotline", rules={"run_errand": ((machine,),)})
NAMES: Policy[OtherName] = Policy(module="hotline", rules={"know_again": ((machine,),)})
PHRASES: Policy[Phrase] = Policy(
    module="hotline",
    rules={
        "view_phrase": (*ANSWERS, (administrator,), (machine,)),
        "add_phrase": ((administrator,), (head,)),
        "end_phrase": ((administrator,), (head,)),
        "refuse_phrase": ((machine,),),
    },
)
