"""Whose turn it is: each open thing says who acts next and until when.

The module that owns a thing calls these in the transaction of its change, so the work list and the
thing never disagree.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable

from lindung.core.actor import Actor
from lindung.core.models import Blocked, Turn


def set_turn(
    record_id: UUID,
    verb: str,
    *,
    kind: str,
    number: str,
    next_at: datetime | Combinable,
    role: str = "",
    staff_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> None:
    """Say that `record_id` waits for `staff_id`, or for whoever holds `role`, until `next_at`."""
    Turn.objects.update_or_create(
        record_id=record_id,
        verb=verb,
        defaults={
            "kind": kind,
            "number": number,
            "next_at": next_at,
            "next_role": role,
            "next_staff": staff_id,
            "subject_id": subject_id or record_id,
        },
    )


def end_turn(record_id: UUID, verb: str | None = None) -> None:
    """Say that nobody needs to act on `record_id` any more, or not by this `verb`."""
    waiting = Turn.objects.filter(record_id=record_id)
    (waiting.filter(verb=verb) if verb else waiting).delete()


def first_turns(subject_ids: Collection[UUID]) -> dict[UUID, Turn]:
    """Return what waits longest in each of some records. One query, no key, no trail line."""
    waiting = Turn.objects.filter(subject_id__in=subject_ids)
    rows = waiting.order_by("subject_id", "next_at").distinct("subject_id")
    return {turn.subject_id: turn for turn in rows}


def turns_of(actor: Actor) -> QuerySet[Turn]:
    """Return what waits for `actor`, the most urgent first. One query, no key, no trail line."""
    mine = Q(next_staff=actor.id) | Q(next_staff=None, next_role__in=sorted(actor.roles))
    blocked = Blocked.objects.filter(staff_id=actor.id).values("subject_id")
    return Turn.objects.filter(mine).exclude(subject_id__in=blocked).order_by(F("next_at"), "id")
