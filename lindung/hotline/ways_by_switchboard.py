"""Alarms to colleagues as phone calls by the site's own switchboard, answered with four digits."""

from uuid import UUID

from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.hotline.codes.rota import Way
from lindung.hotline.codes.telephony import DialKind
from lindung.hotline.models.telephony import PbxDial
from lindung.hotline.queries.dialling import can_dial
from lindung.hotline.ways import Ring, connect
from lindung.hotline.ways_by_letter import frame_of


class BySwitchboard:
    """The way that makes a telephone ring. The listener dials; nothing here touches a network."""

    def connected(self, unit_id: UUID) -> bool:
        """Say whether somebody listens to the switchboard, and it lets us dial."""
        with frame_of(unit_id):
            return can_dial()

    def send(self, ring: Ring) -> None:
        """Let it be dialled; the same try again dials nothing more."""
        with frame(ring.unit_id):
            PbxDial.objects.get_or_create(
                attempt_id=ring.key,
                defaults={
                    "kind": DialKind.ALARM,
                    "staff_id": ring.staff_id,
                    "asked_at": Moment(),
                },
            )


def connect_calls() -> None:
    """Let alarms leave as phone calls where a unit has a switchboard."""
    connect(Way.CALL, BySwitchboard())
