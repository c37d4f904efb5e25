"""Entering and leaving: by a button, written down, in a real house; each tab stays what it was."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from lindung.access.codes import Role
from lindung.access.models import Approval, Staff
from lindung.casework.models import Case
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.core.notify import Topic
from lindung.directory.models import Unit
from lindung.intake.models import Report
from lindung.jobs.outbox import drain
from lindung.web import live
from tests.conftest import UNIT, hire
from tests.web.practice.conftest import invented, place_of_practice, works_for_real

Inside = Callable[[Staff], Client]
BANNER = "LATIHAN — kasus rekaan"


def lines(action: str) -> int:
    """Count what the trail of the real unit says."""
    with frame(UNIT):
        return Trail.objects.filter(action=action, refused=False).count()


def test_the_button_leads_into_practice_and_back_and_both_are_written_down(
    officer: Staff, browser_of: Inside
) -> None:
    client = browser_of(officer)
    assert "/latihan/" in client.get("/akun/").content.decode()
    assert "Mulai berlatih" in client.get("/latihan/").content.decode()

    entered = client.post("/latihan/mulai/")
    drain()
    page = client.get(entered["Location"]).content.decode()
    left = client.post("/latihan/selesai/")

    assert entered["Location"] == "/latihan/meja/"
    assert BANNER in page
    assert "<title>Latihan · Pengaduan masuk" in page
    assert 'action="/latihan/selesai/"' in page
    assert left["Location"] == "/meja/"
    assert (lines("access.enter_practice"), lines("access.leave_practice")) == (1, 1)


def test_a_real_page_has_no_bar_even_while_somebody_practises(
    officer: Staff, practising: Inside
) -> None:
    page = practising(officer).get("/meja/").content.decode()

    assert BANNER not in page
    assert "<title>Pengaduan masuk" in page


def test_every_way_on_a_page_of_practice_stays_in_practice_or_is_plainly_real(
    officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    page = client.get("/latihan/meja/").content.decode()

    assert 'href="/meja/' not in page
    assert 'action="/meja/' not in page
    assert "/meja/piket/" not in page
    assert "/pengaturan/" not in page
    assert client.get("/latihan/akun/")["Location"] == "/akun/"
    assert client.get("/latihan/pengaturan/")["Location"] == "/pengaturan/"
    assert client.post("/latihan/keluar/").status_code == 307


def test_without_pressing_the_button_no_address_of_practice_opens(
    officer: Staff, browser_of: Inside, practising: Inside
) -> None:
    practising(officer)
    before = len(invented())
    another_browser = browser_of(officer)

    assert another_browser.get("/latihan/meja/")["Location"] == "/latihan/"
    sent = another_browser.post(
        "/latihan/meja/pengaduan/baru/", {"channel": "phone", "about": "other", "words": "Halo."}
    )
    assert sent["Location"] == "/latihan/"
    assert len(invented()) == before


def test_a_form_left_open_in_practice_saves_nothing_after_leaving(
    officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    before = len(invented())
    client.post("/latihan/selesai/")

    client.post(
        "/latihan/meja/pengaduan/baru/", {"channel": "phone", "about": "other", "words": "Halo."}
    )

    assert len(invented()) == before
    with frame(UNIT):
        assert not Report.objects.exists()


def test_a_real_form_sent_while_practising_saves_a_real_report(
    officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    before = len(invented())

    client.post("/meja/pengaduan/baru/", {"channel": "phone", "about": "other", "words": "Nyata."})

    assert len(invented()) == before
    with frame(UNIT):
        assert Report.objects.count() == 1


def test_nobody_practises_without_signing_in(db: None) -> None:
    page = Client().get("/latihan/meja/")

    assert page["Location"].startswith("/latihan/masuk/")
    assert Client().get(page["Location"])["Location"].startswith("/masuk/?next=")


@pytest.mark.parametrize("address", ["mulai", "ulang"])
def test_who_only_administers_cannot_and_the_attempt_is_written_down(
    address: str, adi: Staff, browser_of: Inside
) -> None:
    client = browser_of(works_for_real(adi))

    assert "Mulai berlatih" not in client.get("/latihan/").content.decode()
    assert client.post(f"/latihan/{address}/").status_code == 404
    with frame(UNIT):
        assert Trail.objects.filter(refused=True, actor_id=adi.pk).count() == 1


def test_an_administrator_with_another_role_administers_nothing_in_practice(
    adi: Staff, practising: Inside
) -> None:
    client = practising(works_for_real(adi, Role.ADMINISTRATOR, Role.CASE_MANAGER))

    assert client.get("/latihan/meja/").status_code == 200
    assert "/pengaturan/" not in client.get("/latihan/meja/").content.decode()


def test_beginning_anew_shows_other_cases_and_is_written_down(
    officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    first, place = {report.number for report in invented()}, place_of_practice()

    client.post("/latihan/ulang/")
    drain()

    assert place_of_practice() != place
    assert not first & {report.number for report in invented()}
    assert invented()
    gone = client.get(f"/latihan/meja/pengaduan/{first.pop()}/")
    assert gone.status_code == 404
    assert lines("access.renew_practice") == 1


def test_units_practise_apart(officer: Staff, nita: Staff, practising: Inside) -> None:
    practising(officer)
    number = invented()[0].number

    next_door = practising(works_for_real(nita))

    assert next_door.get("/latihan/meja/").status_code == 200
    assert next_door.get(f"/latihan/meja/pengaduan/{number}/").status_code == 404


def test_what_waits_in_real_life_is_told_without_saying_of_whom(
    real_report: Report, officer: Staff, practising: Inside
) -> None:
    client = practising(officer)
    with frame(UNIT):
        Report.objects.update(looked_at=None, handled_by=None, state="received")

    words = client.get("/latihan/sungguhan/", headers={"X-Live": "1"}).content.decode()

    assert "SUNGGUHAN" in words
    assert 'data-alarm="ring"' in words
    assert real_report.number not in words


def test_an_invented_emergency_rings_nowhere(officer: Staff, practising: Inside) -> None:
    client = practising(officer)
    with frame(place_of_practice().pk):
        waiting = Report.objects.filter(ended_at=None)
        assert waiting.update(emergency=True, looked_at=None, handled_by=None, state="received")

    page = client.get("/latihan/meja/").content.decode()

    assert 'class="alarm"' in page
    assert "data-alarm=" not in page
    assert "data-alarm-start" not in page


def test_no_wall_is_hung_up_from_practice(officer: Staff, practising: Inside) -> None:
    client = practising(officer)

    answer = client.post("/latihan/meja/piket/")

    assert answer.status_code == 307
    assert answer["Location"] == "/meja/piket/"


def test_colleagues_of_the_office_are_there_and_a_head_decides(
    manager: Staff, chief: Staff, units: dict[str, Unit], practising: Inside
) -> None:
    ward = works_for_real(hire("Wira", UNIT, Role.CASE_MANAGER))
    hers, his = practising(manager), practising(chief)
    with frame(place_of_practice().pk):
        case = Case.objects.filter(stage="open").first()
        assert case is not None
        Case.objects.filter(pk=case.pk).update(manager_id=manager.pk, risk="high")
    page = hers.get(f"/latihan/meja/kasus/{case.number}/").content.decode()
    assert page.count("LATIHAN · UPTD PPA Kutai Timur")

    asked = hers.post(
        f"/latihan/meja/kasus/{case.number}/turunkan/", {"risk": "low", "reason": "Rekaan."}
    )
    tasks = his.get("/latihan/meja/tugas/").content.decode()

    assert asked.status_code == 302
    assert case.number in tasks
    assert case.number not in his.get("/meja/tugas/").content.decode()
    assert ward.name in his.get(f"/latihan/meja/kasus/{case.number}/manajer/").content.decode()


def test_an_account_of_a_machine_owns_no_invented_case(officer: Staff, practising: Inside) -> None:
    practising(officer)

    assert {report.looked_by for report in invented() if report.looked_by} == {officer.pk}


def test_a_witness_of_practice_reads_that_it_is_practice_and_decides_there(
    manager: Staff, chief: Staff, practising: Inside
) -> None:
    hers, his = practising(manager), practising(chief)
    with frame(place_of_practice().pk):
        case = Case.objects.filter(stage="open").first()
        assert case is not None
        Case.objects.filter(pk=case.pk).update(manager_id=manager.pk, risk="high")
    hers.post(f"/latihan/meja/kasus/{case.number}/turunkan/", {"risk": "low", "reason": "Rekaan."})
    with frame(place_of_practice().pk):
        approval = Approval.objects.get()

    invited = his.post(
        f"/latihan/akun/putusan/{approval.pk}/saksi/", {"name": "Bu Camat", "title": "Camat"}
    ).content.decode()
    code = re.search(r"data-witness-code>([^<]+)<", invited)
    assert code is not None
    witness = Client()
    witness.post("/saksi/", {"code": code[1]})
    assert BANNER in witness.get("/saksi/putusan/").content.decode()
    witness.post("/saksi/putusan/", {"answer": "yes"})
    drain()

    with frame(place_of_practice().pk):
        assert Case.objects.get(pk=case.pk).risk == "low"


def followed(client: Client, path: str) -> object:
    """Return the unit whose changes a page of this browser would hear of."""
    cookie = f"s={client.cookies['s'].value}".encode()
    found = live._allowed({"path": path, "headers": [(b"cookie", cookie)]}, Topic.INBOX)
    return found.unit_id if found else None


def test_a_page_hears_of_changes_on_its_own_side_only(
    officer: Staff, practising: Inside, transactional_db: None
) -> None:
    client = practising(officer)
    client.get("/meja/")

    assert followed(client, "/live/inbox") == UNIT
    assert followed(client, "/latihan/live/inbox") == place_of_practice().pk
    client.post("/latihan/selesai/")
    assert followed(client, "/latihan/live/inbox") is None
    assert followed(client, "/live/inbox") == UNIT
