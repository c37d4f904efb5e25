"""Closed unless opened: who gets in, for how long, and what everybody else sees."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from lindung.access.models import Staff
from lindung.config.urls import urlpatterns as site
from lindung.core import clock
from lindung.web.gates import StaffRequest, signed_in, stepped_up
from tests.conftest import PASSWORD


def forgotten(_: HttpRequest) -> HttpResponse:
    """Show a view whose author thought of no gate."""
    return HttpResponse("secret")


@signed_in
def desk(request: StaffRequest) -> HttpResponse:
    """Show who is there."""
    return HttpResponse(request.actor.name)


@stepped_up
def export(_: StaffRequest) -> HttpResponse:
    """Show what needs a proof."""
    return HttpResponse("names")


urlpatterns = [
    path("forgotten/", forgotten),
    path("desk/", desk),
    path("export/", export),
    *site,
]
handler404 = "lindung.web.gates.not_found"
pytestmark = pytest.mark.urls(__name__)


def test_a_view_without_a_gate_answers_the_not_found_page(client: Client, wati: Staff) -> None:
    client.force_login(wati)

    forgotten_page, absent = client.get("/forgotten/"), client.get("/no-such-address/")

    assert forgotten_page.status_code == absent.status_code == 404
    assert b"secret" not in forgotten_page.content
    assert forgotten_page.content == absent.content


def test_without_signing_in_there_is_only_the_door(client: Client, db: None) -> None:
    assert client.get("/desk/")["Location"] == "/masuk/?next=%2Fdesk%2F"


def test_whoever_signed_in_gets_in(client: Client, wati: Staff) -> None:
    client.force_login(wati)

    assert client.get("/desk/").content == b"Wati"


def test_after_fifteen_minutes_without_a_click_the_session_is_over(
    client: Client, wati: Staff
) -> None:
    client.force_login(wati)
    client.get("/desk/")

    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
        assert client.get("/desk/")["Location"].startswith("/masuk/")
    assert client.get("/desk/")["Location"].startswith("/masuk/")


def test_clicks_keep_a_session_alive(client: Client, wati: Staff) -> None:
    client.force_login(wati)
    begin = clock.now()

    for minutes in (0, 14, 28, 42):
        with time_machine.travel(begin + timedelta(minutes=minutes)):
            assert client.get("/desk/").status_code == 200


def test_a_page_that_refetches_by_itself_does_not(client: Client, wati: Staff) -> None:
    client.force_login(wati)
    begin = clock.now()
    client.get("/desk/")

    with time_machine.travel(begin + timedelta(minutes=10)):
        assert client.get("/desk/", headers={"X-Live": "1"}).status_code == 200
    with time_machine.travel(begin + timedelta(minutes=16)):
        assert client.get("/desk/", headers={"X-Live": "1"})["Location"].startswith("/masuk/")


def test_a_demo_account_is_nobody_outside_the_demo(
    client: Client, wati: Staff, settings: Settings
) -> None:
    client.force_login(wati)
    settings.DEMO = False

    assert client.get("/desk/")["Location"].startswith("/masuk/")


@pytest.mark.parametrize("address", ["203.0.113.5", "10.0.0.7", "2001:db8::1", ""])
def test_a_demo_account_is_nobody_beyond_this_machine(
    address: str, client: Client, wati: Staff
) -> None:
    client.force_login(wati)

    assert client.get("/desk/", REMOTE_ADDR=address)["Location"].startswith("/masuk/")


def test_without_a_second_key_nobody_works(client: Client, wati: Staff, settings: Settings) -> None:
    settings.DEMO = False
    Staff.objects.filter(pk=wati.pk).update(demo=False)
    client.force_login(wati)

    assert client.get("/desk/")["Location"] == "/akun/kunci/"
    assert client.get("/akun/kunci/").status_code == 200


def test_a_password_that_was_given_out_is_changed_first(client: Client, wati: Staff) -> None:
    wati.one_time = True
    wati.set_password(PASSWORD)
    wati.save()
    client.force_login(wati)

    assert client.get("/desk/")["Location"] == "/akun/sandi/"
    assert client.get("/akun/sandi/").status_code == 200


def test_an_account_that_was_closed_is_out_on_the_next_click(client: Client, wati: Staff) -> None:
    client.force_login(wati)
    assert client.get("/desk/").status_code == 200

    Staff.objects.filter(pk=wati.pk).update(is_active=False)

    assert client.get("/desk/")["Location"].startswith("/masuk/")


def test_a_new_password_ends_sessions_elsewhere(client: Client, wati: Staff) -> None:
    client.force_login(wati)
    wati.set_password("lain-sama-sekali-sekarang")
    wati.save()

    assert client.get("/desk/")["Location"].startswith("/masuk/")


def test_what_needs_a_proof_asks_again_and_for_five_minutes_only(
    client: Client, wati: Staff
) -> None:
    wati.set_password(PASSWORD)
    wati.save()
    client.force_login(wati)
    asks = client.get("/export/")
    assert asks["Location"] == "/akun/konfirmasi/?next=%2Fexport%2F"

    back = client.post(asks["Location"], {"password": PASSWORD, "next": "/export/"})

    assert back["Location"] == "/export/"
    assert client.get("/export/").content == b"names"
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
        assert client.get("/export/")["Location"].startswith("/akun/konfirmasi/")


def test_whoever_has_no_way_to_prove_it_reads_that_nothing_is_here(
    client: Client, wati: Staff
) -> None:
    client.force_login(wati)  # a machine's account: no password, no key

    page = client.get(client.get("/export/")["Location"])

    assert page.status_code == 404
    assert page.content == client.get("/no-such-address/").content


def test_a_wrong_proof_opens_nothing(client: Client, wati: Staff) -> None:
    wati.set_password(PASSWORD)
    wati.save()
    client.force_login(wati)

    page = client.post("/akun/konfirmasi/", {"password": "salah", "next": "/export/"})

    assert page.status_code == 200
    assert client.get("/export/")["Location"].startswith("/akun/konfirmasi/")
