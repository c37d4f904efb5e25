"""Everything that happened in a case, in one query: codes, moments and colleagues, never a word."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    TextChoices,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models import Case as Choice
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

from lindung.casework.codes import (
    CloseReason,
    ConsentPurpose,
    NoteKind,
    Place,
    Service,
)
from lindung.casework.models import (
    Assignment,
    BreakGlass,
    Case,
    CaseReport,
    CaseRiskChange,
    Closing,
    Companion,
    Consent,
    Incident,
    Note,
    PlanLine,
    ServiceRecord,
)
from lindung.intake.codes import Channel, Risk

LABELS: Mapping[str, type[TextChoices]] = {
    "report": Channel,
    "screening": Risk,
    "report_risk": Risk,
    "risk": Risk,
    "incident": Place,
    "consent": ConsentPurpose,
    "plan_line": Service,
    "plan_line_ended": Service,
    "service": Service,
    "note": NoteKind,
    "closing": CloseReason,
    "assignment": NoteKind,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the timeline. What `code`, `state` and `extra` hold hangs on the kind.

    kind             code       state                 extra              until          who
    report           channel    state                 number             respond due
    screening        level                            instrument
    report_risk      new level  old level                                               agreed by
    risk             new level  old level             "emergency"                       agreed by
    incident         place      days (ISO)            forms, by comma
    consent          purpose    basis                 given by           withdrawn
    plan_line        service    open, done, dropped   "agreed"           due            owner
    plan_line_ended  service    done, dropped
    service          service    fund line             minutes
    note             kind
    closing          reason     asked, agreed, refused                   decided        decided by
    glass                       reviewed, waiting                        ends           reviewed by
    assignment       kind                                                ended
    companion                                                            ended
    """

    kind: str
    id: UUID
    at: datetime
    by: UUID | None
    code: str
    state: str
    extra: str
    until: datetime | None
    who: UUID | None
    has_words: bool
    may_open: bool = False
    by_name: str = ""
    who_name: str = ""

    @property
    def label(self) -> str:
        """Return what `code` is called, in the reader's language."""
        words = LABELS.get(self.kind)
        return str(words(self.code).label) if words and self.code else ""


READ_ACTIONS = {
    "report": "read_report",
    "incident": "read_incident",
    "consent": "read_consent",
    "plan_line": "read_plan_line",
    "service": "read_service",
    "risk": "read_risk",
    "closing": "read_closing",
    "glass": "read_glass",
}
NOTE_ACTIONS = {
    NoteKind.ORDINARY: "read_note",
    NoteKind.PSYCHOLOGIST: "read_psychologist_note",
    NoteKind.LEGAL: "read_legal_note",
}
ANY_CASE = UUID(int=0)  # stands in the query for the case that is asked about
OWN_ID = F("pk")
NO_TEXT = Value("", output_field=TextField())
NO_MOMENT = Value(None, output_field=DateTimeField())
NOBODY = Value(None, output_field=UUIDField())
NEVER = Value(False, output_field=BooleanField())


def timeline_of(case: Case) -> list[Line]:
    """Return all that happened, the newest first. One query, no key, no trail line."""
    statement, values = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [case.pk if value == ANY_CASE else value for value in values])
        return [Line(*row) for row in cursor.fetchall()]


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """Return the query and its values, put together once: fourteen tables take Django a while."""
    first, *others = _parts(ANY_CASE)
    together = first.union(*others, all=True).order_by("-t_at")
    statement, values = together.query.sql_with_params()
    return statement, tuple(values)


def opened_by(line: Line, staff_id: UUID, allowed: frozenset[str]) -> Line:
    """Return the line with whether its words may be opened by who is reading."""
    if not line.has_words:
        return line
    if line.kind == "note":
        own = line.code == NoteKind.PSYCHOLOGIST and line.by == staff_id
        return replace(line, may_open=own or NOTE_ACTIONS[NoteKind(line.code)] in allowed)
    return replace(line, may_open=READ_ACTIONS[line.kind] in allowed)


def _parts(case: UUID) -> list[Any]:
    reports = CaseReport.objects.filter(case_id=case)
    return [
        _rows("report", reports, F("report__received_at"), by=F("attached_by"),
              id=F("report_id"), code=F("report__channel"), state=F("report__state"),
              extra=F("report__number"), until=F("report__respond_due_at"), words="report__words"),
        _rows("screening", reports.filter(report__screenings__isnull=False),
              F("report__screenings__answered_at"), by=F("report__screenings__answered_by"),
              id=F("report__screenings__id"), code=F("report__screenings__level"),
              extra=F("report__screenings__instrument")),
        _rows("report_risk", reports.filter(report__risk_changes__isnull=False),
              F("report__risk_changes__changed_at"), by=F("report__risk_changes__changed_by"),
              id=F("report__risk_changes__id"), code=F("report__risk_changes__new"),
              state=F("report__risk_changes__old"), who=F("report__risk_changes__approved_by")),
        _rows("risk", _of(CaseRiskChange, case), F("changed_at"), by=F("changed_by"),
              code=F("new"), state=F("old"), who=F("approved_by"), words="reason",
              extra=_word_if("emergency", emergency=True)),
        _rows("incident", _of(Incident, case), F("recorded_at"), by=F("recorded_by"),
              code=F("place"), state=_days(), extra=_joined("forms"), words="account"),
        _rows("consent", _of(Consent, case), F("given_at"), by=F("recorded_by"),
              code=F("purpose"), state=F("basis"), extra=F("given_by"), until=F("withdrawn_at"),
              words="words"),
        _rows("plan_line", _of(PlanLine, case), F("made_at"), by=F("made_by"), code=F("service"),
              state=F("state"), until=F("due_at"), who=F("owner_id"), words="words",
              extra=_word_if("agreed", agreed_with_client=True)),
        _rows("plan_line_ended", _of(PlanLine, case).filter(ended_at__isnull=False),
              F("ended_at"), by=F("ended_by"), code=F("service"), state=F("state")),
        _rows("service", _of(ServiceRecord, case), F("given_at"), by=F("given_by"),
              code=F("service"), state=F("fund_line"), extra=F("duration_minutes"), words="words"),
        _rows("note", _of(Note, case), F("written_at"), by=F("written_by"), code=F("kind"),
              words="words"),
        _rows("closing", _of(Closing, case), F("asked_at"), by=F("asked_by"), code=F("reason"),
              state=_closing_state(), until=Coalesce("agreed_at", "refused_at"),
              who=Coalesce("agreed_by", "refused_by"), words="words"),
        _rows("glass", _of(BreakGlass, case), F("opened_at"), by=F("staff_id"), until=F("until"),
              state=_word_if("reviewed", "waiting", reviewed_at__isnull=False),
              who=F("reviewed_by"), words="reason"),
        _rows("assignment", _of(Assignment, case), F("since"), by=F("staff_id"), code=F("kind"),
              until=F("until")),
        _rows("companion", _of(Companion, case), F("since"), by=F("staff_id"), until=F("until")),
    ]  # fmt: skip


def _of(model: type[Any], case: UUID) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(case_id=case)
    return rows


def _rows(  # the columns of a line
    kind: str,
    rows: QuerySet[Any],
    at: Combinable,
    *,
    by: Combinable,
    id: Combinable = OWN_ID,  # noqa: A002  # as the line calls it
    code: Combinable = NO_TEXT,
    state: Combinable = NO_TEXT,
    extra: Combinable = NO_TEXT,
    until: Combinable = NO_MOMENT,
    who: Combinable = NOBODY,
    words: str | None = None,
) -> QuerySet[Any]:
    """Return the rows of one table in the columns that all of them share."""
    sealed = Q(**{f"{words}__isnull": False}) if words else None
    columns: dict[str, Any] = {
        "t_kind": Value(kind, output_field=TextField()),
        "t_id": Cast(id, UUIDField()),
        "t_at": Cast(at, DateTimeField()),
        "t_by": Cast(by, UUIDField()),
        "t_code": Cast(code, TextField()),
        "t_state": Coalesce(Cast(state, TextField()), NO_TEXT),
        "t_extra": Coalesce(Cast(extra, TextField()), NO_TEXT),
        "t_until": Cast(until, DateTimeField()),
        "t_who": Cast(who, UUIDField()),
        "t_words": ExpressionWrapper(sealed, BooleanField()) if sealed else NEVER,
    }
    lines: QuerySet[Any] = rows.order_by().annotate(**columns).values_list(*columns)
    return lines


def _word_if(word: str, other: str = "", **holds: object) -> Combinable:
    text = TextField()
    return Choice(When(**holds, then=Value(word)), default=Value(other), output_field=text)


def _closing_state() -> Combinable:
    return Choice(
        When(agreed_at__isnull=False, then=Value("agreed")),
        When(refused_at__isnull=False, then=Value("refused")),
        default=Value("asked"),
        output_field=TextField(),
    )


def _joined(column: str) -> Combinable:
    return Func(F(column), Value(","), function="array_to_string", output_field=TextField())


def _days() -> Combinable:
    """Return `2026-01-02` or `2026-01-02/2026-01-05`."""
    last = Concat(Value("/"), Cast("until_on", TextField()))
    return Concat(
        Cast("from_on", TextField()),
        Choice(
            When(until_on__isnull=False, then=last), default=Value(""), output_field=TextField()
        ),
    )
