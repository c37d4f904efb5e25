"""Night 10, the data officer leaks: played over HTTP, from the first opening to the last day."""

import csv
import io
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from lindung.access.codes import Scope
from lindung.access.models import Staff, Witness
from lindung.access.services import create_token
from lindung.casework import facts
from lindung.casework.models import Case, CaseParty, Decoy, NamesExport, OpenedFile, OpeningAlarm
from lindung.casework.services import ask_names
from lindung.core.clock import Moment, now
from lindung.core.errors import RuleBroken
from lindung.core.frame import frame
from lindung.core.keys import new_key
from lindung.core.models import Blocked, KeyKind, Trail, Turn
from lindung.directory.models import Unit
from lindung.jobs.chainer import chain_waiting
from lindung.jobs.watch import watch_openings
from lindung.people.models import Person
from lindung.running.counts import counts
from tests.casework.conftest import make_case
from tests.conftest import PROVINCE, UNIT, at_work
from tests.proof import matrix
from tests.proof.cast import browser_of

NAMES = ("Ratna Dewanti", "Sulis Anggraini", "Mekar Handayani")
# The day of the unit: between 16 and 24 h UTC it is a day ahead of ours.
TODAY = localdate(now(), ZoneInfo("Asia/Makassar"))
LATER = TODAY + timedelta(days=20)


@pytest.fixture(autouse=True)
def counting(units: dict[str, Unit]) -> None:
    """Begin to count: what was opened before is the trail's."""
    watch_openings()


def a_moment_later() -> None:
    """Let the worker chain the trail and count what was opened."""
    chain_waiting()
    watch_openings()


def make_cases(manager: Staff, n: int) -> list[str]:
    """Write a few cases, each with the name of a client."""
    numbers = []
    with frame(UNIT):
        for index in range(n):
            case = make_case(f"K-2611-NNNN{'ABCDEFGH'[index]}", manager.id)
            person = Person(
                data_key=new_key(KeyKind.IDENTITY),
                name=NAMES[index % len(NAMES)],
                made_at=Moment(),
                changed_at=Moment(),
            )
            person.save(force_insert=True)
            CaseParty.objects.create(case=case, person=person, role="victim")
            numbers.append(case.number)
    return numbers


def open_them(browser: Client, numbers: list[str]) -> None:
    """Open the page of each case, as somebody who copies would."""
    for number in numbers:
        assert browser.get(reverse("desk:case", args=[number])).status_code == 200
        a_moment_later()


def tasks(staff: Staff) -> str:
    return browser_of(staff).get(reverse("desk:tasks")).content.decode()


@pytest.fixture
def at_most_five(sari: Staff) -> None:
    """The head sets the limit of a day on the page of settings."""
    page = browser_of(sari).post(reverse("admin:openings"), {"most": "5"})
    assert page.status_code == 302


def test_more_files_than_the_limit_ring_the_head_once_a_day_and_nobody_is_stopped(
    at_most_five: None, tono: Staff, sari: Staff, wati: Staff
) -> None:
    officer, numbers = browser_of(tono), make_cases(wati, 8)

    open_them(officer, [*numbers[:5], *numbers[:5]])
    assert not _alarms()  # the same file counts once, and the limit itself is no alarm
    open_them(officer, numbers[5:])

    alarm = _alarms()[0]
    assert len(_alarms()) == 1
    assert (alarm.staff_id, alarm.cause, alarm.n, alarm.most, alarm.version) == (
        *(tono.id, "many", 6),
        *(5, 1),
    )
    assert alarm.number in tasks(sari)
    assert alarm.number not in tasks(tono)
    address = reverse("desk:alarm", args=[alarm.pk])
    assert officer.get(address).status_code == 404
    shown = browser_of(sari).get(address).content.decode()
    assert "Tono" in shown
    assert numbers[0] in shown
    assert not any(name in shown for name in NAMES)


def test_the_head_writes_down_what_was_found_and_the_task_ends(
    at_most_five: None, tono: Staff, sari: Staff, wati: Staff
) -> None:
    open_them(browser_of(tono), make_cases(wati, 6))
    alarm, head = _alarms()[0], browser_of(sari)
    address = reverse("desk:alarm", args=[alarm.pk])

    assert b"field__error" in head.post(address, {"words": " "}).content
    head.post(address, {"words": "Mengisi SIMFONI triwulan ini."})

    assert alarm.number not in tasks(sari)
    assert "Mengisi SIMFONI" in head.get(address).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.unit', %s, true)", [str(UNIT)])
        cursor.execute("select words from casework_openingalarm")
        assert b"SIMFONI" not in bytes(cursor.fetchone()[0])
    assert head.post(address, {"words": "Lagi."}).status_code == 404


def test_when_the_head_is_the_one_somebody_outside_hears(
    at_most_five: None, sari: Staff, hadi: Staff, arif: Staff, units: dict[str, Unit]
) -> None:
    open_them_as_manager = make_cases(sari, 6)

    open_them(browser_of(sari), open_them_as_manager)

    with frame(PROVINCE):
        alarm = OpeningAlarm.objects.get()
        assert Turn.objects.get(record_id=alarm.pk).next_role == "approver"
    assert alarm.number in tasks(arif)
    for colleague in (sari, hadi):
        assert alarm.number not in tasks(colleague)
    address = reverse("desk:alarm", args=[alarm.pk])
    assert browser_of(sari).get(address).status_code == 404
    page = browser_of(arif).get(address).content.decode()
    assert "Sari" in page
    assert not any(number in page for number in open_them_as_manager)


def test_the_limit_is_data_with_versions_and_a_trail(
    sari: Staff, adi: Staff, wati: Staff, tono: Staff
) -> None:
    head = browser_of(sari)
    for most in ("7", "9"):
        head.post(reverse("admin:openings"), {"most": most})
    too_low = head.post(reverse("admin:openings"), {"most": "2"})

    page = browser_of(adi).get(reverse("admin:openings")).content.decode()
    assert b"field__error" in too_low.content
    assert page.count('<th scope="row">2</th>') == 1
    assert browser_of(tono).get(reverse("admin:openings")).status_code == 404
    with frame(UNIT):
        assert Trail.objects.filter(action="casework.set_opening_limit", refused=False).count() == 2
        assert Trail.objects.filter(
            action="casework.view_openings", actor_id=tono.id, refused=True
        ).exists()


@pytest.fixture
def bait(adi: Staff, sari: Staff) -> Decoy:
    """An administrator plans an invented client, and the head agrees: two persons."""
    plan = {
        "name": "Larasati Kumbang",
        "sex": "F",
        "age_band": "18-24",
        "area": "64.08.04",
        "register_class": "ktp",
    }
    assert browser_of(adi).post(reverse("admin:decoys"), plan).status_code == 302
    with frame(UNIT):
        planned = Decoy.objects.get()
        assert planned.case is None
    assert planned.number in tasks(sari)
    decide = reverse("admin:decoy", args=[planned.pk])
    assert browser_of(adi).post(decide, {"granted": "yes"}).status_code == 404
    assert browser_of(sari).post(decide, {"granted": "yes"}).status_code == 302
    a_moment_later()
    with frame(UNIT):
        assert not OpeningAlarm.objects.exists()  # planting is no opening
        return Decoy.objects.select_related("case", "person").get()


def test_opening_bait_rings_at_once(bait: Decoy, tono: Staff, arif: Staff, sari: Staff) -> None:
    assert bait.case is not None
    open_them(browser_of(tono), [bait.case.number])

    alarm = _alarms()[0]
    assert (alarm.cause, alarm.staff_id) == ("decoy", tono.id)
    assert alarm.number in tasks(sari)


def test_bait_is_no_case_in_what_an_examination_counts(bait: Decoy, wati: Staff) -> None:
    make_cases(wati, 2)
    with frame(UNIT):
        connection.ensure_connection()
        assert Case.objects.count() == 3
        assert counts(connection.connection)["cases"] == 2


def test_the_head_who_agreed_is_no_exception(bait: Decoy, sari: Staff, arif: Staff) -> None:
    assert bait.case is not None
    open_them(browser_of(sari), [bait.case.number])

    with frame(PROVINCE):
        assert OpeningAlarm.objects.get().staff_id == sari.id


def test_asking_for_bait_in_vain_rings_too(bait: Decoy, rini: Staff, sari: Staff) -> None:
    assert bait.case is not None
    assert browser_of(rini).get(reverse("desk:case", args=[bait.case.number])).status_code == 404
    a_moment_later()

    assert _alarms()[0].staff_id == rini.id


def test_a_search_that_lists_bait_among_others_rings_nobody(
    bait: Decoy, tono: Staff, sari: Staff
) -> None:
    browser_of(sari).post(reverse("desk:search"), {"q": "Larasati"}, follow=True)
    a_moment_later()

    assert not _alarms()


def test_bait_is_in_no_figure_no_task_no_clock_and_no_export(
    bait: Decoy, sari: Staff, hadi: Staff
) -> None:
    with frame(UNIT):
        assert Case.objects.count() == 1
        assert facts.counted().count() == 0
        assert facts.active().n == 0
        assert not Turn.objects.filter(subject_id__in=[bait.case_id, bait.person_id]).exists()
    export = _agreed(sari, hadi)
    assert "Larasati" not in _taken(sari, export)


def test_one_person_cannot_plant_bait_nor_let_names_out_whatever_the_code_forgets(
    bait: Decoy, sari: Staff, hadi: Staff
) -> None:
    export = _agreed(sari, hadi)
    with frame(UNIT):
        for rows, column in ((Decoy.objects, "decided_by"), (NamesExport.objects, "decided_by")):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**{column: sari.id, "asked_by": sari.id})
    assert export.granted


def test_nobody_else_reaches_an_alarm_bait_or_a_register(
    bait: Decoy, tono: Staff, sari: Staff, hadi: Staff, nita: Staff, wati: Staff
) -> None:
    assert bait.case is not None
    open_them(browser_of(tono), [bait.case.number])
    export = _agreed(sari, hadi)
    with frame(UNIT):
        before = Trail.objects.filter(refused=True).count()
    addresses = [
        reverse("desk:alarm", args=[_alarms()[0].pk]),
        reverse("admin:decoy", args=[bait.pk]),
        reverse("desk:export", args=[export.pk]),
        reverse("desk:export_take", args=[export.pk]),
        reverse("desk:export_end", args=[export.pk]),
    ]
    for stranger in (nita, wati, tono):
        browser = browser_of(stranger)
        for address in addresses:
            assert browser.post(address, {"granted": "yes", "words": "x"}).status_code == 404

    with frame(UNIT):
        refused = Trail.objects.filter(refused=True).count() - before
    assert refused == len(addresses) * 2  # Nita's lines lie in her own unit
    with frame(nita.unit_id):
        assert Trail.objects.filter(refused=True, actor_id=nita.id).count() == len(addresses)


ASKED = {
    "from_on": f"{TODAY - timedelta(days=30)}",
    "until_on": f"{TODAY}",
    "ends_on": f"{LATER}",
    "receiver": "Dinas P3A, Bu Kabid",
    "purpose": "=Audit layanan 2026",
}


def _agreed(asks: Staff, agrees: Staff) -> NamesExport:
    assert browser_of(asks).post(reverse("desk:exports"), ASKED).status_code == 302
    with frame(UNIT):
        export = NamesExport.objects.get()
    address = reverse("desk:export", args=[export.pk])
    assert browser_of(agrees).post(address, {"granted": "yes"}).status_code == 302
    with frame(UNIT):
        return NamesExport.objects.get()


def _taken(asks: Staff, export: NamesExport) -> str:
    answer = browser_of(asks).post(reverse("desk:export_take", args=[export.pk]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{export.number}.csv"'
    return answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("missing", ["receiver", "purpose"])
def test_a_register_without_receiver_or_purpose_is_not_even_asked_for(
    sari: Staff, hadi: Staff, missing: str
) -> None:
    words = {"receiver": "Dinas P3A", "purpose": "Audit"} | {missing: "  "}
    with at_work(sari), pytest.raises(RuleBroken) as broken:
        ask_names(
            sari.actor(), from_on=TODAY - timedelta(days=3), until_on=TODAY, ends_on=LATER, **words
        )

    assert (broken.value.code, broken.value.field) == (f"{missing}_missing", missing)
    with frame(UNIT):
        assert not NamesExport.objects.exists()


def test_names_of_many_leave_only_with_the_yes_of_another(
    sari: Staff, hadi: Staff, wati: Staff, tono: Staff, arif: Staff
) -> None:
    make_cases(wati, 3)
    head = browser_of(sari)
    head.post(reverse("desk:exports"), ASKED)
    with frame(UNIT):
        export = NamesExport.objects.get()
    take = reverse("desk:export_take", args=[export.pk])

    assert head.post(take).status_code == 404  # nobody has agreed
    alone = reverse("desk:export", args=[export.pk])
    assert head.post(alone, {"granted": "yes"}).status_code == 404
    for other in (tono, wati, arif):
        assert browser_of(other).get(alone).status_code == 404
        assert browser_of(other).post(reverse("desk:exports"), ASKED).status_code == 404
    assert "Audit layanan" in browser_of(hadi).get(alone).content.decode()
    browser_of(hadi).post(alone, {"granted": "yes"})
    assert browser_of(hadi).post(take).status_code == 404  # who agrees takes nothing

    rows = list(csv.reader(io.StringIO(_taken(sari, export))))
    assert {row[3] for row in rows if row and row[0].startswith("K-")} == set(NAMES)
    assert ["Tujuan", "'=Audit layanan 2026"] in rows  # no formula for a spreadsheet
    assert any("Dinas P3A" in cell for row in rows for cell in row)
    with frame(UNIT):
        opened = Trail.objects.filter(action="people.export_name", actor_id=sari.id)
        assert opened.count() == len(NAMES)
    a_moment_later()
    assert not _alarms()  # what two agreed to is no leak


def test_a_register_ends_and_its_copies_are_asked_for(
    sari: Staff, hadi: Staff, wati: Staff
) -> None:
    make_cases(wati, 1)
    export = _agreed(sari, hadi)
    _taken(sari, export)
    assert export.number in tasks(sari)

    browser_of(sari).post(reverse("desk:export_end", args=[export.pk]))

    assert export.number not in tasks(sari)
    take = reverse("desk:export_take", args=[export.pk])
    assert browser_of(sari).post(take).status_code == 404
    with frame(UNIT):
        NamesExport.objects.update(destroyed_at=None, ends_on=TODAY - timedelta(days=2))
    assert browser_of(sari).post(take).status_code == 404


def test_a_case_the_head_must_not_know_of_is_in_no_register_of_theirs(
    sari: Staff, hadi: Staff, wati: Staff
) -> None:
    make_cases(wati, 2)
    with frame(UNIT):
        hidden = Case.objects.order_by("number")[0]
        Blocked.objects.create(subject_id=hidden.pk, staff_id=sari.id)

    text = _taken(sari, _agreed(sari, hadi))

    assert hidden.number not in text
    assert NAMES[0] not in text
    assert NAMES[1] in text


def test_an_invited_witness_lets_names_out_where_nobody_else_could(
    sari: Staff, wati: Staff, rini: Staff, client: Client
) -> None:
    make_cases(wati, 2)
    Unit.objects.filter(pk=UNIT).update(approver=None)  # nobody outside was named yet
    assert browser_of(sari).post(reverse("desk:exports"), ASKED).status_code == 302
    with frame(UNIT):
        export = NamesExport.objects.get()
    invite = reverse("account_invite_names", args=[export.pk])
    someone = {"name": "Bu Camat", "title": "Camat"}
    for other in (sari, rini):  # whoever asked chooses nobody, and an operator neither
        assert browser_of(other).post(invite, someone).status_code == 404
    assert invite in browser_of(wati).get(reverse("desk:exports")).content.decode()
    made = browser_of(wati).post(invite, someone).content.decode()
    found = re.search(r"data-witness-code>([^<]+)<", made)
    assert found is not None

    shown = client.post("/saksi/", {"code": found[1]}, follow=True).content.decode()
    assert ASKED["receiver"] in shown
    assert not any(name in shown for name in NAMES)
    client.post("/saksi/putusan/", {"answer": "yes"})

    with frame(UNIT):
        decided = NamesExport.objects.get()
        assert decided.granted
        assert Witness.objects.get().pk == decided.decided_by
    assert client.get("/saksi/putusan/").status_code == 302  # one decision, then nothing
    assert browser_of(wati).get(invite).status_code == 404  # decided: nobody is called in
    taken = browser_of(sari).post(reverse("desk:export_take", args=[decided.pk]))
    assert taken["Content-Type"].startswith("text/csv")


def test_who_leaves_today_stands_on_one_list_with_what_is_still_open(
    adi: Staff, tono: Staff, sari: Staff, maya: Staff
) -> None:
    officer, administrator = browser_of(tono), browser_of(adi)
    assert officer.get(reverse("desk:tasks")).status_code == 200
    administrator.post(reverse("admin:roles", args=[maya.pk]), {"roles": ["operator"]})

    administrator.post(reverse("admin:leave", args=[tono.pk]))

    assert officer.get(reverse("desk:tasks")).status_code == 302  # signed out on the same day
    for looks in (adi, sari):
        page = browser_of(looks).get(reverse("admin:leaving")).content.decode()
        assert "Tono" in page
        assert "Maya" in page
        assert "Sari" not in page.split("<table", 1)[1]
    assert browser_of(maya).get(reverse("admin:leaving")).status_code == 404


def test_counting_costs_no_statement_while_somebody_works(
    tono: Staff, wati: Staff, sari: Staff
) -> None:
    number, officer = make_cases(wati, 1)[0], browser_of(tono)
    officer.get(reverse("desk:case", args=[number]))

    with frame(UNIT):
        assert not OpenedFile.objects.exists()
    a_moment_later()
    with frame(UNIT):
        assert OpenedFile.objects.get().staff_id == tono.id


def _alarms() -> list[OpeningAlarm]:
    with frame(UNIT):
        return list(OpeningAlarm.objects.all())


def _is_of_one_thing(name: str) -> bool:
    """Say whether an address names a thing of its own, so that it is no list."""
    try:
        reverse(name)
    except NoReverseMatch:
        return True
    return False


def test_no_list_and_no_answer_of_the_api_carries_a_name(
    sari: Staff, wati: Staff, tono: Staff, rini: Staff, hadi: Staff
) -> None:
    make_cases(wati, 3)
    rows = [n for n in {**matrix.OF_THE_UNIT, **matrix.LISTS} if not _is_of_one_thing(n)]
    assert len(rows) > 20
    for staff in (sari, wati, tono, rini, hadi):
        browser = browser_of(staff)
        with at_work(staff):
            _, raw = create_token(staff.actor(), staff, name="Rekap", scopes=Scope.values)
        machine = Client(headers={"Authorization": f"Bearer {raw}"})
        pages = [browser.get(reverse(name), {"tab": "all"}) for name in rows]
        pages += [browser.post(reverse("desk:search"), {"q": name}, follow=True) for name in NAMES]
        pages += [machine.get(reverse(name)) for name in matrix.API_LISTS]
        pages += [machine.get(reverse("api:search"), {"q": name}) for name in NAMES]
        shown = "".join(
            page.content.decode(errors="replace") for page in pages if not page.streaming
        )
        told = re.sub(r'value="[^"]*"', "", shown)  # what was typed into the search field itself
        assert not [name for name in NAMES if name in told], staff.name
