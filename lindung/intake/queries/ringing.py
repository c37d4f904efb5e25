"""What the calling must know of reports: codes and ids, never a word, and only as the machine."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from lindung.intake.codes import About
from lindung.intake.models import Report


@dataclass(frozen=True, slots=True)
class ToRing:
    """One report, as far as it decides whether and how loudly somebody is called."""

    id: UUID
    number: str
    state: str
    risk: str
    emergency: bool
    flood: bool
    complaint: bool
    handled_by: UUID | None
    responded: bool
    ended: bool


COLUMNS = (
    "id", "number", "state", "risk", "emergency", "flood", "about", "handled_by", "responded_at",
    "ended_at",
)  # fmt: skip


def to_ring(also: Collection[UUID] = ()) -> list[ToRing]:
    """Return every open report of the unit at work, and those of `also`, ended or not. One query.

    It is no screen's: nobody reads it, so nobody's rights are asked, and it opens nothing.
    """
    rows = Report.objects.filter(Q(ended_at=None) | Q(pk__in=list(also)))
    return [
        ToRing(
            pk, number, state, risk, emergency, flood, about == About.STAFF_COMPLAINT, handled_by,
            responded_at is not None, ended_at is not None,
        )
        for pk, number, state, risk, emergency, flood, about, handled_by, responded_at, ended_at
        in rows.order_by("received_at", "id").values_list(*COLUMNS)
    ]  # fmt: skip
