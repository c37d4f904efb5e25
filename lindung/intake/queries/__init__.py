"""Everything that reads reports. Each function returns only what the actor may see."""

from lindung.intake.policy import SEE_REPORTS
from lindung.intake.queries.hints import Suggestion, duplicates_of, earlier_from_same
from lindung.intake.queries.inbox import (
    Alarms,
    ReportRow,
    alarms,
    has_inbox,
    inbox,
    inbox_counts,
    reports_by_ids,
    require_inbox,
)
from lindung.intake.queries.of_people import ReportHit, reports_with
from lindung.intake.queries.report import (
    MessageLine,
    PartyLine,
    ReportFile,
    allowed,
    attachments,
    get_report,
    may_enter,
    open_request,
    parties_of,
    read_attachment,
    read_report,
    require_enter,
    risk_changes,
    screenings,
    thread,
)

__all__ = [
    "SEE_REPORTS",
    "Alarms",
    "MessageLine",
    "PartyLine",
    "ReportFile",
    "ReportHit",
    "ReportRow",
    "Suggestion",
    "alarms",
    "allowed",
    "attachments",
    "duplicates_of",
    "earlier_from_same",
    "get_report",
    "has_inbox",
    "inbox",
    "inbox_counts",
    "may_enter",
    "open_request",
    "parties_of",
    "read_attachment",
    "read_report",
    "reports_by_ids",
    "reports_with",
    "require_enter",
    "require_inbox",
    "risk_changes",
    "screenings",
    "thread",
]
