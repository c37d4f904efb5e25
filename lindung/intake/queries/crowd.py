"""How much comes in from one network just now: never who, never what."""

from zoneinfo import ZoneInfo

from lindung.core.clock import Moment, now
from lindung.directory.codes import TimeZone
from lindung.intake import door, rules
from lindung.intake.models import DoorEvent


def flooded(network: str) -> bool:
    """Say whether a page more is to be asked for before the next report of this network.

    No unit is known yet, so the day of each of the three zones is looked at: the blind number of a
    network changes at midnight. Source: FRAME.md section 5.
    """
    days = {now().astimezone(ZoneInfo(zone)).date() for zone in TimeZone.values}
    lately = DoorEvent.objects.filter(
        network__in=[door.network_digest(network, day) for day in days],
        event="report",
        at__gt=Moment() - rules.FLOOD_WITHIN,
    )
    return lately.count() >= rules.FLOOD_ABOVE
