"""Everything that reads cases. Each function returns only what the actor may see."""

from lindung.casework.policy import allowed
from lindung.casework.queries.lists import (
    CaseRow,
    PartyHit,
    TaskRow,
    case_of_report,
    cases_page,
    cases_with,
    get_by_ids,
    tasks_of,
)
from lindung.casework.queries.pages import (
    CasePage,
    Clock,
    PartyRow,
    Promise,
    case_page,
    get_case,
    get_party,
    kinds_of_notes,
    open_plan_lines,
)
from lindung.casework.queries.timeline import Line
from lindung.casework.queries.words import get_of_case, read_case_words, read_initials

__all__ = [
    "CasePage",
    "CaseRow",
    "Clock",
    "Line",
    "PartyHit",
    "PartyRow",
    "Promise",
    "TaskRow",
    "allowed",
    "case_of_report",
    "case_page",
    "cases_page",
    "cases_with",
    "get_by_ids",
    "get_case",
    "get_of_case",
    "get_party",
    "kinds_of_notes",
    "open_plan_lines",
    "read_case_words",
    "read_initials",
    "tasks_of",
]
