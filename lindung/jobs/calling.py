"""The calling in the worker: a tick and a round of sending for each unit, and a drill once a week.

One unit that fails keeps no other from calling.
"""

import logging
from datetime import timedelta

from lindung.core.actor import MACHINE
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.directory.queries import units
from lindung.hotline.codes.escalation import Beat
from lindung.hotline.engine import Ticked, beat, tick
from lindung.hotline.queries.calling import drill_is_due
from lindung.hotline.sender import send_due
from lindung.hotline.services.drill import start_drill
from lindung.jobs import field_calls  # noqa: F401  # says whom the caller asks beside reports

log = logging.getLogger(__name__)
TICK_S = 2.0  # Source: HOTLINE section 4, a tick every 2 to 5 seconds


def call_units() -> int:
    """Tick every unit, and let out what is due. Return how many alarms moved.

    A place of practice calls nobody. The beat is given only when every unit was looked at.

    Raises:
        RuntimeError: a unit failed; the others were looked at.
    """
    moved, late, failed = 0, timedelta(0), 0
    for unit in units():
        try:
            done = _call(unit)
        except Exception as error:  # noqa: BLE001  # one unit must not still the others
            log.error("calling in one unit: %s", type(error).__name__)
            failed += 1
            continue
        moved, late = moved + done.moved, max(late, done.late)
        failed += done.unasked
    if failed:
        raise RuntimeError("calling")
    beat(Beat.TICK, late=late)
    beat(Beat.SENDER)
    return moved


def _call(unit: Unit) -> Ticked:
    done = tick(unit.pk)
    send_due(unit.pk)
    return done


def drill_units() -> int:
    """Start the weekly drill where it is due. Return how many units."""
    n = 0
    for unit in units():
        with frame(unit.pk):
            if not drill_is_due(unit):
                continue
            try:
                start_drill(MACHINE, unit)
                n += 1
            except RuleBroken:  # nobody on the rota any more: a gap says so already
                continue
    return n
