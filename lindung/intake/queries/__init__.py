"""Everything that reads reports. Each function returns only what the actor may see."""

from lindung.intake.queries.hints import Suggestion, duplicates_of, earlier_from_same
from lindung.intake.queries.inbox import (
    Alarms,
    ReportRow,
    alarms,
    inbox,
    inbox_counts,
    reports_by_ids,
)
from lindung.intake.queries.of_people import ReportHit, reports_with
from lindung.intake.queries.report import (
    MessageLine,
    PartyLine,
    ReportFile,
    allowed,
    attachments,
    get_report,
    open_request,
    parties_of,
    read_attachment,
    read_report,
    risk_changes,
    screenings,
    thread,
)

__all__ = [
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
    "inbox",
    "inbox_counts",
    "open_request",
    "parties_of",
    "read_attachment",
    "read_report",
    "reports_by_ids",
    "reports_with",
    "risk_changes",
    "screenings",
    "thread",
]
