"""Signing in and out: one neutral sentence for every refusal, and a line for everything."""

from uuid import UUID

import pytest
from django.core.cache import caches
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from lindung.access import services
from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.core import tallies
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.directory.models import Unit
from lindung.web.accounts.slowed import note_slowed
from lindung.web.accounts.urls import ABSENT
from tests.conftest import PASSWORD, UNIT, at_work, hire

NOBODY = "-"
WRONG = "Surel atau kata sandi tidak tepat."


@pytest.fixture
def ria(units: dict[str, Unit]) -> Staff:
    """An operator with a password."""
    return hire("Ria", UNIT, Role.OPERATOR, password=PASSWORD)


def sign_in(client: Client, email: str = "ria@example.org", password: str = PASSWORD) -> object:
    return client.post("/masuk/", {"login": email, "password": password})


def lines(action: str, unit_id: UUID = UNIT) -> list[tuple[str, bool]]:
    with frame(unit_id):
        found = Trail.objects.filter(action=f"access.{action}").order_by("id")
        return [(line.record_id, line.refused) for line in found]


def test_the_right_password_leads_to_work_and_is_written_down(client: Client, ria: Staff) -> None:
    response = client.post("/masuk/", {"login": "Ria@Example.org", "password": PASSWORD})

    assert response["Location"] == "/meja/"
    assert client.session["_auth_user_id"] == str(ria.pk)
    assert lines("sign_in") == [(str(ria.pk), False)]


def test_the_key_of_the_session_is_a_new_one_after_signing_in(client: Client, ria: Staff) -> None:
    client.get("/saksi/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key

    sign_in(client)

    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("email", "password"),
    [("ria@example.org", "salah sama sekali"), ("nobody@example.org", PASSWORD)],
)
def test_wrong_password_and_unknown_name_read_the_same(
    email: str, password: str, client: Client, ria: Staff
) -> None:
    page = client.post("/masuk/", {"login": email, "password": password})

    assert WRONG in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_refusal_is_written_down_without_the_typed_name(client: Client, ria: Staff) -> None:
    client.post("/masuk/", {"login": "rahasia@example.org", "password": PASSWORD})
    client.post("/masuk/", {"login": "ria@example.org", "password": "salah"})

    assert lines("sign_in") == [("-", True), (str(ria.pk), True)]


def test_whoever_left_reads_the_same_sentence(client: Client, ria: Staff) -> None:
    Staff.objects.filter(pk=ria.pk).update(is_active=False)

    page = client.post("/masuk/", {"login": ria.email, "password": PASSWORD})

    assert WRONG in page.content.decode()
    assert lines("sign_in") == [(str(ria.pk), True)]


def test_a_demo_account_cannot_sign_in_outside_the_demo(
    client: Client, ria: Staff, settings: Settings
) -> None:
    settings.DEMO = False

    page = client.post("/masuk/", {"login": ria.email, "password": PASSWORD})

    assert WRONG in page.content.decode()
    assert lines("sign_in") == [(str(ria.pk), True)]


def test_a_demo_account_cannot_sign_in_from_another_machine(client: Client, ria: Staff) -> None:
    page = client.post(
        "/masuk/", {"login": ria.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9"
    )

    assert WRONG in page.content.decode()


def test_guessing_is_slowed_down_and_the_right_password_waits_too(
    client: Client, ria: Staff
) -> None:
    for _ in range(6):
        sign_in(client, password="salah")

    page = client.post("/masuk/", {"login": ria.email, "password": PASSWORD})

    assert "Terlalu banyak percobaan" in page.content.decode()
    assert all(refused for _, refused in lines("sign_in"))
    assert lines("sign_in_slowed") == [(NOBODY, True)]


def flood(client: Client, address: str) -> int:
    """Try so often from one address that nothing is looked at any more; return the last status."""
    return [
        client.post(
            "/masuk/", {"login": "siapa@contoh.example", "password": "salah"}, REMOTE_ADDR=address
        ).status_code
        for _ in range(40)
    ][-1]


def test_attempts_that_are_not_even_looked_at_leave_one_line_for_their_network(
    client: Client, ria: Staff
) -> None:
    assert flood(client, "203.0.113.9") == 429
    assert flood(client, "203.0.113.77") == 429  # the same network

    assert lines("sign_in_slowed") == [(NOBODY, True)]


def test_a_flood_from_everywhere_does_not_fill_the_trail(ria: Staff) -> None:
    for index in range(60):
        note_slowed(RequestFactory().get("/masuk/", REMOTE_ADDR=f"10.0.{index}.1"))

    assert len(lines("sign_in_slowed")) == 30


def test_signing_out_is_a_click_and_is_written_down(client: Client, ria: Staff) -> None:
    sign_in(client)
    assert client.get("/keluar/").status_code == 200
    assert "_auth_user_id" in client.session

    response = client.post("/keluar/")

    assert response["Location"] == "/masuk/"
    assert "_auth_user_id" not in client.session
    assert lines("sign_out") == [(str(ria.pk), False)]


def test_proving_oneself_is_written_down_either_way(client: Client, ria: Staff) -> None:
    sign_in(client)

    client.post("/akun/konfirmasi/", {"password": "salah"})
    client.post("/akun/konfirmasi/", {"password": PASSWORD})

    assert lines("reauthenticate") == [(str(ria.pk), True), (str(ria.pk), False)]


def test_a_password_of_ones_own_ends_the_given_one(client: Client, adi: Staff, ria: Staff) -> None:
    with at_work(adi):
        word = services.renew_way_in(adi.actor(), ria)
    sign_in(client, password=word)
    assert client.get("/akun/")["Location"] == "/akun/sandi/"

    new = "kuda laut biru di lemari"
    page = client.post("/akun/sandi/", {"oldpassword": word, "password1": new, "password2": new})

    assert page.status_code == 302
    assert client.get("/akun/").status_code == 200
    ria.refresh_from_db()
    assert (ria.one_time, ria.check_password(new)) == (False, True)
    assert lines("change_password") == [(str(ria.pk), False)]


@pytest.mark.parametrize("weak", ["pendek", "password1234", "riaexampleorg", "123456789012"])
def test_a_weak_password_is_refused_beside_its_field(weak: str, client: Client, ria: Staff) -> None:
    sign_in(client)

    page = client.post(
        "/akun/sandi/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )

    assert 'id="id_password1_error"' in page.content.decode()


def test_a_link_to_elsewhere_is_not_followed_after_signing_in(client: Client, ria: Staff) -> None:
    response = client.post(
        "/masuk/", {"login": ria.email, "password": PASSWORD, "next": "https://example.com/"}
    )

    assert response["Location"] == "/meja/"


@pytest.mark.parametrize("name", sorted(ABSENT))
def test_what_the_library_offers_and_we_do_not_is_not_there(
    name: str, client: Client, db: None
) -> None:
    arguments = {
        "account_confirm_email": {"key": "abc"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
    }
    address = reverse(name, kwargs=arguments.get(name))

    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "a@example.org"}).status_code == 404


def test_passwords_are_kept_by_argon2id(ria: Staff) -> None:
    assert ria.password.startswith("argon2$argon2id$")


def test_an_administrator_begins_at_the_settings(client: Client, units: dict[str, Unit]) -> None:
    hire("Admin", UNIT, Role.ADMINISTRATOR, password=PASSWORD)

    response = client.post("/masuk/", {"login": "admin@example.org", "password": PASSWORD})

    assert response["Location"] == "/pengaturan/"


def test_another_web_process_counts_the_tries_of_this_one_too(client: Client, ria: Staff) -> None:
    for _ in range(6):
        sign_in(client, password="salah")
    tallies.line.hang_up()  # nothing is left in the memory of this process
    caches.close_all()
    del caches["default"]

    page = client.post("/masuk/", {"login": ria.email, "password": PASSWORD})

    assert "Terlalu banyak percobaan" in page.content.decode()
