"""Reports by the people in them, for a search that began with a person."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from lindung.core.actor import Actor
from lindung.core.policy import not_blocked
from lindung.intake.models import Party, Report
from lindung.intake.policy import POLICY
from lindung.intake.queries.inbox import COLUMNS, ReportRow, row_of

SHOWN = ("person_id", "role", *(f"report__{column}" for column in COLUMNS))


@dataclass(frozen=True, slots=True)
class ReportHit:
    """A report that a person is in, and as what."""

    report: ReportRow
    person_id: UUID
    role: str


def reports_with(actor: Actor, person_ids: Collection[UUID]) -> list[ReportHit]:
    """Return the reports that some people are in, the newest first; one query.

    Neither a report nor a person that `actor` must not know of is among them.
    """
    seen = POLICY.only(actor, "view_report", Report.objects.only("pk"))
    ties = Party.objects.filter(person_id__in=list(person_ids), report__in=seen)
    rows = not_blocked(actor, ties, "person_id").select_related("report").only(*SHOWN)
    return [
        ReportHit(row_of(tie.report), tie.person_id, tie.role)
        for tie in rows.order_by("-report__received_at", "id")
    ]
