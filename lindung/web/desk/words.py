"""The desk's words for codes that other modules keep: whose turn, by which verb, in which state."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from lindung.access.codes import Role
from lindung.casework.codes import Stage
from lindung.hotline.codes.contact import ContactVerb
from lindung.intake.codes import State
from lindung.legal.codes import Verb as LawVerb
from lindung.people.codes import ContactChannel
from lindung.referral.codes import Verb as ReferralVerb
from lindung.response.codes import Verb as FieldVerb

VERBS: dict[str, Any] = {
    "look": _("First look"),
    "triage": _("Triage"),
    "decide": _("Open a case or end it"),
    "respond": _("Begin service"),
    "answer_reporter": _("Answer the reporter"),
    "stop_request": _("Decide the wish to stop"),
    "second_code": _("The second code was used: check her safety"),
    "door_alarm": _("Somebody is guessing report codes"),
    "review": _("Look at her safety again"),
    "assign": _("Find a case manager"),
    "do": _("Keep a promise of the plan"),
    **{verb.value: verb.label for verb in FieldVerb},
    **{verb.value: verb.label for verb in ContactVerb},
    **{verb.value: verb.label for verb in LawVerb},
    **{verb.value: verb.label for verb in ReferralVerb},
    "approve_lower_risk": _("Decide: lower the risk"),
    "approve_close_case": _("Decide: end of service"),
    "approve_break_glass": _("Review a reading with a reason"),
    "decide_cover": _("Take hours of a colleague over, or not"),
    "ask_why": _("Ask why files were opened"),
    "decide_decoy": _("Decide: an invented file as bait"),
    "decide_names": _("Decide: a register with names leaves the house"),
    "destroy_copies": _("Destroy every copy of the register"),
}
REPORT_STATES: dict[str, str] = {
    State.RECEIVED: "new",
    State.READ: "open",
    State.TRIAGED: "open",
    State.IN_CASE: "done",
    State.INFORMED: "closed",
    State.JOINED: "closed",
    State.STOPPED: "stopped",
}
CASE_STATES: dict[str, str] = {
    Stage.OPEN: "open",
    Stage.MONITORING: "waiting",
    Stage.CLOSED: "closed",
}

ACTS: dict[str, Any] = {
    "do": _("Keep it"),
    "review": _("Looked at, as before"),
    "assign": _("Find a case manager"),
    "answer_reporter": _("Reply"),
    "approve_lower_risk": _("Decide"),
    "approve_close_case": _("Decide"),
    "approve_break_glass": _("Review"),
}
WARNINGS: dict[str, Any] = {
    "adult_in_child_class": _("An adult is counted in a class for children. Is that right?"),
    "child_in_woman_class": _("A child is counted in the class for women. Is that right?"),
    "man_in_woman_class": _("A man is counted in the class for women. Is that right?"),
    "sexual_form_without_tpks": _("A sexual form without TPKS. Are the elements really not met?"),
}

WHY: dict[str, Any] = {
    "said_yes": _("She said that this is safe at this hour."),
    "life_in_danger": _("A life is in danger, and the reason is written down."),
    "unknown": _("She was not asked, or it is not known."),
    "said_no": _("She said no."),
    "wrong_hour": _("Not at this hour."),
    "who_sees_unknown": _("It is not known who else sees the phone."),
    "seen_by_reported": _("The reported person sees the phone, and there is no safe word."),
}


@dataclass(frozen=True, slots=True)
class Way:
    """Whether somebody may be reached in one way now, and why, in words."""

    label: Any
    allowed: bool
    why: str


def way(channel: ContactChannel, verdict: Any) -> Way:
    """Return the verdict of one way in words."""
    more = [
        _("Ask for the safe word first.") if verdict.ask_code_word else "",
        _("A message may be left.") if verdict.may_leave_message else "",
    ]
    why = [WHY.get(verdict.why, ""), *(more if verdict.allowed else [])]
    return Way(channel.label, verdict.allowed, " ".join(str(part) for part in why if part))


def verb(code: str) -> Any:
    """Return what is to be done, in words."""
    return VERBS.get(code, "")


def role(code: str) -> Any:
    """Return who holds a role, in words."""
    return Role(code).label if code in Role.values else ""
