"""The page of a case, and what is done there."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from lindung.access.models import Approval, Staff
from lindung.casework.models import Case, CaseParty, Companion, PlanLine, ServiceRecord
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail
from lindung.intake import services as intake
from lindung.intake.models import Message, Report
from lindung.intake.telling import Receipt
from tests.conftest import UNIT, at_work
from tests.web.desk.conftest import WORDS, Go, seen, statements

WITA = ZoneInfo("Asia/Makassar")
NOTE = "Ia menceritakan malam itu."
CHECKS = dict.fromkeys(
    (
        "risk_rescored",
        "plan_settled",
        "referrals_closed",
        "legal_settled",
        "client_informed",
        "follow_up_set",
    ),
    "yes",
)


def url(case: Case, act: str = "") -> str:
    return f"/meja/kasus/{case.number}/{act}"


def fresh(case: Case) -> Case:
    with frame(UNIT):
        return Case.objects.get(pk=case.pk)


def link(page: str, holding: str) -> str:
    """Return the first address on a page that holds something."""
    parts = (part.split('"')[0] for part in page.replace('action="', 'href="').split('href="')[1:])
    return next(part for part in parts if holding in part)


def test_nine_fields_open_a_case_and_its_page_follows(go: Go, wati: Staff, report: Report) -> None:
    response = go(wati).post(
        f"/meja/pengaduan/{report.number}/kasus/",
        {
            "register_class": "ktp",
            "initials": "",
            "sex": "F",
            "age_band": "25-44",
            "area": "64.08.04",
            "forms": ["physical"],
            "relation": "spouse",
            "risk": "high",
            "manager": str(wati.id),
        },
    )

    assert response["Location"].startswith("/meja/kasus/K-")
    page = seen(go(wati).get(response["Location"]).content.decode())
    assert "not known" in page
    assert f"Report {report.number}" in page


def test_each_missing_field_is_said_beside_it(go: Go, wati: Staff, report: Report) -> None:
    page = go(wati).post(f"/meja/pengaduan/{report.number}/kasus/", {"initials": "S"})

    for name in ("register_class", "sex", "age_band", "area", "forms", "relation", "risk"):
        assert f'id="id_{name}_error"' in page.content.decode()
    with frame(UNIT):
        assert not Case.objects.exists()


def test_the_page_shows_initials_and_no_name_and_no_words(
    go: Go, wati: Staff, her_case: Case
) -> None:
    page = go(wati).get(url(her_case)).content.decode()

    assert "S.A." in page
    assert "Siti" not in page
    assert "memukul" not in page


@pytest.mark.django_db(transaction=True)  # as in the house: a page's transaction is its own
def test_the_case_page_costs_at_most_twelve_statements(go: Go, wati: Staff, her_case: Case) -> None:
    browser = go(wati)
    browser.get("/meja/")

    assert statements(browser, url(her_case)) <= 12


def test_the_list_of_cases_costs_at_most_twelve_statements(
    go: Go, wati: Staff, her_case: Case
) -> None:
    browser = go(wati)
    browser.get("/meja/")

    assert statements(browser, "/meja/kasus/") <= 12


@pytest.mark.parametrize("who", ["joko", "nita", "dewi", "rini", "adi", "bapak", "psi", "lina"])
@pytest.mark.parametrize("act", ["", "layanan/", "catatan/", "rencana/", "terminasi/", "risiko/"])
def test_hidden_and_absent_cases_get_the_same_page_and_the_same_line(
    who: str, act: str, go: Go, her_case: Case, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    browser = go(staff)

    hidden, absent = browser.get(url(her_case, act)), browser.get(f"/meja/kasus/K-2603-22222/{act}")

    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404
    with frame(staff.unit_id):
        lines = Trail.objects.filter(actor_id=staff.id, action="casework.view", refused=True)
        assert {line.record_id for line in lines} == {her_case.number, "K-2603-22222"}


def test_a_promise_is_made_kept_by_a_service_and_told_on_the_timeline(
    go: Go, wati: Staff, her_case: Case
) -> None:
    browser = go(wati)
    due = now().astimezone(WITA) + timedelta(days=2)
    browser.post(
        url(her_case, "rencana/"),
        {"service": "counselling", "owner": str(wati.id), "due_at": f"{due:%Y-%m-%dT%H:%M}"},
    )
    keep = link(browser.get(url(her_case)).content.decode(), "?janji=").replace("&amp;", "&")
    with frame(UNIT):
        line = PlanLine.objects.get()

    browser.post(
        keep,
        {
            "service": "counselling",
            "given_at": f"{now().astimezone(WITA):%Y-%m-%dT%H:%M}",
            "plan_line": str(line.pk),
            "words": NOTE,
        },
    )

    page = seen(browser.get(url(her_case)).content.decode())
    assert "Promised: Psychological counselling" in page
    with frame(UNIT):
        assert ServiceRecord.objects.get().plan_line_id == line.pk
        assert PlanLine.objects.get().state == "done"


def test_words_open_one_at_a_time_and_each_opening_is_recorded(
    go: Go, wati: Staff, her_case: Case
) -> None:
    browser = go(wati)
    browser.post(url(her_case, "catatan/"), {"kind": "ordinary", "words": NOTE})

    closed = browser.get(url(her_case)).content.decode()
    opened = browser.post(link(closed, "/buka/note/").split("#")[0]).content.decode()

    assert NOTE not in closed
    assert NOTE in opened
    with frame(UNIT):
        assert Trail.objects.filter(actor_id=wati.id, action="casework.read_note").exists()


def test_a_psychologists_note_is_closed_to_manager_and_head(
    go: Go, wati: Staff, psi: Staff, sari: Staff, her_case: Case
) -> None:
    go(wati).post(url(her_case, "catatan-khusus/"), {"staff": str(psi.id), "kind": "psychologist"})
    written = go(psi).post(url(her_case, "catatan/"), {"kind": "psychologist", "words": NOTE})
    assert written["Location"] == url(her_case)
    own = link(go(psi).get(url(her_case)).content.decode(), "/buka/note/").split("#")[0]

    assert NOTE in go(psi).post(own).content.decode()
    assert "/buka/note/" not in go(wati).get(url(her_case)).content.decode()
    for other in (wati, sari):
        assert go(other).post(own).status_code == 404


def test_somebody_who_writes_only_closed_notes_is_offered_no_other(
    go: Go, wati: Staff, psi: Staff, her_case: Case
) -> None:
    go(wati).post(url(her_case, "catatan-khusus/"), {"staff": str(psi.id), "kind": "psychologist"})
    page = go(psi).get(url(her_case, "catatan/")).content.decode()
    wrong = go(psi).post(url(her_case, "catatan/"), {"kind": "ordinary", "words": NOTE})

    assert 'value="psychologist"' in page
    assert 'value="ordinary"' not in page
    assert wrong.status_code == 200  # the form comes back, with what was typed
    assert NOTE in wrong.content.decode()


def test_the_timeline_can_be_narrowed_without_a_script(go: Go, wati: Staff, her_case: Case) -> None:
    browser = go(wati)
    browser.post(url(her_case, "kejadian/"), {"place": "home", "forms": ["physical"]})

    page = seen(browser.get(url(her_case) + "?jenis=incident").content.decode())

    assert "Incident: Household" in page
    assert "Report P-" not in page


def test_a_suspected_guardian_cannot_agree_for_the_child(
    go: Go, wati: Staff, her_case: Case
) -> None:
    page = go(wati).post(
        url(her_case, "persetujuan/"),
        {
            "purpose": "service",
            "basis": "consent",
            "given_by": "guardian",
            "guardian_conflict": "on",
        },
    )

    assert "guardian who is suspected cannot agree" in page.content.decode()
    assert 'id="id_given_by_error"' in page.content.decode()


def test_sexual_violence_is_never_mediated_whatever_class_was_ticked(
    go: Go, wati: Staff, her_case: Case
) -> None:
    with frame(UNIT):
        Case.objects.filter(pk=her_case.pk).update(forms=["sexual"])

    page = go(wati).post(
        url(her_case, "layanan/"),
        {"service": "mediation", "given_at": f"{now().astimezone(WITA):%Y-%m-%dT%H:%M}"},
    )

    assert "never mediated" in page.content.decode()
    with frame(UNIT):
        assert not ServiceRecord.objects.exists()


def test_a_head_reads_with_a_reason_and_somebody_else_reviews_it(
    go: Go, sari: Staff, hadi: Staff, her_case: Case
) -> None:
    head = go(sari)
    assert "S.A." not in head.get(url(her_case)).content.decode()

    head.post(url(her_case, "baca/"), {"reason": "Manajer kasus sakit mendadak."})

    assert "S.A." in head.get(url(her_case)).content.decode()
    tasks = go(hadi).get("/meja/tugas/").content.decode()
    assert "Review a reading with a reason" in tasks
    decide = next(
        part.split('"')[0]
        for part in tasks.split('href="/meja/tugas/')[1:]
        if len(part.split('"')[0]) > 30
    )
    go(hadi).post(f"/meja/tugas/{decide}", {"granted": "yes"})
    assert "Review a reading with a reason" not in go(hadi).get("/meja/tugas/").content.decode()


def test_service_ends_when_a_second_person_agrees(
    go: Go, wati: Staff, sari: Staff, her_case: Case
) -> None:
    manager = go(wati)
    manager.post(url(her_case, "terminasi/"), {"reason": "goals_met", "words": "Ia aman."} | CHECKS)
    assert fresh(her_case).stage == "open"

    tasks = go(sari).get("/meja/tugas/").content.decode()
    decide = next(
        part.split('"')[0]
        for part in tasks.split('href="/meja/tugas/')[1:]
        if len(part.split('"')[0]) > 30
    )
    go(sari).post(f"/meja/tugas/{decide}", {"granted": "yes"})

    assert fresh(her_case).stage == "closed"
    assert "Open the case again" in manager.get(url(her_case)).content.decode()
    manager.post(url(her_case, "buka-lagi/"))
    assert fresh(her_case).stage == "open"


def test_a_check_that_is_missing_keeps_the_service_open_and_what_was_typed(
    go: Go, wati: Staff, her_case: Case
) -> None:
    page = go(wati).post(
        url(her_case, "terminasi/"),
        {"reason": "goals_met", "words": "Ia aman."} | CHECKS | {"risk_rescored": "no"},
    )

    assert "must be settled" in page.content.decode()
    assert "Ia aman." in page.content.decode()


def test_whoever_asked_cannot_agree(go: Go, wati: Staff, her_case: Case) -> None:
    with frame(UNIT):
        Staff.objects.filter(pk=wati.pk).update(roles=["case_manager", "unit_head"])
    manager = go(wati)
    manager.post(url(her_case, "terminasi/"), {"reason": "goals_met", "words": "Ia aman."} | CHECKS)

    with frame(UNIT):
        approval = Approval.objects.get()
    response = manager.post(f"/meja/tugas/{approval.pk}/", {"granted": "yes"})

    assert response.status_code == 404
    assert fresh(her_case).stage == "open"


def test_a_person_is_opened_with_what_she_said_about_reaching_her(
    go: Go, wati: Staff, her_case: Case
) -> None:
    browser = go(wati)
    with frame(UNIT):
        party = CaseParty.objects.filter(case=her_case, role="victim").get()
    before = seen(browser.post(url(her_case, f"pihak/{party.person_id}/")).content.decode())
    browser.post(
        url(her_case, f"pihak/{party.person_id}/aman/"),
        {"channel": "call", "allowed": "yes", "who_sees": ["nobody"], "message_allowed": "no"},
    )

    after = seen(browser.post(url(her_case, f"pihak/{party.person_id}/")).content.decode())

    assert "Siti Aminah" in before
    assert "yes, now" not in before
    assert "yes, now" in after


def test_a_consent_is_recorded_shown_and_withdrawn(go: Go, wati: Staff, her_case: Case) -> None:
    browser = go(wati)
    browser.post(
        url(her_case, "persetujuan/"),
        {"purpose": "share_police", "basis": "consent", "given_by": "victim"},
    )
    page = browser.get(url(her_case)).content.decode()
    assert "Agreed today To share with the police" in seen(page)

    browser.post(link(page, "/cabut/"))

    after = seen(browser.get(url(her_case)).content.decode())
    assert "Agreed today nothing yet" in after
    assert "withdrawn" in after


def test_a_promise_can_be_dropped_without_a_service(go: Go, wati: Staff, her_case: Case) -> None:
    browser = go(wati)
    due = now().astimezone(WITA) + timedelta(days=2)
    browser.post(
        url(her_case, "rencana/"),
        {"service": "shelter", "owner": str(wati.id), "due_at": f"{due:%Y-%m-%dT%H:%M}"},
    )
    with frame(UNIT):
        line = PlanLine.objects.get()

    browser.post(url(her_case, f"rencana/{line.pk}/"), {"state": "dropped"})

    assert "Nothing is open" not in browser.get(url(her_case)).content.decode()  # the next look is
    with frame(UNIT):
        assert PlanLine.objects.get().state == "dropped"


def test_what_is_known_is_corrected_and_the_rest_stays(go: Go, wati: Staff, her_case: Case) -> None:
    browser = go(wati)
    facts = {
        "register_class": "ktp",
        "sex": "F",
        "age_band": "45-59",
        "area": "64.08.11",
        "forms": ["physical", "psychological"],
        "relation": "spouse",
        "kdrt": "on",
        "summary": "Tiga kali dalam sebulan.",
    }

    browser.post(url(her_case, "data/"), facts)

    changed = fresh(her_case)
    assert (changed.age_band, changed.area_id, changed.kdrt) == ("45-59", "64.08.11", True)
    page = browser.get(url(her_case)).content.decode()
    assert "S.A." in page
    assert "Tiga kali" not in page
    opened = browser.post(link(page, "/buka/summary/").split("#")[0]).content.decode()
    assert "Tiga kali dalam sebulan." in opened


def test_a_later_report_is_put_into_the_open_case_and_brings_its_danger(
    go: Go, wati: Staff, rini: Staff, her_case: Case
) -> None:
    told = go(rini).post(
        "/meja/pengaduan/baru/",
        {"channel": "phone", "about": "self", "words": "Ia datang lagi.", "now_danger": "yes"},
    )
    number = told["Location"].split("/")[-2]

    wrong = go(wati).post(f"/meja/pengaduan/{number}/kasus-ada/", {"case": "K-1"})
    right = go(wati).post(f"/meja/pengaduan/{number}/kasus-ada/", {"case": her_case.number})

    assert 'id="id_case_error"' in wrong.content.decode()
    assert right["Location"] == url(her_case)
    assert fresh(her_case).emergency
    assert her_case.number in go(wati).get(f"/meja/pengaduan/{number}/").content.decode()


def test_a_companion_reads_through_the_case_what_the_desk_does_not_show_her(
    go: Go, maya: Staff, report: Report, her_case: Case
) -> None:
    companion = go(maya)
    page = companion.get(url(her_case)).content.decode()

    opened = companion.post(link(page, "/buka/report/").split("#")[0]).content.decode()

    assert companion.get(f"/meja/pengaduan/{report.number}/").status_code == 404
    assert f'href="/meja/pengaduan/{report.number}/"' not in page
    assert WORDS in opened


def test_a_companion_comes_and_goes(go: Go, wati: Staff, joko: Staff, her_case: Case) -> None:
    with frame(UNIT):
        Staff.objects.filter(pk=joko.pk).update(roles=["companion"])
    browser = go(wati)

    browser.post(url(her_case, "pendamping/"), {"staff": str(joko.id)})
    assert go(joko).get(url(her_case)).status_code == 200
    with frame(UNIT):
        line = Companion.objects.get(case=her_case, staff=joko)
    browser.post(url(her_case, f"pendamping/{line.pk}/"))

    assert go(joko).get(url(her_case)).status_code == 404


def test_saya_kenal_pihak_ini_hides_the_case_and_its_report(
    go: Go, maya: Staff, her_case: Case
) -> None:
    go(maya).post(url(her_case, "kenal/"), {"sure": "on"})

    assert go(maya).get(url(her_case)).status_code == 404
    assert her_case.number not in go(maya).get("/meja/kasus/?tab=all").content.decode()


def test_a_blocked_manager_finds_nothing_in_search_lists_or_tasks(
    go: Go, wati: Staff, her_case: Case
) -> None:
    with frame(UNIT):
        Blocked.objects.create(subject_id=her_case.pk, staff_id=wati.id)
    browser = go(wati)

    assert her_case.number not in browser.get("/meja/kasus/").content.decode()
    assert her_case.number not in browser.get("/meja/tugas/").content.decode()
    found = browser.post("/meja/cari/", {"q": her_case.number})
    assert found.status_code == 200
    assert "Nothing found" in found.content.decode()


def test_search_finds_by_number_phone_and_name_only_for_who_may(
    go: Go, wati: Staff, adi: Staff, her_case: Case
) -> None:
    manager = go(wati)

    assert manager.post("/meja/cari/", {"q": her_case.number})["Location"] == url(her_case)
    assert her_case.number in manager.post("/meja/cari/", {"q": "081255550101"}).content.decode()
    assert go(adi).post("/meja/cari/", {"q": "081255550101"}).status_code == 404


@pytest.mark.parametrize(("who", "sees"), [("sari", 200), ("bapak", 200), ("wati", 404)])
def test_figures_are_for_heads_and_the_data_officer(
    who: str, sees: int, go: Go, her_case: Case, request: pytest.FixtureRequest
) -> None:
    page = go(request.getfixturevalue(who)).get("/meja/data/")

    assert page.status_code == sees
    assert "%" not in seen(page.content.decode())  # fewer than thirty: no percentage


def test_a_companion_reads_and_answers_the_reporter_from_the_case(
    go: Go, maya: Staff, her_case: Case, report: Report, receipt: Receipt
) -> None:
    browser = go(maya)
    address = f"/meja/kasus/{her_case.number}/pesan/{report.pk}/"
    intake.write_from_reporter(receipt.code, "Apakah saya boleh datang?")

    page = browser.get(url(her_case)).content.decode()
    closed = browser.get(address).content.decode()
    opened = browser.post(f"{address}buka/").content.decode()
    sent = browser.post(address, {"words": "Boleh."}, follow=True).content.decode()

    assert page.count(f'href="{address}"') == 2  # at the telling, and as what waits
    assert "Apakah saya boleh datang?" not in closed
    assert "Apakah saya boleh datang?" in opened
    assert "Sent." in sent
    assert f'href="{address}"' in browser.get(url(her_case)).content.decode()
    with frame(UNIT):
        assert Message.objects.filter(report=report, staff_id=maya.id).count() == 1


def test_limits_of_secrecy_are_recorded_from_the_case_and_from_the_report(
    go: Go, maya: Staff, rini: Staff, wati: Staff, her_case: Case, report: Report
) -> None:
    with at_work(rini):
        other = intake.enter_report(
            rini.actor(), rini.unit, channel="phone", about="other", words="Tetangga."
        )

    assert "not told yet" in go(maya).get(url(her_case)).content.decode()
    go(maya).post(f"/meja/kasus/{her_case.number}/batas/{report.pk}/", {"channel": "walk_in"})
    go(rini).post(f"/meja/pengaduan/{other.number}/batas/", {"channel": "phone"})

    assert "not told yet" not in go(maya).get(url(her_case)).content.decode()
    shown = seen(go(rini).get(f"/meja/pengaduan/{other.number}/").content.decode())
    assert "· Rini · Phone" in shown
    assert "not told yet" not in shown
