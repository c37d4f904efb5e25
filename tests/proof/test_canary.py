"""Words planted in every field, through web, desk and API, lie nowhere; each opens where it may.

The whole folder of a real house is searched byte by byte: tables, write-ahead log, logs, sealed
files, temporary files; and the backup beside it. Only its keys are left out, which are kept apart.
"""

import base64
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps

from lindung.casework.codes import Check
from lindung.core.clock import now
from lindung.core.seal import SealedTextField
from lindung.running.home import Home
from tests.proof.forms import filled, forms_of
from tests.proof.house import Reader, demo_house, lindung
from tests.proof.planting import Planted, Scene, send
from tests.proof.planting_night import plant_calls, plant_law, plant_missions
from tests.proof.planting_partner import plant_referral
from tests.proof.planting_phone import plant_phone

pytestmark = pytest.mark.xdist_group("canary")  # one house for all of them

MANAGER, HEAD = "kasus@batam.example", "kepala@batam.example"
OPERATOR, COMPANION = "piket@batam.example", "pendamping@batam.example"
ADMINISTRATOR = "admin@batam.example"
WAIT_S = 60.0  # for the worker, on a slow machine
ACTS_OF_REPORT = ("risiko/", "turunkan/", "pihak/", "triase/", "berkas/")
ACTS_OF_CASE = (
    "kejadian/",
    "persetujuan/",
    "rencana/",
    "layanan/",
    "catatan/",
    "pihak/",
    "risiko/",
    "turunkan/",
)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """A house in which somebody told, and the desk worked, with a planted word in every field."""
    with demo_house() as (home, base):
        planted, manager = Planted(), Reader(base).sign_in(MANAGER)
        scene = Scene(home, base, planted, manager)
        send(
            Reader(base), "/pesan/semua/?l=id", planted, about_whom="other", subdistrict="21.71.03"
        )
        send(manager, _newest(manager) + "balas/", planted)
        as_one = {"about_whom": "professional", "subdistrict": "21.71.03"}
        send(Reader(base), "/pesan/semua/?l=id", planted, **as_one)
        _tell_by_api(scene)
        send(manager, "/meja/pengaduan/baru/", planted, **_chosen("baru/"))
        scene.report = _newest(manager)
        for act in ACTS_OF_REPORT:
            send(manager, scene.report + act, planted, **_chosen(act) | _medium(act))
        opened = send(manager, scene.report + "kasus/", planted, **_chosen("kasus/"))
        scene.case = re.findall(r"/meja/kasus/K-[0-9A-Z-]+/", opened.text)[0]
        for act in ACTS_OF_CASE:
            send(manager, scene.case + act, planted, **_chosen(act))
        send(manager, scene.case + _safe_of(manager, scene.case), planted, allowed="no")
        head, soon = Reader(base).sign_in(HEAD), f"{now() + timedelta(days=9):%Y-%m-%d}"
        send(head, "/meja/register/", planted, until_on=f"{now():%Y-%m-%d}", ends_on=soon)
        send(head, scene.case + "baca/", planted)
        administrator = Reader(base).sign_in(ADMINISTRATOR)
        _plant_bait(scene, administrator, head)
        _plant_the_night(scene, head)
        _plant_ends(scene)
        yield scene


def _plant_the_night(scene: Scene, head: Reader) -> None:
    """Plant what duty, field and law write, on a report of its own."""
    operator, companion = (Reader(scene.base).sign_in(who) for who in (OPERATOR, COMPANION))
    scene.call = plant_calls(operator, scene.planted)
    report = _another(scene, operator)
    send(operator, report + "triase/", scene.planted, risk="high")
    number = report.split("/")[3]
    scene.mission = plant_missions(head, operator, companion, number, scene.planted)
    plant_phone(scene.base, companion, scene.mission, scene.planted)
    plant_law(scene.manager, head, scene.case.split("/")[3], scene.planted)
    plant_referral(operator, scene.manager, scene.case.split("/")[3], scene.planted)


def _plant_ends(scene: Scene) -> None:
    """Plant the last words of a report and of a case, and what stands above its story."""
    over = _another(scene, scene.manager)
    send(scene.manager, over + "selesai/", scene.planted, finding="not_ours")
    send(scene.manager, scene.case + "data/", scene.planted, legal_ended_on="")
    send(scene.manager, scene.case, scene.planted, form_to="pemantauan/")
    checks = dict.fromkeys(Check.values, "yes")
    send(scene.manager, scene.case + "terminasi/", scene.planted, **checks)


def _plant_bait(scene: Scene, administrator: Reader, head: Reader) -> None:
    """Plan an invented client, let somebody open it, and write down why."""
    bait = "/pengaturan/umpan/"
    send(administrator, bait, scene.planted)
    send(head, _in(head, bait, rf"{bait}[0-9a-f-]+/"), scene.planted, granted="yes")
    case = _in(head, bait, r"K-[0-9A-Z]{4}-[0-9A-Z]{5}")
    scene.manager.get(f"/meja/kasus/{case}/")  # in vain: that rings too
    end = time.monotonic() + WAIT_S
    while not (alarm := re.search(r"/meja/peringatan/[0-9a-f-]+/", head.get("/meja/tugas/").text)):
        assert time.monotonic() < end, "no alarm"
        time.sleep(0.2)
    send(head, alarm[0], scene.planted)


def _medium(act: str) -> dict[str, str]:
    """Leave something to raise on the case."""
    return {"risk": "medium"} if act == "risiko/" else {}


def _in(reader: Reader, path: str, pattern: str) -> str:
    """Return what a page holds."""
    found = re.search(pattern, reader.get(path).text)
    assert found is not None, (path, pattern)
    return found[0]


def _another(scene: Scene, who: Reader) -> str:
    send(who, "/meja/pengaduan/baru/", scene.planted, **_chosen("baru/"))
    return _newest(who)


def _safe_of(manager: Reader, case: str) -> str:
    """Return the page on which the safe way to reach somebody of a case is written."""
    page = manager.get(case).text
    return str(re.findall(rf"{case}(pihak/[0-9a-f-]+/)", page)[0]) + "aman/"


def _tell_by_api(scene: Scene) -> None:
    scene.planted.where = "api"
    body = {"text": scene.planted.plant("text", "text"), "about": "other", "area": "21.71"}
    answer = Reader(scene.base).post("/api/v1/reports", json=body)
    assert answer.status_code == 201


def _newest(manager: Reader) -> str:
    page = manager.get("/meja/?tab=all").text
    return str(re.findall(r'href="(/meja/pengaduan/P-[0-9A-Z-]+/)', page)[0])


def _chosen(act: str) -> dict[str, str]:
    """Return the few choices without which a form would mean something else."""
    calm = dict.fromkeys(("now_danger", "injured", "near", "child"), "no")
    return {
        "baru/": {"about": "other", "received_at": "", "on_behalf_of": "", **calm},
        "triase/": {"risk": "medium"},
        "turunkan/": {"risk": "low"},
        "risiko/": {"risk": "high"},
        "persetujuan/": {"basis": "consent", "given_by": "victim", "until_on": ""},
        "rencana/": {"due_at": f"{now() + timedelta(days=3):%Y-%m-%dT%H:%M}"},
        "layanan/": {"given_at": f"{now() + timedelta(hours=7):%Y-%m-%dT%H:%M}"},  # WIB, just now
        "kejadian/": {"from_on": "", "until_on": ""},
        "kasus/": {"risk": "medium", "age_band": "25-44", "register_class": "ktp"},
    }.get(act, {})


def spellings(word: str) -> set[bytes]:
    """Return how a word may lie on a disk."""
    plain = word.encode()
    coded = {base64.b64encode(b"\0" * n + plain)[4:-4] for n in range(3)}
    return {plain, word.encode("utf-16-le"), quote(word).encode(), plain.hex().encode(), *coded}


def every_file(folder: Path) -> Iterator[Path]:
    """Yield every file of a house but its keys."""
    return (p for p in folder.rglob("*") if p.is_file() and "keys" not in p.parts)


def content_of(place: Path) -> bytes:
    """Read a file; one that the database threw away meanwhile holds nothing any more."""
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return b""


def test_nothing_that_was_typed_lies_readable_in_the_house_or_its_backup(scene: Scene) -> None:
    backup = scene.home.parent / f"{scene.home.name}-cadangan"
    said = lindung(scene.home, "backup", str(backup))
    assert said.returncode == 0, said.stderr
    state = Home(scene.home).told()
    assert state is not None
    with psycopg.connect(state.server, dbname="lindung", autocommit=True) as server:
        server.execute("checkpoint")
    wanted = {s: word for word in scene.planted.words for s in spellings(word)}
    assert len(scene.planted.words) > 40

    found = set()
    for place in [*every_file(scene.home), backup]:
        content = content_of(place)
        found |= {
            (scene.planted.words[word], place.name)
            for spelling, word in wanted.items()
            if spelling in content
        }
    backup.unlink()

    assert found == set()


def test_what_was_typed_opens_where_it_may(scene: Scene) -> None:
    opened = scene.manager.get(scene.report).text
    form = next(f for f in forms_of(opened) if f.action.endswith("buka/"))
    words = scene.manager.post(form.action, data=filled(form, scene.planted.plant)).text
    shown = {
        w for w, where in scene.planted.words.items() if where.endswith("words") and w in words
    }
    assert shown

    case = scene.manager.get(scene.case).text
    addresses = {f.action for f in forms_of(case) if "/buka/" in f.action}
    token = forms_of(case)[0].values["csrfmiddlewaretoken"][0]
    pages = [
        scene.manager.post(address, data={"csrfmiddlewaretoken": token}).text
        for address in sorted(addresses)
    ]
    in_case = {w for w, where in scene.planted.words.items() if "/kasus/K-" in where}
    assert {w for w in in_case if any(w in page for page in pages)}


@pytest.mark.parametrize("place", ["call", "mission"])
def test_what_was_written_at_night_opens_where_it_may(scene: Scene, place: str) -> None:
    here = getattr(scene, place)
    written = {w for w, where in scene.planted.words.items() if here in where}
    operator = Reader(scene.base).sign_in(OPERATOR)
    closed = operator.get(here).text
    form = next(f for f in forms_of(closed) if f.action.endswith("buka/"))
    opened = operator.post(form.action, data=filled(form, scene.planted.plant)).text

    assert written
    assert not {w for w in written if w in closed}
    assert {w for w in written if w.removeprefix("0") in opened}


def test_each_opening_left_a_line(scene: Scene) -> None:
    opened = scene.manager.get(scene.report).text
    form = next(f for f in forms_of(opened) if f.action.endswith("buka/"))
    assert scene.manager.post(form.action, data=filled(form, scene.planted.plant)).ok
    state = Home(scene.home).told()
    assert state is not None
    with psycopg.connect(state.server, dbname="lindung") as server:
        rows = server.execute(
            "select action from core_trail where action like '%read%' and not refused"
        ).fetchall()
    assert {action for (action,) in rows} >= {"intake.read_report"}


def test_the_trail_of_the_house_verifies(scene: Scene) -> None:
    said = lindung(scene.home, "trail", "verify")

    assert said.returncode == 0, said.stdout + said.stderr


# What no screen of this house writes by itself, or what is no word.
PLANTED_ELSEWHERE = {
    "people.Person.birth_date": "a day, which stands in many files",
    "casework.Case.initials": "three letters, which stand in many files",
    **dict.fromkeys(
        (
            "hotline.ChannelLine.decision",
            "hotline.ChannelLine.question",
            "hotline.ChannelLine.settings",
            "hotline.Errand.file",
            "hotline.HeldFile.name",
            "hotline.Hook.body",
            "hotline.Letter.reason",
            "hotline.Phrase.words",
            "hotline.Raw.body",
            "hotline.Thread.address",
            "hotline.Thread.tail",
        ),
        "a connected channel writes it, and this house has none: tests/hotline/lines",
    ),
}


def test_no_sealed_column_was_forgotten(scene: Scene) -> None:
    """A new sealed column fails here until a walk plants a word in it, and it opens again."""
    words = [word.removeprefix("0") for word in scene.planted.words]
    asked = subprocess.run(
        [sys.executable, "-m", "tests.proof.opened", "batam"],
        input=json.dumps(words),
        env=os.environ | {"LINDUNG_HOME": str(scene.home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert asked.returncode == 0, asked.stderr[-2000:]
    sealed = {
        str(field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, SealedTextField)
    }

    opened = set(json.loads(asked.stdout))
    assert sealed - opened - set(PLANTED_ELSEWHERE) == set()
    assert not set(PLANTED_ELSEWHERE) & opened, "it is planted here: take it off the list"
