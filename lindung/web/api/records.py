"""Reading and searching through a token: what its holder may see on a page, and no more."""

from typing import Annotated, Literal, TypeVar

from django.http import HttpRequest
from ninja import Path, Query

from lindung.access.codes import Scope
from lindung.casework import queries as casework
from lindung.casework.search import search as search_for
from lindung.core.actor import Actor
from lindung.core.paging import Page
from lindung.intake import queries as intake
from lindung.web.api.problems import Problem
from lindung.web.api.router import router
from lindung.web.api.rows import case_out, case_row, report_out, report_row, task_out
from lindung.web.api.shapes import (
    CaseOut,
    CaseRowOut,
    HitOut,
    PageOut,
    ReportOut,
    ReportRowOut,
    SearchIn,
    SearchOut,
    TaskOut,
)
from lindung.web.api.slices import sliced
from lindung.web.api.tokens import Token, actor_of, known_only

TAGS = ["records"]
WRONG = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 500: Problem}
T = TypeVar("T")
SIGN = "[2-9A-HJ-NP-Z]"
Cursor = Annotated[str, Query(max_length=400, description="`next` or `prev` of an earlier answer.")]
Limit = Annotated[int, Query(ge=1, le=100)]
ReportNumber = Annotated[str, Path(pattern=f"^P-[0-9]{{4}}-{SIGN}{{5}}$")]
CaseNumber = Annotated[str, Path(pattern=f"^K-[0-9]{{4}}-{SIGN}{{5}}$")]


@router.get(
    "/reports",
    response={200: PageOut[ReportRowOut], **WRONG},
    auth=Token(Scope.REPORTS_READ),
    tags=TAGS,
    operation_id="reports",
)
def reports(
    request: HttpRequest,
    tab: Literal["waiting", "mine", "flood", "all"] = "all",
    cursor: Cursor = "",
    limit: Limit = 25,
) -> PageOut[ReportRowOut]:
    """Reports by their codes and clocks."""
    known_only(request, "tab", "cursor", "limit")
    page = intake.inbox(actor_of(request), tab=tab, after=cursor, limit=limit)
    return _paged(page.shown_as(report_row))


@router.get(
    "/reports/{report_number:number}",
    response={200: ReportOut, **WRONG},
    auth=Token(Scope.REPORTS_READ),
    tags=TAGS,
    operation_id="report",
)
def report(
    request: HttpRequest,
    number: ReportNumber,
    opened: Annotated[
        bool, Query(alias="open", description="Open what was told; the opening is noted.")
    ] = False,
) -> ReportOut:
    """One report; with `open=true` its words, which is noted like every opening."""
    known_only(request, "open")
    actor = actor_of(request)
    found = intake.get_report(actor, number)
    return report_out(found, intake.read_report(actor, found) if opened else None)


@router.get(
    "/cases",
    response={200: PageOut[CaseRowOut], **WRONG},
    auth=Token(Scope.CASES_READ),
    tags=TAGS,
    operation_id="cases",
)
def cases(
    request: HttpRequest,
    view: Literal["mine", "open", "closed", "all"] = "all",
    cursor: Cursor = "",
    limit: Limit = 25,
) -> PageOut[CaseRowOut]:
    """Cases by their codes and dates."""
    known_only(request, "view", "cursor", "limit")
    page = casework.cases_page(actor_of(request), view=view, after=cursor, limit=limit)
    return _paged(page.shown_as(case_row))


@router.get(
    "/cases/{case_number:number}",
    response={200: CaseOut, **WRONG},
    auth=Token(Scope.CASES_READ),
    tags=TAGS,
    operation_id="case",
)
def case(request: HttpRequest, number: CaseNumber) -> CaseOut:
    """One case: what happened and what is promised, without words."""
    known_only(request)
    actor = actor_of(request)
    return case_out(casework.case_page(actor, casework.get_case(actor, number)))


@router.get(
    "/search",
    response={200: SearchOut, **WRONG},
    auth=Token(Scope.SEARCH),
    tags=TAGS,
    operation_id="search",
)
def search(
    request: HttpRequest,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="Number, phone, NIK or name.")
    ],
    cursor: Cursor = "",
    limit: Limit = 25,
) -> SearchOut:
    """Reports and cases by number, phone, NIK, e-mail or a name as it was heard."""
    known_only(request, "q", "cursor", "limit")
    return _found(actor_of(request), q, cursor, limit)


@router.post(
    "/search",
    response={200: SearchOut, 400: Problem, 413: Problem, 415: Problem, **WRONG},
    auth=Token(Scope.SEARCH),
    tags=TAGS,
    operation_id="search_by_body",
)
def search_by_body(request: HttpRequest, body: SearchIn) -> SearchOut:
    """The same, with what is looked for in the body: addresses end up in logs of proxies."""
    return _found(actor_of(request), body.q, body.cursor, body.limit)


def _found(actor: Actor, text: str, cursor: str, limit: int) -> SearchOut:
    results = search_for(actor, text)
    page = sliced(results.hits, cursor, limit)
    return SearchOut(
        items=[HitOut.from_orm(hit) for hit in page.rows],
        next=page.next_cursor,
        prev=page.prev_cursor,
        understood_as=results.kind,
        ready=results.ready,
    )


@router.get(
    "/tasks",
    response={200: PageOut[TaskOut], **WRONG},
    auth=Token(Scope.TASKS_READ),
    tags=TAGS,
    operation_id="tasks",
)
def tasks(request: HttpRequest, cursor: Cursor = "", limit: Limit = 25) -> PageOut[TaskOut]:
    """What waits for whoever holds the token, the most urgent first."""
    known_only(request, "cursor", "limit")
    page = sliced(casework.tasks_of(actor_of(request)), cursor, limit)
    return _paged(page.shown_as(task_out))


def _paged(page: Page[T]) -> PageOut[T]:
    return PageOut(items=page.rows, next=page.next_cursor, prev=page.prev_cursor)
