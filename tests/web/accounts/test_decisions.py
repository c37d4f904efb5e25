"""Deciding outside the record's own screens: approvers, heads, and the witness of one hour."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lindung.access import services
from lindung.access.codes import Ask
from lindung.access.models import Approval, Staff, Witness
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.core.models import Trail
from tests.conftest import UNIT, at_work

WHY = "Korban sudah aman di rumah neneknya"


@pytest.fixture
def approval(wati: Staff, sari: Staff) -> Approval:
    """The case manager asks to lower a risk; the head may decide."""
    return ask(wati)


def ask(staff: Staff, subject_id: UUID | None = None) -> Approval:
    with at_work(staff):
        return services.ask_approval(
            staff.actor(),
            ask=Ask.LOWER_RISK,
            kind="intake.report",
            subject_id=subject_id or uuid4(),
            number="P-2603-7Q9MX",
            detail="low",
            reason=WHY,
        )


def test_what_waits_for_me_is_on_my_list(client: Client, sari: Staff, approval: Approval) -> None:
    client.force_login(sari)

    assert "/akun/putusan/" in client.get("/akun/").content.decode()
    page = client.get("/akun/putusan/").content.decode()

    assert "P-2603-7Q9MX" in page
    assert reverse("desk:decide", args=[approval.pk]) in page
    assert WHY not in page


@pytest.mark.parametrize("who", ["wati", "rini", "adi", "nita", "arif"])
def test_to_everybody_else_it_does_not_exist(
    who: str, client: Client, approval: Approval, request: pytest.FixtureRequest
) -> None:
    staff: Staff = request.getfixturevalue(who)
    client.force_login(staff)
    assert "P-2603-7Q9MX" not in client.get("/akun/putusan/").content.decode()

    hidden, absent = (
        client.get(reverse("account_invite", args=[i])) for i in (approval.pk, uuid4())
    )

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    with frame(staff.unit_id):
        assert Trail.objects.filter(action="access.invite_witness", refused=True).count() == 2


def test_a_case_manager_who_did_not_ask_invites_a_witness_and_decides_nothing(
    client: Client, joko: Staff, approval: Approval
) -> None:
    client.force_login(joko)
    address = reverse("account_invite", args=[approval.pk])

    shown = client.get(address)
    sent = client.post(address, {"name": "Pak Budi", "title": "Sekretaris"}).content.decode()

    assert shown.status_code == 200
    assert WHY not in shown.content.decode()
    assert "data-witness-code>" in sent
    assert client.get(reverse("desk:decide", args=[approval.pk])).status_code == 404


def invite(client: Client, sari: Staff, approval: Approval) -> str:
    client.force_login(sari)
    page = client.post(
        reverse("account_invite", args=[approval.pk]), {"name": "Pak Budi", "title": "Sekretaris"}
    ).content.decode()
    client.logout()
    return page.split("data-witness-code>")[1].split("<")[0]


def test_a_witness_decides_one_thing_and_then_nothing(
    client: Client, sari: Staff, approval: Approval
) -> None:
    code = invite(client, sari, approval)

    assert client.post("/saksi/", {"code": code.lower()})["Location"] == "/saksi/putusan/"
    page = client.get("/saksi/putusan/").content.decode()
    assert WHY in page
    assert "P-2603-7Q9MX" in page
    done = client.post("/saksi/putusan/", {"answer": "yes"}).content.decode()

    assert "akses ini sudah berakhir" in done
    with frame(UNIT):
        approval.refresh_from_db()
        acts = Trail.objects.filter(actor_id__in=[approval.witness_id]).order_by("id")
        assert [a.action for a in acts] == ["access.read_reason", "access.decide_approval"]
    assert approval.granted is True
    assert client.get("/saksi/putusan/")["Location"] == "/saksi/"
    assert "tidak membuka apa pun" in client.post("/saksi/", {"code": code}).content.decode()


def test_a_witness_gets_nowhere_else(client: Client, sari: Staff, approval: Approval) -> None:
    client.post("/saksi/", {"code": invite(client, sari, approval)})

    for address in ("/meja/", "/akun/", "/pengaturan/", f"/akun/putusan/{approval.pk}/saksi/"):
        assert client.get(address)["Location"].startswith("/masuk/")


def test_after_an_hour_the_witness_sees_nothing(
    client: Client, sari: Staff, approval: Approval
) -> None:
    client.post("/saksi/", {"code": invite(client, sari, approval)})
    Witness.objects.update(expires_at=Moment() - timedelta(seconds=1))

    response = client.post("/saksi/putusan/", {"answer": "yes"})

    assert response["Location"] == "/saksi/"
    with frame(UNIT):
        approval.refresh_from_db()
    assert approval.granted is None


def test_guessing_a_code_is_slowed_down(client: Client, sari: Staff, approval: Approval) -> None:
    code = invite(client, sari, approval)
    for _ in range(6):
        client.post("/saksi/", {"code": "AAAA-BBBB-CCCC"})

    page = client.post("/saksi/", {"code": code}).content.decode()

    assert "Terlalu banyak percobaan" in page
