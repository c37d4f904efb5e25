"""Who may say what a switchboard told: the machine alone."""

from lindung.core.policy import Policy, has_role
from lindung.hotline.models.telephony import PbxCall

machine = has_role("machine")
PBX_CALLS: Policy[PbxCall] = Policy(module="hotline", rules={"hear_call": ((machine,),)})
