"""Five hundred reports wait at once: no call is late, and every report is kept."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.keys import new_key
from lindung.core.models import KeyKind
from lindung.directory.models import Unit
from lindung.hotline import engine
from lindung.hotline.models import Alarm, Call
from lindung.hotline.sender import send_due
from lindung.intake.models import Report
from lindung.jobs.calling import TICK_S
from tests.conftest import UNIT
from tests.hotline.clock import Clock

MANY = 500


@pytest.fixture
def many(unit: Unit, rini: Staff, wati: Staff) -> None:
    """Reports as the door writes them, without words: the calling reads none."""
    at = engine.database_now()
    with frame(UNIT):
        key = new_key(KeyKind.CASE)
        Report.objects.bulk_create(
            Report(
                number=f"P-26-{n:05d}",
                channel="web",
                about="other",
                received_at=at,
                entered_at=at,
                look_due_at=at,
                risk="high",
                data_key=key,
            )
            for n in range(MANY)
        )


@pytest.mark.usefixtures("many")
def test_five_hundred_waiting_reports_move_within_a_tick_and_a_second(
    unit: Unit, clock: Clock
) -> None:
    bar = timedelta(seconds=TICK_S + 1)  # Source: HOTLINE section 8
    for _ in range(3):
        begin = engine.database_now()
        done = engine.tick(unit.pk)
        send_due(unit.pk)
        assert engine.database_now() - begin < bar
        assert done.late < bar
        assert done.moved == MANY
        clock.forward(minutes=5)

    with frame(UNIT):
        assert Alarm.objects.filter(ended_at=None).count() == MANY
        rung = Call.objects.filter(rung_at__isnull=False)
        assert {call.n_waiting for call in rung} == {MANY}  # one call says how many
