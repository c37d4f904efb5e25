"""Sending somebody out: who may, whom, in what company, with which plan."""

from datetime import timedelta

import pytest

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Blocked, Outgoing, Trail, Turn
from lindung.directory.models import Unit
from lindung.intake import services as intake
from lindung.intake.models import Report
from lindung.jobs.outbox import drain
from lindung.response import queries, services
from lindung.response.codes import Why
from lindung.response.models import Crew, Mission
from lindung.response.services import Plan
from tests.conftest import UNIT, at_work
from tests.response.conftest import Sends, press, seen, whole


def verbs(mission: Mission) -> dict[str, tuple[str, object]]:
    with frame(UNIT):
        rows = Turn.objects.filter(record_id=mission.pk)
        return {row.verb: (row.next_role, row.next_staff) for row in rows}


def test_whoever_is_sent_is_told_and_who_sent_handles_the_report(
    rini: Staff, maya: Staff, psi: Staff, high: Report, mission: Mission
) -> None:
    assert mission.number.startswith("T-")
    assert verbs(mission) == {"depart": ("", maya.id)}
    with frame(UNIT):
        assert [c.staff_id for c in Crew.objects.filter(lead=True)] == [maya.id]
        assert Report.objects.get(pk=high.pk).handled_by == rini.id


def test_a_companion_sends_nobody_and_the_attempt_is_written_down(
    maya: Staff, high: Report
) -> None:
    with pytest.raises(Denied), at_work(maya):
        services.send(maya.actor(), high, kind="outreach", crew=[maya.id], plan=whole())

    with frame(UNIT):
        assert Trail.objects.filter(action="response.send", refused=True).count() == 1
        assert not Mission.objects.exists()


def test_a_colleague_with_a_conflict_is_not_offered_not_taken_and_learns_nothing(
    rini: Staff, joko: Staff, maya: Staff, high: Report, sends: Sends
) -> None:
    with frame(UNIT):
        Blocked.objects.create(subject_id=high.pk, staff_id=joko.id)

    with at_work(rini):
        offered = {one.id for one in queries.ranking(rini.actor(), high)}
    assert maya.id in offered
    assert joko.id not in offered
    with pytest.raises(RuleBroken) as broken:
        sends(high, joko)
    assert broken.value.code == "staff_conflict"
    mission = sends(high, maya, maya)
    with at_work(joko):
        assert queries.missions(joko.actor()).rows == []
        assert not Turn.objects.filter(record_id=mission.pk).exists()
        with pytest.raises(NotFound):
            queries.get_mission(joko.actor(), mission.number)


def test_a_conflict_that_becomes_known_later_takes_the_colleague_off(
    maya: Staff, psi: Staff, high: Report, mission: Mission, rini: Staff, sari: Staff
) -> None:
    with at_work(rini):
        intake.block_named(rini.actor(), Report.objects.get(pk=high.pk), str(maya.id))
    drain()

    with frame(UNIT):
        left = Crew.objects.filter(until=None)
        assert [(c.staff_id, c.lead) for c in left] == [(psi.id, True)]
    assert verbs(mission) == {"depart": ("", psi.id), "sign_alone": ("unit_head", None)}


def test_the_ranking_says_why(
    rini: Staff, maya: Staff, psi: Staff, sari: Staff, unit: Unit, high: Report
) -> None:
    with at_work(sari):
        services.keep_profile(
            sari.actor(), unit, staff_id=psi.id, trained_tpks=True, vehicle="motorcycle"
        )
    with at_work(rini):
        ranked = queries.ranking(rini.actor(), high, on_duty=[maya.id])

    assert [one.name for one in ranked[:2]] == ["Psi", "Maya"]
    assert ranked[0].reasons == (Why.TRAINED, Why.VEHICLE)
    assert ranked[1].reasons == (Why.ON_DUTY,)


def test_a_report_nobody_assessed_sends_nobody_but_an_emergency_does(
    maya: Staff, psi: Staff, high: Report, sends: Sends
) -> None:
    with frame(UNIT):
        Report.objects.filter(pk=high.pk).update(risk="unassessed")
        bare = Report.objects.get(pk=high.pk)
    with pytest.raises(RuleBroken) as broken:
        sends(bare, maya, psi)
    assert broken.value.code == "not_assessed"

    with frame(UNIT):
        Report.objects.filter(pk=high.pk).update(emergency=True)
        urgent = Report.objects.get(pk=high.pk)
    assert sends(urgent, maya, psi).emergency


def test_one_goes_alone_to_a_high_risk_only_when_the_head_signs_who_stays(
    rini: Staff, maya: Staff, sari: Staff, high: Report, sends: Sends
) -> None:
    mission = sends(high, maya)
    assert verbs(mission)["sign_alone"] == ("unit_head", None)
    with pytest.raises(RuleBroken) as broken:
        press(maya, mission, "en_route")
    assert broken.value.code == "alone"
    for other in (rini, maya):
        with pytest.raises(Denied), at_work(other):
            services.sign_alone(other.actor(), seen(mission), reason="Mendesak.")

    with at_work(sari):
        services.sign_alone(sari.actor(), seen(mission), reason="Tidak ada orang lain malam ini.")

    assert "sign_alone" not in verbs(mission)
    press(maya, mission, "en_route")
    assert seen(mission).state == "under_way"


def test_a_head_who_goes_does_not_sign_for_herself(sari: Staff, high: Report, sends: Sends) -> None:
    mission = sends(high, sari)

    with pytest.raises(Denied), at_work(sari):
        services.sign_alone(sari.actor(), seen(mission), reason="Saya sendiri.")


def test_without_sure_signal_nobody_departs_before_the_plan_is_whole(
    maya: Staff, psi: Staff, high: Report, sends: Sends, rini: Staff
) -> None:
    mission = sends(high, maya, psi, plan=Plan(signal="unknown"))
    for lacking, more in (
        ("return_by_missing", {"return_by": now() + timedelta(hours=5)}),
        ("route_missing", {"return_by": now() + timedelta(hours=5), "route": "Lewat Kaubun"}),
        (
            "village_contact_missing",
            {"return_by": now() + timedelta(hours=5), "village_contact": "Bu RT 0812"},
        ),
    ):
        with pytest.raises(RuleBroken) as broken:
            press(maya, mission, "en_route")
        assert broken.value.code == lacking
        with at_work(maya):
            services.change_plan(maya.actor(), seen(mission), plan=Plan(signal="unknown", **more))

    press(maya, mission, "en_route")

    assert seen(mission).state == "under_way"


def test_the_police_do_not_escort_when_the_reported_person_is_police(
    maya: Staff, high: Report, sends: Sends
) -> None:
    with frame(UNIT):
        Report.objects.filter(pk=high.pk).update(institutions=["police"])
        named = Report.objects.get(pk=high.pk)

    with pytest.raises(RuleBroken) as broken:
        sends(named, maya, plan=whole(escort="police"))
    assert broken.value.code == "escort_named"


def test_partners_of_the_night_leave_out_the_named_and_put_the_place_first(
    rini: Staff, unit: Unit, units: dict[str, Unit]
) -> None:
    with at_work(rini):
        for kind, name, area in (
            ("police", "Polres Kutai Timur", None),
            ("polda", "Propam Polda Kaltim", None),
            ("health", "Puskesmas Sandaran", "64.08.11"),
            ("health", "RSUD Kudungga", None),
            ("village", "PATBM Sangatta Utara", "64.08.04"),
        ):
            services.keep_partner(
                rini.actor(), unit, kind=kind, name=name, night_phone="0549-1", area=area
            )

        def shown(institutions: list[str]) -> list[str]:
            found = queries.partners_of_night(rini.actor(), unit, institutions, "64.08.11")
            return [one.name for one in found]

        assert shown([]) == [
            "Puskesmas Sandaran",
            "RSUD Kudungga",
            "Propam Polda Kaltim",
            "Polres Kutai Timur",
        ]
        assert shown(["police"]) == ["Puskesmas Sandaran", "RSUD Kudungga", "Propam Polda Kaltim"]


def test_a_risk_that_rises_reaches_those_who_are_about_to_go_alone(
    rini: Staff, maya: Staff, sari: Staff, low: Report, sends: Sends
) -> None:
    mission = sends(low, maya)
    assert "sign_alone" not in verbs(mission)
    with at_work(rini):
        fresh = Report.objects.get(pk=low.pk)
        intake.raise_risk(rini.actor(), fresh, risk="high", reason="Ia kembali dengan parang.")
    drain()

    assert seen(mission).risk == "high"
    assert verbs(mission)["sign_alone"] == ("unit_head", None)
    with frame(UNIT):
        assert not Outgoing.objects.filter(handled_at=None).exists()


def test_a_mission_nobody_left_for_may_be_called_off_and_nothing_waits(
    rini: Staff, maya: Staff, mission: Mission
) -> None:
    with at_work(rini):
        services.call_off(rini.actor(), seen(mission), words="Klien sudah di Polsek.")
    assert (seen(mission).state, verbs(mission)) == ("called_off", {})

    with pytest.raises(RuleBroken) as broken:
        press(maya, mission, "en_route")
    assert broken.value.code == "mission_over"


def test_whoever_is_out_is_not_called_off(rini: Staff, maya: Staff, mission: Mission) -> None:
    press(maya, mission, "en_route")

    with pytest.raises(RuleBroken) as broken, at_work(rini):
        services.call_off(rini.actor(), seen(mission), words="Selesai.")
    assert broken.value.code == "still_out"


def test_another_unit_sees_no_mission(nita: Staff, mission: Mission) -> None:
    with at_work(nita):
        assert not Mission.objects.exists()
        assert not Crew.objects.exists()
