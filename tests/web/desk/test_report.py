"""The page of a report, and what is done there."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail
from lindung.intake import services
from lindung.intake.models import Report
from lindung.intake.telling import Receipt
from tests.conftest import UNIT, at_work
from tests.web.desk.conftest import WORDS, Go, seen, statements

TRIAGE = {"case_types": ["ktp"], "authority": "district", "risk": "high", "relation": "spouse"}


def url(report: Report, act: str = "") -> str:
    return f"/meja/pengaduan/{report.number}/{act}"


def fresh(report: Report) -> Report:
    with frame(UNIT):
        return Report.objects.get(pk=report.pk)


def test_words_and_names_stay_closed_until_somebody_opens_them(
    go: Go, rini: Staff, report: Report
) -> None:
    closed = go(rini).get(url(report)).content.decode()
    opened = go(rini).post(url(report, "buka/")).content.decode()

    assert WORDS not in closed
    assert "Siti" not in closed
    assert WORDS in opened
    assert "Siti Aminah" in opened
    with frame(UNIT):
        assert Trail.objects.filter(
            actor_id=rini.id, action="intake.read_report", record_id=str(report.pk)
        ).exists()


def test_opening_is_the_first_look(go: Go, rini: Staff, report: Report) -> None:
    go(rini).post(url(report, "buka/"))

    assert fresh(report).looked_by == rini.id
    assert fresh(report).state == "read"


@pytest.mark.parametrize("who", ["nita", "dewi", "maya", "tono", "adi", "bapak", "psi"])
@pytest.mark.parametrize(
    "act", ["", "triase/", "skrining/", "risiko/", "balas/", "kasus/", "pihak/", "kenal/"]
)
def test_hidden_and_absent_reports_get_the_same_page_and_the_same_line(
    who: str, act: str, go: Go, report: Report, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    browser = go(staff)

    hidden = browser.get(url(report, act))
    absent = browser.get(f"/meja/pengaduan/P-2603-22222/{act}")

    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404
    with frame(staff.unit_id):
        lines = Trail.objects.filter(actor_id=staff.id, refused=True)
        assert {line.record_id for line in lines} == {report.number, "P-2603-22222"}


@pytest.mark.parametrize("who", ["nita", "dewi", "adi"])
def test_opening_by_who_may_not_is_refused_and_written_down(
    who: str, go: Go, report: Report, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)

    page = go(staff).post(url(report, "buka/"))

    assert page.status_code == 404
    assert WORDS not in page.content.decode()
    with frame(staff.unit_id):
        assert Trail.objects.filter(actor_id=staff.id, refused=True).count() == 1


def test_the_page_costs_at_most_twelve_statements(go: Go, rini: Staff, report: Report) -> None:
    browser = go(rini)
    browser.get("/meja/")

    assert statements(browser, url(report)) <= 12


def test_saya_tangani_makes_it_mine_and_a_second_one_is_told_kindly(
    go: Go, rini: Staff, wati: Staff, report: Report
) -> None:
    go(rini).post(url(report, "tangani/"))
    page = go(wati).post(url(report, "tangani/"), follow=True).content.decode()

    assert fresh(report).handled_by == rini.id
    assert "A colleague handles this already." in page


def test_saya_tangani_can_be_undone_until_something_else_is_done(
    go: Go, rini: Staff, report: Report
) -> None:
    browser = go(rini)

    taken = browser.post(url(report, "tangani/"), follow=True).content.decode()
    browser.get("/meja/")
    assert url(report, "urungkan/") in taken
    assert url(report, "urungkan/") in browser.get(url(report)).content.decode()
    undone = browser.post(url(report, "urungkan/"), follow=True).content.decode()

    assert f"{report.number} waits for somebody again" in undone
    assert fresh(report).handled_by is None
    assert fresh(report).looked_at is None

    browser.post(url(report, "tangani/"))
    opened = browser.post(url(report, "buka/")).content.decode()
    late = browser.post(url(report, "urungkan/"), follow=True).content.decode()
    assert url(report, "urungkan/") not in opened
    assert "Hand it to a colleague instead" in late
    assert fresh(report).handled_by == rini.id


def test_another_session_undoes_nothing(go: Go, rini: Staff, report: Report) -> None:
    go(rini).post(url(report, "tangani/"))

    elsewhere = go(rini)

    assert url(report, "urungkan/") not in elsewhere.get(url(report)).content.decode()
    elsewhere.post(url(report, "urungkan/"))
    assert fresh(report).handled_by == rini.id


def test_screening_sets_the_level_and_leads_to_triage(go: Go, rini: Staff, report: Report) -> None:
    answers = {"danger_now": "yes", "weapon": "no"}

    response = go(rini).post(url(report, "skrining/"), answers)

    assert response["Location"] == url(report, "triase/")
    assert fresh(report).emergency


def test_triage_is_saved_and_what_is_wrong_is_shown_beside_its_field(
    go: Go, rini: Staff, report: Report
) -> None:
    browser = go(rini)

    wrong = browser.post(url(report, "triase/"), TRIAGE | {"case_types": []}).content.decode()
    right = browser.post(url(report, "triase/"), TRIAGE)

    assert 'id="id_case_types_error"' in wrong
    assert 'href="#id_case_types_0"' in wrong
    assert right["Location"] == url(report)
    assert fresh(report).state == "triaged"


def test_triage_cannot_lower_what_the_answers_say(go: Go, rini: Staff, report: Report) -> None:
    page = go(rini).post(url(report, "triase/"), TRIAGE | {"risk": "low"}).content.decode()

    assert 'id="id_risk_error"' in page
    assert fresh(report).risk == "high"


def test_lowering_waits_for_a_second_person_who_decides_from_the_tasks(
    go: Go, rini: Staff, sari: Staff, report: Report
) -> None:
    go(rini).post(url(report, "tangani/"))
    go(rini).post(url(report, "triase/"), TRIAGE)
    go(rini).post(
        url(report, "turunkan/"), {"risk": "medium", "reason": "Ia sudah di rumah ibunya."}
    )
    assert fresh(report).risk == "high"

    tasks = go(sari).get("/meja/tugas/").content.decode()
    decide = next(
        part.split('"')[0]
        for part in tasks.split('href="')[1:]
        if part.startswith("/meja/tugas/") and len(part.split('"')[0]) > 20
    )
    page = go(sari).get(decide).content.decode()
    go(sari).post(decide, {"granted": "yes"})

    assert "Ia sudah di rumah ibunya." in page
    assert fresh(report).risk == "medium"


def test_a_message_is_sent_with_the_warning_before_the_eyes(
    go: Go, rini: Staff, report: Report, receipt: Receipt
) -> None:
    browser = go(rini)
    page = seen(browser.get(url(report)).content.decode())
    browser.post(url(report, "balas/"), {"words": "Kami sudah membaca pesan Anda."})

    assert "Write as if the reported person reads along" in page
    box = services.open_mailbox(receipt.code, "")
    assert box is not None
    assert [message.text for message in box.messages] == ["Kami sudah membaca pesan Anda."]


def test_a_conflict_of_interest_takes_it_from_me_at_once(
    go: Go, rini: Staff, report: Report
) -> None:
    browser = go(rini)

    response = browser.post(url(report, "kenal/"), {"sure": "on"})

    assert response["Location"] == "/meja/"
    assert browser.get(url(report)).status_code == 404
    assert report.number not in browser.get("/meja/?tab=all").content.decode()


def test_a_named_colleague_is_kept_from_it(
    go: Go, rini: Staff, wati: Staff, report: Report
) -> None:
    go(rini).post(url(report, "blokir/"), {"staff": str(wati.id)})

    assert go(wati).get(url(report)).status_code == 404
    with frame(UNIT):
        assert Blocked.objects.filter(subject_id=report.pk, staff_id=wati.id).exists()


def test_out_of_scope_ends_with_explained_and_informed(go: Go, rini: Staff, units: object) -> None:
    with at_work(rini):
        other = services.enter_report(
            rini.actor(), rini.unit, channel="phone", about="other", words="Soal warisan."
        )

    go(rini).post(url(other, "selesai/"), {"finding": "not_ours", "words": "Diarahkan ke PA."})

    assert fresh(other).state == "informed"


def test_two_reports_of_the_same_are_joined_and_both_stay(
    go: Go, rini: Staff, report: Report
) -> None:
    with at_work(rini):
        again = services.enter_report(
            rini.actor(), rini.unit, channel="phone", about="other", words="Tetangganya lagi."
        )

    go(rini).post(url(again, "gabung/"), {"to": report.number})

    assert fresh(again).state == "joined"
    assert go(rini).get(url(again)).status_code == 200


def test_the_wish_to_stop_is_a_task_and_changes_nothing_by_itself(
    go: Go, rini: Staff, report: Report, receipt: Receipt
) -> None:
    services.ask_to_stop(receipt.code, "")

    page = go(rini).get(url(report)).content.decode()

    assert "The reporter asked to stop" in page
    assert fresh(report).ended_at is None
    go(rini).post(url(report, "berhenti/"), {"confirmed": "no"})
    assert "The reporter asked to stop" not in go(rini).get(url(report)).content.decode()


def test_a_file_of_the_wrong_kind_is_refused_beside_its_field(
    go: Go, rini: Staff, report: Report
) -> None:
    file = SimpleUploadedFile("foto.jpg", b"MZ\x90\x00 not a picture")

    page = go(rini).post(url(report, "berkas/"), {"files": file}).content.decode()

    assert "field__error" in page


def test_a_file_is_kept_and_opening_it_is_recorded(go: Go, rini: Staff, report: Report) -> None:
    picture = BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    browser = go(rini)
    file = SimpleUploadedFile("luka.png", picture.getvalue())
    browser.post(url(report, "berkas/"), {"files": file})

    page = browser.get(url(report)).content.decode()
    link = next(p.split('"')[0] for p in page.split('href="') if "/lampiran/" in p.split('"')[0])
    shown = browser.get(link)

    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    with frame(UNIT):
        assert Trail.objects.filter(actor_id=rini.id, action="intake.read_attachment").exists()


def test_a_phone_report_gets_a_code_that_is_shown_once(go: Go, rini: Staff, units: object) -> None:
    with at_work(rini):
        told = services.enter_report(
            rini.actor(), rini.unit, channel="phone", about="self", words="Saya takut."
        )
    browser = go(rini)

    page = browser.post(url(told, "kode/")).content.decode()
    code = page.split('id="code">')[1].split("<")[0].replace(" ", "")

    assert services.open_mailbox(code, "") is not None
    assert browser.post(url(told, "kode/"), follow=True).status_code == 200
    assert code not in browser.get(url(told)).content.decode().replace(" ", "")


def test_the_paper_form_has_initials_only_unless_names_are_chosen(
    go: Go, rini: Staff, report: Report
) -> None:
    plain = go(rini).post(url(report, "formulir/"))
    named = go(rini).post(url(report, "formulir/"), {"names": "1"})

    assert plain.content[:5] == named.content[:5] == b"%PDF-"
    assert len(named.content) > len(plain.content)


def test_entering_takes_three_fields_and_the_channel_is_remembered(
    go: Go, rini: Staff, units: object
) -> None:
    browser = go(rini)

    saved = browser.post(
        "/meja/pengaduan/baru/",
        {"channel": "walk_in", "about": "other", "words": "Tetangga menangis."},
    )

    assert saved["Location"].startswith("/meja/pengaduan/P-")
    assert (
        '<option value="walk_in" selected>' in browser.get("/meja/pengaduan/baru/").content.decode()
    )


def test_entering_costs_at_most_twelve_statements(go: Go, rini: Staff, units: object) -> None:
    browser = go(rini)
    said = {"channel": "phone", "about": "other", "words": "Tetangga menangis."}
    browser.post("/meja/pengaduan/baru/", said)  # which key is the newest is asked once

    assert statements(browser, "/meja/pengaduan/baru/", said) <= 12


def test_a_place_and_a_colleague_are_still_chosen_from_their_lists(
    go: Go, rini: Staff, wati: Staff
) -> None:
    said = {"channel": "phone", "about": "other", "words": "Tetangga menangis."}
    right = said | {"area": "64.08.04", "on_behalf_of": str(wati.id)}

    wrong = go(rini).post("/meja/pengaduan/baru/", said | {"area": "21.71.03"}).content.decode()

    assert 'id="id_area_error"' in wrong
    assert "Sangatta Utara" in wrong
    assert go(rini).post("/meja/pengaduan/baru/", right).status_code == 302


def test_nothing_typed_is_lost_when_a_field_is_missing(go: Go, rini: Staff, units: object) -> None:
    page = go(rini).post(
        "/meja/pengaduan/baru/",
        {"channel": "phone", "about": "", "words": "Tetangga menangis.", "place": "Rumah biru"},
    )

    assert 'id="id_about_error"' in page.content.decode()
    assert "Tetangga menangis." in page.content.decode()
    assert "Rumah biru" in page.content.decode()


def test_a_back_dated_report_counts_from_when_the_unit_knew(
    go: Go, rini: Staff, units: object
) -> None:
    saved = go(rini).post(
        "/meja/pengaduan/baru/",
        {
            "channel": "letter",
            "about": "other",
            "words": "Surat kemarin.",
            "received_at": "2026-11-01T09:30",
        },
    )

    number = saved["Location"].split("/")[-2]
    with frame(UNIT):
        told = Report.objects.get(number=number)
    assert f"{told.received_at:%Y-%m-%d %H:%M}" == "2026-11-01 01:30"  # WITA is UTC+8


@pytest.mark.parametrize("who", ["adi", "bapak", "tono", "psi"])
def test_who_enters_no_reports_is_refused(
    who: str, go: Go, units: object, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    browser: Client = go(staff)

    page = browser.post(
        "/meja/pengaduan/baru/", {"channel": "phone", "about": "other", "words": "Halo."}
    )

    assert page.status_code == 404
    with frame(staff.unit_id):
        assert Trail.objects.filter(
            actor_id=staff.id, action="intake.enter_report", refused=True
        ).exists()
        assert not Report.objects.exists()
