"""Second keys in a real browser: the app, a passkey, spare codes; and no work without one."""

import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django import Settings

from lindung.access import services
from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.directory.models import Unit
from tests.browser import OpenPage, violations
from tests.conftest import PASSWORD, UNIT

OWN = "kuda laut biru di lemari"


@pytest.fixture
def ratna(units: dict[str, Unit], settings: Settings) -> Staff:
    """An administrator outside the demo, with a password of her own and no second key yet."""
    settings.DEMO = False
    staff, _ = services.add_first_staff(
        "ratna@example.org", "kutim", [Role.ADMINISTRATOR, Role.UNIT_HEAD], "Ratna"
    )
    staff.set_password(PASSWORD)
    staff.one_time = False
    staff.save()
    return staff


def password(page: Page, word: str = PASSWORD) -> None:
    page.goto("/masuk/")
    page.get_by_label("Surel").fill("ratna@example.org")
    page.get_by_label("Kata sandi").fill(word)
    page.get_by_role("button", name="Masuk", exact=True).click()


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def set_up_app(page: Page) -> str:
    page.goto("/akun/kunci/aplikasi/")
    secret = page.locator("[data-totp-secret]").inner_text()
    page.get_by_label("Kode di aplikasi").fill(code_now(secret))
    page.get_by_role("button", name="Pasang aplikasi").click()
    page.wait_for_url("**/akun/kunci/cadangan/")
    return secret


def place(page: Page) -> str:
    return urlsplit(page.url).path


def acts(staff: Staff, action: str) -> list[bool]:
    with frame(UNIT):
        lines = Trail.objects.filter(action=f"access.{action}", record_id=str(staff.pk))
        return [line.refused for line in lines.order_by("id")]


def with_key(page: Page) -> None:
    """Give the browser a device that holds passkeys and knows its owner."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_new_account_gets_a_password_and_a_key_of_its_own_before_any_work(
    page: Page, units: dict[str, Unit], settings: Settings
) -> None:
    settings.DEMO = False
    staff, word = services.add_first_staff(
        "ratna@example.org", "kutim", [Role.ADMINISTRATOR], "Ratna"
    )
    password(page, word)

    expect(page.get_by_role("heading", level=1)).to_have_text("Pilih kata sandi Anda sendiri")
    page.get_by_label("Kata sandi sekarang").fill(word)
    page.get_by_label("Kata sandi baru", exact=True).fill(OWN)
    page.get_by_label("Kata sandi baru, sekali lagi").fill(OWN)
    page.get_by_role("button", name="Simpan kata sandi").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Kunci saya")
    page.goto("/pengaturan/")
    assert place(page) == "/akun/kunci/"
    set_up_app(page)
    page.get_by_role("link", name="Sudah saya catat di kertas").click()
    page.goto("/pengaturan/")
    assert place(page) == "/pengaturan/"
    assert acts(staff, "change_password") == [False]
    assert acts(staff, "change_key") == [False]


def test_the_app_is_asked_for_and_a_wrong_code_is_written_down(
    open_page: OpenPage, ratna: Staff
) -> None:
    first = open_page()
    password(first)
    secret = set_up_app(first)

    page = open_page(javascript=False)
    password(page)
    assert place(page) == "/masuk/kunci/"
    page.goto("/pengaturan/")
    assert place(page) == "/masuk/"
    password(page)
    page.get_by_label("Kode", exact=True).fill("000000")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator("#id_code_error")).to_contain_text("Kode ini tidak tepat")
    time.sleep(30 - time.time() % 30)  # the app's code of this half minute was used already
    page.get_by_label("Kode", exact=True).fill(code_now(secret))
    page.get_by_role("button", name="Lanjut").click()

    page.wait_for_url("**/meja/")
    assert acts(ratna, "sign_in") == [False, True, False]


def test_secrets_of_keys_are_not_readable_in_the_database(page: Page, ratna: Staff) -> None:
    password(page)
    secret = set_up_app(page)

    with connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert secret not in stored


def test_a_spare_code_opens_once(open_page: OpenPage, ratna: Staff) -> None:
    first = open_page()
    password(first)
    set_up_app(first)
    spare = first.locator(".codes code").first.inner_text()

    page = open_page()
    password(page)
    page.get_by_label("Kode", exact=True).fill(spare)
    page.get_by_role("button", name="Lanjut").click()
    page.wait_for_url("**/meja/")

    again = open_page()
    password(again)
    again.get_by_label("Kode", exact=True).fill(spare)
    again.get_by_role("button", name="Lanjut").click()
    expect(again.locator("#id_code_error")).to_be_visible()


def test_a_passkey_signs_in_without_a_password(page: Page, ratna: Staff) -> None:
    password(page)
    with_key(page)
    page.goto("/akun/kunci/passkey/baru/")
    page.get_by_label("Nama untuk kunci ini").fill("Ponsel kantor")
    page.get_by_label("Masuk tanpa kata sandi").check()
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.wait_for_url("**/akun/kunci/cadangan/")
    assert Authenticator.objects.filter(user=ratna, type="webauthn").count() == 1
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/masuk/")

    page.get_by_role("button", name="Masuk dengan kunci sandi").click()

    page.wait_for_url("**/meja/")
    page.goto("/akun/kunci/passkey/")
    expect(page.get_by_role("row", name=re.compile("Ponsel kantor"))).to_be_visible()
    assert acts(ratna, "sign_in") == [False, False]
    assert acts(ratna, "change_key")[0] is False


def test_a_passkey_is_the_second_step_and_the_proof(open_page: OpenPage, ratna: Staff) -> None:
    page = open_page()
    password(page)
    with_key(page)
    page.goto("/akun/kunci/passkey/baru/")
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.wait_for_url("**/akun/kunci/cadangan/")
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/masuk/")

    password(page)
    assert place(page) == "/masuk/kunci/"
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/meja/")

    page.goto("/akun/konfirmasi/passkey/?next=/akun/")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ratna")
    assert acts(ratna, "reauthenticate") == [False]


def test_a_device_without_a_key_is_told_so_calmly(page: Page, ratna: Staff) -> None:
    with_key(page)
    page.goto("/masuk/")

    page.get_by_role("button", name="Masuk dengan kunci sandi").click()

    expect(page.locator("[data-passkey-error]")).to_contain_text("Perangkat tidak memberi kunci")


def test_ending_other_sessions_ends_them_at_once(open_page: OpenPage, ratna: Staff) -> None:
    here = open_page()
    password(here)
    secret = set_up_app(here)
    there = open_page()
    password(there)
    time.sleep(30 - time.time() % 30)
    there.get_by_label("Kode", exact=True).fill(code_now(secret))
    there.get_by_role("button", name="Lanjut").click()
    there.wait_for_url("**/meja/")
    there.goto("/akun/")  # the inbox would notice and leave by itself, while this page is asked for

    here.goto("/akun/sesi/")
    here.get_by_role("button", name="Keluarkan semua perangkat lain").click()
    expect(here.get_by_role("status").first).to_contain_text("sudah keluar")

    there.goto("/akun/")
    assert place(there) == "/masuk/"
    assert acts(ratna, "end_session") == [False]


def test_the_keys_pages_are_fit_for_everybody(open_page: OpenPage, ratna: Staff) -> None:
    page = open_page(width=320)
    page.goto("/masuk/")
    assert violations(page) == []
    password(page)
    found = []
    for address in ("/akun/kunci/", "/akun/kunci/aplikasi/", "/akun/kunci/passkey/baru/"):
        page.goto(address)
        found += [f"{address}: {wrong}" for wrong in violations(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    set_up_app(page)
    for address in (
        "/akun/",
        "/akun/kunci/",
        "/akun/kunci/cadangan/",
        "/akun/sesi/",
        "/akun/sandi/",
        "/pengaturan/",
        "/pengaturan/petugas/",
        "/pengaturan/petugas/baru/",
        f"/pengaturan/petugas/{ratna.pk}/",
        "/pengaturan/unit/",
        "/pengaturan/tenggat/",
        "/pengaturan/token/",
        "/pengaturan/token/baru/",
        "/pengaturan/jejak/",
        "/pengaturan/benturan/",
        "/akun/putusan/",
        "/saksi/",
    ):
        page.goto(address)
        found += [f"{address}: {wrong}" for wrong in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            found.append(f"{address}: wider than the screen")
    assert found == []


def test_without_the_last_key_work_stops_at_once(page: Page, ratna: Staff) -> None:
    password(page)
    set_up_app(page)
    page.goto("/pengaturan/")
    assert place(page) == "/pengaturan/"

    page.goto("/akun/kunci/aplikasi/lepas/")
    page.get_by_role("button", name="Lepas aplikasi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunci saya")

    page.goto("/pengaturan/")
    assert place(page) == "/akun/kunci/"
    assert acts(ratna, "change_key")[-1] is False
