"""A house in which no unit was entered yet: nobody writes a story that no one would read."""

import pytest
from django.test import Client

from tests.browser import OpenPage, violations
from tests.hotline.calling import all_speak

WHERE_SOMEBODY_WRITES = (
    "/",
    "/pesan/aman/",
    "/pesan/",
    "/pesan/cerita/",
    "/pesan/semua/",
    "/pesan/semua/pendek/",
)


@pytest.mark.django_db
@pytest.mark.parametrize("address", WHERE_SOMEBODY_WRITES)
def test_it_shows_whom_to_call_and_no_place_to_write(address: str) -> None:
    page = Client().get(address).content.decode()
    assert "Kantor ini belum menerima pesan" in page
    assert 'href="tel:129"' in page
    assert 'href="tel:110"' in page
    assert "<form" not in page
    assert "<textarea" not in page


@pytest.mark.django_db
def test_it_says_so_in_english_too_and_quick_exit_still_works() -> None:
    client = Client()
    assert "not open for messages yet" in client.get("/?l=en").content.decode()
    assert client.get("/pesan/tutup/").status_code == 303


@pytest.mark.django_db
def test_a_watcher_reads_that_no_unit_is_there() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "no_unit")


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize("address", ["/", "/pesan/", "/pesan/semua/"])
def test_once_a_unit_is_there_the_door_is_open(address: str) -> None:
    assert "belum menerima pesan" not in Client().get(address).content.decode()
    all_speak()
    assert Client().get("/healthz").json()["status"] == "ok"


def test_the_page_has_no_barrier_on_a_small_phone(open_page: OpenPage) -> None:
    page = open_page(width=320, dark=True)
    page.goto("/")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
