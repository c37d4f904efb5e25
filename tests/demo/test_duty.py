"""The invented duty: every screen of it shows life, and loading again doubles nothing."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.demo.load import load
from lindung.directory.models import Unit
from lindung.directory.services import load_areas
from lindung.hotline.engine import database_now
from lindung.hotline.facts import Acknowledged, acknowledged, drills
from lindung.hotline.models import Alarm, Plan
from lindung.hotline.models.contact import CallBack, Contact
from lindung.hotline.queries.rota import on_duty_now
from lindung.response.models import Mission


@pytest.fixture
def unit(db: None) -> Unit:
    """The unit of four, after a small invented year."""
    load_areas()
    load(seed=7, cases=40)
    return Unit.objects.get(code="kutim")


def test_there_is_a_rota_a_mission_on_its_way_and_a_night_that_was_answered(unit: Unit) -> None:
    month = timedelta(days=400)
    with frame(unit.id):
        assert on_duty_now(database_now()).duty is not None
        out = Mission.objects.get()
        assert (out.state, out.missed_at) == ("under_way", None)
        assert Contact.objects.count() > 15
        waits = CallBack.objects.filter(decided_at=None)
        assert waits.count() == 1
        assert not Alarm.objects.filter(ended_at=None).exists()
        found: list[Acknowledged] = acknowledged(month)
        assert sum(one.n for one in found) > 3
        took = [one.acked_at - one.started_at for one in Alarm.objects.filter(severity="high")]  # type: ignore[operator]  # each was answered
        assert timedelta(minutes=4) in took
        assert drills(month)[0].n > drills(month)[0].answered > 0
    assert Staff.objects.filter(demo=False).count() == 0


def test_loading_again_doubles_nothing(unit: Unit) -> None:
    with frame(unit.id):
        n = Contact.objects.count(), Plan.objects.count(), Mission.objects.count()

    load(seed=7, cases=40)

    with frame(unit.id):
        assert (Contact.objects.count(), Plan.objects.count(), Mission.objects.count()) == n
