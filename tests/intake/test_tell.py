"""What is acknowledged at the public door exists, once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lindung.access.models import Staff
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Trail, Turn
from lindung.directory.models import Unit
from lindung.intake import door, services
from lindung.intake.codes import About, Answer, Risk, SetBy, State, Verb
from lindung.intake.models import Party, Report, Screening
from lindung.intake.queries import inbox, read_report
from lindung.intake.telling import ProfessionalFacts, Receipt, Telling
from lindung.people.codes import PersonRole, Tri
from tests.conftest import PROVINCE, UNIT, at_work
from tests.intake.conftest import WORDS, Tells

KEY = "5e8a6c1c-7a2b-4f3e-9d11-0c5b7a9d2e44"
BOOKKEEPING = ("SAVEPOINT", "RELEASE")


def reports() -> int:
    """Count the reports of Kutai Timur."""
    with frame(UNIT):
        return Report.objects.count()


def test_a_telling_becomes_a_report_with_a_code_in_sixteen_digits(told: Receipt) -> None:
    assert door.read_code(door.grouped(told.code)) == told.code
    with frame(UNIT):
        report = Report.objects.get(number=told.number)
        assert (report.state, report.risk) == (State.RECEIVED, Risk.UNASSESSED)
        assert report.risk_set_by == SetBy.MACHINE
        assert Turn.objects.get().verb == Verb.LOOK
        assert Trail.objects.get().action == "intake.tell"


def test_the_words_and_the_code_are_nowhere_in_the_database(told: Receipt) -> None:
    with frame(UNIT), connection.cursor() as cursor:
        cursor.execute("select intake_report::text from intake_report")
        row = cursor.fetchone()[0]
    assert WORDS.encode().hex() not in row
    assert told.code not in row
    assert told.code.encode().hex() not in row


def test_the_desk_reads_the_words_and_the_reading_is_noted(rini: Staff, report: Report) -> None:
    with at_work(rini):
        assert read_report(rini.actor(), report).words == WORDS
    with frame(UNIT):
        assert Trail.objects.latest("id").action == "intake.read_report"


def test_nothing_but_who_needs_help_is_needed(tells: Tells) -> None:
    assert tells("").number.startswith("P-")


def test_a_telling_takes_few_statements(tells: Tells) -> None:
    tells()  # the keys' generation is known from now on
    with CaptureQueriesContext(connection) as sent:
        tells(key=KEY)
    real = [q["sql"] for q in sent.captured_queries if not q["sql"].startswith(BOOKKEEPING)]
    assert len(real) <= 12


def test_the_same_key_and_words_give_the_same_receipt(tells: Tells) -> None:
    first, again = tells(key=KEY), tells(key=KEY)

    assert (again.number, again.code, again.report_id) == (
        first.number,
        first.code,
        first.report_id,
    )
    assert again.repeated
    assert reports() == 1


def test_the_same_key_with_other_words_is_refused(tells: Tells) -> None:
    tells(key=KEY)
    with pytest.raises(RuleBroken) as broken:
        tells("Lain sama sekali.", key=KEY)
    assert broken.value.code == "idempotency_conflict"
    assert reports() == 1


def test_after_a_day_a_key_is_used_up(tells: Tells) -> None:
    tells(key=KEY)
    with frame(UNIT), connection.cursor() as cursor:
        cursor.execute("update intake_report set entered_at = entered_at - interval '25 hours'")

    with pytest.raises(RuleBroken):
        tells(key=KEY)
    assert reports() == 1


def test_two_tellings_without_a_key_are_two_reports(tells: Tells) -> None:
    first, second = tells(), tells()
    assert first.code != second.code
    assert reports() == 2


@pytest.mark.parametrize("yes", ["now_danger", "near"])
def test_danger_now_is_an_emergency_at_once_and_set_by_the_machine(yes: str, tells: Tells) -> None:
    tells(**{yes: Answer.YES})
    with frame(UNIT):
        report = Report.objects.get()
        assert (report.emergency, report.risk, report.risk_set_by) == (True, Risk.HIGH, "machine")
        assert (report.look_due_at - report.received_at).total_seconds() == pytest.approx(120, 0.1)
        assert Screening.objects.get().answered_by is None


def test_an_injury_is_high_and_not_now(tells: Tells) -> None:
    tells(injured=Answer.YES)
    with frame(UNIT):
        report = Report.objects.get()
        assert (report.emergency, report.risk) == (False, Risk.HIGH)


def test_a_child_alone_is_medium_and_waits_no_longer_than_fifteen_minutes(tells: Tells) -> None:
    tells("Aku takut pulang.", about=About.CHILD)
    with frame(UNIT):
        report = Report.objects.get()
        assert (report.child, report.risk) == (Tri.YES, Risk.MEDIUM)
        assert (report.look_due_at - report.received_at).total_seconds() == pytest.approx(900, 0.1)


def test_the_thirty_first_report_from_a_network_is_flood_and_accepted(tells: Tells) -> None:
    for last in range(31):
        tells(f"Pengaduan {last}", network=f"203.0.113.{last}")
    tells("Dari tempat lain", network="198.51.100.7")
    tells("Ada parang", network="203.0.113.99", now_danger=Answer.YES)

    with frame(UNIT):
        assert Report.objects.count() == 33
        assert Report.objects.filter(flood=True).count() == 1


def test_flood_has_a_tab_of_its_own(rini: Staff, tells: Tells) -> None:
    for last in range(31):
        tells(f"Pengaduan {last}", network="203.0.113.9")
    with at_work(rini):
        assert len(inbox(rini.actor(), tab="flood").rows) == 1
        assert len(inbox(rini.actor(), tab="waiting", limit=50).rows) == 30


def test_a_complaint_about_staff_never_enters_their_inbox(
    rini: Staff, sari: Staff, arif: Staff, tells: Tells
) -> None:
    receipt = tells("Petugas meminta uang.", about=About.STAFF_COMPLAINT)

    assert receipt.unit_id == PROVINCE
    for staff in (rini, sari):
        with at_work(staff):
            assert inbox(staff.actor(), tab="all").rows == []
    with at_work(arif):
        assert [row.number for row in inbox(arif.actor()).rows] == [receipt.number]
        assert Turn.objects.get().next_role == "approver"


def test_without_an_outside_approver_a_complaint_is_not_swallowed(
    units: dict[str, Unit], tells: Tells
) -> None:
    with pytest.raises(RuleBroken) as broken:
        services.tell(units["provinsi"], Telling(about=About.STAFF_COMPLAINT, words="Uang."))
    assert (broken.value.code, broken.value.field) == ("no_outside_approver", "about")


def test_who_tells_and_who_it_is_about_are_two_people(tells: Tells) -> None:
    tells(
        about=About.OTHER,
        reporter=services.Teller(name="Budi", phone="08125550101"),
        victim_name="Ani",
    )
    with frame(UNIT):
        assert set(Party.objects.values_list("role", flat=True)) == {
            PersonRole.REPORTER,
            PersonRole.VICTIM,
        }
        assert Party.objects.values("person").distinct().count() == 2


def test_a_professionals_facts_stand_with_the_words(rini: Staff, tells: Tells) -> None:
    receipt = tells(
        "Lebam di lengan.",
        about=About.PROFESSIONAL,
        professional=ProfessionalFacts(
            institution="SDN 1", role="guru", seen_on="2 Maret", facts="Anak diam sejak Senin."
        ),
    )
    with at_work(rini):
        file = read_report(rini.actor(), Report.objects.get(pk=receipt.report_id))
        assert file.words == "Lebam di lengan.\n\nAnak diam sejak Senin."
        assert file.source == "SDN 1 · guru · 2 Maret"


def test_an_unknown_place_is_left_out_and_the_report_stands(tells: Tells) -> None:
    tells(area="99.99.99")
    tells(area="<kosong>")
    tells(area="64.08.04")
    with frame(UNIT):
        assert sorted(r.area_id or "" for r in Report.objects.all()) == ["", "", "64.08.04"]


def test_words_where_codes_belong_are_left_out_since_codes_are_not_sealed(tells: Tells) -> None:
    tells(
        institutions=("police", "Pak Budi dari Polsek"),
        disability=("deaf", "tidak bisa dengar sejak dipukul"),
        child="anak saya",
        channel="dari rumah",
    )
    with frame(UNIT):
        report = Report.objects.get()
        assert (report.institutions, report.disability) == (["police"], ["deaf"])
        assert (report.child, report.channel) == ("not_asked", "web")


def test_who_needs_help_must_be_one_of_the_five(tells: Tells) -> None:
    with pytest.raises(RuleBroken) as broken:
        tells(about="tetangga")
    assert (broken.value.code, broken.value.field) == ("choice_unknown", "about")
