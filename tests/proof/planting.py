"""Words planted through the screens of a real house, each into a field of its own."""

import io
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from requests import Response

from tests.proof.forms import Form, filled, forms_of
from tests.proof.house import Reader

SIGNS = "BCDFGHJKLMNPQRSTVWXYZ"
NUMBERS = {"address", "identifier"}  # of a telephone, on the pages of duty
LEFT_EMPTY = {"to", "birth_date"}


@dataclass(slots=True)
class Planted:
    """Every word that was typed somewhere."""

    words: dict[str, str] = field(default_factory=dict)  # word -> where
    where: str = ""

    def plant(self, name: str, kind: str) -> str:
        """Make a word that exists nowhere else, fit for the field."""
        if kind == "email":
            word = f"{self._fresh().lower()}@contoh.example"
        elif kind == "tel" or "phone" in name or self._is_number(name):
            word = f"0813{secrets.randbelow(10**8):08d}"
        elif "nik" in name:
            word = f"217106{41 + secrets.randbelow(30):02d}0190{secrets.randbelow(9000) + 1000}"
        elif "initials" in name:
            return "QZX"  # three letters are found in any file; the column is sealed as all others
        elif "paper_number" in name or "joined" in name or name in LEFT_EMPTY:
            return ""
        else:
            word = f"kenari{self._fresh()}"
        self.words[word] = f"{self.where} {name}"
        return word

    def _is_number(self, name: str) -> bool:
        return name in NUMBERS and "/piket/" in self.where

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
    call: str = ""
    mission: str = ""


def send(
    reader: Reader, path: str, planted: Planted, *, form_to: str = "", **chosen: str | list[str]
) -> Response:
    """Fill a form of a page and send it; return the page behind it.

    Args:
        reader: somebody's browser.
        path: the page.
        planted: what was typed so far.
        form_to: how the form's address ends; empty: the largest form.
        chosen: what is typed or ticked instead of a planted word; empty: nothing.
    """
    planted.where = path + form_to
    page = reader.get(path)
    assert page.status_code == 200, (path, page.status_code)
    forms = [
        form
        for form in forms_of(page.text)
        if form.action.endswith(form_to) and not form.action.endswith("/cari/")  # on every page
    ]
    assert forms, (path, form_to, page.url)
    form: Form = forms[0]
    fields = filled(form, planted.plant, **chosen)
    answer = reader.post(form.action or path, data=fields, files=_files(form, planted))
    assert answer.status_code == 200, (path, form_to, answer.status_code, answer.text[-400:])
    wrong = re.findall(
        r'class="(?:field__error|wrongs|notice notice--wrong)"[^>]*>(.*?)</(?:p|span|div)>',
        answer.text,
        re.DOTALL,
    )
    assert wrong == [], (path, form_to, wrong)
    return answer


def _files(form: Form, planted: Planted) -> dict[str, tuple[str, bytes, str]] | None:
    if not form.files:
        return None
    picture, shown = io.BytesIO(), Image.new("RGB", (40, 30), "teal")
    exif = Image.Exif()
    exif[0x010E] = planted.plant("exif", "text")  # ImageDescription
    shown.save(picture, "JPEG", exif=exif)
    name = planted.plant("file_name", "text") + ".jpg"
    return {form.files[0]: (name, picture.getvalue(), "image/jpeg")}
