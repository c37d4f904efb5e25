"""What phones wrote down: once each, in order, both sides kept, a wrong clock noticed."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lindung.access import services as access
from lindung.access.models import FieldDevice, Staff
from lindung.core.clock import now
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.response import queries, rules, services
from lindung.response.codes import Stamp
from lindung.response.models import FieldEntry, Mission, Word
from lindung.response.services import Plan, Written
from tests.conftest import UNIT, at_work
from tests.response.conftest import press, seen
from tests.response.test_sending import verbs

HP_MAYA, HP_PSI = UUID(int=71), UUID(int=72)


def writes(
    staff: Staff,
    mission: Mission,
    kind: str,
    words: str = "",
    *,
    held: bool = False,
    ago: timedelta = timedelta(0),
    clock: timedelta = timedelta(0),
    **more: object,
) -> FieldEntry:
    """Let somebody's phone hand something in, written `ago` by a clock that is `clock` ahead."""
    here = now()
    known: dict[str, object] = {"id": uuid4(), "device_at": here - ago + clock} | more
    written = Written(kind=kind, words=words, device_now=here + clock, **known)  # type: ignore[arg-type]  # from the test
    phone = HP_PSI if staff.name == "Psi" else HP_MAYA
    with at_work(staff):
        return services.write_entry(
            staff.actor(), seen(mission), device_id=phone, written=written, held=held
        )


def counting(staff: Staff, mission: Mission, part: str) -> str:
    """Return what counts in a part of a form."""
    with at_work(staff):
        known = queries.read_to_carry(staff.actor(), mission.number)
    return next(words for name, _, words in known.parts if name == part)


def test_the_same_thing_twice_is_one(maya: Staff, mission: Mission) -> None:
    first = writes(maya, mission, "note", "Anjing di halaman.", id=UUID(int=5))

    again = writes(maya, mission, "note", "Anjing di halaman.", id=UUID(int=5))

    assert first.seq == again.seq == 1
    with frame(UNIT):
        assert FieldEntry.objects.count() == 1


def test_an_id_of_another_phone_is_not_overwritten(
    maya: Staff, psi: Staff, mission: Mission
) -> None:
    writes(maya, mission, "note", "Satu.", id=UUID(int=5))

    with pytest.raises(RuleBroken, match="tempat lain"):
        writes(psi, mission, "note", "Dua.", id=UUID(int=5))


def test_the_order_is_that_of_the_unit_and_the_phones_time_stands_beside(
    maya: Staff, mission: Mission
) -> None:
    writes(maya, mission, "note", "Kedua di sana.", ago=timedelta(hours=1))
    writes(maya, mission, "note", "Pertama di sana.", ago=timedelta(hours=2))

    with at_work(maya):
        lines = queries.read_entries(maya.actor(), seen(mission))

    assert [line.words for line in lines] == ["Kedua di sana.", "Pertama di sana."]
    assert lines[0].at > lines[1].at
    assert timedelta(minutes=59) < lines[0].waited < timedelta(minutes=61)


def test_a_clock_three_days_ahead_is_noticed_and_the_moment_set_right(
    maya: Staff, mission: Mission
) -> None:
    entry = writes(
        maya, mission, "stamp", "en_route", ago=timedelta(minutes=9), clock=timedelta(days=3)
    )

    with at_work(maya):
        line = queries.entries(maya.actor(), seen(mission))[0]
        times = queries.moments_of(maya.actor(), seen(mission)).times
        counts = queries.entry_counts(
            maya.actor(), queries.get_mission(maya.actor(), mission.number)
        )
    assert line.clock_wrong
    assert line.skew.days in {2, 3}
    assert entry.device_at > now()  # what the phone said is kept
    assert timedelta(minutes=8) < now() - times[Stamp.EN_ROUTE] < timedelta(minutes=11)
    assert counts.clock is not None


def test_a_clock_three_days_behind_is_set_right_too() -> None:
    here = datetime.fromisoformat("2026-11-24T10:00:00+00:00")
    behind = here - timedelta(days=3)

    told = rules.told_at(behind - timedelta(minutes=30), behind, here)

    assert told.wrong
    assert told.at == here - timedelta(minutes=30)


def test_two_who_wrote_different_parts_are_merged(
    maya: Staff, psi: Staff, mission: Mission
) -> None:
    writes(maya, mission, "part", "yes", part="now_injured")
    entry = writes(psi, mission, "part", "no", part="now_near")

    assert entry.outcome == "applied"
    assert counting(maya, mission, "now_injured") == "yes"
    assert counting(maya, mission, "now_near") == "no"


def test_two_who_wrote_the_same_are_no_conflict(maya: Staff, psi: Staff, mission: Mission) -> None:
    writes(maya, mission, "part", "yes", part="now_injured")

    assert writes(psi, mission, "part", "yes", part="now_injured").outcome == "applied"


def test_two_who_wrote_different_things_keep_both_until_a_person_decides(
    maya: Staff, psi: Staff, rini: Staff, mission: Mission
) -> None:
    writes(maya, mission, "part", "Rumah Bu RT", part="safe_place")
    entry = writes(psi, mission, "part", "Puskesmas", part="safe_place")

    assert entry.outcome == "conflict"
    assert counting(maya, mission, "safe_place") == "Rumah Bu RT"
    assert verbs(mission)["decide"] == ("operator", None)
    with at_work(rini):
        both = queries.read_both(rini.actor(), seen(mission), entry)
        assert both.counting is not None
        assert (both.waiting.words, both.counting.words) == ("Puskesmas", "Rumah Bu RT")
        services.decide_entry(rini.actor(), seen(mission), entry, take=True)
        with pytest.raises(RuleBroken):
            services.decide_entry(rini.actor(), seen(mission), entry, take=False)

    assert counting(maya, mission, "safe_place") == "Puskesmas"
    assert "decide" not in verbs(mission)
    with frame(UNIT):
        assert FieldEntry.objects.count() == 2


def test_whoever_knew_what_stood_there_may_replace_it(
    maya: Staff, psi: Staff, mission: Mission
) -> None:
    first = writes(maya, mission, "part", "Rumah Bu RT", part="safe_place")

    entry = writes(psi, mission, "part", "Puskesmas", part="safe_place", base=first.pk)

    assert entry.outcome == "applied"


def test_one_hand_that_corrects_itself_without_signal_is_no_conflict(
    maya: Staff, mission: Mission
) -> None:
    first, second = uuid4(), uuid4()
    writes(maya, mission, "part", "Rumah", part="safe_place", id=first)
    writes(maya, mission, "part", "Rumah Bu RT", part="safe_place", id=second, base=first)

    last = writes(maya, mission, "part", "Rumah Bu Lurah", part="safe_place", base=second)

    assert last.outcome == "applied"
    assert counting(maya, mission, "safe_place") == "Rumah Bu Lurah"


def test_a_newer_word_of_the_same_hand_replaces_the_one_that_waits(
    maya: Staff, psi: Staff, mission: Mission
) -> None:
    writes(maya, mission, "part", "Rumah Bu RT", part="safe_place")
    waiting = writes(psi, mission, "part", "Puskesmas", part="safe_place")

    newer = writes(psi, mission, "part", "Polsek", part="safe_place", base=waiting.pk)

    with frame(UNIT):
        assert FieldEntry.objects.get(pk=waiting.pk).outcome == "left"
    assert newer.outcome == "conflict"


def test_what_the_desk_changed_meanwhile_is_not_undone_unseen(
    maya: Staff, rini: Staff, mission: Mission
) -> None:
    with at_work(rini):
        services.change_plan(
            rini.actor(),
            seen(mission),
            plan=Plan(signal="no", return_by=now() + timedelta(hours=6), route="Lewat darat"),
        )

    entry = writes(maya, mission, "part", "Lewat sungai", part="plan_route")

    assert entry.outcome == "conflict"
    assert counting(maya, mission, "plan_route") == "Lewat darat"


def test_a_plan_written_out_there_becomes_the_plan_of_the_mission(
    maya: Staff, rini: Staff, mission: Mission
) -> None:
    back = now() + timedelta(hours=9)
    writes(maya, mission, "part", "Lewat sungai", part="plan_route")
    writes(maya, mission, "part", back.isoformat(), part="plan_return")

    assert seen(mission).return_by == back
    with at_work(rini):
        assert queries.read_plan(rini.actor(), seen(mission)).route == "Lewat sungai"


def test_a_safe_word_that_waited_counts_from_when_it_was_said(
    maya: Staff, mission: Mission
) -> None:
    press(maya, mission, "en_route")
    with frame(UNIT):
        Mission.objects.filter(pk=mission.pk).update(
            signal="yes", next_check_at=now() - timedelta(hours=1), missed_at=now()
        )

    writes(maya, mission, "safe", "Dermaga", ago=timedelta(minutes=50))

    after = seen(mission)
    assert after.next_check_at is not None
    assert after.next_check_at < now()  # still late: fifty minutes ago says nothing of now
    assert after.missed_at is not None
    writes(maya, mission, "safe", "Dermaga", ago=timedelta(minutes=5))
    assert seen(mission).missed_at is None


def test_a_sign_of_danger_is_passed_on_from_an_ended_phone_and_after_being_taken_off(
    maya: Staff, psi: Staff, rini: Staff, mission: Mission
) -> None:
    press(maya, mission, "en_route")
    with at_work(rini):
        services.end_crew(rini.actor(), seen(mission), staff_id=psi.id)

    writes(psi, mission, "duress", "Belakang balai", held=True, ago=timedelta(minutes=7))

    assert seen(mission).duress_at is not None
    with frame(UNIT):
        assert Word.objects.get(kind="duress").said_by == psi.id


@pytest.mark.parametrize("held", [True, False])
def test_what_an_ended_phone_or_one_taken_off_wrote_is_kept_and_counts_nothing(
    maya: Staff, psi: Staff, rini: Staff, mission: Mission, held: bool
) -> None:
    if not held:
        with at_work(rini):
            services.end_crew(rini.actor(), seen(mission), staff_id=psi.id)

    entry = writes(psi, mission, "part", "Puskesmas", part="safe_place", held=held)
    writes(psi, mission, "stamp", "en_route", held=held)

    assert entry.outcome == "held"
    assert seen(mission).state == "prepared"
    assert counting(maya, mission, "safe_place") == ""
    with at_work(rini):
        words = [line.words for line in queries.read_entries(rini.actor(), seen(mission))]
    assert words == ["Puskesmas", "en_route"]


def test_what_a_rule_refuses_is_kept_with_its_reason(maya: Staff, mission: Mission) -> None:
    entry = writes(maya, mission, "stamp", "complete", ago=timedelta(minutes=5))

    assert (entry.outcome, entry.why) == ("refused", "not_departed")
    with at_work(maya):
        assert (
            queries.entry_counts(
                maya.actor(), queries.get_mission(maya.actor(), mission.number)
            ).n_kept
            == 1
        )


def test_a_phone_carries_own_open_missions_only(
    maya: Staff, psi: Staff, lina: Staff, rini: Staff, mission: Mission
) -> None:
    with at_work(maya):
        assert [one.number for one in queries.carried(maya.actor())] == [mission.number]
        assert queries.read_to_carry(maya.actor(), mission.number).plan.destination
    for stranger in (lina, rini):  # she may read it at the desk, but does not carry it
        with at_work(stranger):
            assert queries.carried(stranger.actor()) == []
            with pytest.raises(NotFound):
                queries.read_to_carry(stranger.actor(), mission.number)
    press(maya, mission, "en_route")
    press(maya, mission, "complete")
    with at_work(maya):
        assert queries.carried(maya.actor()) == []


def test_the_mark_changes_when_the_plan_or_a_part_does(maya: Staff, mission: Mission) -> None:
    def mark() -> str:
        with at_work(maya):
            return queries.carried(maya.actor())[0].mark

    before = mark()
    assert mark() == before
    writes(maya, mission, "part", "yes", part="now_injured")
    assert mark() != before


def test_a_conflict_of_interest_takes_a_mission_off_the_phone(
    maya: Staff, mission: Mission
) -> None:
    with frame(UNIT):
        Blocked.objects.create(subject_id=mission.subject_id, staff_id=maya.id)

    with at_work(maya):
        assert queries.carried(maya.actor()) == []
    with pytest.raises((Denied, Mission.DoesNotExist)):
        writes(maya, mission, "note", "Catatan.")


def test_a_phone_shows_its_secret_and_is_ended_from_anywhere(
    maya: Staff, sari: Staff, nita: Staff
) -> None:
    with at_work(maya):
        device, secret = access.register_device(maya.actor(), maya, name="HP Maya")
    found = access.device_at_the_door(device.pk, secret)
    assert found is not None
    assert (found.staff, found.ended) == (maya, False)
    assert access.device_at_the_door(device.pk, secret + "x") is None
    with at_work(nita), pytest.raises(Denied):
        access.revoke_device(nita.actor(), FieldDevice.objects.get(pk=device.pk))

    with at_work(sari):
        access.revoke_device(sari.actor(), FieldDevice.objects.get(pk=device.pk))

    found = access.device_at_the_door(device.pk, secret)
    assert found is not None
    assert found.ended


def test_a_phone_of_somebody_who_left_is_ended(maya: Staff, adi: Staff) -> None:
    with at_work(maya):
        device, secret = access.register_device(maya.actor(), maya, name="HP Maya")
    with at_work(adi):
        access.leave(adi.actor(), maya)

    found = access.device_at_the_door(device.pk, secret)
    assert found is not None
    assert found.ended
