"""Looking for those in the field whose safe word did not come, and telling whoever acts."""

from lindung.core.actor import MACHINE
from lindung.core.frame import frame
from lindung.directory.queries import units
from lindung.response.queries import overdue_missions
from lindung.response.services import notice_missed


def look_after_units() -> int:
    """Tell of every safe word that did not come, unit by unit. Return how many.

    Screens ring without it, since they ask the database's clock themselves; this gives the turn to
    a person and says once that it was missed. A place of practice is not among the units.
    """
    told = 0
    for unit in units():
        with frame(unit.id):
            for mission in overdue_missions():
                notice_missed(MACHINE, mission)
                told += 1
    return told
