"""Words planted through a phone in the field, each into what it hands in."""

from datetime import UTC, datetime
from uuid import uuid4

from tests.proof.house import Reader
from tests.proof.planting import Planted


def plant_phone(base: str, companion: Reader, mission: str, planted: Planted) -> None:
    """Take a phone into use and let it hand in a note, a part of a form and a safe word."""
    page = companion.get("/catatan/pasang/").text
    token = (
        page.split("data-install")[1].split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    )
    data = {"csrfmiddlewaretoken": token, "name": "HP"}
    known = companion.post("/catatan/pasang/", data=data).json()
    planted.where = "phone"
    at = datetime.now(UTC).isoformat()
    number = mission.strip("/").split("/")[-1]
    said: list[dict[str, str]] = [
        {"kind": "note"},
        {"kind": "part", "part": "safe_place"},
        {"kind": "duress"},
    ]
    entries = [
        one
        | {
            "id": str(uuid4()),
            "mission": number,
            "at": at,
            "words": planted.plant(one["kind"], "text"),
        }
        for one in said
    ]
    answer = Reader(base).post(
        "/catatan/kirim/",
        json={"now": at, "entries": entries},
        headers={"X-Device": f"{known['id']}.{known['secret']}"},
    )
    assert [one["state"] for one in answer.json()["entries"]] == ["sent"] * 3, answer.text
