"""From practice no real row is reached, from real work no invented one, and nothing leaves."""

import re
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lindung.access.codes import Scope
from lindung.access.models import Staff
from lindung.access.services import create_token
from lindung.casework.models import Case
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.demo.practice import fill_practice
from lindung.intake import queries as intake
from lindung.intake import services
from lindung.intake.models import Report
from lindung.jobs.timers import OverdueBell
from lindung.people.models import Person
from lindung.stats import queries as stats
from tests.conftest import UNIT, at_work
from tests.hotline.calling import all_speak
from tests.web.practice.conftest import invented, place_of_practice

Inside = Callable[[Staff], Client]
PAGES = ("meja/", "meja/?tab=all", "meja/tugas/", "meja/kasus/", "meja/data/", "meja/cari/")


def numbers(page: str) -> set[str]:
    """Return every number of a report or a case on a page."""
    return set(re.findall(r"\b[PK]-[0-9A-Z]{4}-[2-9A-HJ-NP-Z]{5}\b", page))


def test_practice_shows_invented_numbers_and_no_real_one(
    real_report: Report, chief: Staff, practising: Inside
) -> None:
    client = practising(chief)

    for page in PAGES:
        found = numbers(client.get(f"/latihan/{page}").content.decode())
        assert all(number[2:6] == "COBA" for number in found), page
    assert numbers(client.get("/latihan/meja/").content.decode())


def test_real_work_shows_real_numbers_and_no_invented_one(
    real_report: Report, chief: Staff, practising: Inside
) -> None:
    client = practising(chief)

    for page in PAGES:
        found = numbers(client.get(f"/{page}").content.decode())
        assert not any("COBA" in number for number in found), page
    assert real_report.number in client.get("/meja/").content.decode()


def test_an_address_from_the_other_side_is_not_found(
    real_report: Report, officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    number = invented()[0].number

    assert client.get(f"/meja/pengaduan/{real_report.number}/").status_code == 200
    assert client.get(f"/latihan/meja/pengaduan/{number}/").status_code == 200
    crossed = (
        client.get(f"/latihan/meja/pengaduan/{real_report.number}/"),
        client.get(f"/meja/pengaduan/{number}/"),
        client.post(f"/latihan/meja/pengaduan/{real_report.number}/tangani/"),
        client.post(f"/meja/pengaduan/{number}/tangani/"),
    )
    assert [page.status_code for page in crossed] == [404, 404, 404, 404]
    with frame(UNIT):
        assert Report.objects.get().handled_by is None


def test_search_finds_on_its_own_side_only(
    real_report: Report, officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    with frame(place_of_practice().pk):
        person = Person.objects.filter(phone__isnull=False).first()
        assert person is not None
        phone = person.phone.reveal() if person.phone else ""

    asked = {"q": "Rahmawati Sungguhan"}
    assert numbers(client.post("/meja/cari/", asked).content.decode()) == {real_report.number}
    assert real_report.number not in client.post("/latihan/meja/cari/", asked).content.decode()
    assert numbers(client.post("/latihan/meja/cari/", {"q": phone}).content.decode())
    assert not numbers(client.post("/meja/cari/", {"q": phone}).content.decode())


def test_what_is_written_in_practice_stays_there_and_its_number_says_so(
    officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    before = len(invented())

    answer = client.post(
        "/latihan/meja/pengaduan/baru/",
        {"channel": "phone", "about": "other", "words": "Tetangga rekaan."},
    )

    assert re.fullmatch(r"/latihan/meja/pengaduan/P-COBA-[0-9A-Z]{5}/", answer["Location"])
    assert len(invented()) == before + 1
    with frame(UNIT):
        assert not Report.objects.exists()


def test_figures_alarms_counts_and_the_watcher_know_nothing_of_it(
    chief: Staff, practising: Inside, client: Client
) -> None:
    practising(chief)
    with frame(place_of_practice().pk):
        waiting = Report.objects.filter(ended_at=None)
        assert waiting.update(look_due_at="2020-01-01T00:00Z", looked_at=None, emergency=True)

    with at_work(chief):
        board = stats.dashboard(chief.actor(), chief.unit)
        alarms = intake.alarms(chief.actor())
        counts = intake.inbox_counts(chief.actor())
    assert board.oldest_minutes is None
    assert (alarms.n_emergency, alarms.n_overdue_high) == (0, 0)
    assert not any(counts.values())
    all_speak()
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/healthz").json()["oldest_overdue_s"] == 0
    assert OverdueBell().ring() == 0


def test_the_watcher_still_says_when_a_real_report_is_late(
    real_report: Report, chief: Staff, practising: Inside, client: Client
) -> None:
    practising(chief)
    with frame(UNIT):
        Report.objects.update(look_due_at="2020-01-01T00:00Z", looked_at=None)

    all_speak()
    assert client.get("/healthz").json()["status"] == "late"


def test_a_code_made_in_practice_opens_nothing_for_the_public(
    officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    number = invented(ended_at=None)[0].number

    page = client.post(f"/latihan/meja/pengaduan/{number}/kode/").content.decode()
    code = re.search(r'id="code">([0-9 ]+)<', page)

    assert code is not None
    assert "kode ini tidak membuka apa pun" in page
    assert services.open_mailbox(code[1]) is None
    assert services.write_from_reporter(code[1], "Halo") is False


def test_what_the_public_tells_comes_to_the_real_unit_whatever_it_names(
    officer: Staff, practising: Inside
) -> None:
    practising(officer)
    before = len(invented())

    told = Client().post(
        "/api/v1/reports",
        {"text": "Tolong.", "about": "self", "area": "64.08"},
        content_type="application/json",
        headers={"Idempotency-Key": "a" * 32, "Host": "localhost"},
    )

    assert told.status_code == 201
    assert len(invented()) == before
    with frame(UNIT):
        assert Report.objects.count() == 1


def test_a_token_never_practises(officer: Staff, practising: Inside) -> None:
    practising(officer)
    with at_work(officer):
        _, raw = create_token(
            officer.actor(), officer, name="Mesin", scopes=[Scope.REPORTS_READ], days=1
        )

    bearer = {"Authorization": f"Bearer {raw}"}
    page = Client().get("/api/v1/reports", headers=bearer)

    assert page.status_code == 200
    assert page.json()["items"] == []
    assert Client().get("/latihan/api/v1/reports", headers=bearer).status_code == 404


def test_every_act_of_practice_is_written_down_on_its_own_side(
    officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    report = invented(ended_at=None)[0]

    client.post(f"/latihan/meja/pengaduan/{report.number}/buka/")

    with frame(UNIT):
        assert not Trail.objects.filter(record_id=str(report.pk)).exists()
    with frame(place_of_practice().pk):
        assert Trail.objects.filter(record_id=str(report.pk), actor_id=officer.pk).exists()


def test_a_page_of_practice_costs_one_statement_more_than_a_real_one(
    chief: Staff, practising: Inside
) -> None:
    client = practising(chief)
    client.get("/latihan/meja/")

    with CaptureQueriesContext(
        connection,
    ) as inside:
        client.get("/latihan/meja/")

    asked = [q for q in inside if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(asked) <= 13


def test_the_invented_cases_are_of_several_states(chief: Staff, practising: Inside) -> None:
    practising(chief)

    assert len({report.state for report in invented()}) >= 3
    with frame(place_of_practice().pk):
        assert Case.objects.count() == 10
    assert all(report.number.startswith("P-COBA-") for report in invented())


def test_filling_twice_and_filling_a_real_unit_do_nothing(chief: Staff, practising: Inside) -> None:
    practising(chief)
    n = len(invented())

    assert fill_practice(place_of_practice().pk) == 0
    assert fill_practice(UNIT) == 0
    assert len(invented()) == n
    with frame(UNIT):
        assert not Report.objects.exists()
