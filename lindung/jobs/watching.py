"""What the auditor does at each look: compare, write down, tell the screens, tell outside."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection

from lindung.core.frame import frame
from lindung.core.notify import tell_screens
from lindung.directory.queries import units
from lindung.hotline.audit import look
from lindung.hotline.codes.escalation import Beat, Finding
from lindung.hotline.engine import beat

log = logging.getLogger(__name__)


class Watcher:
    """Remembers the last look, so that only what it sees twice is a finding."""

    def __init__(self, *, ping: Callable[[], bool]) -> None:
        """Take how the watch outside is told."""
        self._ping = ping
        self._before = Finding.FINE
        self._said = Finding.FINE

    def look(self, *, pings: bool) -> bool:
        """Look once. Return whether the watch outside heard that all is well."""
        try:
            seen = look()
            finding = seen.finding if seen.finding == self._before else Finding.FINE
            self._before = seen.finding
            beat(Beat.AUDITOR, finding=finding, late=seen.late)
            if finding != self._said:
                self._tell(finding, seen.late)
            self._said = finding
            if seen.finding == Finding.FINE and pings and self._ping():
                beat(Beat.PING)
                return True
        except DatabaseError as error:
            log.error("auditor: %s", type(error).__name__)
            connection.close()
        return False

    def _tell(self, finding: Finding, late: timedelta) -> None:
        if finding != Finding.FINE:
            log.error("calling: %s, %d s", finding.value, late.total_seconds())
        for unit in units():
            with frame(unit.pk):
                tell_screens(unit.pk)
