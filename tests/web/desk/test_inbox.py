"""The inbox and the wall."""

from datetime import timedelta

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.intake.models import Report
from lindung.web import wall
from tests.conftest import UNIT
from tests.web.desk.conftest import WORDS, Go, seen, statements


def test_a_row_shows_number_channel_risk_turn_and_clock_and_no_name(
    go: Go, rini: Staff, report: Report
) -> None:
    page = seen(go(rini).get("/meja/").content.decode())

    for part in (report.number, "Website", "high", "Complaints officer", "left"):
        assert part in page
    for secret in ("Siti", "Aminah", "S.A.", "0812", WORDS, "Sangatta"):
        assert secret not in page


@pytest.mark.parametrize("who", ["nita", "dewi", "tono", "adi", "bapak"])
def test_others_see_neither_the_row_nor_the_alarm_nor_the_count(
    who: str, go: Go, report: Report, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    make_late(report)

    page = go(staff).get("/meja/").content.decode()

    assert report.number not in page
    assert 'data-alarm="ring"' not in page
    assert "rail__count" not in page


def test_a_high_risk_that_nobody_looked_at_in_time_makes_the_desk_red(
    go: Go, rini: Staff, report: Report
) -> None:
    assert 'data-alarm="ring"' not in go(rini).get("/meja/").content.decode()
    make_late(report)

    page = go(rini).get("/meja/").content.decode()

    assert 'data-alarm="ring"' in page
    assert "1 high risk is late" in seen(page)


def test_the_part_that_renews_itself_is_only_the_list(go: Go, rini: Staff, report: Report) -> None:
    part = go(rini).get("/meja/", headers={"X-Live": "1"}).content.decode()

    assert report.number in part
    assert "<html" not in part


def test_the_views_are_kept_in_the_address(go: Go, rini: Staff, report: Report) -> None:
    browser = go(rini)

    mine = browser.get("/meja/?tab=mine").content.decode()
    browser.post(f"/meja/pengaduan/{report.number}/tangani/")

    assert report.number not in mine
    assert report.number in browser.get("/meja/?tab=mine").content.decode()
    assert report.number not in browser.get("/meja/?tab=waiting").content.decode()
    assert report.number in browser.get("/meja/?tab=all").content.decode()


def test_the_inbox_costs_at_most_twelve_statements(go: Go, rini: Staff, report: Report) -> None:
    browser = go(rini)
    browser.get("/meja/")

    assert statements(browser, "/meja/?tab=all") <= 12


def test_the_wall_shows_number_risk_and_clock_and_opens_nothing(
    go: Go, rini: Staff, report: Report
) -> None:
    browser = go(rini)
    browser.post("/meja/piket/")

    page = browser.get("/meja/piket/layar/").content.decode()

    assert report.number in page
    assert browser.get(f"/meja/pengaduan/{report.number}/")["Location"].startswith("/masuk/")
    for secret in ("Siti", "Sangatta", "Website", "Rini"):
        assert secret not in page


def test_the_wall_does_not_idle_out_and_is_taken_down_by_hand(
    go: Go, rini: Staff, report: Report
) -> None:
    browser = go(rini)
    browser.post("/meja/piket/")
    cookie = browser.cookies[wall.COOKIE]

    assert cookie["max-age"] == wall.LASTS_S
    browser.post("/meja/piket/turun/")
    browser.cookies[wall.COOKIE] = cookie.value
    assert browser.get("/meja/piket/layar/").status_code == 302


def test_who_sees_no_reports_hangs_up_no_wall(go: Go, adi: Staff) -> None:
    assert go(adi).get("/meja/piket/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/meja/")["Location"].startswith("/masuk/")
    assert client.get("/meja/piket/layar/")["Location"] == "/meja/piket/"


def make_late(report: Report) -> None:
    with frame(UNIT):
        Report.objects.filter(pk=report.pk).update(look_due_at=Moment() - timedelta(minutes=1))
