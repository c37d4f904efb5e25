"""How each piece of daily work is counted in the three official lists.

The lists are official; which line of work goes where is ours, in one table, to be checked by a
unit's data officer. An empty SIMFONI kind means that SIMFONI counts no such service.

Source: Permen PPPA 2/2022 (six functions); Perpres 55/2024 Ps 5(2) (eleven tasks); SIGA Kukar
dataset 296 (eight service kinds); DOMAIN.md §2.2, §2.3, §5.1; docs/adr/0012-three-lists.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lindung.casework.codes import Function as F
from lindung.casework.codes import Service as S
from lindung.casework.codes import Simfoni8 as K
from lindung.casework.codes import Task11 as T


@dataclass(frozen=True, slots=True)
class Counted:
    """Where one service is counted."""

    function: F
    task: T
    simfoni: K | Literal[""]


COUNTED: Mapping[S, Counted] = {
    S.INTAKE_TALK: Counted(F.COMPLAINT, T.A, K.COMPLAINT),
    S.ASSESSMENT: Counted(F.COMPLAINT, T.A, K.COMPLAINT),  # the assessment is part of *pengaduan*
    S.RIGHTS_INFORMED: Counted(F.COMPLAINT, T.B, K.COMPLAINT),
    S.OUTREACH_VISIT: Counted(F.OUTREACH, T.A, K.COMPLAINT),
    S.CASE_CONFERENCE: Counted(F.CASE_MANAGEMENT, T.J, ""),
    S.COORDINATION: Counted(F.CASE_MANAGEMENT, T.J, ""),
    S.HOME_VISIT: Counted(F.CASE_MANAGEMENT, T.E, K.REINTEGRATION),
    S.EMPOWERMENT: Counted(F.CASE_MANAGEMENT, T.G, ""),
    S.SHELTER: Counted(F.SHELTER, T.H, K.SOCIAL_REHABILITATION),
    S.MEDIATION: Counted(F.MEDIATION, T.F, ""),
    S.HEALTH_ESCORT: Counted(F.ACCOMPANIMENT, T.C, K.HEALTH),
    S.MEDICAL_REPORT: Counted(F.ACCOMPANIMENT, T.C, K.HEALTH),
    S.COUNSELLING: Counted(F.ACCOMPANIMENT, T.D, K.SOCIAL_REHABILITATION),
    S.PSYCHOSOCIAL: Counted(F.ACCOMPANIMENT, T.E, K.SOCIAL_REHABILITATION),
    S.LEGAL_CONSULT: Counted(F.ACCOMPANIMENT, T.F, K.LEGAL_AID),
    S.POLICE_ESCORT: Counted(F.ACCOMPANIMENT, T.F, K.LAW_ENFORCEMENT),
    S.COURT_ESCORT: Counted(F.ACCOMPANIMENT, T.K, K.LAW_ENFORCEMENT),
    S.RIGHTS_MONITORED: Counted(F.ACCOMPANIMENT, T.K, K.LAW_ENFORCEMENT),
    S.RETURN_HOME: Counted(F.ACCOMPANIMENT, T.E, K.REPATRIATION),
    S.REINTEGRATION: Counted(F.ACCOMPANIMENT, T.E, K.REINTEGRATION),
    S.RELIGIOUS: Counted(F.ACCOMPANIMENT, T.E, K.RELIGIOUS),
    S.DISABILITY_AID: Counted(F.ACCOMPANIMENT, T.I, ""),
}
