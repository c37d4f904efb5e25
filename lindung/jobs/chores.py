"""What has to be done again and again, and how often; what fails is tried again next time."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError, connection

log = logging.getLogger(__name__)


@dataclass
class Chore:
    """Something to do every so often."""

    name: str
    every_s: float
    do: Callable[[], object]
    due: float = field(default=0.0)  # on the process's own clock: it decides no deadline

    def look(self, now: float) -> bool:
        """Do it if it is due. Return False when it failed."""
        if now < self.due:
            return True
        self.due = now + self.every_s
        try:
            self.do()
        except Exception as error:  # noqa: BLE001  # one chore must not stop the others
            log.error("chore %s: %s", self.name, _class_and_place(error))
            if isinstance(error, DatabaseError):
                connection.close()  # the database was started again: come with a new connection
            return False
        return True


def look_at_all(chores: Sequence[Chore]) -> bool:
    """Do what is due, in order. What fails stops nothing else; then return False."""
    n_failed = sum(not chore.look(time.monotonic()) for chore in chores)
    return n_failed == 0


def _class_and_place(error: BaseException) -> str:
    """Name an error without its text, which may quote what somebody wrote."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    where = f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}" if step else "?"
    return f"{type(error).__name__} at {where}"
