"""Reports by the people in them, for a search that began with a person."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from lindung.core.actor import Actor
from lindung.intake.models import Party
from lindung.intake.queries.inbox import ReportRow, reports_by_ids


@dataclass(frozen=True, slots=True)
class ReportHit:
    """A report that a person is in, and as what."""

    report: ReportRow
    person_id: UUID
    role: str


def reports_with(actor: Actor, person_ids: Collection[UUID]) -> list[ReportHit]:
    """Return the reports that some people are in and `actor` may know of, the newest first."""
    ties = Party.objects.filter(person_id__in=list(person_ids))
    found = list(ties.values_list("report_id", "person_id", "role"))
    reports = {row.id: row for row in reports_by_ids(actor, {report_id for report_id, *_ in found})}
    hits = [ReportHit(reports[r], person, role) for r, person, role in found if r in reports]
    return sorted(hits, key=lambda hit: hit.report.received_at, reverse=True)
