"""The six moments, and what they do to the report and to the case."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.intake.models import Report
from lindung.jobs.outbox import drain
from lindung.response import queries, services
from lindung.response.codes import Interval, Stamp
from lindung.response.models import Mission, Stamped
from tests.conftest import UNIT, at_work
from tests.response.conftest import Sends, press, seen
from tests.response.test_sending import verbs


def test_a_whole_way_has_six_moments_and_lengths(
    maya: Staff, rini: Staff, mission: Mission
) -> None:
    for stamp in Stamp:
        press(maya, mission, stamp)

    with at_work(rini):
        found = queries.get_mission(rini.actor(), mission.number)
        moments = queries.moments_of(rini.actor(), found)
    assert list(moments.times) == list(Stamp)
    assert set(moments.lengths) == set(Interval)
    assert moments.disorder == []
    done = seen(mission)
    assert (done.state, done.next_check_at) == ("complete", None)
    assert verbs(mission) == {"result": ("", maya.id)}


def test_somebody_who_does_not_go_along_stamps_nothing_unless_at_the_desk(
    rini: Staff, lina: Staff, mission: Mission
) -> None:
    with pytest.raises(Denied):
        press(lina, mission, "en_route")

    press(rini, mission, "en_route")  # told by phone

    assert seen(mission).state == "under_way"


def test_a_phone_that_sends_the_future_is_refused_and_nothing_is_kept(
    maya: Staff, mission: Mission
) -> None:
    with pytest.raises(RuleBroken) as broken:
        press(maya, mission, "en_route", now() + timedelta(days=3))

    assert (broken.value.code, broken.value.field) == ("stamp_future", "at")
    with frame(UNIT):
        assert not Stamped.objects.exists()
    assert seen(mission).state == "prepared"


def test_service_began_when_they_arrived_even_if_it_is_written_down_later(
    maya: Staff, high: Report, mission: Mission
) -> None:
    arrived = now() - timedelta(minutes=20)
    press(maya, mission, "en_route", now() - timedelta(minutes=50))
    press(maya, mission, "on_scene", arrived)
    with frame(UNIT):
        assert Report.objects.get(pk=high.pk).responded_at == arrived

    corrected = now() - timedelta(minutes=10)
    press(maya, mission, "on_scene", corrected)

    with frame(UNIT):
        assert Report.objects.get(pk=high.pk).responded_at == corrected


def test_an_earlier_beginning_of_service_stays(maya: Staff, high: Report, mission: Mission) -> None:
    earlier = now() - timedelta(minutes=55)
    with frame(UNIT):
        Report.objects.filter(pk=high.pk).update(responded_at=earlier)

    press(maya, mission, "en_route")
    press(maya, mission, "on_scene")

    with frame(UNIT):
        assert Report.objects.get(pk=high.pk).responded_at == earlier


def test_two_who_press_at_once_do_no_harm(
    maya: Staff, psi: Staff, rini: Staff, mission: Mission
) -> None:
    press(maya, mission, "en_route")
    press(psi, mission, "en_route")
    press(psi, mission, "on_scene")
    press(maya, mission, "on_scene")

    with at_work(rini):
        found = queries.get_mission(rini.actor(), mission.number)
        moments = queries.moments_of(rini.actor(), found)
    assert moments.n_entries == 4
    assert moments.disorder == []


def test_an_order_that_cannot_be_is_kept_and_told(
    maya: Staff, rini: Staff, mission: Mission
) -> None:
    press(maya, mission, "en_route", now() - timedelta(minutes=10))
    press(maya, mission, "on_scene", now() - timedelta(minutes=30))

    with at_work(rini):
        found = queries.get_mission(rini.actor(), mission.number)
        moments = queries.moments_of(rini.actor(), found)
    assert moments.disorder == [(Stamp.EN_ROUTE, Stamp.ON_SCENE)]
    assert Interval.EN_ROUTE not in moments.lengths


def test_who_left_alone_is_told_to_the_head_although_it_is_written_down_later(
    rini: Staff, maya: Staff, sari: Staff, high: Report, sends: Sends
) -> None:
    mission = sends(high, maya)

    press(rini, mission, "en_route", now() - timedelta(minutes=30))

    out = seen(mission)
    assert out.state == "under_way"
    assert out.next_check_at is not None
    assert verbs(mission)["sign_alone"] == ("unit_head", None)


def test_help_asked_for_on_the_spot_waits_for_the_desk(
    maya: Staff, rini: Staff, mission: Mission
) -> None:
    press(maya, mission, "en_route")
    press(maya, mission, "additional")
    assert verbs(mission)["send_more"] == ("operator", None)

    with at_work(rini):
        services.help_is_sent(rini.actor(), seen(mission))

    assert "send_more" not in verbs(mission)


def test_nothing_is_finished_that_did_not_begin(maya: Staff, mission: Mission) -> None:
    with pytest.raises(RuleBroken) as broken:
        press(maya, mission, "complete")

    assert broken.value.code == "not_departed"


def test_events_of_a_mission_are_handled_once(maya: Staff, mission: Mission) -> None:
    for stamp in ("en_route", "on_scene", "complete"):
        press(maya, mission, stamp)

    assert drain() > 0
    assert drain() == 0
