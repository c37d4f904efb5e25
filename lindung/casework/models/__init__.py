"""The case file: one client's way from asking for help to being safe."""

from lindung.casework.models.care import (
    Consent,
    Incident,
    Note,
    PlanLine,
    ServiceRecord,
)
from lindung.casework.models.case import (
    Assignment,
    Case,
    CaseParty,
    CaseReport,
    Companion,
    OfCase,
)
from lindung.casework.models.decisions import (
    BreakGlass,
    CaseRiskChange,
    Closing,
)
from lindung.casework.models.guard import (
    Decoy,
    NamesExport,
    OpenedFile,
    OpeningAlarm,
    OpeningLimit,
    WatchMark,
)

__all__ = [
    "Assignment",
    "BreakGlass",
    "Case",
    "CaseParty",
    "CaseReport",
    "CaseRiskChange",
    "Closing",
    "Companion",
    "Consent",
    "Decoy",
    "Incident",
    "NamesExport",
    "Note",
    "OfCase",
    "OpenedFile",
    "OpeningAlarm",
    "OpeningLimit",
    "PlanLine",
    "ServiceRecord",
    "WatchMark",
]
