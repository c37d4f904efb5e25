"""From what queries return to what the API says. Nothing is decided here."""

from typing import TYPE_CHECKING

from lindung.casework.queries import CasePage, CaseRow, TaskRow
from lindung.intake.queries import ReportFile, ReportRow
from lindung.web.api.shapes import (
    CaseOut,
    CaseRowOut,
    LineOut,
    OpenedOut,
    PartyOut,
    PromiseOut,
    ReportOut,
    ReportRowOut,
    TaskOut,
)

if TYPE_CHECKING:
    from lindung.intake.models import Report

ROW = tuple(name for name in ReportRowOut.model_fields if name != "area")
CASE_ROW = tuple(
    name for name in CaseRowOut.model_fields if name not in {"forms", "area", "manager"}
)


def report_row(row: "ReportRow | Report") -> ReportRowOut:
    """Return a report of a list."""
    return ReportRowOut(**{name: getattr(row, name) for name in ROW}, area=row.area_id)


def report_out(report: "Report", opened: ReportFile | None) -> ReportOut:
    """Return one report, with its words if they were opened."""
    return ReportOut(
        **report_row(report).model_dump(),
        case_types=list(report.case_types),
        forms=list(report.forms),
        relation=report.relation,
        authority=report.authority,
        finding=report.finding,
        child=report.child,
        opened=_opened(opened) if opened else None,
    )


def case_row(row: CaseRow) -> CaseRowOut:
    """Return a case of a list."""
    return CaseRowOut(
        **{name: getattr(row, name) for name in CASE_ROW},
        forms=list(row.forms),
        area=row.area_id,
        manager=row.manager,
    )


def case_out(page: CasePage) -> CaseOut:
    """Return one case."""
    case = page.case
    return CaseOut(
        **{name: getattr(case, name) for name in CASE_ROW},
        forms=list(case.forms),
        area=case.area_id,
        manager=page.manager,
        initials=page.initials,
        finding=case.finding,
        promises=[PromiseOut.from_orm(promise) for promise in page.promises],
        timeline=[
            LineOut(
                kind=line.kind,
                id=line.id,
                at=line.at,
                by=line.by_name,
                code=line.code,
                state=line.state,
            )
            for line in page.timeline
        ],
    )


def task_out(row: TaskRow) -> TaskOut:
    """Return something that waits."""
    return TaskOut.from_orm(row)


def _opened(file: ReportFile) -> OpenedOut:
    return OpenedOut(
        text=file.words,
        place=file.place,
        needs=file.needs,
        named=file.named,
        source=file.source,
        parties=[PartyOut(role=party.role, name=party.name) for party in file.parties],
    )
