"""Whether the switchboard may dial for us, and how its calls out stand."""

from django.db.models import Q

from lindung.core.acting import opening
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.keys import load_keys
from lindung.hotline.audit import HEARD_WITHIN
from lindung.hotline.codes.rota import Way
from lindung.hotline.models import CallBack, PbxDial, PbxLine, Reach
from lindung.hotline.policy.contact import CALL_BACKS

COULD = Q(may_dial=None) | Q(may_dial=True)


def can_dial() -> bool:
    """Say whether the line stands and the switchboard did not forbid calls. One query."""
    return PbxLine.objects.filter(COULD, up=True, seen_at__gt=Moment() - HEARD_WITHIN).exists()


def may_dial_back(actor: Actor, call_back: CallBack) -> bool:
    """Say whether to offer `actor` that the switchboard dials: line, own proved phone. One query.

    The service decides; this is for the button alone.
    """
    if not CALL_BACKS.speaks_for(actor, "dial_back", call_back):
        return False
    proved = Reach.objects.filter(
        staff_id=actor.id, way=Way.CALL, ended_at=None, verified_at__isnull=False
    )
    line = PbxLine.objects.filter(COULD, up=True, seen_at__gt=Moment() - HEARD_WITHIN)
    return line.filter(unit_id__in=proved.values("unit_id")).exists()


def last_dial(call_back: CallBack) -> PbxDial | None:
    """Return the newest call out of a decision that was seen already. One query."""
    return PbxDial.objects.filter(call_back=call_back).order_by("-asked_at").first()


def read_reason(actor: Actor, call_back: CallBack) -> str:
    """Open why somebody broke the silence; the opening is noted."""
    with opening(actor, CALL_BACKS, "dial_back", call_back):
        load_keys([call_back.data_key_id])
        return call_back.reason.reveal() if call_back.reason else ""


def switchboard() -> PbxLine | None:
    """Return how the line to the switchboard stands, if the unit ever had one. One query."""
    return PbxLine.objects.first()
