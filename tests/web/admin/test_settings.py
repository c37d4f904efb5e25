"""The settings by role: what an administrator may, a head may see, and nobody else reaches."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lindung.access import queries, services
from lindung.access.codes import Role, Scope
from lindung.access.models import ApiToken, Staff
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Blocked, Trail
from lindung.core.trail import line_for
from lindung.core.turns import set_turn
from lindung.directory import queries as directory
from lindung.directory.codes import Limit
from lindung.directory.models import Unit
from lindung.directory.services import name_approver
from lindung.jobs.chainer import chain_waiting
from tests.conftest import NEIGHBOUR, PASSWORD, PROVINCE, UNIT, at_work, hire

PLACES = ("home", "staff", "add", "unit", "limits", "tokens", "token_new", "trail", "conflicts")
ADMINISTRATOR = {"home", "staff", "add", "unit", "limits", "tokens", "token_new", "trail"}
HEAD = {"home", "staff", "limits", "tokens", "token_new", "conflicts"}
SUPERVISOR = {"tokens", "token_new", "conflicts"}
ANYBODY = {"tokens", "token_new"}


def sure(client: Client, staff: Staff) -> None:
    """Sign in and prove it, so that the next five minutes need no proof."""
    staff.set_password(PASSWORD)
    staff.save()
    client.post("/masuk/", {"login": staff.email, "password": PASSWORD})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("adi", ADMINISTRATOR),
        ("sari", HEAD),
        ("hadi", SUPERVISOR),
        ("rini", ANYBODY),
        ("wati", ANYBODY),
        ("bapak", ANYBODY),
        ("arif", ANYBODY),
    ],
)
def test_each_place_opens_to_its_roles_alone(
    place: str, who: str, places: set[str], client: Client, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    sure(client, staff)

    response = client.get(reverse(f"admin:{place}"))

    assert response.status_code == (200 if place in places else 404)
    if place not in places:
        with frame(staff.unit_id):
            assert Trail.objects.filter(actor_id=staff.pk, refused=True).count() == 1


def test_the_search_field_is_only_where_it_leads_somewhere(
    client: Client, adi: Staff, rini: Staff
) -> None:
    client.force_login(adi)
    assert 'role="search"' not in client.get("/akun/").content.decode()

    client.force_login(rini)
    assert 'role="search"' in client.get("/akun/").content.decode()


def test_a_new_account_shows_its_password_once(client: Client, adi: Staff) -> None:
    sure(client, adi)

    page = client.post(
        "/pengaturan/petugas/baru/",
        {"name": "Tuti", "title": "Pendamping", "email": "t@example.org", "roles": ["companion"]},
    ).content.decode()

    made = Staff.objects.get(email="t@example.org")
    word = page.split("data-word>")[1].split("<")[0]
    assert made.check_password(word)
    assert made.unit_id == UNIT
    assert word not in client.get(reverse("admin:one", args=[made.pk])).content.decode()


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: Client, adi: Staff, rini: Staff
) -> None:
    sure(client, adi)

    page = client.post(
        "/pengaturan/petugas/baru/",
        {"name": "Tuti", "email": rini.email, "roles": ["operator"]},
    ).content.decode()

    assert 'id="id_email_error"' in page
    assert 'value="Tuti"' in page


def test_nobody_reaches_the_form_of_their_own_roles(client: Client, adi: Staff) -> None:
    sure(client, adi)

    shown = client.get(reverse("admin:roles", args=[adi.pk]))
    response = client.post(reverse("admin:roles", args=[adi.pk]), {"roles": ["case_manager"]})

    assert shown.status_code == response.status_code == 404
    adi.refresh_from_db()
    assert adi.roles == ["administrator"]
    with frame(UNIT):
        lines = Trail.objects.filter(action="access.change_roles", record_id=str(adi.pk))
        assert [(line.actor_id, line.refused) for line in lines] == [(adi.pk, True)] * 2


def test_roles_need_a_proof_of_the_last_five_minutes(
    client: Client, adi: Staff, rini: Staff
) -> None:
    client.force_login(adi)

    response = client.post(reverse("admin:roles", args=[rini.pk]), {"roles": ["case_manager"]})

    assert response["Location"].startswith("/akun/konfirmasi/")
    rini.refresh_from_db()
    assert rini.roles == ["operator"]


def test_roles_change(client: Client, adi: Staff, rini: Staff) -> None:
    sure(client, adi)

    client.post(reverse("admin:roles", args=[rini.pk]), {"roles": ["case_manager", "operator"]})

    rini.refresh_from_db()
    assert rini.roles == ["operator", "case_manager"]


def test_leaving_closes_the_account_and_says_what_waits(
    client: Client, adi: Staff, rini: Staff
) -> None:
    with at_work(rini):
        set_turn(
            uuid4(),
            "triage",
            kind="intake.report",
            number="P-2603-7Q9MX",
            next_at=Moment(),
            staff_id=rini.pk,
        )
    sure(client, adi)
    page = client.get(reverse("admin:leave", args=[rini.pk])).content.decode()
    assert "langsung keluar" in page
    assert "P-2603-7Q9MX" in page

    client.post(reverse("admin:leave", args=[rini.pk]))

    rini.refresh_from_db()
    assert not rini.is_active


def test_another_units_account_and_none_are_the_same_page(
    client: Client, adi: Staff, nita: Staff
) -> None:
    sure(client, adi)

    there, absent = (client.get(reverse("admin:one", args=[i])) for i in (nita.pk, uuid4()))

    assert there.status_code == absent.status_code == 404
    assert there.content == absent.content


def test_a_limit_is_set_and_the_others_stay(client: Client, adi: Staff) -> None:
    sure(client, adi)
    page = client.get("/pengaturan/tenggat/").content.decode()
    assert "bukan ketentuan hukum" in page
    with frame(UNIT):
        before = directory.limits_of(UNIT)
    typed = {k.value: int(v.total_seconds() // 60) for k, v in before.items() if v}

    client.post("/pengaturan/tenggat/", typed | {Limit.LOOK_LOW.value: 45})

    with frame(UNIT):
        after = directory.limits_of(UNIT)
    assert {k for k in before if before[k] != after[k]} == {Limit.LOOK_LOW}
    assert after[Limit.LOOK_LOW] is not None


def test_a_limit_out_of_range_says_so_beside_its_field(client: Client, adi: Staff) -> None:
    sure(client, adi)

    page = client.post("/pengaturan/tenggat/", {"look_low": 99999999}).content.decode()

    assert 'id="id_look_low_error"' in page


def test_the_duty_phone_is_changed(client: Client, adi: Staff) -> None:
    sure(client, adi)

    client.post(
        "/pengaturan/unit/",
        {"phone": "0549-1234", "time_zone": "Asia/Makassar", "approver": str(PROVINCE)},
    )

    unit = Unit.objects.get(pk=UNIT)
    assert (unit.phone, unit.approver_id) == ("0549-1234", PROVINCE)


@pytest.mark.parametrize("inside", [UNIT, NEIGHBOUR])
def test_a_unit_that_works_with_clients_is_no_outside_approver(
    inside: UUID, client: Client, adi: Staff, units: dict[str, Unit]
) -> None:
    sure(client, adi)

    page = client.post(
        "/pengaturan/unit/", {"time_zone": "Asia/Makassar", "approver": str(inside)}
    ).content.decode()

    assert 'id="id_approver_error"' in page
    approver = next(unit for unit in units.values() if unit.pk == inside)
    with at_work(adi), pytest.raises(RuleBroken):
        name_approver(adi.actor(), units["kutim"], approver=approver)
    assert Unit.objects.get(pk=UNIT).approver_id == PROVINCE


def test_a_token_is_shown_once_and_acts_as_its_maker(client: Client, rini: Staff) -> None:
    sure(client, rini)

    page = client.post(
        "/pengaturan/token/baru/",
        {"name": "rekap", "scopes": [Scope.REPORTS_READ.value], "days": 30},
    ).content.decode()

    raw = page.split("data-token>")[1].split("<")[0]
    found = services.token_actor(raw)
    assert found
    assert found[0].id == rini.pk
    listed = client.get("/pengaturan/token/").content.decode()
    assert "rekap" in listed
    assert raw not in listed


def test_an_administrator_ends_a_colleagues_token(client: Client, adi: Staff, rini: Staff) -> None:
    with at_work(rini):
        token, raw = services.create_token(
            rini.actor(), rini, name="rekap", scopes=[Scope.REPORTS_READ]
        )
    sure(client, adi)

    client.post(reverse("admin:token_end", args=[token.pk]))

    assert services.token_actor(raw) is None
    assert ApiToken.objects.get().revoked_at


def test_the_trail_page_shows_refusals_and_finds_a_changed_line(
    client: Client, adi: Staff, rini: Staff
) -> None:
    with frame(UNIT):
        line_for(rini.actor(), "casework.view_case", "K-2603-7Q9MX", refused=True).save()
    with frame(EVERY_UNIT):
        chain_waiting()
    sure(client, adi)

    page = client.get("/pengaturan/jejak/").content.decode()
    assert "casework.view_case" in page
    assert "Rini" in page
    assert "K-2603-7Q9MX" not in page
    assert "rantai utuh" in client.post("/pengaturan/jejak/").content.decode()


def test_the_head_sees_whose_conflicts_there_are_but_not_her_own(
    client: Client, sari: Staff, dewi: Staff
) -> None:
    shared, other = uuid4(), uuid4()
    with frame(UNIT):
        Blocked.objects.create(subject_id=other, staff_id=dewi.pk)
        Blocked.objects.create(subject_id=shared, staff_id=dewi.pk)
        Blocked.objects.create(subject_id=shared, staff_id=sari.pk)

    with at_work(sari):
        rows = queries.conflicts(sari.actor(), sari.unit)

    assert [(row.name, row.n_records) for row in rows] == [("Dewi", 1)]


def test_the_six_steps_follow_the_facts(
    client: Client, adi: Staff, rini: Staff, wati: Staff, sari: Staff
) -> None:
    sure(client, adi)
    assert client.get("/pengaturan/").context["n_done"] == 1  # keys: demo accounts need none

    hire("Second", UNIT, Role.ADMINISTRATOR)
    Unit.objects.filter(pk=UNIT).update(phone="0549-1")
    with frame(UNIT):
        line_for(MACHINE, "intake.tell", "P-2603-7Q9MX").save()

    page = client.get("/pengaturan/")
    assert page.context["n_done"] == 5
    assert [step.done for step in page.context["steps"]] == [True, True, True, False, True, True]
    assert "Belum ada di rilis ini" in page.content.decode()


def test_each_limit_says_in_words_where_it_comes_from_and_how_sure_that_is(
    client: Client, adi: Staff
) -> None:
    sure(client, adi)

    page = client.get(reverse("admin:limits")).content.decode()

    assert page.count("Ketentuan internal: ditetapkan sistem ini") == 6
    assert page.count("Peraturan Menteri PPPA Nomor 2 Tahun 2022") == 2
    assert page.count("Seberapa pasti") == 2
    assert "Tidak ditemukan hukum atau standar" in page
    for sign in ("FRAME", "[I]", "[V]", "section", "docs/"):
        assert sign not in page
