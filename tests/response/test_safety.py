"""Safe words, missed words, the sign of danger: who learns of it, and where it stays silent."""

from datetime import timedelta

import pytest

from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.clock import now
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Outgoing, Trail
from lindung.directory.models import Unit
from lindung.intake.models import Report
from lindung.response import queries, services
from lindung.response.models import Mission, Word
from lindung.response.services import Plan
from tests.conftest import UNIT, at_work, hire
from tests.response.conftest import Sends, pass_time, press, seen, whole
from tests.response.test_sending import verbs

HALF = timedelta(minutes=30)


@pytest.fixture
def out(maya: Staff, sari: Staff, mission: Mission) -> Mission:
    """Maya and Psi, under way, and a head who stayed."""
    press(maya, mission, "en_route")
    return seen(mission)


def until(mission: Mission) -> timedelta:
    at = seen(mission).next_check_at
    assert at is not None
    return at - now()


def test_without_signal_the_next_word_is_due_when_they_should_be_back(out: Mission) -> None:
    assert seen(out).next_check_at == out.return_by
    assert verbs(out)["watch"] == ("operator", None)


def test_with_signal_a_word_is_due_every_half_hour_and_each_moment_is_one(
    maya: Staff, psi: Staff, high: Report, sends: Sends
) -> None:
    mission = sends(high, maya, psi, plan=whole(signal="yes"))
    press(maya, mission, "en_route")
    assert timedelta(minutes=29) < until(mission) <= HALF
    pass_time(mission, timedelta(minutes=20))

    press(maya, mission, "on_scene")

    assert timedelta(minutes=29) < until(mission) <= HALF
    pass_time(mission, timedelta(minutes=20))
    with at_work(psi):
        services.say_safe(psi.actor(), seen(mission), place="Rumah kepala desa", area="64.08.11")
    assert timedelta(minutes=29) < until(mission) <= HALF


def test_a_later_hour_of_return_moves_the_clock(maya: Staff, out: Mission) -> None:
    later = now() + timedelta(hours=9)

    with at_work(maya):
        services.change_plan(maya.actor(), seen(out), plan=Plan(signal="no", return_by=later))

    assert seen(out).next_check_at == later


def test_a_word_that_does_not_come_rings_at_once_and_is_told_once(
    maya: Staff, rini: Staff, sari: Staff, out: Mission
) -> None:
    with at_work(rini):
        assert not queries.field_alarms(rini.actor()).ring
    pass_time(out, timedelta(hours=7))
    with at_work(rini):
        assert queries.field_alarms(rini.actor()).n_missed == 1  # before any worker looked
    with frame(UNIT):
        for _ in range(2):
            for late in [seen(out), *queries.overdue_missions()]:
                services.notice_missed(MACHINE, late)
        assert Outgoing.objects.filter(name="response.CheckInMissed").count() == 1
    assert verbs(out)["missed"] == ("unit_head", None)

    with at_work(maya):
        services.say_safe(maya.actor(), seen(out), place="Dermaga")

    assert "missed" not in verbs(out)
    with at_work(rini):
        assert not queries.field_alarms(rini.actor()).ring


def test_the_sign_of_danger_is_the_heads_at_once_and_silent_in_the_field(
    maya: Staff, psi: Staff, rini: Staff, sari: Staff, out: Mission
) -> None:
    with at_work(maya):
        services.say_danger(maya.actor(), seen(out), place="Belakang balai desa", area="64.08.11")

    assert verbs(out)["danger"] == ("unit_head", None)
    for stays in (rini, sari):
        with at_work(stays):
            alarms = queries.field_alarms(stays.actor())
            assert (alarms.n_danger, alarms.first) == (1, out.number)
    for field in (maya, psi):
        with at_work(field):
            found = queries.get_mission(field.actor(), out.number)
            assert not {"see_danger", "settle_danger", "read_danger"} & queries.allowed(
                field.actor(), found
            )
            assert not queries.missions(field.actor()).rows[0].danger
            assert not queries.field_alarms(field.actor()).ring


def test_an_operator_in_the_field_hears_no_alarm_of_her_own_mission(
    rini: Staff, maya: Staff, high: Report, sends: Sends, sari: Staff
) -> None:
    mission = sends(high, rini, maya)
    press(rini, mission, "en_route")
    with at_work(rini):
        services.say_danger(rini.actor(), seen(mission))

        assert not queries.field_alarms(rini.actor()).ring


def test_a_safe_word_settles_no_danger_and_neither_does_the_end(
    maya: Staff, rini: Staff, sari: Staff, out: Mission
) -> None:
    with at_work(maya):
        services.say_danger(maya.actor(), seen(out))
        services.say_safe(maya.actor(), seen(out))
    press(maya, out, "complete")

    assert verbs(out)["danger"] == ("unit_head", None)
    with at_work(rini):
        assert queries.field_alarms(rini.actor()).n_danger == 1
    with at_work(sari):
        services.settle_danger(sari.actor(), seen(out), words="Polisi tiba, keduanya aman.")
    assert "danger" not in verbs(out)


def test_nobody_in_the_field_and_nobody_who_passed_it_on_settles_danger(
    maya: Staff, rini: Staff, sari: Staff, out: Mission
) -> None:
    with at_work(rini):
        services.say_danger(rini.actor(), seen(out), place="Pak RT menelepon")
        with pytest.raises(RuleBroken) as broken:
            services.settle_danger(rini.actor(), seen(out), words="Aman.")
        assert broken.value.code == "settled_by_another"
    with pytest.raises(Denied), at_work(maya):
        services.settle_danger(maya.actor(), seen(out), words="Aman.")
    with at_work(sari):
        services.settle_danger(sari.actor(), seen(out), words="Aman, sudah di Polsek.")
        with pytest.raises(RuleBroken):
            services.settle_danger(sari.actor(), seen(out), words="Sekali lagi.")


def test_danger_after_danger_begins_anew_and_a_second_press_does_not(
    maya: Staff, sari: Staff, out: Mission
) -> None:
    with at_work(maya):
        services.say_danger(maya.actor(), seen(out))
        first = seen(out).duress_at
        services.say_danger(maya.actor(), seen(out))
    assert seen(out).duress_at == first
    with at_work(sari):
        services.settle_danger(sari.actor(), seen(out), words="Aman.")
    with at_work(maya):
        services.say_danger(maya.actor(), seen(out))

    again = seen(out)
    assert again.settled_at is None
    assert again.duress_at != first
    with frame(UNIT):
        assert Word.objects.count() == 3
        assert Outgoing.objects.filter(name="response.OfficerInDanger").count() == 2


def test_whoever_acts_reads_where_they_were_last_and_each_opening_is_noted(
    maya: Staff, sari: Staff, out: Mission, units: dict[str, Unit]
) -> None:
    with at_work(maya):
        services.say_safe(maya.actor(), seen(out), place="Dermaga Sandaran", area="64.08.11")
        services.say_danger(maya.actor(), seen(out), place="Belakang balai desa")
    with at_work(sari):
        found = queries.get_mission(sari.actor(), out.number)
        danger = queries.read_danger(sari.actor(), found)

    assert [p.place for p in danger.places] == ["Belakang balai desa", "Dermaga Sandaran"]
    assert danger.plan.village_contact == "Pak RT Anwar 0812-0000-0001"
    with frame(UNIT):
        assert Trail.objects.filter(action="response.read_danger", refused=False).count() == 1


def test_the_plan_of_a_calm_mission_is_not_open_to_the_supervisor(
    hadi: Staff, out: Mission
) -> None:
    with at_work(hadi):
        found = queries.get_mission(hadi.actor(), out.number)
        for read in (queries.read_plan, queries.read_danger, queries.read_briefing):
            with pytest.raises(Denied):
                read(hadi.actor(), found)
    pass_time(out, timedelta(hours=7))
    with at_work(hadi):
        found = queries.get_mission(hadi.actor(), out.number)
        assert queries.read_danger(hadi.actor(), found).plan.route


def test_who_goes_reads_what_must_be_known_and_not_the_telling(
    maya: Staff, lina: Staff, mission: Mission
) -> None:
    with at_work(maya):
        found = queries.get_mission(maya.actor(), mission.number)
        known = queries.read_briefing(maya.actor(), found)

    assert known.needs == "Tidak mendengar; bicara lewat tulisan."
    assert known.place == "Rumah panggung di tepi sungai, RT 3."
    assert [(p.role, p.name) for p in known.people] == [("Korban", "Melati")]
    assert "dipukul" not in repr(known)
    assert known.threats  # nobody asked is not no
    with frame(UNIT):
        read = Trail.objects.filter(actor_id=maya.id, refused=False)
        assert {"response.read_briefing", "intake.read_for_mission", "people.read_person"} <= set(
            read.values_list("action", flat=True)
        )
    with pytest.raises(Denied), at_work(lina):
        queries.read_briefing(lina.actor(), seen(mission))


def test_when_the_only_head_is_out_danger_is_the_next_ones(
    sari: Staff, maya: Staff, wati: Staff, high: Report, sends: Sends
) -> None:
    second = hire("Ketut", UNIT, Role.CASE_MANAGER)
    mission = sends(high, sari, second)
    press(sari, mission, "en_route")
    with at_work(sari):
        services.say_danger(sari.actor(), seen(mission))

    assert verbs(mission)["danger"] == ("", wati.id)
