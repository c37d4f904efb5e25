"""The desk's words for codes that other modules keep: whose turn, by which verb, in which state."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lindung.access.codes import Role
from lindung.casework.codes import Stage
from lindung.intake.codes import State

VERBS: dict[str, Any] = {
    "look": _("First look"),
    "triage": _("Triage"),
    "decide": _("Open a case or end it"),
    "respond": _("Begin service"),
    "answer_reporter": _("Answer the reporter"),
    "stop_request": _("Decide the wish to stop"),
    "review": _("Look at her safety again"),
    "assign": _("Find a case manager"),
    "do": _("Keep a promise of the plan"),
    "approve_lower_risk": _("Decide: lower the risk"),
    "approve_close_case": _("Decide: end of service"),
    "approve_break_glass": _("Review a reading with a reason"),
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


def verb(code: str) -> Any:
    """Return what is to be done, in words."""
    return VERBS.get(code, "")


def role(code: str) -> Any:
    """Return who holds a role, in words."""
    return Role(code).label if code in Role.values else ""
