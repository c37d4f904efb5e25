"""Words planted in every field, through web, desk and API, lie nowhere; each opens where it may.

The whole folder of a real house is searched byte by byte: tables, write-ahead log, logs, sealed
files, temporary files; and the backup beside it. Only its keys are left out, which are kept apart.
"""

import base64
import io
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from PIL import Image

from lindung.core.clock import now
from lindung.running.home import Home
from tests.proof.forms import Form, filled, forms_of
from tests.proof.house import Reader, demo_house, lindung

pytestmark = pytest.mark.xdist_group("canary")  # one house for all of them

MANAGER, HEAD = "kasus@batam.example", "kepala@batam.example"
ADMINISTRATOR = "admin@batam.example"
SIGNS = "BCDFGHJKLMNPQRSTVWXYZ"
ACTS_OF_REPORT = ("risiko/", "turunkan/", "pihak/", "triase/")
ACTS_OF_CASE = (
    "kejadian/",
    "persetujuan/",
    "rencana/",
    "layanan/",
    "catatan/",
    "pihak/",
    "turunkan/",
)


@dataclass(slots=True)
class Planted:
    """Every word that was typed somewhere."""

    words: dict[str, str] = field(default_factory=dict)  # word -> where
    where: str = ""

    def plant(self, name: str, kind: str) -> str:
        """Make a word that exists nowhere else, fit for the field."""
        if kind == "email":
            word = f"{self._fresh().lower()}@contoh.example"
        elif kind == "tel" or "phone" in name:
            word = f"0813{secrets.randbelow(10**8):08d}"
        elif "nik" in name:
            word = f"217106{41 + secrets.randbelow(30):02d}0190{secrets.randbelow(9000) + 1000}"
        elif "initials" in name:
            return "QZX"  # three letters are found in any file; the column is sealed as all others
        elif "paper_number" in name or "joined" in name or name in {"to", "birth_date"}:
            return ""
        else:
            word = f"kenari{self._fresh()}"
        self.words[word] = f"{self.where} {name}"
        return word

    def _fresh(self) -> str:
        return "".join(secrets.choice(SIGNS) for _ in range(14))


@dataclass(slots=True)
class Scene:
    """The house, what was planted, and where it can be opened again."""

    home: Path
    base: str
    planted: Planted
    manager: Reader
    report: str = ""
    case: str = ""


def send(reader: Reader, path: str, planted: Planted, **chosen: str) -> str:
    """Fill the largest form of a page and send it; follow to the page behind it."""
    planted.where = path
    page = reader.get(path)
    assert page.status_code == 200, (path, page.status_code)
    form: Form = forms_of(page.text)[0]
    fields = filled(form, planted.plant, **chosen)
    answer = reader.post(form.action or path, data=fields, files=_files(form, planted))
    assert answer.status_code == 200, (path, answer.status_code, answer.text[-400:])
    wrong = re.findall(r'class="field__error"[^>]*>(.*?)</', answer.text, re.DOTALL)
    assert wrong == [], (path, wrong)
    return answer.text


def _files(form: Form, planted: Planted) -> dict[str, tuple[str, bytes, str]] | None:
    if not form.files:
        return None
    picture, shown = io.BytesIO(), Image.new("RGB", (40, 30), "teal")
    exif = Image.Exif()
    exif[0x010E] = planted.plant("exif", "text")  # ImageDescription
    shown.save(picture, "JPEG", exif=exif)
    name = planted.plant("file_name", "text") + ".jpg"
    return {form.files[0]: (name, picture.getvalue(), "image/jpeg")}


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """A house in which somebody told, and the desk worked, with a planted word in every field."""
    with demo_house() as (home, base):
        planted, manager = Planted(), Reader(base).sign_in(MANAGER)
        scene = Scene(home, base, planted, manager)
        send(
            Reader(base), "/pesan/semua/?l=id", planted, about_whom="other", subdistrict="21.71.03"
        )
        _tell_by_api(scene)
        send(manager, "/meja/pengaduan/baru/", planted, **_chosen("baru/"))
        scene.report = _newest(manager)
        for act in ACTS_OF_REPORT:
            send(manager, scene.report + act, planted, **_chosen(act))
        opened = send(manager, scene.report + "kasus/", planted, **_chosen("kasus/"))
        scene.case = re.findall(r"/meja/kasus/K-[0-9A-Z-]+/", opened)[0]
        for act in ACTS_OF_CASE:
            send(manager, scene.case + act, planted, **_chosen(act))
        head, soon = Reader(base).sign_in(HEAD), f"{now() + timedelta(days=9):%Y-%m-%d}"
        send(head, "/meja/register/", planted, until_on=f"{now():%Y-%m-%d}", ends_on=soon)
        administrator = Reader(base).sign_in(ADMINISTRATOR)
        send(administrator, "/pengaturan/umpan/", planted)
        yield scene


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
        "triase/": {"risk": "high"},
        "turunkan/": {"risk": "low"},
        "risiko/": {"risk": "high"},
        "persetujuan/": {"basis": "consent", "given_by": "victim", "until_on": ""},
        "rencana/": {"due_at": f"{now() + timedelta(days=3):%Y-%m-%dT%H:%M}"},
        "layanan/": {"given_at": f"{now() + timedelta(hours=7):%Y-%m-%dT%H:%M}"},  # WIB, just now
        "kejadian/": {"from_on": "", "until_on": ""},
        "kasus/": {"risk": "high", "age_band": "25-44", "register_class": "ktp"},
    }.get(act, {})


def spellings(word: str) -> set[bytes]:
    """Return how a word may lie on a disk."""
    plain = word.encode()
    coded = {base64.b64encode(b"\0" * n + plain)[4:-4] for n in range(3)}
    return {plain, word.encode("utf-16-le"), quote(word).encode(), plain.hex().encode(), *coded}


def every_file(folder: Path) -> Iterator[Path]:
    """Yield every file of a house but its keys."""
    return (p for p in folder.rglob("*") if p.is_file() and "keys" not in p.parts)


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
        content = place.read_bytes()
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
    assert {action for (action,) in rows} & {"intake.read_report"}


def test_the_trail_of_the_house_verifies(scene: Scene) -> None:
    said = lindung(scene.home, "trail", "verify")

    assert said.returncode == 0, said.stdout + said.stderr
