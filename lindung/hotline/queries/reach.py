"""How colleagues are reached, and whose phone was proved. A number opens to its holder alone."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from lindung.access import queries as access
from lindung.core.acting import missed, opening
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.hotline.codes.escalation import CallKind, CallState
from lindung.hotline.models import Call, Reach
from lindung.hotline.policy.rota import REACH


def ready_staff() -> frozenset[UUID]:
    """Return whose phone is proved and who answered the last drill they were part of. One query.

    Source: HOTLINE section 4 (every duty phone confirmed; an unconfirmed officer is a gap).
    """
    drilled = Call.objects.filter(
        kind=CallKind.DRILL, drill__ends_at__lte=Moment(), staff_id=OuterRef("staff_id")
    )
    latest = drilled.order_by("-drill__started_at").values("state")[:1]
    proved = Reach.objects.filter(ended_at=None, verified_at__isnull=False)
    rows = proved.annotate(drill_state=Subquery(latest)).values_list("staff_id", "drill_state")
    return frozenset(who for who, state in rows if state in {None, CallState.ANSWERED})


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One way to reach somebody, without the number."""

    reach: Reach
    name: str
    may_draw: bool
    may_prove: bool
    may_read: bool


def reaches(actor: Actor) -> list[ReachRow]:
    """Return one's own ways to be reached, and for heads those of everybody. Two queries."""
    rows = REACH.only(actor, "view_reach", Reach.objects.filter(ended_at=None).defer("address"))
    kept = list(rows.order_by("staff_id", "made_at"))
    names = access.names_of(row.staff_id for row in kept)
    return [
        ReachRow(
            row,
            names.get(row.staff_id, ""),
            may_draw=row.verified_at is None and REACH.allows(actor, "draw_code", row),
            may_prove=row.verified_at is None and REACH.allows(actor, "prove_reach", row),
            may_read=REACH.allows(actor, "read_address", row),
        )
        for row in kept
    ]


def get_reach(actor: Actor, reach_id: UUID, action: str) -> Reach:
    """Return one way with which `actor` may do `action`, or note it and raise `NotFound`."""
    rows = REACH.only(actor, action, Reach.objects.filter(ended_at=None))
    found = rows.filter(pk=reach_id).first()
    if found is None:
        raise missed(actor, REACH, action, str(reach_id))
    return found


def read_address(actor: Actor, reach: Reach) -> str:
    """Open the number of a colleague; the opening is noted."""
    with opening(actor, REACH, "read_address", reach):
        return reach.address.reveal() if reach.address else ""
