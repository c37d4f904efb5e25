"""What a phone may ask and hand in: its secret counts and nothing else, however bad its input."""

import base64
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from lindung.access import services as access
from lindung.access.models import FieldDevice, Staff
from lindung.core.frame import frame
from lindung.core.models import Trail
from lindung.response import services
from lindung.response.models import FieldEntry, Mission
from tests.conftest import UNIT, at_work
from tests.proof.cast import browser_of
from tests.response.conftest import seen

DOOR = "/catatan/"


@pytest.fixture
def shown(maya: Staff) -> str:
    """What Maya's phone shows."""
    with at_work(maya):
        device, secret = access.register_device(maya.actor(), maya, name="HP Maya")
    return f"{device.pk}.{secret}"


def said(mission_: Mission, **more: Any) -> dict[str, Any]:
    """One thing as a phone hands it in."""
    at = datetime.now(UTC).isoformat()
    known = {"id": str(uuid4()), "mission": mission_.number, "kind": "note", "words": "Catatan."}
    return known | {"at": at} | more


def hand_in(shown: str, *entries: Any, now: str = "") -> Any:
    """Hand in, with no cookie."""
    body = {"now": now or datetime.now(UTC).isoformat(), "entries": list(entries)}
    return Client().post(
        f"{DOOR}kirim/", json.dumps(body), "application/json", headers={"X-Device": shown}
    )


def states(answer: Any) -> list[str]:
    """Return what became of each."""
    return [one["state"] for one in answer.json()["entries"]]


@pytest.mark.parametrize("wrong", ["", "x", "x.y", f"{UUID(int=7)}.geheim", f"{UUID(int=7)}"])
def test_without_the_secret_there_is_nothing(wrong: str, mission: Mission) -> None:
    for path in ("tugas/", f"tugas/{mission.number}/", "kirim/", "kosong/"):
        for ask in (Client().get, Client().post):
            assert ask(DOOR + path, headers={"X-Device": wrong}).status_code == 401


def test_a_session_is_no_secret(maya: Staff, mission: Mission) -> None:
    assert browser_of(maya).get(f"{DOOR}tugas/").status_code == 401


def test_a_phone_reads_own_open_missions_and_each_opening_is_noted(
    shown: str, mission: Mission
) -> None:
    answer = Client().get(f"{DOOR}tugas/", headers={"X-Device": shown})
    assert [one["number"] for one in answer.json()["missions"]] == [mission.number]

    one = Client().get(f"{DOOR}tugas/{mission.number}/", headers={"X-Device": shown})

    text = json.dumps(one.json(), ensure_ascii=False)
    assert "Rumah panggung di tepi sungai" in text
    assert "Tetangga dipukul" not in text  # the telling stays closed
    with frame(UNIT):
        assert Trail.objects.filter(action="response.carry", refused=False).count() == 1


def test_a_mission_of_others_is_not_there(
    shown: str, rini: Staff, mission: Mission, psi: Staff
) -> None:
    with at_work(rini):
        services.end_crew(rini.actor(), seen(mission), staff_id=FieldDevice.objects.get().staff_id)

    one = Client().get(f"{DOOR}tugas/{mission.number}/", headers={"X-Device": shown})

    assert one.status_code == 404
    answer = Client().get(f"{DOOR}tugas/", headers={"X-Device": shown})
    assert answer.json()["missions"] == []


def test_bad_things_are_answered_one_by_one_and_stop_no_others(
    shown: str, mission: Mission
) -> None:
    picture = base64.b64encode(b"GIF89a no picture").decode()
    answer = hand_in(
        shown,
        said(mission, kind="nothing"),
        said(mission, at="yesterday"),
        said(mission, at="9999-12-31T23:59:59Z"),
        said(mission, kind="part", part="safe_place", base=7),
        said(mission, at="2026-03-02T09:00:00"),  # of which zone?
        said(mission, mission="T-2603-22222"),
        said(mission, id="seven"),
        said(mission, kind="part", part="unknown"),
        said(mission, kind="document", file="%%%"),
        said(mission, kind="document", file=picture),
        "text",
        None,
        said(mission),
    )

    assert states(answer) == ["failed"] * 12 + ["sent"]
    with frame(UNIT):
        kept = list(FieldEntry.objects.order_by("seq").values_list("kind", "outcome"))
    assert kept == [("document", "refused"), ("note", "applied")]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"now": 7, "entries": []}', "\x00"])
def test_what_cannot_be_read_is_answered_so(shown: str, body: str) -> None:
    answer = Client().post(f"{DOOR}kirim/", body, "application/json", headers={"X-Device": shown})

    assert answer.status_code == 400


def test_the_same_batch_twice_is_taken_once(shown: str, mission: Mission) -> None:
    batch = [said(mission, words=f"Catatan {n}.") for n in range(20)]

    first, again = hand_in(shown, *batch), hand_in(shown, *batch)

    assert states(first) == states(again) == ["sent"] * 20
    with frame(UNIT):
        assert list(FieldEntry.objects.order_by("seq").values_list("seq", flat=True)) == [
            *range(1, 21)
        ]


def test_a_phone_that_sends_the_future_is_set_right(shown: str, mission: Mission) -> None:
    answer = hand_in(shown, said(mission, at="2031-01-01T00:00:00Z"))

    assert states(answer) == ["sent"]
    with frame(UNIT):
        entry = FieldEntry.objects.get()
    assert entry.at <= entry.received_at
    assert entry.device_at.year == 2031


def test_an_ended_phone_reads_nothing_hands_in_and_says_that_it_is_empty(
    shown: str, maya: Staff, mission: Mission
) -> None:
    device = FieldDevice.objects.get()
    with at_work(maya):
        access.revoke_device(maya.actor(), device)
    asked = Client().post(f"{DOOR}masih/", json.dumps({"id": str(device.pk)}), "application/json")
    assert asked.json()["wipe"] is True

    answer = Client().get(f"{DOOR}tugas/", headers={"X-Device": shown})
    assert (answer.status_code, answer.json()) == (410, {"wipe": True})
    last = hand_in(shown, said(mission))
    assert (last.json()["wipe"], states(last)) == (True, ["sent"])
    with frame(UNIT):
        assert FieldEntry.objects.get().outcome == "held"
    Client().post(f"{DOOR}kosong/", headers={"X-Device": shown})
    device.refresh_from_db()
    assert device.wiped_at is not None


def test_whoever_asks_by_id_alone_learns_only_whether_to_empty_it(shown: str) -> None:
    for body in ("", "[]", '{"id": 7}', json.dumps({"id": str(uuid4())})):
        answer = Client().post(f"{DOOR}masih/", body, "application/json")
        assert answer.json()["wipe"] is False


def test_only_who_goes_out_takes_a_phone_into_use(maya: Staff, bapak: Staff) -> None:
    assert browser_of(bapak).get(f"{DOOR}pasang/").status_code == 404
    assert browser_of(maya).get(f"{DOOR}pasang/").status_code == 200
    assert Client().get(f"{DOOR}pasang/").status_code == 302


def test_a_fourth_phone_is_refused_and_an_ended_one_makes_room(maya: Staff) -> None:
    browser = browser_of(maya)
    for n in range(3):
        assert browser.post(f"{DOOR}pasang/", {"name": f"HP {n}"}).status_code == 200
    assert browser.post(f"{DOOR}pasang/", {"name": "HP"}).status_code == 422
    device = FieldDevice.objects.latest("made_at")

    browser.post(f"/meja/penugasan/hp/{device.pk}/akhiri/")

    assert browser.post(f"{DOOR}pasang/", {"name": "HP"}).status_code == 200
    page = browser.get("/meja/penugasan/hp/").content.decode()
    assert "HP 0" in page


def test_the_page_of_the_app_asks_for_the_camera_and_others_do_not(db: None) -> None:
    app = Client().get(DOOR)
    assert "camera=(self)" in app["Permissions-Policy"]
    assert "no-store" in app["Cache-Control"]
    assert "camera=()" in Client().get("/")["Permissions-Policy"]


def test_the_worker_names_every_file_the_app_loads(db: None) -> None:
    worker = Client().get(f"{DOOR}kerja.js").content.decode()
    page = Client().get(DOOR).content.decode()
    loaded = {part.split('"')[0] for part in page.split('"/static/')[1:]}

    assert loaded
    assert {one for one in loaded if one not in worker} == set()
