"""Real workers are killed in the middle of their work: what waits is called all the same."""

import signal
import subprocess
import sys
import time
from uuid import UUID

import pytest

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.codes.escalation import AlarmState
from lindung.hotline.models import Alarm, Call
from tests.conftest import UNIT
from tests.hotline.calling import emergency
from tests.jobs.test_worker import _told

N_REPORTS, N_KILLS = 6, 3


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_workers_that_are_killed_again_and_again_leave_no_report_uncalled(
    units: dict[str, Unit], rini: Staff
) -> None:
    reports = [emergency(units["kutim"]).pk for _ in range(N_REPORTS)]
    for after in (1.5, 2.5, 3.5)[:N_KILLS]:
        process = _worker()
        time.sleep(after)  # whatever it is doing then; nothing is asserted of this moment
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    process = _worker()
    try:
        last = time.monotonic() + 60
        while not _all_called(reports) and time.monotonic() < last:
            time.sleep(0.2)
    finally:
        process.kill()
        process.wait(10)

    assert _all_called(reports)
    with frame(UNIT):
        assert Alarm.objects.filter(state=AlarmState.RINGING).count() == N_REPORTS  # none twice
        assert Call.objects.filter(staff_id=rini.pk, rung_at__isnull=False).count() <= 2


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # our own worker
        [sys.executable, "-m", "lindung.jobs.worker"], env=_told(), stderr=subprocess.DEVNULL
    )


def _all_called(reports: list[UUID]) -> bool:
    with frame(UNIT):
        called = Alarm.objects.filter(
            report_id__in=reports, calls__call__rung_at__isnull=False
        ).distinct()
        return called.count() == len(reports)
