"""Changes of duty: the one that waits to be taken, and the last one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from lindung.core.acting import missed
from lindung.core.actor import Actor
from lindung.hotline.models import HandOver
from lindung.hotline.policy.rota import HAND_OVERS
from lindung.hotline.queries.rota import require

if TYPE_CHECKING:
    from lindung.directory.models import Unit


@dataclass(frozen=True, slots=True)
class HandOvers:
    """The change of duty that waits to be taken, and the last that both signed."""

    waiting: HandOver | None
    last: HandOver | None
    may_take: bool

    @property
    def people(self) -> set[UUID]:
        """Return whose names a page needs."""
        rows = [row for row in (self.waiting, self.last) if row is not None]
        return {who for row in rows for who in (row.given_by, row.taken_by) if who is not None}


def latest(actor: Actor, unit: "Unit") -> HandOvers:
    """Return the latest changes of duty. One query."""
    require(actor, unit, "give_over")
    rows = list(HandOver.objects.order_by("-given_at")[:20])
    newest = rows[0] if rows else None
    waiting = newest if newest is not None and newest.taken_at is None else None
    last = next((row for row in rows if row.taken_at is not None), None)
    return HandOvers(waiting, last, waiting is not None and waiting.given_by != actor.id)


def get_hand_over(actor: Actor, unit: "Unit", hand_over_id: UUID) -> HandOver:
    """Return one that `actor` may take, or note the attempt and raise `NotFound`."""
    require(actor, unit, "give_over")
    rows = HAND_OVERS.only(actor, "take_over", HandOver.objects.all())
    found = rows.filter(pk=hand_over_id).first()
    if found is None:
        raise missed(actor, HAND_OVERS, "take_over", str(hand_over_id))
    return found
