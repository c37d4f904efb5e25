"""Who may say what a switchboard told, and who dials: the machine, after a person decided."""

from lindung.core.policy import Policy, has_role
from lindung.hotline.models.telephony import PbxCall, PbxDial

machine = has_role("machine")
PBX_CALLS: Policy[PbxCall] = Policy(module="hotline", rules={"hear_call": ((machine,),)})
PBX_DIALS: Policy[PbxDial] = Policy(
    module="hotline", rules={"dial": ((machine,),), "hear_dial": ((machine,),)}
)
