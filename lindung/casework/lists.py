"""How each piece of daily work is counted in the three official lists.

The lists are official; which line of work goes where is ours, in one table, to be checked by a
unit's data officer. An empty SIMFONI kind means that SIMFONI counts no such service.

Source: Permen PPPA 2/2022 (six functions); Perpres 55/2024 Ps 5(2) (eleven tasks); SIGA Kukar
dataset 296 (eight service kinds); DOMAIN.md §2.2, §2.3, §5.1; docs/adr/0012-three-lists.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lindung.casework.codes import Function, Service, Simfoni8, Task11


@dataclass(frozen=True, slots=True)
class Counted:
    """Where one service is counted."""

    function: Function
    task: Task11
    simfoni: Simfoni8 | Literal[""]


COUNTED: Mapping[Service, Counted] = {
    Service.INTAKE_TALK: Counted(Function.COMPLAINT, Task11.A, Simfoni8.COMPLAINT),
    # The assessment is a step of *pengaduan* in the service standard (SIPPN 8202366).
    Service.ASSESSMENT: Counted(Function.COMPLAINT, Task11.A, Simfoni8.COMPLAINT),
    Service.RIGHTS_INFORMED: Counted(Function.COMPLAINT, Task11.B, Simfoni8.COMPLAINT),
    Service.OUTREACH_VISIT: Counted(Function.OUTREACH, Task11.A, Simfoni8.COMPLAINT),
    Service.CASE_CONFERENCE: Counted(Function.CASE_MANAGEMENT, Task11.J, ""),
    Service.COORDINATION: Counted(Function.CASE_MANAGEMENT, Task11.J, ""),
    Service.HOME_VISIT: Counted(Function.CASE_MANAGEMENT, Task11.E, Simfoni8.REINTEGRATION),
    Service.EMPOWERMENT: Counted(Function.CASE_MANAGEMENT, Task11.G, ""),
    Service.SHELTER: Counted(Function.SHELTER, Task11.H, Simfoni8.SOCIAL_REHABILITATION),
    Service.MEDIATION: Counted(Function.MEDIATION, Task11.F, ""),
    Service.HEALTH_ESCORT: Counted(Function.ACCOMPANIMENT, Task11.C, Simfoni8.HEALTH),
    Service.MEDICAL_REPORT: Counted(Function.ACCOMPANIMENT, Task11.C, Simfoni8.HEALTH),
    Service.COUNSELLING: Counted(Function.ACCOMPANIMENT, Task11.D, Simfoni8.SOCIAL_REHABILITATION),
    Service.PSYCHOSOCIAL: Counted(Function.ACCOMPANIMENT, Task11.E, Simfoni8.SOCIAL_REHABILITATION),
    Service.LEGAL_CONSULT: Counted(Function.ACCOMPANIMENT, Task11.F, Simfoni8.LEGAL_AID),
    Service.POLICE_ESCORT: Counted(Function.ACCOMPANIMENT, Task11.F, Simfoni8.LAW_ENFORCEMENT),
    Service.COURT_ESCORT: Counted(Function.ACCOMPANIMENT, Task11.K, Simfoni8.LAW_ENFORCEMENT),
    Service.RIGHTS_MONITORED: Counted(Function.ACCOMPANIMENT, Task11.K, Simfoni8.LAW_ENFORCEMENT),
    Service.RETURN_HOME: Counted(Function.ACCOMPANIMENT, Task11.E, Simfoni8.REPATRIATION),
    Service.REINTEGRATION: Counted(Function.ACCOMPANIMENT, Task11.E, Simfoni8.REINTEGRATION),
    Service.RELIGIOUS: Counted(Function.ACCOMPANIMENT, Task11.E, Simfoni8.RELIGIOUS),
    Service.DISABILITY_AID: Counted(Function.ACCOMPANIMENT, Task11.I, ""),
}
