"""What was typed when the session ended is not lost, and is shown to nobody."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import expect

from lindung.access.models import Staff
from lindung.core import clock
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.intake.models import Report
from tests.browser import OpenPage, sign_in, violations
from tests.conftest import UNIT

WORDS = 'Ia menelepon dua puluh menit; "takut pulang" & <menangis>.'
ENTRY = {"channel": "phone", "about": "other", "words": WORDS}
PAGE = "/meja/pengaduan/baru/"


def n_reports() -> int:
    with frame(UNIT):
        return Report.objects.count()


def test_a_form_sent_too_late_comes_back_with_all_that_was_typed(
    units: dict[str, Unit], rini: Staff
) -> None:
    client = Client()
    client.force_login(rini)
    client.get("/meja/")
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        answer = client.post(PAGE, ENTRY)

    assert answer.status_code == 403
    page = answer.content.decode()
    assert WORDS in unescape(page)
    assert f'action="{PAGE}"' in page
    assert n_reports() == 0


@pytest.mark.parametrize(
    ("path", "sent"),
    [(PAGE, {}), (PAGE, {"words": "  "}), ("/akun/putusan/", {"words": WORDS})],
)
def test_where_nothing_was_typed_there_is_only_the_door(
    units: dict[str, Unit], path: str, sent: dict[str, str]
) -> None:
    assert Client().post(path, sent)["Location"].startswith("/masuk/?next=")


def test_a_stranger_is_led_to_the_door(units: dict[str, Unit]) -> None:
    assert Client().post(PAGE, ENTRY)["Location"].startswith("/masuk/?next=")


def test_neither_password_nor_code_is_carried(units: dict[str, Unit]) -> None:
    client = Client()
    client.cookies["t"] = "x" * 32
    page = client.post(PAGE, ENTRY | {"password": "rahasia", "code": "123456"}).content.decode()

    assert "rahasia" not in page
    assert "123456" not in page


def test_what_another_site_sends_is_held_for_nobody(units: dict[str, Unit], rini: Staff) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rini)
    answer = client.post(PAGE, ENTRY, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert WORDS not in unescape(answer.content.decode())


def test_typing_counts_as_being_there(units: dict[str, Unit], rini: Staff) -> None:
    client = Client()
    client.force_login(rini)
    began = clock.now()
    for minute in (0, 10, 20, 30):
        with time_machine.travel(began + timedelta(minutes=minute)):
            assert client.get("/akun/masih/").status_code == 204
    with time_machine.travel(began + timedelta(minutes=46)):
        assert client.get("/akun/masih/").status_code == 302


def test_after_signing_in_again_one_press_saves_it(
    open_page: OpenPage, units: dict[str, Unit], rini: Staff
) -> None:
    page = open_page()
    sign_in(page, rini)
    page.goto(PAGE)
    page.locator("#id_channel").select_option("phone")
    page.locator("#id_about").select_option("other")
    page.locator("#id_words").fill(WORDS)
    page.context.clear_cookies()
    page.locator(".form__end button").first.click()
    expect(page.get_by_text(WORDS)).to_have_count(0)
    assert violations(page) == []

    sign_in(page, rini)
    for _ in range(2):  # the first press may find that the form's own token is of the old session
        page.locator("main form button").click()
        if not page.url.endswith(PAGE):
            break
    expect(page).not_to_have_url(f"**{PAGE}")
    assert n_reports() == 1
