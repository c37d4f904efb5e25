"""The desk's words for codes that other modules keep: whose turn, by which verb, in which state."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lindung.access.codes import Role
from lindung.casework.codes import Stage
from lindung.intake.codes import State

VERBS: dict[str, Any] = {
    "look": _("First look"),
    "triage": _("Triage"),
    "respond": _("Begin service"),
    "open_case": _("Open a case or end it"),
    "answer_reporter": _("Answer the reporter"),
    "stop_request": _("Decide the wish to stop"),
    "review": _("Review the case"),
    "plan_line": _("Keep a promise"),
    "decide_closing": _("Decide the closing"),
    "approve_closing": _("Decide the closing"),
    "decide_lower_risk": _("Decide the lowering of the risk"),
    "approve_lower_risk": _("Decide the lowering of the risk"),
    "review_break_glass": _("Look at a reading with a reason"),
    "follow_up": _("Contact her again"),
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


def verb(code: str) -> Any:
    """Return what is to be done, in words."""
    return VERBS.get(code, code.replace("_", " ").capitalize())


def role(code: str) -> Any:
    """Return who holds a role, in words."""
    return Role(code).label if code in Role.values else ""
